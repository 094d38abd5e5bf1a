"""How many of something, as it is said: "1 kilobyte", "3 kilobytes". English; `grammar` has the other languages. Pure."""

from __future__ import annotations

import re

_ES = re.compile(r"(?:s|x|z|ch|sh)$")
_IES = re.compile(r"(?<=[^aeiou])y$")


class Counted(str):
    """A count in English, which remembers what it counts."""

    __slots__ = ("noun", "number")
    number: int | str
    noun: str


def counted(number: int | str, noun: str) -> Counted:
    """In English. `noun`: of one, and regular. A number that was made a text already ("2.50") stays as it is."""
    made = Counted(f"{number} {noun if str(number) == '1' else _several(noun)}")
    made.number, made.noun = number, noun
    return made


def one(noun: str) -> Counted:
    """The same of one, with the article: "a card", "an address"."""
    made = Counted(f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}")
    made.number, made.noun = 1, noun
    return made


def _several(noun: str) -> str:
    return noun + "es" if _ES.search(noun) else _IES.sub("ie", noun) + "s"
