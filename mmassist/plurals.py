"""How many of something, as it is said: "1 kilobyte", "3 kilobytes". English; the describer's own words are in its phrases. Pure."""

from __future__ import annotations

import re

_ES = re.compile(r"(?:s|x|z|ch|sh)$")
_IES = re.compile(r"(?<=[^aeiou])y$")


def counted(number: int | str, noun: str) -> str:
    """`noun`: of one, and regular. A number that was made a text already ("2.50") stays as it is."""
    return f"{number} {noun if str(number) == '1' else _several(noun)}"


def _several(noun: str) -> str:
    return noun + "es" if _ES.search(noun) else _IES.sub("ie", noun) + "s"
