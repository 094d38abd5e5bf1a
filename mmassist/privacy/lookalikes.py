"""Texts made even before they are searched, letter for letter, so that places in them stay the same. Pure."""

from __future__ import annotations

import re
import unicodedata

from mmassist.privacy.rules import rules

_SPACES = dict.fromkeys(map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"), " ")
# What has no width on the screen but parts a number for a program.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), " ")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_EVEN = {**_SPACES, **_UNSEEN, **_HYPHENS, ord("\r"): "\n", ord("\u2028"): "\n", ord("\u2029"): "\n", ord("\uff20"): "@"}
_TOKEN = re.compile(r"[A-Za-z0-9|!]+")
_BETWEEN = re.compile(r"(?<=\d)(?:[ .\-][OoQDIl|SBZ]{3,6})+(?![A-Za-z])")


def plain(text: str) -> str:
    """`text` with one kind of space, hyphen and line break, and figures and Latin letters of full width as the usual ones."""
    if text.isascii():
        return text.replace("\t", " ").replace("\r", "\n")
    return "".join(_single(character) for character in text.translate(_EVEN))


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
        figures = sum(sign.isdigit() for sign in run)
        if not figures or figures == len(run):
            return run
        turned = run.translate(alike)
        return turned if turned.isdigit() and 2 * figures >= len(run) else run

    def between(match: re.Match[str]) -> str:
        return match.group().translate(alike)

    return _BETWEEN.sub(between, _TOKEN.sub(token, text))


def squeezed(text: str) -> str:
    """Letters and figures alone, small, with those that look alike made the same: for finding one secret in two readings."""
    return "".join(filter(str.isalnum, plain(text).casefold())).translate(_ALIKE)


def bare(text: str) -> tuple[str, list[int]]:
    """`squeezed`, and for each of its signs where in `text` it is. Signs that would become several are left out."""
    if text.isascii():
        return squeezed(text), [at for at, sign in enumerate(text) if sign.isalnum()]
    singles = [(at, one) for at, sign in enumerate(text) if sign.isalnum() and len(one := squeezed(sign)) == 1]
    return "".join(one for _, one in singles), [at for at, _ in singles]


_ALIKE = str.maketrans({"0": "o", "q": "o", "1": "l", "i": "l", "5": "s", "8": "b", "2": "z", "9": "g", "6": "b"})
