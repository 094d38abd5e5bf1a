"""How well a picture can be seen: too dark, too blurred, blank. About 10 ms of one core at 1080p."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

import numpy as np

from mmassist.values import Pixels

# A picture is looked at in at most so many pixels; sharpness in tiles of its own pixels, so that scaling blurs nothing.
_REDUCED = 320
_TILE, _TILES = 128, 12
_BRIGHTEST = 99
# Levels of 255 and shares; calibrated on generated pictures, see docs/grounding.md.
_BLANK_RANGE = 8
_DARK = 40.0
_BLURRED = 0.15
_LEAST_RANGE = 40.0
_LEAST_CONTRAST = 8.0
_SHARPEST = 4


@dataclass(frozen=True, slots=True)
class Quality:
    """`brightness`: level (0 to 255) that 99 % of the picture do not exceed. `contrast`: standard deviation of the levels.

    `sharpness`: of the steepest edges, how much of their height one pixel takes, 0 to 1: near 1 for text on a screen.
    """

    brightness: float
    contrast: float
    sharpness: float
    blank: bool = False
    dark: bool = False
    blurred: bool = False


def quality(pixels: Pixels) -> Quality:
    """The quality of `pixels` (height, width, 4; BGRA). At most one of the flags is set: what is blank is neither dark nor blurred."""
    if not pixels.size:
        return Quality(0.0, 0.0, 0.0, blank=True)
    import cv2

    height, width = pixels.shape[:2]
    step = max(1, max(height, width) // _REDUCED)
    grey = cv2.cvtColor(np.ascontiguousarray(pixels[::step, ::step]), cv2.COLOR_BGRA2GRAY)
    brightness, contrast = float(np.percentile(grey, _BRIGHTEST)), float(grey.std())
    if float(grey.max()) - float(grey.min()) <= _BLANK_RANGE:
        return Quality(brightness, contrast, 0.0, blank=True)
    sharpness = _sharpness(pixels)
    if brightness < _DARK:
        return Quality(brightness, contrast, sharpness, dark=True)
    return Quality(brightness, contrast, sharpness, blurred=sharpness < _BLURRED)


def _sharpness(pixels: Pixels) -> float:
    """The mean of the sharpest tiles' steepest step, as a share of the tile's range of levels."""
    import cv2

    height, width = pixels.shape[:2]
    found = []
    for y, x in _tiles(height, width):
        tile = cv2.cvtColor(np.ascontiguousarray(pixels[y : y + _TILE, x : x + _TILE]), cv2.COLOR_BGRA2GRAY).astype(np.int16)
        high, low = np.percentile(tile, (99.5, 0.5))
        if high - low < _LEAST_CONTRAST or min(tile.shape) < 2:
            continue
        steps = np.abs(np.diff(tile, axis=1)).ravel()
        found.append(min(1.0, float(np.percentile(steps, 99.5)) / max(_LEAST_RANGE, float(high - low))))
    return fmean(sorted(found)[-_SHARPEST:]) if found else 0.0


def _tiles(height: int, width: int) -> list[tuple[int, int]]:
    """Top left corners of tiles spread evenly over the picture."""
    rows, columns = max(1, height // _TILE), max(1, width // _TILE)
    places = [(row * _TILE, column * _TILE) for row in range(rows) for column in range(columns)]
    return places[:: max(1, -(-len(places) // _TILES))]
