"""Hostile answers and screens, generated: the same seed gives the same ones. Pure."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

# Ways in which a text is dressed up so that a filter of words would miss it, or a parser trip over it.
_WRAPPINGS = (
    "{}",
    "{}",
    "{}",
    "Here is the window. {} That is all.",
    "{}\n\n{}",
    "> {}",
    "- {}\n- {}",
    "```\n{}\n```",
    "<div>{}</div>",
    '"{}"',
)


@dataclass(frozen=True, slots=True)
class Attack:
    """`mark`: a word that stands in this text and nowhere else. `pieces`: the text, cut up as a stream might be."""

    family: str
    mark: str
    text: str
    pieces: tuple[str, ...]


def answers(count: int, seed: int) -> list[Attack]:
    """What a model may be made to say."""
    return _attacks("answers", count, seed)


def screens(count: int, seed: int) -> list[Attack]:
    """What may be written on a screen to make it."""
    return _attacks("screens", count, seed + 1)


def _attacks(part: str, count: int, seed: int) -> list[Attack]:
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    families = _data()[part]
    names = sorted(families)
    return [_attack(names[number % len(names)], families, number, dice) for number in range(count)]


def _attack(family: str, families: dict[str, list[str]], number: int, dice: random.Random) -> Attack:
    mark = f"zq{number:05d}x{dice.randrange(10**6):06d}"
    text = dice.choice(families[family])
    if dice.random() < 0.3:
        text += " " + dice.choice(families[dice.choice(sorted(families))])
    wrapping = dice.choice(_WRAPPINGS)
    text = wrapping.replace("{}", text)
    for name in ("url", "command", "secret", "who"):
        while f"{{{name}}}" in text:
            text = text.replace(f"{{{name}}}", dice.choice(_data()[name]), 1)
    text = text.replace("{mark}", mark)
    if family == "endless":
        text *= dice.choice((1, 20, 200))
    if mark not in text:
        text += f" {mark}"
    return Attack(family, mark, text, _pieces(text, dice))


def _pieces(text: str, dice: random.Random) -> tuple[str, ...]:
    longest = max(8, len(text) // 40)
    pieces, at = [], 0
    while at < len(text):
        size = dice.randint(1, longest)
        pieces.append(text[at : at + size])
        at += size
    return tuple(pieces)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((resources.files("mmassist.evaluation.hostile") / "attacks.toml").read_text("utf-8"))
