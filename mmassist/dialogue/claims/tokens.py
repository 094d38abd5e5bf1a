"""Words of a text with their places, and a text freed of what is seen or heard by nobody."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Scripts without spaces between words, and marks that never stand inside a figure, part words.
_CHUNK = re.compile('[^\\s\u2028\u3000-\u9fff\uac00-\ud7af\uff00-\uffef—…=;"“”„«»<>{}\\[\\]‹›`*≈~≤≥±|]+')  # noqa: RUF001
_LABEL = re.compile(r"[^\W\d_]{3,}:(?=[\d$€£+-])")
_OPENING, _CLOSING = "([{'‘’‚¿¡#", ".,:!?)]}'’‘"  # noqa: RUF001
_STOPS = ".,:!?"
_LONGEST = 96


@dataclass(slots=True)
class Token:
    """`chunk`: as written, `text`: without marks around it, `folded`: in small letters; `start`, `end`: of `text`.

    `stop`: the marks that stand behind it. `digit`: whether it holds one.
    """

    chunk: str
    text: str
    folded: str
    start: int
    end: int
    stop: str
    digit: bool


def tokens(text: str) -> list[Token]:
    """The words of a cleaned text. Linear in its length; a word of more than 96 characters is left out."""
    found: list[Token] = []
    for match in _CHUNK.finditer(text):
        chunk, start = match.group(), match.start()
        if ":" in chunk and (label := _LABEL.match(chunk)):
            _add(found, label.group(), start)
            chunk, start = chunk[label.end() :], start + label.end()
        _add(found, chunk, start)
    return found


def _add(found: list[Token], chunk: str, start: int) -> None:
    bare = chunk.lstrip(_OPENING)
    start += len(chunk) - len(bare)
    text = bare.rstrip(_CLOSING)
    if not text or len(text) > _LONGEST:
        if found and chunk[0] in _STOPS:
            found[-1].stop += chunk[0]
        return
    stop = bare[len(text) :].strip("'’‘")  # noqa: RUF001
    found.append(Token(chunk, text, text.casefold(), start, start + len(text), stop, any(map(str.isdigit, text))))


_SAME = {
    **dict.fromkeys("\u2010\u2011\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019", "'"),
    "\u03bc": "µ",
    "\uff0e": ".",
    "\uff0c": ",",
    "\uff1a": ":",
    "\uff05": "%",
    "\uff04": "$",
}


def cleaned(text: str) -> str:
    """`text` as it sounds: without characters of no width, which could part a number for the eye of a program alone; digits of all
    scripts as ASCII's, dashes that are hyphens or minus signs as such."""
    if not text.isprintable():
        text = "".join(char if char >= " " or char in "\n\t" else " " for char in text)
    if text.isascii():
        return text
    return text.translate({ord(char): _plain(char) for char in set(text) if not char.isascii()})


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    return "" if category == "Cf" else _SAME.get(char, char)
