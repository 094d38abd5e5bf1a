"""How sharp a camera's picture is, in the direction in which it is least: a hand that moves blurs in one. About 15 ms."""

from __future__ import annotations

from statistics import fmean
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.camera.motion import reduced
from mmassist.values import Pixels

Grey: TypeAlias = NDArray[np.uint8]

_TILE, _TILES, _SHARPEST = 160, 10, 4
# Levels that must differ within a tile: on even ground there is nothing to be sharp.
_LEAST_RANGE = 18.0
_STEEPEST = 99.5
# Steps to the right, down, and along both diagonals, with their lengths.
_STEPS = ((0, 1, 1.0), (1, 0, 1.0), (1, 1, 2**0.5), (1, -1, 2**0.5))

BLURRED = 0.12
"""Below it letters of 20 pixels run together: an edge takes more than 8 pixels. A sharp photograph of text has 0.2 to 0.35."""


def sharpness(pixels: Pixels) -> float | None:
    """The part of an edge's height that one pixel takes where the picture is sharpest, 0 to 1; None where there is nothing to see.

    `pixels`: (height, width, 4; BGRA). The grain of a sensor is smoothed away before.
    """
    import cv2

    found = []
    for y, x in _richest(pixels):
        tile = cv2.cvtColor(np.ascontiguousarray(pixels[y : y + _TILE, x : x + _TILE]), cv2.COLOR_BGRA2GRAY)
        soft = np.asarray(cv2.GaussianBlur(tile, (0, 0), 1.0), np.float32)
        high, low = np.percentile(soft, (99.5, 0.5))
        if high - low >= _LEAST_RANGE and min(soft.shape) > 8:
            found.append(min(_steepest(soft, *step) for step in _STEPS) / float(high - low))
    return fmean(sorted(found)[-_SHARPEST:]) if found else None


def _steepest(soft: NDArray[np.float32], down: int, across: int, length: float) -> float:
    rows = soft.shape[0] - down
    change = soft[down:, across:] - soft[:rows, : soft.shape[1] - across] if across >= 0 else soft[down:, :across] - soft[:rows, -across:]
    return float(np.percentile(np.abs(change), _STEEPEST)) / length


def _richest(pixels: Pixels) -> list[tuple[int, int]]:
    """Top left corners of the tiles in which most goes on."""
    height, width = pixels.shape[:2]
    small = reduced(pixels).astype(np.float32)
    scale = width / small.shape[1]
    found = []
    for y in range(0, max(1, height - _TILE // 2), _TILE):
        for x in range(0, max(1, width - _TILE // 2), _TILE):
            part = small[int(y / scale) : max(1, int((y + _TILE) / scale)), int(x / scale) : max(1, int((x + _TILE) / scale))]
            # Steps between neighbours, not the spread: text is many small ones.
            found.append((float(np.abs(np.diff(part, axis=1)).sum()) if part.size else 0.0, y, x))
    return [(y, x) for _, y, x in sorted(found, reverse=True)[:_TILES]]
