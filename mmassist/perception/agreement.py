"""Whether two texts say the same, one from a program and one read from pixels. Pure.

Case, spaces, punctuation and the recogniser's usual confusions (0 and O; 1, l and I; rn and m) do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise

_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b", "q": "g", "ß": "b"})
_MARKS = re.compile(r"(?:[^\w|!]|_)+")
_FIGURE, _GROUP = re.compile(r"\d"), re.compile(r"\d+")
# So many letters make a word of what holds figures: a file's name, no code.
_LETTERED = 5
# As what the caret of a text field is read where it stands beside the text. Not as 1: that would make 124.50 of 24.50.
_CARETS = ("|", "l", "I", "!")
# Signs of scripts without blanks; so many in a run may be one word.
_SIGN, _WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff]"), 4
_STRAYS = 2
# Of a line's words, how many must be known; of a short text's letters, how many must be the same.
_WORDS, _LETTERS = 0.7, 0.72


def squeezed(text: str) -> str:
    """The letters and figures alone, with those that look alike made the same."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    plain = _MARKS.sub("", text.casefold()).translate(_ALIKE)
    return plain.replace("rn", "m").replace("vv", "w")


def without_caret(text: str) -> list[str]:
    """`text`, squeezed, less a first or last letter that may be the caret of a text field."""
    bare = [text[1:]] if text[:1] in _CARETS else []
    bare += [text[:-1]] if text[-1:] in _CARETS else []
    return [word for word in map(squeezed, bare) if word]


class Wording:
    """A text, from either side, ready to be compared with many others."""

    __slots__ = ("_parts", "_vocabulary", "squeezed", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.squeezed = squeezed(text)
        self._parts: list[tuple[str, str]] | None = None
        self._vocabulary: frozenset[str] | None = None

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Its words, each as it is and squeezed; those that are all marks are none. Where no blanks part them, each two signs are one."""
        if self._parts is None:
            self._parts = [(part, word) for run in self.text.split() for part in _pairs(run) if (word := squeezed(part))]
        return self._parts

    @property
    def vocabulary(self) -> frozenset[str]:
        """Its words, squeezed."""
        if self._vocabulary is None:
            self._vocabulary = frozenset(word for _, word in self.parts)
        return self._vocabulary

    def says(self, line: Wording) -> bool:
        """Whether `line`, or the most of it, is in this text."""
        said = line.squeezed
        if not said:
            # Marks alone: a text of marks says them, and so does one that holds them as they are.
            return not self.squeezed or line.text.strip() in self.text
        if said in self.squeezed:
            # A single letter is in nearly every text.
            return len(said) > 2 or said in self.vocabulary or said == self.squeezed
        if self.squeezed in without_caret(line.text):
            return True
        if not all(self._has_figure(figure) for part, _ in line.parts for figure in _figures(part)):
            return False  # figures are the same or they are not
        if len(said) > 4 and said[:-1] in self.squeezed:
            return True
        if 1 < len(line.parts) == len(self.parts) and sorted(word for _, word in line.parts) == sorted(word for _, word in self.parts):
            return True  # "15 MB" stands as "MB 15" in a text that runs from right to left
        if _is_slip(said, self.squeezed) or self._holds_signs(said):
            return True
        if len(line.parts) > 2 and sum(word in self.vocabulary for _, word in line.parts) >= _WORDS * len(line.parts):
            return True
        return alike(said, self.squeezed)

    def _has_figure(self, word: str) -> bool:
        """Whether a word with figures stands in this text: each of its figures, that is; of a long one a few letters may be misread."""
        if squeezed(word) in self.squeezed:
            return True
        groups = _GROUP.findall(word)
        if sum(char.isalpha() for char in word) < _LETTERED:
            return False
        return any(_GROUP.findall(part) == groups and alike(squeezed(word), known) for part, known in self.parts)

    def _holds_signs(self, said: str) -> bool:
        """Whether the signs of a line, less a letter or two that an icon was taken for, stand in a row in this text."""
        signs = "".join(_SIGN.findall(said))
        return len(signs) > 1 and len(said) - len(signs) <= _STRAYS and signs in self.squeezed

    def is_in(self, line: Wording) -> bool:
        """Whether `line` holds all of this text, and perhaps more."""
        if not self.squeezed or not line.squeezed:
            return False
        if len(self.squeezed) > 2:
            return self.squeezed in line.squeezed
        return self.squeezed in line.vocabulary or self.squeezed == line.squeezed


def _is_slip(one: str, other: str) -> bool:
    """Whether two short texts of signs that are words of their own differ in one of them alone."""
    if not 1 < len(one) == len(other) <= _WORD or not _SIGN.search(other):
        return False
    return sum(sign != same for sign, same in zip(one, other, strict=True)) == 1


def _figures(part: str) -> list[str]:
    """The words with figures in it: all of it, or what stands between signs that are words of their own."""
    return [word for word in _SIGN.sub(" ", part).split() if _FIGURE.search(word)]


def _pairs(run: str) -> list[str]:
    """`run` by itself, or each two neighbours of its signs where it is a sentence without blanks."""
    if run.isascii() or len(_SIGN.findall(run)) <= _WORD:
        return [run]
    signs = _SIGN.sub(r" \g<0> ", run).split()
    return [one + other for one, other in pairwise(signs)]


def alike(one: str, other: str) -> bool:
    """Whether two squeezed texts of about the same length differ in few letters."""
    if not one or not other or not 0.6 <= len(one) / len(other) <= 1.7:
        return False
    if min(len(one), len(other)) < 3:
        return one == other
    common = sum((Counter(one) & Counter(other)).values())
    # No order of the letters can be more alike than the letters themselves.
    if 2 * common < _LETTERS * (len(one) + len(other)):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LETTERS
