"""The colour, the pattern and the light of what is in the centre of a picture, in everyday words.

Colours are compared in OKLab, where equal distances look equally far apart (B. Ottosson, "A perceptual color space for image
processing", 2020), with a table of words and the values of CSS's named colours.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.camera.exposure import exposure
from mmassist.values import Pixels

_LMS = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]]
)
_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099], [0.0259040371, 0.7827717662, -0.8086757660]]
)
# The part of the picture's shorter side that is looked at, and the side of the grid it is brought to.
_CENTRE, _GRID = 0.25, 48
# Shares of the centre: a colour below the first is not said; above the second there is only one.
_SECOND, _ALONE = 0.18, 0.85
# How much steeper one direction must be than the other for stripes, and how alike they are in checks.
_STRIPED, _CHECKED = 3.0, 1.7
_DIM, _VERY_DARK, _BRIGHT = 70.0, 25.0, 225.0


class Pattern(StrEnum):
    """The keys of the table `colour` in the sentences."""

    ONE = "one"
    TWO = "two"
    STRIPED = "striped"
    CHECKED = "checked"
    PATTERNED = "patterned"


class LightLevel(StrEnum):
    VERY_DARK = "very_dark"
    DIM = "dim"
    NORMAL = "normal"
    BRIGHT = "bright"


@dataclass(frozen=True, slots=True)
class Centre:
    """`colour`: the commonest; `other`: the second, empty where there is only one."""

    colour: str
    other: str
    pattern: Pattern
    light: LightLevel


def oklab(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Lightness, green to red, blue to yellow of sRGB values; `rgb`: (..., 3)."""
    levels = rgb / 255.0
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    found: NDArray[np.float64] = np.cbrt(linear @ _LMS.T) @ _LAB.T
    return found


@cache
def _table(language: str) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    rows = tomllib.loads(resources.files("mmassist.resources").joinpath(f"colours.{language}.toml").read_text("utf-8"))["colours"]
    pairs = [(name, bytes.fromhex(value[1:])) for name, values in rows.items() for value in values]
    return tuple(name for name, _ in pairs), oklab(np.array([list(value) for _, value in pairs], np.uint8))


def names_of(rgb: NDArray[np.uint8], language: str = "en") -> list[str]:
    """The word for each of the colours; `rgb`: (number, 3)."""
    words, places = _table(language)
    apart = ((oklab(rgb)[:, None, :] - places[None]) ** 2).sum(axis=2)
    return [words[at] for at in apart.argmin(axis=1)]


def centre(pixels: Pixels, language: str = "en") -> Centre:
    """What is in the centre of `pixels` (height, width, 4; BGRA). About 10 ms."""
    import cv2

    height, width = pixels.shape[:2]
    side = max(2, int(min(height, width) * _CENTRE))
    top, left = (height - side) // 2, (width - side) // 2
    part = np.ascontiguousarray(pixels[top : top + side, left : left + side, 2::-1])
    small = np.asarray(cv2.resize(part, (_GRID, _GRID), interpolation=cv2.INTER_AREA), np.uint8)
    names = Counter(names_of(small.reshape(-1, 3), language)).most_common(2)
    (colour, count), rest = names[0], names[1:]
    other = rest[0][0] if rest and rest[0][1] >= _SECOND * _GRID**2 and count < _ALONE * _GRID**2 else ""
    return Centre(colour, other, _pattern(small) if other else Pattern.ONE, _light(exposure(pixels).mean))


def _pattern(rgb: NDArray[np.uint8]) -> Pattern:
    """By the steps in both directions: many in one are stripes, many in both are checks, few are two areas."""
    light = oklab(rgb)
    across = np.sqrt((np.diff(light, axis=1) ** 2).sum(axis=2))
    down = np.sqrt((np.diff(light, axis=0) ** 2).sum(axis=2))
    edges = sorted((float((across > 0.08).mean()), float((down > 0.08).mean())))
    if edges[1] < 2.5 / _GRID:
        return Pattern.TWO
    if edges[1] > _STRIPED * max(edges[0], 1e-6):
        return Pattern.STRIPED
    return Pattern.CHECKED if edges[1] < _CHECKED * edges[0] and _is_straight(across) and _is_straight(down.T) else Pattern.PATTERNED


def _is_straight(steps: NDArray[np.float64]) -> bool:
    """Whether steps stand one above the other, as the edges of checks do."""
    columns = (steps > 0.08).mean(axis=0)
    return float(columns.max()) > 0.6


def _light(mean: float) -> LightLevel:
    if mean < _VERY_DARK:
        return LightLevel.VERY_DARK
    if mean < _DIM:
        return LightLevel.DIM
    return LightLevel.BRIGHT if mean > _BRIGHT else LightLevel.NORMAL
