"""What was said, as tokens that can be compared with what is true."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from mmassist.evaluation.vocabulary import vocabulary

# Signs of scripts that write without blanks; each is a word of its own, with the marks behind it.
_IDEOGRAPH = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_PIECE = re.compile(rf"[{_IDEOGRAPH}][^\w\s]*|[^\s{_IDEOGRAPH}]+")
_ENDS = set(".;!?。；！？؟؛")  # noqa: RUF001 - the marks of other scripts
# quotation marks, dashes, ellipsis and bullet by number, because some of them look alike
_EDGES = "\"'\u201c\u201d\u201e\u2018\u2019«»()[]{}<>.,;:!?\u2026\u2014\u2013-/|&\u2022*#_`，。、；：？！（）《》「」؟،؛"  # noqa: RUF001
_ALIKE = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u202f": " ", "\u2011": "-"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `text`: as compared (lower case, edges bare). `ending`: the punctuation behind it. `start`, `end`: its place in the
    text. `clause`: number of its clause; clauses end at a full stop, question or exclamation mark, semicolon or line break."""

    text: str
    ending: str
    start: int
    end: int
    clause: int


def split(text: str) -> list[str]:
    """The words of a text as they are written, marks included."""
    return _PIECE.findall(text)


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text. A sign that stands alone and has a name is a word; other punctuation is not."""
    found: list[Token] = []
    clause = 0
    place = 0
    for piece in _PIECE.finditer(text):
        if "\n" in text[place : piece.start()] and found:
            clause += 1
        place = piece.end()
        word, ending = _split(piece.group())
        if not word:
            if found and ending and not found[-1].ending:
                found[-1] = Token(found[-1].text, ending, found[-1].start, found[-1].end, found[-1].clause)
            clause += bool(set(ending) & _ENDS)
            continue
        # "40%" is said as two words
        if word.endswith("%") and len(word) > 1:
            found.append(Token(word[:-1], "", piece.start(), piece.end(), clause))
            word = "%"
        found.append(Token(word, ending, piece.start(), piece.end(), clause))
        if word == "sign" and len(found) > 1 and found[-2].text == "number":
            found[-2:] = [Token("#", ending, found[-2].start, piece.end(), clause)]
        clause += bool(set(ending) & _ENDS)
    return tuple(found)


@cache
def phrase(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(token.text for token in tokens(text))


def _split(piece: str) -> tuple[str, str]:
    piece = unicodedata.normalize("NFC", piece).translate(_ALIKE).casefold()
    bare = piece.strip(_EDGES)
    ending = piece[piece.rindex(bare) + len(bare) :] if bare else piece
    if not bare:
        sign = piece.rstrip(".,;:!?")
        return (sign, piece[len(sign) :]) if sign in vocabulary().signs else ("", ending)
    return vocabulary().sign_names.get(bare, bare), ending
