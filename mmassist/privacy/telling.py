"""A quick look at a text: whether anything personal can be in it. Errs on the side of yes. Pure."""

from __future__ import annotations

import re
from enum import Enum

from mmassist.privacy.rules import rules

_FIGURES = re.compile(r"\d[^\n]{0,40}?\d")
# An address, a piece of a key or an account; a long token may be a key whatever it is made of.
_SIGNS = re.compile(r"[@©®\uff20]|\((?:at|@)\)|\[(?:at|@)\]|[^\s]{14}|=\s*$", re.IGNORECASE)
_GROUP = re.compile(r"\s*[A-Z0-9OIl|!]{2,8}\s*")
_KEY = re.compile(r"BEGIN|END|PRIVATE", re.IGNORECASE)


class Telling(Enum):
    """`WORD`: it holds a word behind which a secret may stand, in the next text too."""

    NOTHING = 0
    SOMETHING = 1
    WORD = 2


def may_tell(text: str) -> Telling:
    """What may be expected of `text`."""
    folded = text.casefold().replace("0", "o")
    if any(word in folded for word in rules().hints):
        return Telling.WORD
    if _FIGURES.search(text) or _SIGNS.search(text) or _GROUP.fullmatch(text) or _KEY.search(text):
        return Telling.SOMETHING
    return Telling.NOTHING
