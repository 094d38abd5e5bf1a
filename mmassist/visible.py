"""Text of foreign origin with nothing hidden in it: what it says to the eye is what is spoken, and what a model is told. Pure."""

from __future__ import annotations

import re
import unicodedata

_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-9;:?<=>]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b.?",
    re.DOTALL,
)
# Letters of Latin and Cyrillic, dashes and quotation marks, none of them a combining one: what most texts are made of stays as it is.
_PLAIN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u20ac]*")
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
# Letters and signs by their category that show nothing: Hangul fillers, the blank of Braille, the grapheme joiner, an object's place.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\ufffc")
_JOINERS = "\u200c\u200d"
_EMOJI_STYLE = "\ufe0f"
_MARKS_IN_A_ROW = 3


def visible(text: str) -> str:
    """`text` in NFC without terminal escapes, control, bidirectional, zero-width, tag, private and unassigned characters, and without
    long runs of combining marks. White space becomes blanks, one for each character. Linear in the length of the text."""
    if _PLAIN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", _ANSI.sub("", text))
    kept: list[str] = []
    marks = 0
    for at, char in enumerate(text):
        if char.isascii() and char.isprintable():
            kept.append(char)
            marks = 0
            continue
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
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
