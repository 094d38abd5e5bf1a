"""What the words tell of how a text runs: on from line to line, and from left to right or the other way. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

NARROWEST = 6
"""In line heights: narrower columns are no prose, whatever their words are."""

# Words in a line of prose, and of the lines that are full the share that the next one goes on with a small letter.
_WORDS, _GOES_ON, _FEWEST = 3, 0.4, 2
_ENDS = (".", "!", "?", ":", ";", "\u2026")
_ENOUGH = 200


def flows(lines: Sequence[tuple[str, bool]]) -> bool:
    """Whether `lines`, from top to bottom, each with whether it is full, are one text: sentences go on from one to the next. A table's
    cells don't, nor do entries.

    Tells nothing of scripts without small letters: false.
    """
    full = [(line, after) for (line, is_full), (after, _) in pairwise(lines) if is_full and len(line.split()) >= _WORDS]
    goes_on = sum(after[:1].islower() and not ends(line) for line, after in full)
    return goes_on >= max(_FEWEST, _GOES_ON * len(full))


def ends(line: str) -> bool:
    """Whether a sentence or a part of one ends with it; also where its words are not known."""
    return not line.strip() or line.rstrip().endswith(_ENDS)


def is_rightwards(texts: Iterable[str]) -> bool:
    """Whether most letters are of a script that runs from right to left."""
    kinds = [unicodedata.bidirectional(char) for text in texts for char in text[:_ENOUGH] if not char.isascii()]
    from_right = sum(kind in ("R", "AL") for kind in kinds)
    from_left = sum(char.isascii() and char.isalpha() for text in texts for char in text[:_ENOUGH]) if from_right else 0
    return from_right > from_left + sum(kind == "L" for kind in kinds)
