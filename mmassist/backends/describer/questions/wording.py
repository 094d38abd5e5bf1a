"""How questions are put and answered in one language: patterns, words and phrases out of `resources/questions.LANGUAGE.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from mmassist.backends.describer.text import clean
from mmassist.values import Role

LONGEST = 300
"""Characters of a question that are read."""

_MACRO = re.compile(r"@(\w+)")
_CURLY = str.maketrans({"\u2019": "'", "\u2018": "'", "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as one of the patterns reads it. `kind`: which one; `parts`: what its groups hold, none of them empty but marks;
    `text`: the question; `spans`: where in it each part stands."""

    kind: str
    parts: Mapping[str, str]
    text: str
    spans: Mapping[str, tuple[int, int]]

    def part(self, name: str) -> str:
        return self.parts.get(name, "")


@dataclass(frozen=True, slots=True)
class Noun:
    """`key`: of the table; `word`: as the user said it, but for capitals; `roles`: what is meant; `several`: whether more than one is."""

    key: str
    word: str
    roles: frozenset[Role]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """A state that is asked for. `denied`: whether "not" it; `word`: as the user said it."""

    state: str
    denied: bool
    word: str


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The questions of `language`. Neither a question nor a text from a screen is ever read as a pattern or a template."""

    language: str
    tables: Mapping[str, Any]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    nouns: Mapping[str, Noun]
    states: Mapping[str, Asking]

    def say(self, key: str, /, **values: object) -> str:
        phrase: str = self.tables["phrases"][key]
        return phrase.format(**values)

    def where(self, key: str, /, **values: object) -> str:
        phrase: str = self.tables["where"][key]
        return phrase.format(**values)

    def side(self, key: str) -> str:
        word: str = self.tables["where"]["sides"][key]
        return word

    def told(self, key: str, *, denied: bool = False) -> str:
        """The word for a state that a control is in, or is not in."""
        words: list[str] = self.tables["told"][key]
        return words[1 if denied else 0]

    def nth(self, number: int) -> str:
        """ "third", or "number 30"; in a language where ordinals agree with what they count always the number."""
        words: Mapping[str, int] = self.tables["ordinals"] if self.tables["where"]["by_ordinals"] else {}
        return next((word for word, one in words.items() if one == number), self.where("nth", n=number))

    def number(self, said: str) -> int:
        """What an ordinal or a number says: 3 for "third", "3rd", "three" and "3", -1 for "last"; 0 for what is neither."""
        word = said.casefold().strip()
        for table in ("ordinals", "numbers"):
            if word in self.tables[table]:
                return int(self.tables[table][word])
        digits = re.match(r"\d{1,6}", word)
        return int(digits.group()) if digits else 0

    def noun(self, said: str) -> Noun | None:
        return self.nouns.get(" ".join(said.casefold().split()))

    def state(self, said: str, denial: str = "") -> Asking | None:
        """`denial`: "not", where that stands before it."""
        found = self.states.get(" ".join(said.casefold().split()))
        return Asking(found.state, found.denied != bool(denial), found.word) if found else None

    def frame(self, key: str) -> str:
        regex: str = self.tables["frame"][key]
        return regex

    def followup(self, key: str) -> re.Pattern[str]:
        return re.compile(_expanded(self.tables["followups"][key], self.tables), re.IGNORECASE)

    def plain(self, question: str) -> str:
        """The question on one line, without what stands around it."""
        text = clean(question[: 4 * LONGEST].translate(_CURLY), LONGEST).strip(" .,;:!?¿¡\u2026")
        before, after = (re.compile(self.frame(key), re.IGNORECASE) for key in ("before", "after"))
        while (found := before.match(text)) and found.end() < len(text):
            text = text[found.end() :]
        while (found := after.search(text)) and found.end() == len(text):
            text = text[: found.start()].rstrip(" ,")
        first, _, rest = text.partition(" ")
        longer = self.tables["frame"]["short"].get(first.casefold())
        return f"{longer} {rest}".strip() if longer else text

    def readings(self, question: str) -> Iterator[Asked]:
        """What the question may ask, the likeliest first. `question`: as `plain` makes it."""
        for kind, pattern in self.patterns:
            if found := pattern.fullmatch(question):
                parts = {name: text for name, text in found.groupdict().items() if text is not None}
                yield Asked(kind, parts, question, {name: found.span(name) for name in parts})


@cache
def wording(language: str = "en") -> Wording:
    """The questions of a language; those of English where there are none yet."""
    file = resources.files("mmassist.resources") / f"questions.{language}.toml"
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return wording()
    here = tables["macros"]["here"]
    patterns = tuple(
        (entry["kind"], re.compile(f"(?:{_expanded(pattern, tables)}){here}", re.IGNORECASE))
        for entry in tables["questions"]
        for pattern in entry["patterns"]
    )
    return Wording(language, tables, patterns, _nouns(tables), _states(tables))


def _nouns(tables: Mapping[str, Any]) -> dict[str, Noun]:
    """By word. One that stands in several entries means the roles of all, and goes by the first."""
    found: dict[str, Noun] = {}
    for key, entry in tables["nouns"].items():
        roles = frozenset(map(Role, entry["roles"]))
        for word in (*entry["one"], *entry["several"]):
            before = found.get(word.casefold())
            several = word in entry["several"]
            found[word.casefold()] = Noun(before.key, word, before.roles | roles, several) if before else Noun(key, word, roles, several)
    return found


def _states(tables: Mapping[str, Any]) -> dict[str, Asking]:
    found: dict[str, Asking] = {}
    for state, entry in tables["states"].items():
        found |= {word: Asking(state, False, word) for word in entry["words"]}
        found |= {word: Asking(state, True, word) for word in entry["opposite"]}
    return found


def _expanded(pattern: str, tables: Mapping[str, Any]) -> str:
    """With the macros put in, and what is made from the tables of words."""
    nouns = _any(word for entry in tables["nouns"].values() for word in (*entry["one"], *entry["several"]))
    states = _any(word for entry in tables["states"].values() for word in (*entry["words"], *entry["opposite"]))
    made = {
        "thing": "(?P<thing>.+?)",
        "noun": rf"{tables['frame']['articles']}? ?(?P<noun>{nouns})",
        "unit": rf"(?P<unit>{nouns})",
        "nth": rf"(?P<nth>{_any(tables['ordinals'])}|\d{{1,6}}{tables['suffixes']['ordinal']})",
        "number": rf"(?P<nth>{_any(tables['numbers'])}|\d{{1,6}})",
        "region": rf"(?P<region>{_any(tables['regions'])})",
        "state": rf"(?P<denial>(?:{tables['frame']['denial']}) )?(?P<state>{states})",
    }
    own = {**tables["macros"], **made}
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda found: own[found.group(1)], pattern)
    return pattern


def _any(words: Iterable[str]) -> str:
    """One of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(dict.fromkeys(words), key=len, reverse=True))
