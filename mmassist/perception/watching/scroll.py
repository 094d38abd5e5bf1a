"""How far a part of a picture was scrolled up or down: the rows that are still there are found again by what they show."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from mmassist.values import Pixels

# Least height of what can be scrolled, and least number of telling rows that must agree, as a number and as a share.
_LEAST, _ROWS, _SHARE = 48, 12, 0.6
# An odd number of 64 bits without a pattern (2^64 divided by the golden ratio): multiples of it are spread over all numbers (Knuth).
_MIX = np.uint64(0x9E3779B97F4A7C15)


def scrolled(before: Pixels, after: Pixels) -> int:
    """By how many pixels the content of `before` went up in `after` (negative: down); 0 where it did not, or was changed otherwise.

    Both: (height, width, 4), same shape; the alpha byte counts. Under a millisecond for 600 x 800.
    """
    if len(before) < _LEAST:
        return 0
    old, new = _signatures(before), _signatures(after)
    moved = old != new
    if moved.sum() < _ROWS:
        return 0
    # Only rows that are like no other tell where they went; blank ones are everywhere.
    there, here = _single(old), _single(new)
    votes = Counter(there[value] - at for value, at in here.items() if value in there)
    votes.pop(0, None)
    if not votes:
        return 0
    shift, count = votes.most_common(1)[0]
    could_stay = sum(0 <= at - shift < len(new) for at in there.values())
    return shift if count >= _ROWS or (count >= _ROWS // 2 and count >= _SHARE * could_stay) else 0


def _single(rows: NDArray[np.uint64]) -> dict[int, int]:
    values, first, counts = np.unique(rows, return_index=True, return_counts=True)
    return dict(zip(values[counts == 1].tolist(), first[counts == 1].tolist(), strict=True))


def _signatures(pixels: Pixels) -> NDArray[np.uint64]:
    """A number a row, equal for equal rows."""
    words = np.ascontiguousarray(pixels).view(np.uint32)[:, :, 0].astype(np.uint64)
    weights = np.arange(1, words.shape[1] + 1, dtype=np.uint64) * _MIX
    weights ^= weights >> np.uint64(29)
    weights *= _MIX
    sums: NDArray[np.uint64] = words @ weights
    return sums


def unscrolled(before: Pixels, shift: int) -> Pixels:
    """`before` scrolled by `shift`; where something came in there is nothing but ground: what was not seen before is new."""
    ground = np.median(before[::3, ::3].reshape(-1, before.shape[2]), axis=0).astype(np.uint8)
    moved = np.empty_like(before)
    moved[:] = ground
    if shift > 0:
        moved[:-shift] = before[shift:]
    else:
        moved[-shift:] = before[:shift]
    return moved
