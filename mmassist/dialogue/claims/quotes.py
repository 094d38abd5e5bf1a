"""Quotations of an answer, and texts in the form in which they are compared: without case, spaces and marks. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LONGEST = 400
_PAIRS = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "`": "`", "”": "”", "‘": "’"}  # noqa: RUF001
_OPENERS = re.compile("[" + re.escape("".join(_PAIRS)) + "]|(?<![^\\s(\\[,;:])'(?=\\S)")
_SINGLE_END = re.compile(r"(?<=\S)['’](?![^\W_])")  # noqa: RUF001
# Marks count only where they make another number.
_WORD = re.compile(r"[-+]?\d(?:[\d.,:/-]*\d)?|[^\W\d_]+|[%€$£¥°]|\d+")
_GAPS = re.compile(r"…|\.{3}|\[\s?\]")


@dataclass(frozen=True, slots=True)
class Quote:
    """`start`, `end`: of the whole with its marks. `text`: without them."""

    start: int
    end: int
    text: str


def quotes(text: str) -> list[Quote]:
    """Quotations in any marks. Linear: what has no end within 400 letters is none."""
    found: list[Quote] = []
    at = 0
    while opening := _OPENERS.search(text, at):
        start = opening.start()
        at = start + 1
        window = text[at : at + _LONGEST]
        end = _end(opening.group(), window)
        if end > 0 and any(map(str.isalnum, window[:end])):
            found.append(Quote(start, at + end + 1, window[:end].strip()))
            at += end + 1
    return found


def _end(mark: str, window: str) -> int:
    if mark in "'‘":  # noqa: RUF001
        closing = _SINGLE_END.search(window)
        return closing.start() if closing else -1
    ends = [end for closing in _PAIRS[mark] if (end := window.find(closing)) > 0]
    return min(ends, default=-1)


def comparable(text: str) -> str:
    """The words of a text with single spaces between and around them; signs and marks inside numbers stay."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def pieces(quote: str) -> list[str]:
    """What a quotation holds between its gaps ("Do you want … changes?"), comparable."""
    return [piece for part in _GAPS.split(quote) if (piece := comparable(part)).strip()]
