"""How long a text takes to say, and how far a voice has come in it after so long: engines tell neither, so that both are estimates."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LETTER = 12.0  # seconds that a letter takes at one word a minute: a word has five
# In letters, fitted to espeak-ng: a figure, a sign, the pause behind a sentence and behind a part of one.
_FIGURE, _SIGN, _SENTENCE, _PART = 4, 3, 4, 2
_WORD = re.compile(r"\S+")


def seconds_of(text: str, rate: int) -> float:
    """How long it should take at `rate` words a minute; engines differ, each by about the same share always."""
    return sum(_letters(text)) * _LETTER / rate


def reached(text: str, seconds: float, rate: int) -> int:
    """Where in `text` a voice has come to after so many seconds: the start of a word, rather one too early than too late."""
    letters, place = seconds * rate / _LETTER, len(text)
    for index, length in enumerate(_letters(text)):
        letters -= length
        if letters < 0:
            place = index
            break
    starts = [found.start() for found in _WORD.finditer(text) if found.start() <= place]
    return starts[-2] if len(starts) > 1 and place < len(text) else (starts[-1] if starts else 0)


def _letters(text: str) -> Iterator[int]:
    """For each character how long it is, in letters."""
    for index, one in enumerate(text):
        behind = text[index + 1 : index + 2]
        if one.isdigit():
            yield _FIGURE
        elif one in ".!?;:" and behind in ("", " "):
            yield _SENTENCE if behind else 0
        elif one == "," and behind == " ":
            yield _PART
        else:
            yield 1 if one.isalpha() or one.isspace() else _SIGN
