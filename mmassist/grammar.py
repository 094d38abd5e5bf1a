"""How a language counts and joins words, from `resources/grammar.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """`one_of`: what stands for the number 1 by the noun's gender, empty for the digit; `singular`: the numbers that take the noun of one;
    `decimal`: the mark; `join`: what stands between the parts of a list; `euphony`: where that changes: its key, the pattern of what
    follows, and what stands there instead."""

    one_of: Mapping[str, str]
    singular: frozenset[int]
    decimal: str
    join: Mapping[str, str]
    euphony: tuple[tuple[str, re.Pattern[str], str], ...]

    def count(self, number: int | str, one: str, several: str, gender: str = "") -> str:
        """ "3 buttons", "1 button", "eine Schaltfläche"."""
        if str(number) == "1":
            return f"{self.one_of.get(gender, '1')} {one}"
        return f"{str(number).replace('.', self.decimal)} {one if number in self.singular else several}"

    def strung(self, parts: Sequence[str], last: str = "and") -> str:
        """ "A", "A and B", "A, B and C"; `last` is a key of `join`."""
        if len(parts) < 2:
            return "".join(parts)
        *before, end = parts
        key = last if before[1:] else f"{last}_two"
        changed = (instead for of, pattern, instead in self.euphony if of == key and pattern.match(end.casefold()))
        return self.join["comma"].join(before) + next(changed, self.join[key]) + end

    def number(self, written: str) -> str:
        """A number in English digits, with the decimal mark of the language."""
        return written.replace(".", self.decimal)


@cache
def grammar(language: str = "en") -> Grammar:
    """Raises KeyError for a language that there is none of in `resources/grammar.toml`."""
    table = tomllib.loads((resources.files("mmassist.resources") / "grammar.toml").read_text("utf-8"))[language]
    euphony = tuple((key, re.compile(pattern), instead) for key, pattern, instead in table["euphony"])
    return Grammar(table["one_of"], frozenset(table["singular"]), table["decimal"], table["join"], euphony)
