"""The rules of what is personal, read from `resources/privacy.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

# Of the text around a number, so many characters before and after may hold the word that makes it personal.
_BEFORE, _AFTER = 60, 30


@dataclass(frozen=True, slots=True)
class Issuer:
    """Card numbers that begin with figures between `first` and `last` (of the same length) and are as long as one of `lengths`."""

    first: str
    last: str
    lengths: frozenset[int]


@dataclass(frozen=True, slots=True)
class Identifier:
    """One kind of national number. `check`: module of python-stdnum, "" for none; `near`: words of which one must be near, or None;
    `words`: the same in small letters."""

    check: str
    shape: re.Pattern[str]
    near: re.Pattern[str] | None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """All of them. `alike`: what stands for a figure, by code point; the patterns of words ignore case. `hints`: parts, in small letters,
    of which every text that holds one of the words has one."""

    alike: dict[int, str]
    issuers: tuple[Issuer, ...]
    card_words: re.Pattern[str]
    iban_lengths: dict[str, int]
    iban_figures: frozenset[str]
    iban_words: re.Pattern[str]
    identifiers: tuple[Identifier, ...]
    key_starts: re.Pattern[str]
    key_least: int
    key_words: re.Pattern[str]
    password_words: re.Pattern[str]
    phrase_words: re.Pattern[str]
    ordinary: frozenset[str]
    code_words: re.Pattern[str]
    hints: tuple[str, ...]


@cache
def rules() -> Rules:
    """The built-in rules."""
    data: dict[str, Any] = tomllib.loads(resources.files("mmassist.resources").joinpath("privacy.toml").read_text("utf-8"))
    cards, iban, keys, secrets = data["cards"], data["iban"], data["keys"], data["secrets"]
    return Rules(
        alike={ord(sign): figure for sign, figure in data["alike"].items()},
        issuers=tuple(Issuer(one["from"], one["to"], frozenset(one["lengths"])) for one in cards["issuers"]),
        card_words=_words(cards["words"]),
        iban_lengths=iban["lengths"],
        iban_figures=frozenset(iban["figures"]),
        iban_words=_words(iban["words"]),
        identifiers=tuple(_identifier(one) for one in data["identifiers"]),
        key_starts=re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(keys['starts'])})"),
        key_least=keys["least"],
        key_words=_patterns(secrets["key"]),
        password_words=_patterns(secrets["password"]),
        phrase_words=_patterns(secrets["phrase"]),
        ordinary=frozenset(secrets["ordinary"]),
        code_words=_words(data["codes"]["words"]),
        hints=tuple(data["hints"]),
    )


def near(words: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether one of `words` stands shortly before `text[start:end]`, or right after it."""
    return bool(words.search(text, max(0, start - _BEFORE), start) or words.search(text, end, min(len(text), end + _AFTER)))


def _identifier(row: dict[str, Any]) -> Identifier:
    shape = re.compile(rf"(?<![A-Za-z0-9]){row['shape']}(?![A-Za-z0-9])")
    return Identifier(row.get("check", ""), shape, _words(row["words"]) if "words" in row else None, tuple(row.get("words", ())))


def _words(words: Sequence[str]) -> re.Pattern[str]:
    return _patterns([re.escape(word) for word in words])


def _patterns(patterns: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(patterns, key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(longest_first)})(?![^\W\d_])", re.IGNORECASE)
