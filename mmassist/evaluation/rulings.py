"""What rules are given and what they give back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mmassist.evaluation.facts import Said
from mmassist.evaluation.truth import Truth


@dataclass(frozen=True, slots=True)
class Description:
    """What a describer said. `gist`, `text`: the two tiers. `utterances`: as heard, in order. `items`, `lines`: what it saw."""

    gist: str
    text: str
    utterances: tuple[str, ...] = ()
    items: tuple[Mapping[str, Any], ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One description before the judge."""

    truth: Truth
    description: Description
    said: Said


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one rule says. `kept`: None where the rule does not apply. `words`: what broke it, as it was said."""

    rule: str
    kept: bool | None
    reason: str = ""
    words: str = ""


def kept(rule: str) -> Ruling:
    """The rule is kept."""
    return Ruling(rule, True)


def broken(rule: str, reason: str, words: str = "") -> Ruling:
    """The rule is broken."""
    return Ruling(rule, False, reason, words)


def does_not_apply(rule: str) -> Ruling:
    """There is nothing in this window for the rule to look at."""
    return Ruling(rule, None)
