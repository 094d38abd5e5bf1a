"""How a language counts and joins words, from `resources/grammar.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """`one_of`: what stands for the number 1 by the noun's gender, empty for the digit; `singular`: the numbers that take the noun of one;
    `decimal`: the mark; `join`: what stands between the parts of a list; `euphony`: where that changes: its key, the pattern of what
    follows, and what stands there instead. `day`: a date, with {day}, {month} and {year}; `first`: the first day of a month, if it has a
    form of its own."""

    one_of: Mapping[str, str]
    singular: frozenset[int]
    decimal: str
    join: Mapping[str, str]
    euphony: tuple[tuple[str, re.Pattern[str], str], ...]
    day: str
    first: str
    months: tuple[str, ...]

    def count(self, number: int | str, one: str, several: str, gender: str = "") -> str:
        """ "3 buttons", "1 button", "eine Schaltfläche"."""
        if str(number) == "1":
            return f"{self.one_of.get(gender, '1')} {one}"
        return f"{str(number).replace('.', self.decimal)} {one if number in self.singular else several}"

    def strung(self, parts: Sequence[str], last: str = "and") -> str:
        """ "A", "A and B", "A, B and C"; `last` is a key of `join`, or "" for nothing but commas."""
        if len(parts) < 2 or not last:
            return self.join["comma"].join(parts)
        *before, end = parts
        key = last if before[1:] else f"{last}_two"
        changed = (instead for of, pattern, instead in self.euphony if of == key and pattern.match(end.casefold()))
        return self.join["comma"].join(before) + next(changed, self.join[key]) + end

    def date(self, date: date) -> str:
        """ "2 November 2026", "2. November 2026", "1er novembre 2026"."""
        day = self.first if self.first and date.day == 1 else str(date.day)
        return self.day.format(day=day, month=self.months[date.month - 1], year=date.year)

    def number(self, written: str) -> str:
        """A number in English digits, with the decimal mark of the language."""
        return written.replace(".", self.decimal)


@cache
def grammar(language: str = "en") -> Grammar:
    """Raises KeyError for a language that there is none of in `resources/grammar.toml`."""
    table = tomllib.loads((resources.files("mmassist.resources") / "grammar.toml").read_text("utf-8"))[language]
    euphony = tuple((key, re.compile(pattern), instead) for key, pattern, instead in table["euphony"])
    return Grammar(
        table["one_of"],
        frozenset(table["singular"]),
        table["decimal"],
        table["join"],
        euphony,
        table["day"],
        table["first"],
        tuple(table["months"]),
    )
