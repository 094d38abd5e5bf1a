"""Text of foreign origin made fit for a prompt: nothing hidden in it, one line, bounded, and inside a fence that it can't close. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CUT = "…[cut]"
"""Ends a text that goes on."""

_TAG = "data-"
_OPENING = re.compile(r"[<＜﹤‹](?=[\s/／]*data\s*-)", re.IGNORECASE)  # noqa: RUF001 - what looks like the sign of our fence
# Control sequences, then the strings that set titles and the like, then any other escape.
_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-9;:?<=>]*[ -/]*[@-~]|"
    r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|"
    r"\x1b.?",
    re.DOTALL,
)
_PLAIN = re.compile(r"[\x20-\x7e]*")
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
# Letters and signs by their category that show nothing: Hangul fillers, the blank of Braille, the grapheme joiner, and the object's place.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\ufffc")
_JOINERS = "\u200c\u200d"
_EMOJI_STYLE = "\ufe0f"
_MARKS_IN_A_ROW = 3
_TAB = "    "


def one_line(text: str, limit: int) -> str:
    """`text` on one line, single spaces, at most `limit` characters and `CUT`.

    Taken out: control characters and terminal escapes, bidirectional overrides, zero-width, tag, private and unassigned characters,
    variation selectors, long runs of combining marks. What looks like the beginning of a fence is defaced.
    """
    return _cut(" ".join(_visible(text[: limit * 4]).split()), limit, is_longer=len(text) > limit * 4)


def many_lines(text: str, limit: int) -> list[str]:
    """As `one_line` for text whose lines and indentation mean something; each line at most `limit` characters and `CUT`."""
    return [
        _cut(_visible(line[: limit * 4].replace("\t", _TAB)).rstrip(), limit, is_longer=len(line) > limit * 4) for line in text.splitlines()
    ]


def quoted(text: str) -> str:
    """In quotation marks; one inside of it is doubled, so that the text can't end its own quotation."""
    return '"' + text.replace('"', '""') + '"'


def _cut(text: str, limit: int, *, is_longer: bool) -> str:
    return text[:limit].rstrip() + CUT if is_longer or len(text) > limit else text


def _visible(text: str) -> str:
    if not _PLAIN.fullmatch(text):
        text = _shown(unicodedata.normalize("NFC", _ANSI.sub("", text)))
    return _OPENING.sub("(", text)


def _shown(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for at, char in enumerate(text):
        if char.isascii() and char.isprintable():
            kept.append(char)
            marks = 0
            continue
        category = unicodedata.category(char)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if char.isspace() or char in _BLANK:
            kept.append(" ")
        elif marks <= _MARKS_IN_A_ROW and not _is_hidden(text, at, category):
            kept.append(char)
    return "".join(kept)


def _is_hidden(text: str, at: int, category: str) -> bool:
    char = text[at]
    if char in _JOINERS:
        return not _joins(text, at)
    if char == _EMOJI_STYLE:
        return at == 0 or unicodedata.category(text[at - 1]) != "So"
    return category in _HIDDEN or "VARIATION SELECTOR" in unicodedata.name(char, "")


def _joins(text: str, at: int) -> bool:
    """Whether the character joins or parts letters as Persian, the scripts of India and emoji need it, rather than hiding something."""
    if not 0 < at < len(text) - 1:
        return False
    return all(not char.isascii() and unicodedata.category(char)[0] in "LMS" for char in (text[at - 1], text[at + 1]))


@dataclass(frozen=True, slots=True)
class Fence:
    """A pair of lines between which everything is data. `nonce`: 12 hexadecimal digits that stand in nothing that is fenced."""

    nonce: str

    def opening(self, kind: str) -> str:
        """`kind`: what is inside, in a word of our own."""
        return f"<{_TAG}{self.nonce} {kind}>"

    @property
    def closing(self) -> str:
        return f"</{_TAG}{self.nonce}>"

    def around(self, kind: str, lines: Sequence[str]) -> str:
        """`lines`, made by the functions above, between an opening and a closing line."""
        return "\n".join([self.opening(kind), *lines, self.closing])


def fence_for(turn_id: int, texts: Iterable[str]) -> Fence:
    """The fence of one turn: the same for the same turn and texts, and not to be known by whoever writes one of the texts.

    It is the beginning of a hash of everything inside, so a text that holds its own fence would have to be found by trial.
    """
    content = "\0".join(texts).casefold()
    attempt = 0
    while True:
        digest = hashlib.sha256(f"{turn_id}\0{attempt}\0{content}".encode("utf-8", "surrogatepass")).hexdigest()
        if digest[:12] not in content:
            return Fence(digest[:12])
        attempt += 1
