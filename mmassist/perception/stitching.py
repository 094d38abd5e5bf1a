"""A page that is scrolled step by step: which part of the picture moved, by how much, and all steps put together to one tall picture. Pure.

Whatever stands still (bars, headings, what is beside the page) is in the tall picture once, where it stood.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.watching.scroll import scrolled
from mmassist.values import Box, Pixels

# Columns in which the shift is looked for, each by itself: a scroll bar spoils its own only.
_STRIPS, _NARROWEST = 8, 48
# Of a column or a row, how much of it must be found again where it went; a row that the pointer lights up and a caret may differ.
_SAME_COLUMN, _SAME_ROW, _LIT = 0.8, 0.9, 40
# Programs shade the last rows of a page that goes on below: rows left out at the foot. Rows that two steps must have in common.
_SHADE, _COMMON = 24, 48
# Of the page, how much must be found again; and how much of it stays when nothing was scrolled.
_AGREE, _STILL = 0.85, 0.98

_Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Moved:
    """`area`: what is scrolled, in the picture's space, all of it or nearly so; `shift`: by how many pixels its content went up."""

    area: Box
    shift: int


def moved(before: Pixels, after: Pixels) -> Moved | None:
    """What was scrolled up from one picture to the next, None where nothing was, or not that alone. Both: (height, width, 4), same shape.

    A few milliseconds for 1080p.
    """
    before, after = opaque(before), opaque(after)
    shift = _voted(before, after)
    if shift <= 0:
        return None
    same = _found_again(before, after, shift)
    changed = _words(before) != _words(after)
    rows = np.flatnonzero(changed.any(axis=1))
    top, bottom = int(rows[0]), int(rows[-1]) + 1 - shift
    if bottom - top < _COMMON:
        return None
    columns = _longest(same[top:bottom].mean(axis=0) >= _SAME_COLUMN, 0)
    if columns is None:
        return None
    across = slice(*columns)
    run = _longest(same[:, across].mean(axis=1) >= _SAME_ROW, min(_LIT, shift // 2))
    rows = np.flatnonzero(changed[:, across].any(axis=1))  # what stays as it is, beside the page, may look as if it went on there
    if run is None or not rows.size:
        return None
    top, bottom = max(run[0], int(rows[0])), min(run[1] + shift, int(rows[-1]) + 1) - _SHADE
    area = Box(columns[0], top, columns[1] - columns[0], bottom - top)
    is_whole = area.width >= _NARROWEST and area.height - shift >= _COMMON
    return Moved(area, shift) if is_whole else None


def shift_within(area: Box, before: Pixels, after: Pixels) -> int | None:
    """By how many pixels the content of `area` went up (negative: down), 0 where it stands still; None where it is another one."""
    old, new = opaque(_cut(before, area)), opaque(_cut(after, area))
    shift = _voted(old, new)
    if not shift:
        return 0 if (_words(old) == _words(new)).mean() >= _STILL else None
    if abs(shift) > area.height - _COMMON:
        return None
    same = _found_again(old, new, shift) if shift > 0 else _found_again(new, old, -shift)
    return shift if same.mean() >= _AGREE else None


def opaque(pixels: Pixels) -> Pixels:
    """A copy without its alpha bytes, which mean nothing and differ from look to look."""
    copy = pixels.copy()
    copy[:, :, 3] = 0
    return copy


def _voted(before: Pixels, after: Pixels) -> int:
    """The shift that most strips agree on, 0 where none tells."""
    width = before.shape[1]
    step = max(_NARROWEST, -(-width // _STRIPS))
    votes = Counter(scrolled(before[:, left : left + step], after[:, left : left + step]) for left in range(0, width, step))
    del votes[0]
    return max(votes, key=lambda shift: (votes[shift], -abs(shift)), default=0)


def _found_again(before: Pixels, after: Pixels, shift: int) -> _Mask:
    """For each pixel of `after` that was there before, `shift` rows further down, whether it is the same."""
    same: _Mask = _words(after)[:-shift] == _words(before)[shift:]
    return same


def _words(pixels: Pixels) -> NDArray[np.uint32]:
    return np.ascontiguousarray(pixels).view(np.uint32)[:, :, 0]


def _cut(pixels: Pixels, area: Box) -> Pixels:
    return pixels[area.y : area.bottom, area.x : area.right]


def _longest(good: _Mask, gap: int) -> tuple[int, int] | None:
    """The longest run (start, end) of what is good, over gaps of at most `gap`."""
    at = np.flatnonzero(good)
    if not at.size:
        return None
    breaks = np.flatnonzero(np.diff(at) > gap + 1)
    starts, ends = at[np.r_[0, breaks + 1]], at[np.r_[breaks, at.size - 1]] + 1
    best = int((ends - starts).argmax())
    return int(starts[best]), int(ends[best])


class Tall:
    """The tall picture, as far as it was scrolled. `height`: rows so far."""

    def __init__(self, first: Pixels, area: Box) -> None:
        self._area = area
        self._last = first
        self._parts = [first[: area.bottom]]
        ground = np.median(_cut(first, area)[::3, ::3].reshape(-1, first.shape[2]), axis=0)
        self._ground = ground.astype(np.uint8)

    @property
    def height(self) -> int:
        return sum(len(part) for part in self._parts) + len(self._last) - self._area.bottom

    def add(self, after: Pixels, shift: int) -> None:
        """The next step, whose content went up by `shift` pixels, at most the area's height."""
        part = np.empty((shift, *after.shape[1:]), np.uint8)
        part[:] = self._ground
        columns = slice(self._area.x, self._area.right)
        part[:, columns] = after[self._area.bottom - shift : self._area.bottom, columns]
        self._parts.append(part)
        self._last = after

    def whole(self) -> Pixels:
        """(height, width, 4), read-only."""
        pixels: Pixels = np.concatenate([*self._parts, self._last[self._area.bottom :]])
        pixels.flags.writeable = False
        return pixels
