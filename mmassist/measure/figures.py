"""Figures: samples, what they were asked to be, and whether they are. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """`MEDIAN_MET`: half of the samples are within the target, but not 95 % of them. `PUBLISHED`: there is no target."""

    MET = "met"
    MEDIAN_MET = "median met, p95 missed"
    MISSED = "missed"
    FAILED = "failed"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Samples:
    """What was measured of one thing. `failure`: why there are no more of them, empty if all went well."""

    name: str
    values: tuple[float, ...]
    failure: str = ""

    @property
    def median(self) -> float | None:
        return statistics.median(self.values) if self.values else None

    @property
    def p95(self) -> float | None:
        return percentile(self.values, 95) if self.values else None

    def as_json(self) -> dict[str, Any]:
        """`failure` only where there is one."""
        numbers = {"median": self.median, "p95": self.p95, "min": min(self.values, default=None), "max": max(self.values, default=None)}
        rounded = {name: None if value is None else round(value, 2) for name, value in numbers.items()}
        return {"name": self.name, "n": len(self.values), **rounded, **({"failure": self.failure} if self.failure else {})}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure beside its opponents. `target`: at most this, in `unit`; None is published without one.

    `note` says how it was measured; `details` is plain data for who wants to know more.
    """

    key: str
    unit: str
    target: float | None
    samples: Samples
    opponents: tuple[Samples, ...] = ()
    note: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        median, p95 = self.samples.median, self.samples.p95
        if self.samples.failure or median is None or p95 is None:
            return Verdict.FAILED
        if self.target is None:
            return Verdict.PUBLISHED
        if p95 <= self.target:
            return Verdict.MET
        return Verdict.MEDIAN_MET if median <= self.target else Verdict.MISSED

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            **self.samples.as_json(),
            "unit": self.unit,
            "target": self.target,
            "verdict": self.verdict.value,
            "opponents": [opponent.as_json() for opponent in self.opponents],
            "note": self.note,
            "details": dict(self.details),
        }


def percentile(values: Iterable[float], percent: float) -> float:
    """Between the two nearest samples in proportion (Hyndman and Fan's type 7). Raises ValueError for no samples."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no samples")
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def table(figures: Iterable[Mapping[str, Any]]) -> str:
    """Figures as `Figure.as_json` gives them, one a line, each opponent below, in columns."""
    rows: list[tuple[str, ...]] = [("", "median", "p95", "min", "max", "n", "target", "")]
    for figure in figures:
        rows.append(_row(figure["name"], figure, figure["unit"], figure["target"], figure["verdict"]))
        rows += [_row(f"    beside {opponent['name']}", opponent, figure["unit"], None, "") for opponent in figure["opponents"]]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(_line(row, widths) for row in rows)


def _row(name: str, numbers: Mapping[str, Any], unit: str, target: float | None, verdict: str) -> tuple[str, ...]:
    failure = numbers.get("failure", "")
    cells = [_number(numbers[column]) for column in ("median", "p95", "min", "max")]
    asked = "" if target is None else f"<= {target:g}"
    return (f"{name}, {unit}", *cells, str(numbers["n"]), asked, ": ".join(filter(None, (verdict, failure.partition("\n")[0]))))


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}" if abs(value) < 1000 else f"{value:.0f}"


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    name, *numbers, verdict = row
    cells = [name.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(numbers, widths[1:-1], strict=True)), verdict]
    return "  ".join(cells).rstrip()
