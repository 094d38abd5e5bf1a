"""Lines put together to the text that they were broken from: words joined at a hyphen, no blank between signs that need none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from mmassist.stops import is_ended

# A word that was broken ends in letters and one hyphen, and goes on with a small letter; one with another hyphen keeps both.
_BROKEN = re.compile(r"(?:^|[^\w-])[^\W\d_]{2,}[-\u2010]$")
_REST = re.compile(r"[^\W\d_]\S*")
# Editors and mail programs break text at so many characters.
_NARROWEST, _WIDEST = 50, 100
# Of the lines that others follow, how many are as long as they can be in a text that was broken at a width.
_WRAPPED = 0.4
_ENTRY = re.compile(r"[-*•–>|#]|\(?\w{1,3}[.):]\s")  # noqa: RUF001 - a dash that begins an entry


def joined(lines: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """The text of a paragraph, and where in it each line begins. A word that was broken belongs to the line where it begins; a line
    that holds no more than its end begins at the end of the text."""
    text, starts = "", list[int]()
    for line in lines:
        rest = _REST.match(line)
        if starts and rest and line[0].islower() and _BROKEN.search(text):
            end = len(text) - 1 + rest.end()
            text = text[:-1] + line
            starts.append(min(end + 1, len(text)))
            continue
        if text and not _is_close(text[-1], line[:1]):
            text += " "
        starts.append(len(text))
        text += line
    return text, tuple(starts)


def goes_on(line: str, after: str) -> bool:
    """Whether a sentence goes on from one line to the next, as far as signs and small letters tell."""
    return after[:1].islower() and not (is_ended(line) or line.rstrip().endswith(":"))


def unwrapped(lines: Sequence[str]) -> list[list[str]]:
    """The paragraphs of a plain text: lines that were broken at a width together, any other alone; blank lines part them."""
    full = _full(lines)
    paragraphs: list[list[str]] = []
    goes_on = False
    for at, line in enumerate(lines):
        if not line.strip():
            goes_on = False
            continue
        if goes_on:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        goes_on = at in full
    return paragraphs


def _full(lines: Sequence[str]) -> frozenset[int]:
    """Lines that the next one goes on: its first word had no room in them. None in a text that was not broken at a width."""
    followed = [(at, line, after) for at, (line, after) in enumerate(pairwise(lines)) if line.strip() and after.strip()]
    width = max((len(line.rstrip()) for line in lines), default=0)
    if not followed or not _NARROWEST <= width <= _WIDEST:
        return frozenset()
    full = frozenset(at for at, line, after in followed if not _begins(after) and len(line.rstrip()) + 1 + len(after.split()[0]) > width)
    is_sure = len(full) > 1 or any(goes_on(line, after) for at, line, after in followed if at in full)
    return full if is_sure and len(full) >= _WRAPPED * len(followed) else frozenset()


def _begins(line: str) -> bool:
    """Whether something begins here: an entry, a quotation, or a line that is set in."""
    return line[:1].isspace() or bool(_ENTRY.match(line))


def _is_close(one: str, other: str) -> bool:
    """Whether two signs stand beside each other without a blank, as in Chinese and Japanese."""
    return all(char and unicodedata.east_asian_width(char) in "WF" and not "\uac00" <= char <= "\ud7a3" for char in (one, other))
