"""Texts made even before they are searched, letter for letter, so that places in them stay the same. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mmassist.privacy.rules import rules

_SPACES = dict.fromkeys(map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"), " ")
# What has no width on the screen but parts a number for a program.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), " ")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_EVEN = {**_SPACES, **_UNSEEN, **_HYPHENS, ord("\r"): "\n", ord("\u2028"): "\n", ord("\u2029"): "\n", ord("\uff20"): "@"}
# Runs that hold a figure and another sign: a figure behind others, or others behind figures.
_MIXED = re.compile(r"(?<![A-Za-z0-9|!])(?:[A-Za-z|!]++\d[A-Za-z0-9|!]*|\d++[A-Za-z|!][A-Za-z0-9|!]*)")
# Strokes between groups of figures part them.
_GROUPED = re.compile(r"\d{3,6}(?:[|!]\d{3,6}){2,}(?:[|!]\d{1,2})?")
_BESIDE = re.compile(r"\d(?:(?=[A-Za-z|!])|(?<=[A-Za-z|!].))")
_BETWEEN = re.compile(r"\d(?:[ .\-][OoQDIl|SBZ]{3,6})+(?![A-Za-z])")


def plain(text: str) -> str:
    """`text` with one kind of space, hyphen and line break, and figures and Latin letters of full width as the usual ones."""
    if text.isascii():
        return text.replace("\t", " ").replace("\r", "\n")
    return text.translate(_Even())


class _Even(dict[int, str]):
    """What stands for each sign, by code point."""

    def __missing__(self, code: int) -> str:
        self[code] = even = _EVEN.get(code) or _single(chr(code))
        return even


def _single(character: str) -> str:
    if character.isascii():
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def figured(text: str) -> str:
    """`text` (plain) with the letters that look like figures made figures, in runs that are figures otherwise."""
    alike = rules().alike

    def token(match: re.Match[str]) -> str:
        run = match.group()
        if _GROUPED.fullmatch(run):
            return run.replace("!", "|")
        turned = run.translate(alike)
        same = sum(map(str.__eq__, run, turned))
        return turned if turned.isdigit() and 2 * same >= len(run) else run

    def between(match: re.Match[str]) -> str:
        return match.group().translate(alike)

    mixed = _MIXED.sub(token, text) if _BESIDE.search(text) else text
    return _BETWEEN.sub(between, mixed)


def squeezed(text: str) -> str:
    """Letters and figures alone, small, with those that look alike made the same: for finding one secret in two readings."""
    return _OTHER.sub("", plain(text).casefold()).translate(_ALIKE)


def bare(text: str) -> str:
    """`squeezed`, without signs that would become several."""
    return squeezed(text) if text.isascii() else "".join(filter(None, map(_bare_sign, text)))


def places(text: str) -> list[int]:
    """Of each sign of `bare(text)` where in `text` it is."""
    return [at for at, sign in enumerate(text) if (sign.isalnum() if sign.isascii() else _bare_sign(sign))]


@lru_cache(maxsize=1024)
def _bare_sign(sign: str) -> str:
    one = squeezed(sign) if sign.isalnum() else ""
    return one if len(one) == 1 else ""


_OTHER = re.compile(r"[\W_]+")
_ALIKE = str.maketrans({"0": "o", "q": "o", "1": "l", "i": "l", "5": "s", "8": "b", "2": "z", "9": "g", "6": "b"})
