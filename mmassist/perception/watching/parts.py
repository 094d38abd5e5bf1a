"""Parts of pictures: where two differ, and whether anything is written there."""

from __future__ import annotations

import numpy as np

from mmassist.perception.change import TILE, Mask
from mmassist.values import Box, Pixels

# Least difference (of 255) from the ground that can be text.
INK = 40
# In pixels: a caret that is a bar is at most so wide, one that is a block so wide; both are at least so high.
_BAR, _BLOCK, _HIGH = 3, 24, 6


def part(box: Box) -> tuple[slice, slice]:
    """The index of `box` in a picture, cut off at the top and the left."""
    return slice(max(0, box.y), max(0, box.bottom)), slice(max(0, box.x), max(0, box.right))


def joined(one: Box, other: Box) -> Box:
    """The smallest box that holds both."""
    x, y = min(one.x, other.x), min(one.y, other.y)
    return Box(x, y, max(one.right, other.right) - x, max(one.bottom, other.bottom) - y)


def groups(tiles: Mask, width: int, height: int) -> list[Box]:
    """The boxes of connected groups of tiles, clipped to a picture of that size: as `dirty_boxes`, but on the calling thread alone. Those
    of OpenCV go on turning for a while after each of many small tasks."""
    found: dict[int, Box] = {}
    above: list[tuple[int, int, int]] = []
    here: list[tuple[int, int, int]] = []
    at = -1
    for number, (row, start, end) in enumerate(_runs(tiles)):
        if row != at:
            above, here, at = here if row == at + 1 else [], [], row
        box = Box(start, row, end - start, 1)
        same = {other for left, right, other in above if left <= end and start <= right}
        for other in same:
            box = joined(box, found.pop(other))
        found[number] = box
        if same:
            above, here = ([(left, right, number if other in same else other) for left, right, other in runs] for runs in (above, here))
        here.append((start, end, number))
    picture = Box(0, 0, width, height)
    grown = (Box(box.x * TILE, box.y * TILE, box.width * TILE, box.height * TILE) for box in found.values())
    return [clipped for group in grown if (clipped := group.intersection(picture))]


def _runs(tiles: Mask) -> list[tuple[int, int, int]]:
    """Row, first column and the one after the last of each run of tiles, in order."""
    runs: list[tuple[int, int, int]] = []
    for row, column in np.argwhere(tiles).tolist():
        if runs and runs[-1][0] == row and runs[-1][2] == column:
            runs[-1] = (row, runs[-1][1], column + 1)
        else:
            runs.append((row, column, column + 1))
    return runs


def differing(before: Pixels, after: Pixels, within: Box) -> Box | None:
    """The box of the pixels within `within` (inside of both pictures) that differ, None where they are the same."""
    differs = (before[part(within)] != after[part(within)]).any(axis=2)
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not rows.size:
        return None
    return Box(within.x + int(columns[0]), within.y + int(rows[0]), int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1)


def ink_width(pixels: Pixels, box: Box) -> int:
    """How wide what is written in `box` is, from its first to its last ink; 0 where it is one colour."""
    seen = pixels[part(box)][:, :, :3].astype(np.int16)
    if not seen.size:
        return 0
    ground = np.median(seen[:, ::3].reshape(-1, 3), axis=0)
    columns = np.flatnonzero((np.abs(seen - ground) > INK).any(axis=(0, 2)))
    return int(columns[-1] - columns[0]) + 1 if columns.size else 0


def is_caret(before: Pixels, after: Pixels, changed: Box) -> bool:
    """Whether a thin bar changed, or a block that is of one colour before and after."""
    if changed.height < _HIGH or changed.width > _BLOCK or changed.width > 1.5 * changed.height:
        return False
    return changed.width <= _BAR or (_is_plain(before, changed) and _is_plain(after, changed))


def _is_plain(pixels: Pixels, box: Box) -> bool:
    seen = pixels[part(box)][:, :, :3]
    return bool((seen == seen[0, 0]).all())
