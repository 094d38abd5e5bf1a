"""The words by which figures are known, read from `resources/grounding.LANGUAGE.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """One language's words. Keys are folded to small letters, but for `units`, which is asked with the word as written first.

    `units`: spelling to unit; `currencies`: spelling to ISO 4217 code; `months`, `weekdays`: name to number (1 to 12, 0 to 6);
    `triggers`: words without a digit that may begin or belong to a mention.
    """

    units: Mapping[str, str]
    currencies: Mapping[str, str]
    hundredths: Mapping[str, str]
    dose_units: frozenset[str]
    dose_nouns: frozenset[str]
    dose_verbs: frozenset[str]
    rates: frozenset[str]
    once: Mapping[str, int]
    times: frozenset[str]
    each: frozenset[str]
    daily: Mapping[str, str]
    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    ordinals: Mapping[str, int]
    fractions: Mapping[str, str]
    minus: frozenset[str]
    point: frozenset[str]
    always_from: int
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    short_weekdays: Mapping[str, int]
    between: frozenset[str]
    am: frozenset[str]
    pm: frozenset[str]
    clock: frozenset[str]
    past: frozenset[str]
    to: frozenset[str]
    noon: frozenset[str]
    midnight: frozenset[str]
    phone_context: frozenset[str]
    counts: frozenset[str]
    not_places: frozenset[str]
    of: frozenset[str]
    closed: frozenset[str]
    controls: Mapping[str, tuple[str, ...]]
    spoken: Mapping[str, str]
    triggers: frozenset[str]

    def unit(self, word: str) -> str:
        """The unit that `word` spells, "" if none."""
        return self.units.get(word) or (self.units.get(word.casefold(), "") if len(word) > 1 else "")

    def currency(self, word: str) -> str:
        """The currency's ISO 4217 code, "" if none."""
        return self.currencies.get(word.casefold(), "")


@cache
def words(language: str = "en") -> Words:
    """The words of `language`, English where there are none of its own."""
    code = language.replace("_", "-").split("-")[0].casefold()
    return _read(code if _LANGUAGE.fullmatch(code) and _file(code).is_file() else "en")


def _file(language: str) -> Any:
    return resources.files("mmassist.resources") / f"grounding.{language}.toml"


@cache
def _read(language: str) -> Words:
    data = tomllib.loads(_file(language).read_text("utf-8"))
    doses, numbers, dates, counts = (data[name] for name in ("doses", "numbers", "dates", "counts"))
    months, weekdays = _numbered(dates["months"], 1), _numbered(dates["weekdays"], 0)
    short = _numbered(dates["short_weekdays"], 0)
    triggers = [months, weekdays, numbers["words"], numbers["fractions"], numbers["scales"], doses["once"], doses["daily"]]
    alone = [*dates["noon"], *dates["midnight"]]
    return Words(
        units={spelling: unit for unit, spellings in data["units"].items() for spelling in spellings},
        currencies={spelling: code for code, spellings in data["currencies"].items() for spelling in spellings},
        hundredths=data["hundredths"],
        dose_units=frozenset(doses["units"]),
        dose_nouns=frozenset(doses["nouns"]),
        dose_verbs=frozenset(doses["verbs"]),
        rates=frozenset(doses["rates"]),
        once=doses["once"],
        times=frozenset(doses["times"]),
        each=frozenset(doses["each"]),
        daily=doses["daily"],
        numbers=numbers["words"],
        scales=numbers["scales"],
        ordinals=numbers["ordinals"],
        fractions=numbers["fractions"],
        minus=frozenset(numbers["minus"]),
        point=frozenset(numbers["point"]),
        always_from=numbers["always_from"],
        months=months,
        weekdays=weekdays,
        short_weekdays=short,
        **{name: frozenset(dates[name]) for name in ("between", "am", "pm", "clock", "past", "to", "noon", "midnight")},
        phone_context=frozenset(data["phones"]["context"]),
        counts=frozenset(counts["nouns"]),
        not_places=frozenset(counts["not_places"]),
        of=frozenset(counts["of"]),
        closed=frozenset(counts["closed"]),
        controls={name: tuple(listed) for name, listed in data["controls"].items()},
        spoken=data["spoken"],
        triggers=frozenset(_folded([*(word for table in triggers for word in table), *short, *alone])),
    )


def _numbered(groups: Iterable[Iterable[str]], first: int) -> dict[str, int]:
    return {name: number for number, names in enumerate(groups, first) for name in names}


def _folded(listed: Iterable[str]) -> Iterable[str]:
    return (word.casefold() for word in listed)
