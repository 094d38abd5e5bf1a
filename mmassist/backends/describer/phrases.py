"""The describer's own words, read from `resources/describer.LANGUAGE.toml`, and the grammar of lists and plurals."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any

from mmassist.grammar import Grammar, grammar
from mmassist.values import PictureKind, Role

_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """One language. Text from a screen goes in as a value and is never read as a template."""

    tables: dict[str, Any]
    grammar: Grammar

    def say(self, key: str, /, *, of: int = 1, **values: object) -> str:
        """`of`: how many things the phrase speaks of, for a language where that shows."""
        phrase: str | list[str] = self.tables["phrases"][key]
        if isinstance(phrase, list):
            phrase = phrase[0 if of in self.grammar.singular else 1]
        return phrase.format(**values)

    def noun(self, role: Role) -> str:
        one: str = self.tables["nouns"][role.value][0]
        return one

    def titled(self, role: Role) -> str:
        """The noun, as a heading or at the start of a sentence: "Check box"."""
        return _capitalised(self.noun(role))

    def several_of(self, role: Role) -> str:
        """The noun of several, as a heading: "Check boxes"."""
        return _capitalised(self.tables["nouns"][role.value][1])

    def count(self, number: int, noun: str) -> str:
        """ "1 button", "3 buttons", "eine Schaltfläche"; `noun` is a role's value or another key of `nouns`."""
        return self.grammar.count(number, *self.tables["nouns"][noun])

    def opened(self, text: str) -> str:
        """A sentence that may begin with a count: its first letter is made a capital where that is a word."""
        is_word = text.partition(" ")[0] in self.grammar.one_of.values()
        return _capitalised(text) if is_word else text

    def number(self, number: float) -> str:
        """With the decimal mark of the language, and without digits that tell nothing."""
        return self.grammar.number(f"{number:g}")

    def state(self, key: str, role: Role = Role.UNKNOWN, *, several: bool = False) -> str:
        """The word for a state. `role`: of what is in it; `several`: of these, for a language where it agrees with them."""
        word: str | dict[str, str] = self.tables["states"][key]
        if isinstance(word, str):
            return word
        gender = self.tables["nouns"][role.value][2]
        return word[f"{gender}s" if several else gender]

    def looks(self, kind: PictureKind) -> str:
        """A sentence without its stop: "Probably a chart"."""
        said: str = self.tables["looks"][kind.value]
        return said

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
        """ "A", "A and B", "A, B and C"; A name that holds a comma is quoted, so that it stays one."""
        parts = [self.quote(name) if ", " in name or "; " in name else name for name in names]
        return self.strung(parts, last)

    def strung(self, parts: Sequence[str], last: str = "and") -> str:
        """As `listed`, for parts that are worded already."""
        return self.grammar.strung(parts, last)

    def clauses(self, parts: Sequence[str]) -> str:
        """Parts of a control, each said after a short stop."""
        return self.grammar.join["comma"].join(part for part in parts if part)

    def several(self, parts: Sequence[str]) -> str:
        """Parts that hold commas themselves."""
        return self.grammar.join["semicolon"].join(parts)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How programs write of trouble, in any language, which of them are terminals, and which show pictures or films."""

    trouble_start: re.Pattern[str]
    trouble_within: re.Pattern[str]
    no_trouble: re.Pattern[str]
    terminals: frozenset[str]
    viewers: frozenset[str]
    bare_viewers: frozenset[str]

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
    return Phrases(_tables(language), grammar(language))


@cache
def lexicon() -> Lexicon:
    """What `resources/lexicon.toml` holds, of all its languages together."""
    tables = tomllib.loads((resources.files("mmassist.resources") / "lexicon.toml").read_text("utf-8"))
    known = tables["trouble"].values()
    start, within, none = (re.compile("|".join(f"(?:{one[key]})" for one in known)) for key in ("start", "within", "none"))
    viewers = tables["viewers"]
    return Lexicon(start, within, none, frozenset(tables["terminals"]), frozenset(chain(*viewers.values())), frozenset(viewers["bare"]))


def languages() -> frozenset[str]:
    """The codes of those that there are phrases of."""
    names = (file.name.split(".") for file in resources.files("mmassist.resources").iterdir() if file.name.startswith("describer."))
    return frozenset(code for _, code, _ in names)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _tables(language: str) -> dict[str, Any]:
    if not _LANGUAGE.fullmatch(language):
        raise ValueError(f"{language!r} is not the code of a language")
    file = resources.files("mmassist.resources") / f"describer.{language}.toml"
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise ValueError(f"the describer does not speak {language!r} yet") from None
