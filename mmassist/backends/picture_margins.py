"""Leaves out what is nothing but one colour around a picture's content: it costs tokens, and scale where the rest would fit. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mmassist.values import Box, Pixels

# So much of the margin stays, in pixels; the content is never shown in less than this.
_AIR, _LEAST = 16, 64
# In every so many rows the content is looked for.
_STEP = 8
# It is not worth it where more of the picture would stay than that.
_WORTH = 0.85
# Pixels that are compared at once: what is told of them stays in the processor's cache.
_ONCE = 1 << 18


def content_box(pixels: Pixels) -> Box:
    """The part of `pixels` (height, width, 4) outside of which every pixel has the colour of the corners; all of it where little would
    be gained. About a millisecond for a full screen, microseconds where the corners differ."""
    height, width = pixels.shape[:2]
    everything = Box(0, 0, width, height)
    whole = np.ascontiguousarray(pixels).view("<u4")[:, :, 0]
    ground = whole[0, 0]
    if not (ground == whole[0, -1] == whole[-1, 0] == whole[-1, -1]):
        return everything
    seen = whole[::_STEP] != ground
    rows, columns = np.flatnonzero(seen.any(axis=1)) * _STEP, np.flatnonzero(seen.any(axis=0))
    if not len(rows):
        return everything
    (x, right), (y, bottom) = (
        _roomy(int(columns[0]), int(columns[-1]) + 1, width),
        _roomy(int(rows[0]) - _STEP, int(rows[-1]) + _STEP, height),
    )
    inside = Box(x, y, right - x, bottom - y)
    # what lay between the rows that were looked at would be lost
    around = (whole[:y], whole[bottom:], whole[y:bottom, :x], whole[y:bottom, right:])
    return inside if inside.area < _WORTH * everything.area and all(_is_plain(part, ground) for part in around) else everything


def _roomy(start: int, end: int, size: int) -> tuple[int, int]:
    """With air, and not too short, as far as there is room."""
    more = max(_AIR, (_LEAST - (end - start) + 1) // 2)
    return max(0, start - more), min(size, end + more)


def _is_plain(part: NDArray[np.uint32], colour: np.uint32) -> bool:
    rows = max(1, _ONCE // max(1, part.shape[1]))
    return all(bool((part[start : start + rows] == colour).all()) for start in range(0, len(part), rows))
