"""How hard a request is: features and weights, which are data (`resources/routing.toml`). Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

SIMPLE, MIDDLING, HARD = "simple", "middling", "hard"


@dataclass(frozen=True, slots=True)
class Measured:
    """What of a request the features look at. `base`: the hardness of its preset, 0 to 1; `items`, `lines`: how many the scene has."""

    base: float
    question: str
    needs_pictures: bool
    items: int
    lines: int


@dataclass(frozen=True, slots=True)
class Hardness:
    """`score`: 0 to 1. `grade`: simple, middling or hard. `reasons`: of the features that are there, with the sign of their weight."""

    score: float
    grade: str
    reasons: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Feature:
    """There if each condition that it has is met. `words`: one of them stands in the question; the numbers: at least so many."""

    weight: float
    why: str
    words: re.Pattern[str] | None = None
    pictures: bool = False
    question_words: int = 0
    items: int = 0
    lines: int = 0

    def is_in(self, measured: Measured) -> bool:
        return (
            (self.words is None or bool(self.words.search(measured.question)))
            and (not self.pictures or measured.needs_pictures)
            and len(measured.question.split()) >= self.question_words
            and measured.items >= self.items
            and measured.lines >= self.lines
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """The file as values. `needs`: by preference and grade the least quality that is good enough; `first_token`: milliseconds assumed."""

    features: tuple[Feature, ...]
    classes: Mapping[str, float]
    needs: Mapping[str, Mapping[str, int]]
    first_token: Mapping[str, float]

    def hardness(self, measured: Measured) -> Hardness:
        there = tuple((feature.why, feature.weight) for feature in self.features if feature.is_in(measured))
        score = round(min(1.0, max(0.0, measured.base + sum(weight for _, weight in there))), 3)
        grade = HARD if score >= self.classes[HARD] else MIDDLING if score >= self.classes[MIDDLING] else SIMPLE
        return Hardness(score, grade, there)


@cache
def built_in() -> Rule:
    """The rule that comes with mmassist."""
    data = tomllib.loads(resources.files("mmassist.resources").joinpath("routing.toml").read_text("utf-8"))
    return Rule(tuple(map(_feature, data["features"])), data["classes"], data["needs"], data["assumed_first_token"])


def _feature(row: dict[str, Any]) -> Feature:
    return Feature(**{**row, "words": _pattern(row["words"]) if "words" in row else None})


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    spaced = (r"\s+".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"\b(?:{'|'.join(spaced)})\b", re.IGNORECASE)
