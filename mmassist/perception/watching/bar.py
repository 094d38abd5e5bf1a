"""Progress bars that only pixels tell: a level band that is filled from one end, and how far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmassist.values import Box, Pixels

# In pixels. Of a colour (of 255): what counts as the same.
_LOWEST, _HIGHEST, _SHORTEST, _ALIKE = 3, 60, 60, 24
_FULL = 0.985


@dataclass(frozen=True, slots=True)
class Bar:
    """`box`: from its begin to its end, picture's space. `filled`: 0 to 1."""

    box: Box
    filled: float

    @property
    def is_full(self) -> bool:
        return self.filled >= _FULL


def find_bar(before: Pixels, after: Pixels, moved: Box) -> Bar | None:
    """The bar that was filled a little more between two looks; None where what `moved` is none.

    What changed must lie between a run of the colour that it has now and a run of the colour that it had: filled and empty.
    Bars are filled from left to right.
    """
    rows = _changed_rows(before, after, moved)
    if not rows.size or not _LOWEST <= rows[-1] - rows[0] + 1 <= _HIGHEST:
        return None
    middle = int(rows[len(rows) // 2])
    old, new = before[middle, :, :3].astype(np.int16), after[middle, :, :3].astype(np.int16)
    at = np.flatnonzero((old[moved.x : moved.right] != new[moved.x : moved.right]).any(axis=1)) + moved.x
    if not at.size:
        return None
    start, end = int(at[0]), int(at[-1]) + 1
    fill, ground = np.median(new[start:end], axis=0), np.median(old[start:end], axis=0)
    if np.abs(fill - ground).max() <= _ALIKE or not (_like(new[start:end], fill).mean() > 0.7 < _like(old[start:end], ground).mean()):
        return None
    left = start - _run(_like(new[:start], fill)[::-1])
    right = end + _run(_like(new[end:], ground))
    if left == start or right - left < max(_SHORTEST, 2 * (rows[-1] - rows[0] + 1)):
        return None
    box = Box(left, int(rows[0]), right - left, int(rows[-1] - rows[0]) + 1)
    return Bar(box, (end - left) / (right - left))


def _changed_rows(before: Pixels, after: Pixels, moved: Box) -> NDArray[np.intp]:
    part = slice(moved.y, moved.bottom), slice(moved.x, moved.right)
    return np.flatnonzero((before[part] != after[part]).any(axis=(1, 2))) + moved.y


def _like(row: NDArray[np.int16], colour: NDArray[np.float64]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.abs(row - colour).max(axis=1) <= _ALIKE
    return found


def _run(alike: NDArray[np.bool_]) -> int:
    """How long the run of true is at the begin, over single strangers such as a separator's line."""
    broken = np.flatnonzero(~alike & ~np.append(alike[1:], False))
    return int(broken[0]) if broken.size else len(alike)
