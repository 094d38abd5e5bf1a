"""Words as numbers for our own networks: each word, and each piece of three or four letters, falls into one of so many buckets.

After fastText (arXiv 1607.04606): no vocabulary has to be kept, words never seen share pieces with those that were, and a label can be
renamed without training.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PADDING = 0
LENGTH = 48
"""Pieces of a text that are kept."""

_WORD = re.compile(r"[^\W_]+")


def pieces(text: str) -> list[str]:
    """The words of a text, each whole and in overlapping parts, with marks for where it begins and ends."""
    found: list[str] = []
    for word in _WORD.findall(text.lower()):
        marked = f"<{word}>"
        found.append(marked)
        found += [marked[at : at + long] for long in (3, 4) for at in range(len(marked) - long + 1)]
    return found


def encoded(texts: Sequence[str], buckets: int, length: int = LENGTH) -> NDArray[np.int64]:
    """[len(texts), length] indices from 1 to `buckets` - 1; what is shorter is filled with PADDING."""
    rows = np.zeros((len(texts), length), np.int64)
    for row, text in zip(rows, texts, strict=True):
        found = pieces(text)[:length]
        row[: len(found)] = [1 + zlib.crc32(piece.encode()) % (buckets - 1) for piece in found]
    return rows
