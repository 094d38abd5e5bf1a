"""The describer's own words, read from `resources/describer.LANGUAGE.toml`, and the grammar of lists and plurals."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from mmassist.values import Role

_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """One language. Text from a screen goes in as a value and is never read as a template."""

    tables: dict[str, Any]

    def say(self, key: str, /, **values: object) -> str:
        phrase: str = self.tables["phrases"][key]
        return phrase.format(**values)

    def noun(self, role: Role) -> str:
        one: str = self.tables["nouns"][role.value][0]
        return one

    def several_of(self, role: Role) -> str:
        """The noun of several, as a heading: "Check boxes"."""
        several: str = self.tables["nouns"][role.value][1]
        return several[:1].upper() + several[1:]

    def count(self, number: int, noun: str) -> str:
        """ "1 button", "3 buttons"; `noun` is a role's value or another key of `nouns`."""
        one, several = self.tables["nouns"][noun]
        return f"{number} {one if number == 1 else several}"

    def state(self, key: str) -> str:
        word: str = self.tables["states"][key]
        return word

    def place(self, key: str) -> str:
        word: str = self.tables["places"][key]
        return word

    def sign(self, name: str, *, calculating: bool = False) -> str:
        """What to say for a name that is nothing but a sign; other names as they are. `calculating`: among a calculator's keys."""
        spoken: str = self.tables["signs"].get(name, name)
        return str(self.tables["calculator_signs"].get(name, spoken)) if calculating else spoken

    def quote(self, text: str) -> str:
        return self.say("quote", text=text)

    def listed(self, names: Sequence[str], last: str = "and") -> str:
        """ "A", "A and B", "A, B and C"; `last` is a key of `join`. A name that holds a comma is quoted, so that it stays one."""
        parts = [self.quote(name) if ", " in name or "; " in name else name for name in names]
        return self.strung(parts, last)

    def strung(self, parts: Sequence[str], last: str = "and") -> str:
        """As `listed`, for parts that are worded already."""
        join = self.tables["join"]
        if len(parts) < 3:
            return str(join[f"{last}_two"].join(parts))
        return str(join[last].join([join["comma"].join(parts[:-1]), parts[-1]]))

    def clauses(self, parts: Sequence[str]) -> str:
        """Parts of a control, each said after a short stop."""
        comma: str = self.tables["join"]["comma"]
        return comma.join(part for part in parts if part)

    def several(self, parts: Sequence[str]) -> str:
        """Parts that hold commas themselves."""
        semicolon: str = self.tables["join"]["semicolon"]
        return semicolon.join(parts)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How a language writes of trouble, and which programs are terminals."""

    trouble_start: re.Pattern[str]
    trouble_within: re.Pattern[str]
    no_trouble: re.Pattern[str]
    terminals: frozenset[str]

    def is_trouble(self, text: str) -> bool:
        """Whether a text tells of an error or a warning. Conservative: "Show errors" and "No errors found" do not."""
        folded = text.casefold()
        told = self.trouble_start.match(folded) or self.trouble_within.search(folded)
        return bool(told) and not self.no_trouble.search(folded)

    def may_be_trouble(self, text: str) -> bool:
        """Whether any sentence of `text` might be; cheaper than to ask each."""
        folded = text.casefold()
        return bool(self.trouble_start.search(folded) or self.trouble_within.search(folded))


@cache
def phrases(language: str = "en") -> Phrases:
    """The phrases of `language`. Raises ValueError where there are none."""
    return Phrases(_tables(language))


@cache
def lexicon(language: str = "en") -> Lexicon:
    """The lexicon of `language`. Raises ValueError where there is none."""
    table = _tables(language)["lexicon"]
    start, within = (re.compile(f"{table[f'trouble_{where}']}|{table[f'abroad_{where}']}") for where in ("start", "within"))
    return Lexicon(start, within, re.compile(table["no_trouble"]), frozenset(table["terminals"]))


@cache
def _tables(language: str) -> dict[str, Any]:
    if not _LANGUAGE.fullmatch(language):
        raise ValueError(f"{language!r} is not the code of a language")
    file = resources.files("mmassist.resources") / f"describer.{language}.toml"
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise ValueError(f"the describer does not speak {language!r} yet") from None
