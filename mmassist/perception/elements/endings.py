"""What is drawn at the end of a field: two arrows or less and more, by which its number is changed, or one arrow, which opens it. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mmassist.values import Box, Pixels


class Ending(StrEnum):
    """`STEPS`: for more and for less."""

    STEPS = "steps"
    ARROW = "arrow"


# In heights of the field: so much of its end is looked at, for arrows and for the wider less and more.
_END, _WIDE_END = 1.0, 2.4
# Pixels beyond the box, whose edge is not known better.
_SLACK = 3
# Of the most that anything there differs from its ground, and in levels: ink.
_INK, _LEVELS = 0.5, 36
# In heights of the field: signs are no higher, and no wider.
_HIGHEST, _WIDEST = 0.62, 0.7
_LEAST = 3  # pixels wide
# The part of the field's height by which signs may be off where they belong, or of another size.
_OFF = 5
# Of a sign's pixels: those of an arrow lie in its triangle, those of a plus in its cross.
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class _Sign:
    """One piece of ink. `ink`: [height, width]."""

    x: int
    y: int
    ink: NDArray[np.bool_]

    @property
    def height(self) -> int:
        return int(self.ink.shape[0])

    @property
    def width(self) -> int:
        return int(self.ink.shape[1])

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


def ending(pixels: Pixels, box: Box) -> tuple[Ending, Box] | None:
    """What is drawn at the end of a field, and where. `pixels`: the picture, [height, width, 4]; `box`: the field's, in its space."""
    tall = box.height
    signs = _signs(pixels, box, _END)
    ups, downs = [sign for sign in signs if _points_up(sign.ink)], [sign for sign in signs if _points_up(sign.ink[::-1])]
    stacked = next(((up, down) for up in ups for down in downs if _are_stacked(up, down, tall)), None)
    if (steps := stacked or _less_and_more(_signs(pixels, box, _WIDE_END), tall)) is not None:
        return Ending.STEPS, _around(steps, box)
    is_single = len(downs) == 1 and not ups and abs(downs[0].middle[1] - tall / 2) <= tall / _OFF
    return (Ending.ARROW, _around(downs, box)) if is_single else None


def _around(signs: Sequence[_Sign], box: Box) -> Box:
    """In the picture's space. `box`: that they were found in."""
    left, top = min(sign.x for sign in signs), min(sign.y for sign in signs)
    right, bottom = max(sign.x + sign.width for sign in signs), max(sign.y + sign.height for sign in signs)
    return Box(box.x + left, box.y + top, right - left, bottom - top)


def _are_stacked(upper: _Sign, lower: _Sign, tall: int) -> bool:
    """Whether one lies above the middle and the other below it, alike."""
    is_level = abs(upper.middle[0] - lower.middle[0]) <= 1.5
    is_alike = abs(upper.width - lower.width) <= tall / _OFF and abs(upper.height - lower.height) <= 2
    is_even = abs(upper.middle[1] + lower.middle[1] - tall) <= max(3, tall / _OFF)
    return is_level and is_alike and is_even and upper.middle[1] < tall / 2 < lower.middle[1]


def _less_and_more(signs: Sequence[_Sign], tall: int) -> tuple[_Sign, _Sign] | None:
    """The last two, if they are a bar and a cross, level in the middle."""
    last = sorted(signs, key=lambda sign: sign.x)[-2:]
    if len(last) < 2:
        return None
    less, more = last
    is_bar = less.width >= 2.5 * less.height and float(less.ink.mean()) >= _ALIKE
    are_level = all(abs(sign.middle[1] - tall / 2) < tall / _OFF for sign in last)
    return (less, more) if is_bar and are_level and _is_cross(more.ink) else None


def _signs(pixels: Pixels, box: Box, heights: float) -> list[_Sign]:
    """The pieces of ink at the end of the box, places within it."""
    import cv2

    top, bottom = max(0, box.y), min(pixels.shape[0], box.bottom)
    left, right = max(0, box.x, round(box.right - heights * box.height)), min(pixels.shape[1], box.right + _SLACK)
    green = pixels[top:bottom, left:right, 1].astype(np.int16)
    if min(green.shape, default=0) < 2 * _LEAST:
        return []
    ground = int(np.bincount(green[2:-2].ravel(), minlength=256).argmax())
    apart = np.abs(green - ground)
    inner = apart[3:-3, : -_SLACK - 3]  # less its frame
    ink = apart >= max(_LEVELS, _INK * int(inner.max(initial=0)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    found = []
    for at in range(1, count):
        x, y, width, height = (int(value) for value in stats[at, :4])
        if _LEAST <= width <= _WIDEST * box.height and height <= _HIGHEST * box.height:
            found.append(_Sign(x + left - box.x, y + top - box.y, labels[y : y + height, x : x + width] == at))
    return found


def _points_up(ink: NDArray[np.bool_]) -> bool:
    """Whether it is a triangle or a roof on its foot: its rows reach further out the lower they are."""
    height, width = ink.shape
    if height < 2 or width < 1.1 * height:
        return False
    reach = [np.flatnonzero(row) for row in ink]
    spans = [int(row[-1] - row[0]) + 1 for row in reach if row.size]
    if len(spans) < height or any(after < before for before, after in itertools.pairwise(spans)):
        return False
    middles = [float(row[0] + row[-1]) / 2 for row in reach]
    is_upright = all(abs(middle - (width - 1) / 2) <= 1 for middle in middles)
    return is_upright and spans[0] <= max(2, 0.45 * width) and spans[-1] >= 0.7 * width


def _is_cross(ink: NDArray[np.bool_]) -> bool:
    height, width = ink.shape
    if abs(height - width) > 2 or height < 5:
        return False
    rows, columns = ink.mean(1), ink.mean(0)
    across, down = np.flatnonzero(rows >= 0.9), np.flatnonzero(columns >= 0.9)
    if not across.size or not down.size or max(across.size, down.size) > height / 2:
        return False
    is_centred = abs(across.mean() - (height - 1) / 2) <= 1.5 and abs(down.mean() - (width - 1) / 2) <= 1.5
    corners = ink.copy()
    corners[across], corners[:, down] = False, False
    return bool(is_centred and corners.sum() <= (1 - _ALIKE) * ink.sum())
