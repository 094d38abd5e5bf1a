"""The rules of what is personal, read from `resources/privacy.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
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
    """All of them. `alike`: what stands for a figure, by code point; the patterns of words ignore case.

    For a quick first look: `hints`: by the name of a trait, parts, in small letters, of which every text that holds one of its words has
    one; `key_holds`: the like for `key_starts`; `iban_starts`, `identifier_shapes` and `named_shapes` (those that need a word, one of
    `identifier_words`): what each rule's findings begin with or are.
    """

    alike: dict[int, str]
    issuers: tuple[Issuer, ...]
    card_words: re.Pattern[str]
    iban_lengths: dict[str, int]
    iban_figures: frozenset[str]
    iban_words: re.Pattern[str]
    iban_starts: re.Pattern[str]
    identifiers: tuple[Identifier, ...]
    identifier_shapes: re.Pattern[str]
    named_shapes: re.Pattern[str]
    identifier_words: tuple[str, ...]
    key_starts: re.Pattern[str]
    key_holds: tuple[str, ...]
    key_least: int
    key_words: re.Pattern[str]
    token_words: re.Pattern[str]
    password_words: re.Pattern[str]
    phrase_words: re.Pattern[str]
    ordinary: frozenset[str]
    code_words: re.Pattern[str]
    hints: Mapping[str, tuple[str, ...]]


@cache
def rules() -> Rules:
    """The built-in rules."""
    data: dict[str, Any] = tomllib.loads(resources.files("mmassist.resources").joinpath("privacy.toml").read_text("utf-8"))
    cards, iban, keys, secrets, identifiers = data["cards"], data["iban"], data["keys"], data["secrets"], data["identifiers"]
    return Rules(
        alike={ord(sign): figure for sign, figure in data["alike"].items()},
        issuers=tuple(Issuer(one["from"], one["to"], frozenset(one["lengths"])) for one in cards["issuers"]),
        card_words=_words(cards["words"]),
        iban_lengths=iban["lengths"],
        iban_figures=frozenset(iban["figures"]),
        iban_words=_words(iban["words"]),
        iban_starts=re.compile(rf"(?:{'|'.join(iban['lengths']).replace('O', '[O0]')}) ?[0-9OQDIlSBZ]{{2}}"),
        identifiers=tuple(_identifier(one) for one in identifiers),
        identifier_shapes=_shapes(row["shape"] for row in identifiers if "words" not in row),
        named_shapes=_shapes(row["shape"] for row in identifiers if "words" in row),
        identifier_words=tuple(dict.fromkeys(word for row in identifiers for word in row.get("words", ()))),
        key_starts=re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(row['shape'] for row in keys['starts'])})"),
        key_holds=tuple(dict.fromkeys(part for row in keys["starts"] for part in row["holds"])),
        key_least=keys["least"],
        key_words=_patterns(secrets["key"]),
        token_words=_patterns(secrets["token"]),
        password_words=_patterns(secrets["password"]),
        phrase_words=_patterns(secrets["phrase"]),
        ordinary=frozenset(secrets["ordinary"]),
        code_words=_words(data["codes"]["words"]),
        hints={name: tuple(parts) for name, parts in data["hints"].items()},
    )


def near(words: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether one of `words` stands shortly before `text[start:end]`, or right after it."""
    return bool(words.search(text, max(0, start - _BEFORE), start) or words.search(text, end, min(len(text), end + _AFTER)))


def _identifier(row: dict[str, Any]) -> Identifier:
    return Identifier(
        row.get("check", ""), _shapes([row["shape"]]), _words(row["words"]) if "words" in row else None, tuple(row.get("words", ()))
    )


def _shapes(shapes: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(shapes)})(?![A-Za-z0-9])")


def _words(words: Sequence[str]) -> re.Pattern[str]:
    return _patterns([re.escape(word) for word in words])


def _patterns(patterns: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(patterns, key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(longest_first)})(?![^\W\d_])", re.IGNORECASE)
