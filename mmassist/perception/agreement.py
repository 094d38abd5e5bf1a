"""Whether two texts say the same, one from a program and one read from pixels. Pure.

Case, spaces, punctuation and the recogniser's usual confusions (0 and O; 1, l and I; rn and m) do not count.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b", "q": "g", "ß": "b"})
_MARKS = re.compile(r"(?:[^\w|!]|_)+")
_FIGURE = re.compile(r"\d")
# Of a line's words, how many must be known; of a short text's letters, how many must be the same.
_WORDS, _LETTERS = 0.7, 0.72


def squeezed(text: str) -> str:
    """The letters and figures alone, with those that look alike made the same."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    plain = _MARKS.sub("", text.casefold()).translate(_ALIKE)
    return plain.replace("rn", "m").replace("vv", "w")


@dataclass(frozen=True)
class Wording:
    """A text, from either side, ready to be compared with many others."""

    text: str

    @cached_property
    def squeezed(self) -> str:
        return squeezed(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, squeezed."""
        return tuple(word for part in self.text.split() if (word := squeezed(part)))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """Those of its words that hold a figure, squeezed."""
        return tuple(squeezed(part) for part in self.text.split() if _FIGURE.search(part))

    def says(self, line: Wording) -> bool:
        """Whether `line`, or the most of it, is in this text."""
        said = line.squeezed
        if not said:
            # Marks alone: a text of marks says them, and so does one that holds them as they are.
            return not self.squeezed or line.text.strip() in self.text
        if said in self.squeezed:
            # A single letter is in nearly every text.
            return len(said) > 2 or said in self.vocabulary or said == self.squeezed
        if len(said) > 4 and said[:-1] in self.squeezed:
            return not line.figures or line.figures[-1] in self.vocabulary
        if any(figure not in self.squeezed for figure in line.figures):
            return False  # figures are the same or they are not
        if len(line.words) > 2 and sum(word in self.vocabulary for word in line.words) >= _WORDS * len(line.words):
            return True
        return alike(said, self.squeezed)

    def is_in(self, line: Wording) -> bool:
        """Whether `line` holds all of this text, and perhaps more."""
        if not self.squeezed or not line.squeezed:
            return False
        if len(self.squeezed) > 2:
            return self.squeezed in line.squeezed
        return self.squeezed in line.vocabulary or self.squeezed == line.squeezed


def alike(one: str, other: str) -> bool:
    """Whether two squeezed texts of about the same length differ in few letters."""
    if not one or not other or not 0.6 <= len(one) / len(other) <= 1.7:
        return False
    if min(len(one), len(other)) < 3:
        return one == other
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= _LETTERS and matcher.quick_ratio() >= _LETTERS and matcher.ratio() >= _LETTERS
