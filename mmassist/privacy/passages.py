"""A text that is searched, with what a first look told of its parts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Trait(StrEnum):
    """What a text may hold, each the business of one rule. The first seven are words; their values are names in `privacy.toml`."""

    PASSWORD_WORD = "password"  # noqa: S105 - a trait's name
    KEY_WORD = "key"
    PHRASE_WORD = "phrase"
    CODE_WORD = "code"
    ACCOUNT_WORD = "account"
    CARD_WORD = "card"
    PHONE_WORD = "phone"
    KEY_START = "start of a key"
    TOKEN = "long token"  # noqa: S105 - a trait's name
    IBAN = "start of an IBAN"
    IDENTIFIER = "shape of a national number"
    AT = "at sign"
    PHONE = "figures of a phone number"


@dataclass(frozen=True, slots=True)
class Passage:
    """`text`: plain; `figures`: `text` with letters that look like figures made figures.

    `places`: where each trait is to be looked for, from and to, in order; no match of its rule begins elsewhere, and what it tells
    ends with the line.
    """

    text: str
    figures: str
    places: Mapping[Trait, Sequence[tuple[int, int]]]

    def of(self, trait: Trait) -> Sequence[tuple[int, int]]:
        """The places of one trait."""
        return self.places.get(trait, ())
