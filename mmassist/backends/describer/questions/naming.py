"""How near a name on the screen comes to what the user called it. Pure; knows no language but the endings of plurals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum

_WORD = re.compile(r"\w+")
_APOSTROPHE = re.compile(r"(?<=\w)['\u2019](?=\w)")
_LONGEST = 160
_SHORT, _LONG = 4, 8
"""Letters from which on a word may have one slip, and two."""
_SURE = 6
"""Letters from which on what has a slip may mean a part of a longer name: "song" is not the "long" of "Wrap long lines"."""

Key = tuple[str, ...]


class Nearness(IntEnum):
    """The nearest first. `SAME`: but for case, accents and signs; `ALIKE`: but for a plural, or how words are joined; `PART`: some words
    of a longer name in a row; `SLIP`: with small slips of spelling; `SCATTERED`: all its words stand in a longer name."""

    SAME = 0
    ALIKE = 1
    PART = 2
    SLIP = 3
    SCATTERED = 4


def key(text: str) -> Key:
    """The words of a name, without case, accents and signs."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text[:_LONGEST]).casefold())
    return tuple(_WORD.findall("".join(char for char in plain if not unicodedata.combining(char))))


def nearness(asked: Key, name: Key, endings: Sequence[str]) -> Nearness | None:
    """None where they have nothing to do with each other. `endings`: of plurals."""
    if not asked or not name:
        return None
    if asked == name:
        return Nearness.SAME
    if "".join(asked) == "".join(name) or _are_alike(asked, name, endings):
        return Nearness.ALIKE
    starts = range(len(name) - len(asked) + 1)
    if any(_are_alike(asked, name[start : start + len(asked)], endings) for start in starts):
        return Nearness.PART
    if _slips(asked, name) or _is_slip("".join(asked), "".join(name)):
        return Nearness.SLIP
    if len("".join(asked)) >= _SURE and any(_slips(asked, name[start : start + len(asked)]) for start in starts):
        return Nearness.SCATTERED
    if len(asked) > 1 and all(any(_is_one(word, other, endings) for other in name) for word in asked):
        return Nearness.SCATTERED
    return None


def _are_alike(asked: Key, name: Key, endings: Sequence[str]) -> bool:
    return len(asked) == len(name) and all(_is_one(word, other, endings) for word, other in zip(asked, name, strict=True))


def _is_one(word: str, other: str, endings: Sequence[str]) -> bool:
    """Whether two words are the same but for the ending of a plural."""
    return word == other or any(len(min(word, other, key=len)) > 1 and other in (word + end, word.removesuffix(end)) for end in endings)


def _slips(asked: Key, name: Key) -> bool:
    return len(asked) == len(name) and all(word == other or _is_slip(word, other) for word, other in zip(asked, name, strict=True))


def _is_slip(word: str, other: str) -> bool:
    """Whether one was meant by the other: a letter or two too many, too few, wrong or swapped. Numbers are never meant by others."""
    shortest = min(len(word), len(other))
    allowed = 0 if shortest < _SHORT else 1 if shortest < _LONG else 2
    if not allowed or abs(len(word) - len(other)) > allowed or _digits(word) != _digits(other):
        return False
    return _distance(word, other, allowed) <= allowed


def _digits(word: str) -> str:
    return "".join(char for char in word if char.isdigit())


def _distance(word: str, other: str, most: int) -> int:
    """Optimal string alignment, or more than `most` as soon as that is sure."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for at, char in enumerate(word, 1):
        row = [at]
        for to, letter in enumerate(other, 1):
            cost = min(row[-1] + 1, last[to] + 1, last[to - 1] + (char != letter))
            if at > 1 and to > 1 and char == other[to - 2] and word[at - 2] == letter:
                cost = min(cost, before[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
