"""How sentences end, in the scripts of the world: Latin's marks, those of East Asia, Arabic, Urdu and Hindi, and the Greek question mark,
which is written as a semicolon. Pure."""

from __future__ import annotations

import re

LATIN = ".!?\u2026"
IDEOGRAPHIC = "\u3002\uff01\uff1f\uff0e"
"""Nothing stands between these and the next sentence."""

OTHER = "\u061f\u06d4\u0964"
ENDS = LATIN + IDEOGRAPHIC + OTHER
CLOSING = "\"'\u201d\u201c\u2019\u00bb\u300d\u300f\uff09)\\]"
"""What may stand behind a mark and belongs to its sentence, for use in a set of a pattern."""

NO_BREAK = "\u00a0\u202f"
"""Blanks at which no line is broken, for use in a set of a pattern; French sets such a one before a mark."""

_QUESTIONS = "?\uff1f\u061f\u037e"
GREEK_QUESTION = "(?<=[\u0370-\u03ff\u1f00-\u1fff\u00bb\u201d];)"
"""As a look behind, for use in a pattern."""

_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_LAST = re.compile(f"[{CLOSING}\\s]+$")


def asks(text: str) -> bool:
    """Whether `text` ends as a question does."""
    bare = _LAST.sub("", text)
    return bare.endswith(tuple(_QUESTIONS)) or _asks_in_greek(bare)


def is_ended(text: str) -> bool:
    """Whether `text` ends with the mark of a sentence."""
    bare = _LAST.sub("", text)
    return bare.endswith(tuple(ENDS)) or _asks_in_greek(bare)


def _asks_in_greek(bare: str) -> bool:
    word = bare.rpartition(" ")[2]
    return word.endswith((";", "\u037e")) and bool(_GREEK.search(bare))
