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

# Keys, hashes, base64: letters and digits mixed, and no words in them. Then words, repeated signs, and the rest.
_PIECE = re.compile(
    r"((?=[A-Za-z+/_-]{0,15}[0-9])(?=[0-9+/_-]{0,15}[A-Za-z])[A-Za-z0-9+/=_-]{16,})|"
    r"([A-Z]?[a-z]+|[A-Z]+)|((?P<sign>[!-/:-@\[-`{-~])(?P=sign)*)|([0-9]+|\n+|[ \t]+|[^\x00-\x7f]+|.)",
    re.DOTALL,
)
_VOWEL_POOR = re.compile(r"[^aeiouyAEIOUY]{4}")
_WORD, _CAPITALS, _LETTERS_OF_NO_WORD = 3.0, 1.8, 1.2
_REPEATED, _SPACES = 4, 8
_ONE_BLANK = 1 + 1 / _SPACES

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
    cost = 0.0
    blank = 0.0  # what the blanks before this piece cost, unless they are one and part of a word
    for mixed, word, sign, _, piece in _PIECE.findall(text):
        if word:
            cost += _letters(word) + (0 if blank == _ONE_BLANK else blank)
            blank = 0.0
            continue
        cost += blank
        blank = 0.0
        if mixed or piece[:1].isdigit() or piece[:1] == "\n":
            cost += len(mixed or piece)
        elif sign:
            cost += min(len(sign), 1 + len(sign) / _REPEATED)
        elif piece[0] in " \t":
            blank = 1 + len(piece) / _SPACES
        else:
            cost += 1 if piece.isascii() else sum(_COSTS[bisect_right(_STARTS, ord(char)) - 1][1] for char in piece)
    return math.ceil(round(cost + blank, 6))  # so that the rest of a division makes no token of its own


def most_tokens(text: str) -> int:
    """A bound that costs nothing to compute and is seldom near: no vocabulary has a token of less than a byte of UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _letters(word: str) -> float:
    length = len(word)
    if length <= _WORD:
        return 1
    if length > 3 and _VOWEL_POOR.search(word):
        return length / _LETTERS_OF_NO_WORD
    return length / (_CAPITALS if word.isupper() else _WORD)
