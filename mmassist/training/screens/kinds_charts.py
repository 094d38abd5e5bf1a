"""Charts as SVG: bars, lines, areas, pies, points and tables of heat, with axes, legends and titles, all by chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

_SCALES = (1, 10, 50, 100, 1000, 25000)


@dataclass(frozen=True, slots=True)
class ChartLook:
    """Colours as SVG writes them; `size` of letters in pixels."""

    ground: str
    ink: str
    faint: str
    series: tuple[str, ...]
    family: str
    size: int


@dataclass(slots=True)
class Chart:
    """One that is being drawn, `width` by `height`. `left`, `top`, `right` and `foot` bound the plot within it."""

    width: int
    height: int
    look: ChartLook
    rng: np.random.Generator
    words: Sequence[str]
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    foot: float = 0.0
    drawn: str = ""

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def word(self) -> str:
        return str(self.rng.choice(self.words))

    def text(self, x: float, y: float, content: str, anchor: str = "middle", by: float = 1.0) -> None:
        look = self.look
        self.drawn += (
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-family="{look.family}" font-size="{look.size * by:.1f}" '
            f'fill="{look.ink}">{escape(content)}</text>'
        )

    def line(self, x: float, y: float, to_x: float, to_y: float, colour: str, thick: float = 1.0) -> None:
        self.drawn += (
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}" stroke-width="{thick:.1f}" fill="none"/>'
        )

    def bar(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.drawn += f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.5, width):.1f}" height="{max(0.5, height):.1f}" fill="{colour}"/>'

    def dot(self, x: float, y: float, radius: float, colour: str, strength: float = 1.0) -> None:
        self.drawn += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" fill-opacity="{strength:.2f}"/>'

    def path(self, outline: str, fill: str, stroke: str, thick: float = 1.0, strength: float = 1.0) -> None:
        self.drawn += f'<path d="{outline}" fill="{fill}" fill-opacity="{strength:.2f}" stroke="{stroke}" stroke-width="{thick:.1f}"/>'

    def colour(self, at: int) -> str:
        return self.look.series[at % len(self.look.series)]


def some_chart(width: int, height: int, look: ChartLook, rng: np.random.Generator, words: Sequence[str]) -> str:
    """An `svg` element, a function of what it is given."""
    chart = Chart(width, height, look, rng, words)
    size = look.size
    chart.left, chart.right = size * float(rng.uniform(3.2, 4.5)), width - size * float(rng.uniform(1.0, 2.0))
    chart.top, chart.foot = size * float(rng.uniform(1.0, 1.6)), height - size * float(rng.uniform(2.2, 3.2))
    if chart.chance(0.7):
        chart.text(width / 2, size * 1.7, f"{chart.word()}: {chart.word()}", by=1.3)
        chart.top = size * 2.8
    kinds: tuple[Callable[[Chart], None], ...] = (_bars, _bars, _level_bars, _lines, _lines, _pie, _points, _heat)
    kinds[int(rng.integers(len(kinds)))](chart)
    ground = f'<rect width="{width}" height="{height}" fill="{look.ground}"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    return f"{head}{ground}{chart.drawn}</svg>"


def _bars(chart: Chart) -> None:
    """Standing: one a group, several side by side, or one on the other."""
    groups, series = int(chart.rng.integers(3, 13)), int(chart.rng.choice([1, 1, 2, 3]))
    values = chart.rng.uniform(0.08, 1.0, (series, groups))
    is_stacked = series > 1 and chart.chance(0.5)
    _axis(chart, across=False)
    room = (chart.right - chart.left) / groups
    wide = room * float(chart.rng.uniform(0.45, 0.9))
    high = chart.foot - chart.top
    for group in range(groups):
        start, level = chart.left + room * group + (room - wide) / 2, chart.foot
        for one in range(series):
            value = float(values[one, group]) * high / (series if is_stacked else 1)
            if is_stacked:
                level -= value
                chart.bar(start, level, wide, value, chart.colour(one))
            else:
                chart.bar(start + wide / series * one, chart.foot - value, wide / series, value, chart.colour(one))
    _names(chart, groups)
    _legend(chart, series)


def _level_bars(chart: Chart) -> None:
    """Lying, each with its name on the left."""
    count = int(chart.rng.integers(3, 11))
    chart.left = min(chart.width * 0.35, chart.look.size * 8.0)
    _axis(chart, across=True)
    room = (chart.foot - chart.top) / count
    high = room * float(chart.rng.uniform(0.4, 0.85))
    for at in range(count):
        y = chart.top + room * at + (room - high) / 2
        chart.bar(chart.left, y, (chart.right - chart.left) * float(chart.rng.uniform(0.05, 1.0)), high, chart.colour(0))
        chart.text(chart.left - 6, y + high / 2 + chart.look.size * 0.35, chart.word()[:14], anchor="end")


def _lines(chart: Chart) -> None:
    """Wandering values over time, perhaps filled, perhaps with dots."""
    count, series = int(chart.rng.integers(5, 60)), int(chart.rng.integers(1, 5))
    _axis(chart, across=False)
    is_filled, has_dots = chart.chance(0.3), count < 25 and chart.chance(0.5)
    thick = float(chart.rng.uniform(1.0, 3.0))
    x = np.linspace(chart.left, chart.right, count)
    for one in range(series):
        steps = chart.rng.normal(0.0, 1.0, count).cumsum()
        level = (steps - steps.min()) / max(1e-6, float(np.ptp(steps)))
        y = chart.foot - (chart.foot - chart.top) * (0.05 + 0.9 * level * float(chart.rng.uniform(0.4, 1.0)))
        outline = "M" + " L".join(f"{px:.1f} {py:.1f}" for px, py in zip(x, y, strict=True))
        if is_filled:
            chart.path(
                f"{outline} L{chart.right:.1f} {chart.foot:.1f} L{chart.left:.1f} {chart.foot:.1f} Z", chart.colour(one), "none", 0, 0.35
            )
        chart.path(outline, "none", chart.colour(one), thick)
        for px, py in zip(x, y, strict=True) if has_dots else ():
            chart.dot(float(px), float(py), thick + 1.5, chart.colour(one))
    _names(chart, min(count, 6))
    _legend(chart, series)


def _pie(chart: Chart) -> None:
    """Whole, or with a hole."""
    count = int(chart.rng.integers(2, 8))
    parts = chart.rng.uniform(0.15, 1.0, count)
    ends = np.concatenate([[0.0], (parts / parts.sum()).cumsum()]) * 2 * np.pi + float(chart.rng.uniform(0, 6))
    middle_x, middle_y = (chart.left + chart.right) / 2, (chart.top + chart.foot) / 2
    radius = min(chart.right - chart.left, chart.foot - chart.top) * 0.48
    for at in range(count):
        first, last = ends[at], ends[at + 1]
        (ax, ay), (bx, by) = ((middle_x + radius * np.cos(one), middle_y + radius * np.sin(one)) for one in (first, last))
        large = int(last - first > np.pi)
        outline = f"M{middle_x:.1f} {middle_y:.1f} L{ax:.1f} {ay:.1f} A{radius:.1f} {radius:.1f} 0 {large} 1 {bx:.1f} {by:.1f} Z"
        chart.path(outline, chart.colour(at), chart.look.ground, 1.5)
    if chart.chance(0.4):
        chart.dot(middle_x, middle_y, radius * float(chart.rng.uniform(0.4, 0.7)), chart.look.ground)
    _legend(chart, count)


def _points(chart: Chart) -> None:
    """Clouds of dots."""
    _axis(chart, across=False)
    _axis(chart, across=True)
    series = int(chart.rng.integers(1, 4))
    radius = float(chart.rng.uniform(1.5, 5.0))
    for one in range(series):
        count = int(chart.rng.integers(10, 90))
        x = chart.rng.normal(float(chart.rng.uniform(0.2, 0.8)), 0.14, count).clip(0.02, 0.98)
        y = (x * float(chart.rng.uniform(-0.8, 0.8)) + chart.rng.normal(0.5, 0.12, count)).clip(0.02, 0.98)
        for px, py in zip(x, y, strict=True):
            chart.dot(
                chart.left + float(px) * (chart.right - chart.left),
                chart.top + float(py) * (chart.foot - chart.top),
                radius,
                chart.colour(one),
                0.7,
            )
    _legend(chart, series)


def _heat(chart: Chart) -> None:
    """Cells of one colour, stronger or weaker."""
    rows, columns = int(chart.rng.integers(3, 10)), int(chart.rng.integers(4, 14))
    wide, high = (chart.right - chart.left) / columns, (chart.foot - chart.top) / rows
    for row in range(rows):
        for column in range(columns):
            x, y = chart.left + column * wide, chart.top + row * high
            cell = f"M{x:.1f} {y:.1f} h{wide:.1f} v{high:.1f} h-{wide:.1f} Z"
            chart.path(cell, chart.colour(0), chart.look.ground, 1.0, float(chart.rng.uniform(0.05, 1.0)))
        chart.text(chart.left - 5, chart.top + (row + 0.6) * high, chart.word()[:4], anchor="end")
    _names(chart, columns)


def _axis(chart: Chart, across: bool) -> None:
    """`across`: values run from left to right, else from the foot to the top. With numbers, and perhaps lines through the plot."""
    ticks, most = int(chart.rng.integers(3, 8)), int(chart.rng.choice(_SCALES))
    has_lines, size = chart.chance(0.6), chart.look.size
    for at in range(ticks + 1):
        share = at / ticks
        number = f"{most * share:.1f}" if most == 1 else f"{round(most * share):,}"
        if across:
            x = chart.left + (chart.right - chart.left) * share
            chart.line(x, chart.foot, x, chart.top if has_lines else chart.foot + 4, chart.look.faint)
            chart.text(x, chart.foot + size * 1.3, number, by=0.9)
        else:
            y = chart.foot - (chart.foot - chart.top) * share
            chart.line(chart.left, y, chart.right if has_lines else chart.left - 4, y, chart.look.faint)
            chart.text(chart.left - 6, y + size * 0.35, number, anchor="end", by=0.9)
    chart.line(chart.left, chart.foot, chart.right, chart.foot, chart.look.ink)
    chart.line(chart.left, chart.foot, chart.left, chart.top, chart.look.ink)


def _names(chart: Chart, count: int) -> None:
    """Below the plot: years, months, or words where there is room for them."""
    room = (chart.right - chart.left) / count
    first = int(chart.rng.integers(1990, 2024))
    has_words = room > chart.look.size * 6
    for at in range(count):
        name = chart.word()[:9] if has_words else str(first + at) if room > chart.look.size * 2.6 else str(at + 1)
        chart.text(chart.left + room * (at + 0.5), chart.foot + chart.look.size * 1.4, name, by=0.9)


def _legend(chart: Chart, count: int) -> None:
    if count < 2 or chart.chance(0.25):
        return
    size = chart.look.size
    y, x = chart.height - size * 0.6, chart.left
    for at in range(count):
        name = chart.word()[:10]
        if x + size * (2 + 0.6 * len(name)) > chart.width:
            return
        chart.bar(x, y - size * 0.8, size * 0.8, size * 0.8, chart.colour(at))
        chart.text(x + size * 1.2, y, name, anchor="start", by=0.9)
        x += size * (2.4 + 0.6 * len(name))
