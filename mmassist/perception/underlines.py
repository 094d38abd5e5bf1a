"""Finds underlines in a line of text: a mnemonic's bar makes an E of an F and a Q of an O."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def underlines(mask: Mask) -> Mask:
    """The ink (height, width) of level bars just below the baseline that have letters above and nothing below them."""
    under = np.zeros_like(mask)
    height = mask.shape[0]
    rows = mask.sum(axis=1)
    if height < 8 or not rows.any():
        return under
    middle = height // 2
    # The baseline is the row after which most ink ends.
    baseline = middle + int(np.argmax(rows[middle:-1] - rows[middle + 1 :]))
    for row in range(baseline + 1, min(height, baseline + 2 + max(2, height // 8))):
        edges = np.flatnonzero(np.diff(mask[row].astype(np.int8), prepend=0, append=0))
        for left, right in edges.reshape(-1, 2).tolist():
            if _is_bar(mask, row, left, right):
                under[row, left:right] = True
    return under


def _is_bar(mask: Mask, row: int, left: int, right: int) -> bool:
    """Whether the run is as wide as a letter, has no ink below, thin or no ink right above, and a letter over it."""
    if right - left < max(4, mask.shape[0] // 4):
        return False
    below = mask[row + 1 : row + 3, left:right]
    if below.size and below[-1].mean() > 0.25:
        return False
    above = mask[max(0, row - 2) : row, left:right].mean(axis=1)
    return bool(above.min() < 0.5 and mask[: max(0, row - 2), left:right].any())
