"""Where in a picture there can be text: areas with fine detail, cut apart along empty gaps, so that the costly detector skips the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from mmassist.values import Box, Pixels

CELL = 8
Mask = NDArray[np.bool_]
Grey = NDArray[np.uint8]

# Differences between neighbouring pixels below this are gradients; straight edges longer than this are frames and rules.
_EDGE, _RULE = 10, 56
# In pixels, whole cells: more than a rule is long. The share of the picture above which looking at all of it costs less than at parts.
_AROUND, _MUCH = 64, 0.5
# In cells: the least gap to cut at, the size below which cutting gains nothing unless the gap is wide, the margin that letters'
# edges need.
_GAP, _SMALL, _WIDE, _MARGIN = 2, 160, 12, 1


def detailed_cells(grey: Grey) -> Mask:
    """True for each cell of 8 px that holds an edge which is no long straight line."""
    import cv2

    across = _edges(grey, 1, 0) - cv2.morphologyEx(_edges(grey, 1, 0), cv2.MORPH_OPEN, np.ones((_RULE, 1), np.uint8))
    down = _edges(grey, 0, 1) - cv2.morphologyEx(_edges(grey, 0, 1), cv2.MORPH_OPEN, np.ones((1, _RULE), np.uint8))
    edges = cv2.bitwise_or(across, down)
    height, width = grey.shape
    rows = np.maximum.reduceat(edges, np.arange(0, height, CELL), axis=0)
    cells: Mask = np.maximum.reduceat(rows, np.arange(0, width, CELL), axis=1) > 0
    return cells


def detailed_within(grey: Grey, boxes: Sequence[Box]) -> Mask:
    """As `detailed_cells`, but true only for cells that touch one of `boxes`; where they are small, at their price."""
    height, width = grey.shape
    found: Mask = np.zeros((-(-height // CELL), -(-width // CELL)), np.bool_)
    rooms = [_room(box, width, height) for box in boxes]
    whole = detailed_cells(grey) if sum(room.area for room in rooms) > _MUCH * height * width else None
    for box, room in zip(boxes, rooms, strict=True):
        cells = slice(box.y // CELL, -(-box.bottom // CELL)), slice(box.x // CELL, -(-box.right // CELL))
        if whole is not None:
            found[cells] |= whole[cells]
        else:
            part = detailed_cells(grey[room.y : room.bottom, room.x : room.right])
            top, left = room.y // CELL, room.x // CELL
            found[cells] |= part[cells[0].start - top : cells[0].stop - top, cells[1].start - left : cells[1].stop - left]
    return found


def _room(box: Box, width: int, height: int) -> Box:
    """`box` in whole cells, with as much around it as tells whether an edge in it is a long one."""
    left, top = max(0, box.x // CELL * CELL - _AROUND), max(0, box.y // CELL * CELL - _AROUND)
    right, bottom = min(width, -(-box.right // CELL) * CELL + _AROUND), min(height, -(-box.bottom // CELL) * CELL + _AROUND)
    return Box(left, top, right - left, bottom - top)


def _edges(grey: Grey, dx: int, dy: int) -> Pixels:
    import cv2

    out: Pixels = np.zeros_like(grey)
    height, width = grey.shape
    if height <= dy or width <= dx:
        return out
    steps = cv2.absdiff(grey[: height - dy, : width - dx], grey[dy:, dx:])
    out[: height - dy, : width - dx] = cv2.threshold(steps, _EDGE, 1, cv2.THRESH_BINARY)[1]
    return out


def text_regions(cells: Mask, within: Box, width: int, height: int) -> Iterator[Box]:
    """Areas, in pixels, that together hold every detailed cell that touches `within`; none cuts through a letter of another."""
    picture = Box(0, 0, width, height)
    left, top = within.x // CELL, within.y // CELL
    part = cells[top : -(-within.bottom // CELL), left : -(-within.right // CELL)]
    for area in _cut(part, left, top):
        grown = Box(
            (area.x - _MARGIN) * CELL, (area.y - _MARGIN) * CELL, (area.width + 2 * _MARGIN) * CELL, (area.height + 2 * _MARGIN) * CELL
        )
        if clipped := grown.intersection(picture):
            yield clipped


def _cut(cells: Mask, left: int, top: int) -> Iterator[Box]:
    """Recursive XY-cut (Nagy and Seth, 1984), always at the widest gap."""
    rows, columns = np.flatnonzero(cells.any(axis=1)), np.flatnonzero(cells.any(axis=0))
    if not rows.size:
        return
    y0, y1, x0, x1 = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    box = Box(left + x0, top + y0, x1 - x0, y1 - y0)
    row_gap, row_at = _widest_gap(rows)
    column_gap, column_at = _widest_gap(columns)
    if max(row_gap, column_gap) < (_GAP if box.area > _SMALL else _WIDE):
        yield box
    elif row_gap >= column_gap:
        yield from _cut(cells[y0:row_at, x0:x1], left + x0, top + y0)
        yield from _cut(cells[row_at:y1, x0:x1], left + x0, top + row_at)
    else:
        yield from _cut(cells[y0:y1, x0:column_at], left + x0, top + y0)
        yield from _cut(cells[y0:y1, column_at:x1], left + column_at, top + y0)


def _widest_gap(used: NDArray[np.intp]) -> tuple[int, int]:
    """Width of the widest run of unused numbers, and the number after it."""
    if used.size < 2:
        return 0, 0
    gaps = np.diff(used)
    at = int(gaps.argmax())
    return int(gaps[at]) - 1, int(used[at + 1])
