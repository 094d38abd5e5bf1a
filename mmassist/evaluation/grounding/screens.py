"""Generated screens of eight kinds, told by the tree, read from pixels with a recogniser's mistakes, or both."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from mmassist.evaluation.grounding import facts
from mmassist.evaluation.grounding.facts import Fact
from mmassist.values import Box, Item, Role, Scene, Source, Target, TextLine, Window

SOURCES = ("tree", "pixels", "both")
_LINE = 24


@dataclass(frozen=True, slots=True)
class Screen:
    """`facts`: (label, fact, the text in which it stands). `texts`: all that the scene really holds, mistakes included."""

    kind: str
    source: str
    scene: Scene
    facts: tuple[tuple[str, Fact, str], ...]
    texts: tuple[str, ...]


@cache
def content() -> dict[str, Any]:
    """What screens are made of."""
    return tomllib.loads(files("mmassist.evaluation.grounding").joinpath("content.toml").read_text("utf-8"))


def generate(rng: Random, number: int) -> Screen:
    """The screen number `number`; kinds and sources take turns."""
    kinds = list(content()["screens"])
    kind, source = kinds[number % len(kinds)], SOURCES[number // len(kinds) % len(SOURCES)]
    rows = content()["screens"][kind]
    style = rng.choice([0, 0, 0, 2])
    known: list[tuple[str, Fact, str]] = []
    for label, made in rows:
        fact = _fact(made, rng)
        forms = fact.shown()
        written = forms[min(style, len(forms) - 1) + rng.choice([0, 1]) if len(forms) > style + 1 else 0]
        known.append((label, fact, f"{label}: {written}" if label else written))
    shown = [text for _, _, text in known]
    fillers = rng.sample(content()["fillers"], 4)
    order = [*shown, *fillers]
    rng.shuffle(order)
    scene, texts = _scene(order, source, kind, rng)
    return Screen(kind, source, scene, tuple(known), texts)


def _scene(order: list[str], source: str, kind: str, rng: Random) -> tuple[Scene, tuple[str, ...]]:
    items = tuple(Item(Role.LABEL, text, Source.OUTLINE, box=Box(10, _LINE * at, 300, 18)) for at, text in enumerate(order))
    items = (*items, Item(Role.BUTTON, "Close", Source.OUTLINE))
    read = [(_misread(text, rng) if rng.random() < 0.08 else text) for text in order]
    lines = tuple(
        TextLine(
            text,
            Box(10, _LINE * at, 8 * len(text), rng.randint(13, 20)),
            rng.uniform(0.6, 0.8) if text != order[at] else rng.uniform(0.82, 1.0),
            at,
        )
        for at, text in enumerate(read)
    )
    title = f"{kind.capitalize()} viewer"
    window = Window(1, title, "viewer", None, Box(0, 0, 800, 600))
    has_tree, has_pixels = source != "pixels", source != "tree"
    scene = Scene(
        Target(), window, (800, 600), items if has_tree else (), lines if has_pixels else (), has_outline=has_tree, text_read=has_pixels
    )
    return scene, (title, *(order if has_tree else ()), *(read if has_pixels else ()))


def _misread(text: str, rng: Random) -> str:
    """One or two of a recogniser's usual mistakes."""
    for _ in range(rng.randint(1, 2)):
        wrong, right = rng.choice(content()["mistakes"])
        places = [at for at in range(len(text)) if text.startswith(wrong, at)]
        if places:
            at = rng.choice(places)
            text = text[:at] + right + text[at + len(wrong) :]
    return text


def _fact(made: str, rng: Random) -> Fact:
    data = content()
    if made == "amount":
        cents = rng.choice([rng.randint(100, 9999), rng.randint(10000, 9999999), 100 * rng.randint(2, 99)])
        return facts.Amount(cents, rng.choice(["EUR", "USD", "GBP"]))
    if made.startswith("measure "):
        unit = made.removeprefix("measure ")
        tenths = rng.choice([10 * rng.randint(2, 99), rng.randint(11, 999)])
        return facts.Measure(-tenths if unit == "°C" and rng.random() < 0.3 else tenths, unit)
    if made == "day":
        return facts.Day(datetime.date(2026, 1, 1) + datetime.timedelta(rng.randint(0, 900)))
    if made == "clock":
        return facts.Clock(rng.choice([60 * rng.randint(0, 23), rng.randint(0, 1439)]))
    if made == "phone":
        country, area = rng.choice([("49", "30"), ("44", "20"), ("33", "1"), ("1", "555")])
        return facts.Phone(country, area, str(rng.randint(2000000, 99999999)))
    if made.startswith("code "):
        return _code(made.removeprefix("code "), rng)
    if made == "strength":
        return facts.Strength(str(rng.choice([5, 10, 20, 25, 40, 50, 75, 100, 250, 400, 500])), rng.choice(["mg", "mg", "µg", "ml", "IU"]))
    if made == "directions":
        return facts.Directions(rng.randint(1, 3), rng.randint(1, 4), rng.choice(["tablet", "capsule", "drop", "puff"]))
    return facts.Sentence(tuple(rng.choice(data["sentences"]).split()), tuple(data["words"]))


def _code(pattern: str, rng: Random) -> facts.Code:
    """A code by its pattern: A a letter, 0 a digit, anything else itself; the first other sign is the mark between groups."""
    mark = next((char for char in pattern if not char.isalnum()), "-")
    letters = "ACDEFGHJKMNPQRTUVWXY"
    made = "".join(rng.choice(letters) if char == "A" else str(rng.randint(1, 9)) if char == "0" else char for char in pattern)
    return facts.Code(tuple(made.split(mark)), mark)
