"""How many tokens a text will cost, without any vendor's tokenizer: a bound from above, per script. Pure.

The figures were measured against the public vocabularies of OpenAI (o200k_base, cl100k_base), Llama 2, Llama 3 and Claude 2 on the
samples of `tests/data/token_counts.toml`: for each script the worst of the five. Gemini's vocabulary is larger than all of them; like
Llama 2's it gives each digit a token of its own, which is why digits count singly. Vocabularies that are not public are assumed to be no
worse than the worst of these.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right

# Keys, hashes, base64: letters and digits mixed, and no words in them.
_PIECE = re.compile(
    r"(?P<mixed>(?=[A-Za-z+/_-]{0,15}[0-9])(?=[0-9+/_-]{0,15}[A-Za-z])[A-Za-z0-9+/=_-]{16,})|"
    r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+|\n+|[ \t]+|(?P<sign>[!-/:-@\[-`{-~])(?P=sign)*|[^\x00-\x7f]+|.",
    re.DOTALL,
)
_VOWEL_POOR = re.compile(r"[^aeiouyAEIOUY]{4}")
_WORD, _CAPITALS, _LETTERS_OF_NO_WORD = 3.0, 1.8, 1.2
_REPEATED, _SPACES = 4, 8

# Tokens for one character, from this code point on.
_COSTS = (
    (0x80, 2.0),  # signs of Latin-1
    (0xC0, 2.0),  # Latin letters with marks
    (0x250, 2.0),
    (0x370, 1.3),  # Greek
    (0x400, 0.75),  # Cyrillic
    (0x530, 2.0),  # Armenian
    (0x590, 1.3),  # Hebrew, Arabic
    (0x700, 3.0),
    (0x900, 2.3),  # the scripts of India, Thai
    (0xE80, 3.0),
    (0x10A0, 2.3),  # Georgian
    (0x1100, 3.0),
    (0x1E00, 2.4),  # Vietnamese
    (0x1F00, 3.0),
    (0x2010, 2.0),  # dashes and quotation marks
    (0x2028, 3.0),
    (0x3000, 1.4),  # ideographic marks, kana
    (0x3100, 3.0),
    (0x3400, 2.2),  # ideographs
    (0xA000, 3.0),
    (0xAC00, 2.2),  # Hangul
    (0xD7A4, 3.0),
    (0x10000, 4.0),  # no token has fewer than one byte of UTF-8
)
_STARTS = tuple(start for start, _ in _COSTS)


def estimated_tokens(text: str) -> int:
    """An upper bound in tokens; for English prose about half as much again as the true number. 0 for an empty text."""
    return math.ceil(sum(_cost(piece) for piece in _PIECE.finditer(text)))


def _cost(piece: re.Match[str]) -> float:
    text = piece.group()
    first = text[0]
    if piece["mixed"]:
        return len(text)
    if first.isascii():
        if first.isalpha():
            return _letters(text)
        if first == "\n":
            return len(text)
        if first in " \t":
            return _blanks(text, piece.string[piece.end() : piece.end() + 1])
        return len(text) if first.isdigit() else min(len(text), 1 + len(text) / _REPEATED)
    return sum(_COSTS[bisect_right(_STARTS, ord(char)) - 1][1] for char in text)


def _letters(text: str) -> float:
    if _VOWEL_POOR.search(text):
        return len(text) / _LETTERS_OF_NO_WORD
    if len(text) > 1 and text.isupper():
        return max(1, len(text) / _CAPITALS)
    return max(1, len(text) / _WORD)


def _blanks(text: str, following: str) -> float:
    """A single blank is part of the word behind it."""
    if len(text) == 1 and following.isascii() and following.isalpha():
        return 0
    return 1 + len(text) / _SPACES
