"""Scales a picture down before it is encoded. Rows that repeat, as between lines of text and around a dialog, are scaled once. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmassist.values import Pixels

# Of a run of equal rows so many stay on each side; runs are taken out where that saves this share of all rows.
_MARGIN, _WORTH = 2, 0.5
# Equal rows are equal in every so many columns: that is looked at first.
_COLUMNS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """Row y of the picture is `distinct[rows[y]]`. `distinct`: (n, width, 4), BGRA; `rows`: (height,)."""

    distinct: Pixels
    rows: NDArray[np.intp]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.distinct.shape[1], len(self.rows)

    def pixels(self) -> Pixels:
        """The whole picture (height, width, 4)."""
        return self.distinct if len(self.rows) == len(self.distinct) else self.distinct[self.rows]


def plain(pixels: Pixels) -> Scaled:
    """A picture as it is."""
    return Scaled(pixels, np.arange(len(pixels)))


def scaled_down(pixels: Pixels, width: int, height: int) -> Scaled:
    """`pixels` (height, width, 4) at a smaller size: by whole numbers over areas first, then what is left of it linearly.

    Beside rows that repeat a row may lie higher or lower by less than one than it would without.
    """
    import cv2

    whole = min(pixels.shape[1] // width, pixels.shape[0] // height)
    if whole > 1:
        size = (pixels.shape[1] // whole, pixels.shape[0] // whole)
        pixels = np.asarray(cv2.resize(pixels[: size[1] * whole, : size[0] * whole], size, interpolation=cv2.INTER_AREA))
    if pixels.shape[:2] == (height, width):
        return plain(pixels)
    return _by_distinct_rows(pixels, width, height) or plain(_linearly(pixels, width, height))


def _by_distinct_rows(pixels: Pixels, width: int, height: int) -> Scaled | None:
    """None where that saves too little."""
    starts, ends = _repeated(pixels)
    if not len(starts):
        return None
    # so many rows of the outcome stand for those that are taken out until here
    taken = np.rint(np.cumsum(ends - starts) * height / len(pixels)).astype(np.intp)
    kept = np.ones(len(pixels), bool)
    for start, end in zip(starts, ends, strict=True):
        kept[start:end] = False
    number = height - int(taken[-1])
    if number < 1:
        return None
    times = np.ones(number, np.intp)
    few = pixels[kept]
    np.add.at(times, np.cumsum(kept)[starts - 1] * number // len(few), np.diff(taken, prepend=0))
    return Scaled(_linearly(few, width, number), np.repeat(np.arange(number), times))


def _linearly(pixels: Pixels, width: int, height: int) -> Pixels:
    import cv2

    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_LINEAR))


def _repeated(pixels: Pixels) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """First and last row (exclusive) of all that are taken out: rows that equal those around them. None where they are too few."""
    flat = np.ascontiguousarray(pixels).reshape(len(pixels), -1)
    flat = flat.view(np.uint64 if flat.shape[1] % 8 == 0 else np.uint32)
    starts, ends = _inside_runs(flat[:, ::_COLUMNS])
    return _inside_runs(flat) if len(starts) else (starts, ends)


def _inside_runs(flat: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Of each run of equal rows all but its margins."""
    turns = np.flatnonzero((flat[1:] != flat[:-1]).any(axis=1)) + 1
    starts, ends = np.concatenate([[0], turns]) + _MARGIN, np.concatenate([turns, [len(flat)]]) - _MARGIN
    starts, ends = starts[starts < ends], ends[starts < ends]
    enough = (ends - starts).sum() >= _WORTH * len(flat)
    return (starts, ends) if enough else (starts[:0], ends[:0])
