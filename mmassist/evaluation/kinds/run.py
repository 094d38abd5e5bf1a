"""`mmassist evaluate kinds`: what is told of pictures of known kind, on the half that no rule was chosen by."""

from __future__ import annotations

import contextlib
import hashlib
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from mmassist.evaluation.kinds import charts, pictures
from mmassist.evaluation.kinds.pictures import Sample
from mmassist.perception.elements.finder import ElementFinder, Options
from mmassist.perception.elements.whole import Rule, controls_in, likeliest, looks_like, reduced, rules
from mmassist.values import PictureKind

PUBLISHED_SEED = 20261127
RIGHT = 0.95
"""Of what is told of a kind, so much is to be right."""


@dataclass(frozen=True, slots=True)
class Row:
    """One picture. `right`: what may be said of it; `called`, `chance`: the likeliest kind as the network has it; `told`: "" for nothing.
    `chosen_by`: whether the rules were chosen by its half."""

    name: str
    right: tuple[str, ...]
    called: str
    chance: float
    controls: int
    told: str
    chosen_by: bool


@dataclass(frozen=True, slots=True)
class KindsReport:
    rows: tuple[Row, ...]
    absent: tuple[str, ...]

    @property
    def met(self) -> bool:
        """Of part of the pictures it is not known."""
        told = [row for row in self.rows if row.told and not row.chosen_by]
        return (
            not self.absent
            and bool(told)
            and all(sum(row.told in row.right for row in of) >= RIGHT * len(of) for of in _by_kind(told).values())
        )

    def as_json(self) -> dict[str, Any]:
        return {"command": "mmassist evaluate kinds", "seed": PUBLISHED_SEED, **asdict(self), "least": self.least(), "met": self.met}

    def least(self) -> dict[str, float | None]:
        """By the half that is there to choose by: the chance from which on each rule is right often enough, None where it never is."""
        half = [row for row in self.rows if row.chosen_by]
        return {rule.kind.value: least_of(rule, half) for rule in rules()}

    def table(self) -> str:
        held = [row for row in self.rows if not row.chosen_by]
        lines = [f"{len(held)} pictures by which nothing was chosen ({RIGHT:.0%} of what is told is to be right):"]
        for kind in PictureKind:
            told = [row for row in held if row.told == kind]
            present = [row for row in held if kind in row.right]
            right = sum(row in present for row in told)
            wrong = [row.name for row in told if row not in present]
            named = f" Not: {', '.join(wrong)}." if wrong else ""
            lines.append(f"  {kind}: {len(told)} told, {right} of them right; {right} of {len(present)} that are one.{named}")
        lines += [f"  {kind}: by the other {len(self.rows) - len(held)} from {least} on." for kind, least in self.least().items()]
        return "\n".join([*lines, *(f"  not installed here: {package}." for package in self.absent)])


def _by_kind(rows: Sequence[Row]) -> dict[str, list[Row]]:
    return {kind: [row for row in rows if row.told == kind] for kind in {row.told for row in rows}}


def least_of(rule: Rule, rows: Sequence[Row]) -> float | None:
    """The lowest chance from which on, in `rows`, so many as wanted are right of what the rule tells. Pure."""
    told = sorted((row for row in rows if row.called in rule.called and row.controls in rule.controls), key=lambda row: -row.chance)
    right = accumulate(rule.kind in row.right for row in told)
    return min(
        (row.chance for count, (row, so_far) in enumerate(zip(told, right, strict=True), 1) if so_far >= RIGHT * count), default=None
    )


def is_chosen_by(group: str) -> bool:
    """Which half a picture falls into."""
    return hashlib.sha256(f"{group}.png".encode()).digest()[0] % 2 == 0


async def run(models: Path, progress: Callable[[str], None]) -> KindsReport:
    """`models`: a folder with a manifest. Raises as `ElementFinder.find`."""
    rows, absent = list[Row](), list(pictures.absent())
    with tempfile.TemporaryDirectory(prefix="mmassist-") as folder:
        async with contextlib.aclosing(ElementFinder(Options(models))) as finder:
            for sample in _samples(Path(folder), absent):
                rows.append(await _looked_at(sample, finder))
                progress(f"{rows[-1].name}: {rows[-1].told or '-'}")
    return KindsReport(tuple(rows), tuple(sorted(absent)))


async def _looked_at(sample: Sample, finder: ElementFinder) -> Row:
    found = await finder.find(reduced(sample.frame.pixels))
    called, chance = likeliest(found)
    told = looks_like(found, (sample.frame.width, sample.frame.height))
    right = tuple(sorted(kind.value for kind in sample.right))
    return Row(sample.name, right, called, round(chance, 6), controls_in(found), told.value if told else "", is_chosen_by(sample.group))


def _samples(scratch: Path, absent: list[str]) -> Iterator[Sample]:
    yield from pictures.files()
    drawn: tuple[tuple[str, Iterator[Sample]], ...] = (
        ("matplotlib", charts.matplotlib_charts(_chance("matplotlib"))),
        ("gnuplot-nox", charts.gnuplot_charts(_chance("gnuplot"))),
        ("poppler-utils", pictures.pages(_chance("pages"), scratch)),
        ("pygments", pictures.codes(_chance("codes"))),
        ("chromium", pictures.tables(_chance("tables"), scratch)),
    )
    for package, samples in drawn:
        try:
            yield from samples
        except (ModuleNotFoundError, FileNotFoundError):
            absent.append(package)


def _chance(name: str) -> random.Random:
    return random.Random(f"{PUBLISHED_SEED} {name}")  # noqa: S311 - pictures, no secrets
