"""Charts as two common programs draw them: matplotlib in all its styles, and gnuplot."""

from __future__ import annotations

import importlib
import io
import random
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from mmassist.capture.files import image_in
from mmassist.evaluation.kinds.pictures import Sample
from mmassist.values import PictureKind

GNUPLOT = 16
"""How many charts it draws."""

_NAMES = ("North", "South", "East", "West", "Paris", "Rome", "Oslo", "Lima")
_SIZES = ((6.4, 4.8), (8.0, 4.0), (5.0, 5.0), (10.0, 6.0))
_PLOTS = (
    "plot sin(x), cos(x)",
    'set style data histograms; set style fill solid; plot $d using 2 title "2024", "" using 3 title "2025"',
    'plot $d using 1:2 with linespoints title "Rain"',
    "plot $d using 2:3 with points pt 7",
    "splot x*x-y*y",
    'set boxwidth 0.6; set style fill solid; plot $d using 1:2 with boxes title "Visitors"',
    'set grid; plot $d using 1:2 with filledcurves x1 title "Load", "" using 1:3 with lines',
    "set pm3d map; splot sin(x)*cos(y)",
)


def matplotlib_charts(rng: random.Random) -> Iterator[Sample]:
    """Two in each of its styles. Raises ModuleNotFoundError where it is not installed."""
    pyplot = importlib.import_module("matplotlib.pyplot")
    pyplot.switch_backend("Agg")
    chance = np.random.default_rng(rng.randrange(2**32))
    for style in sorted(name for name in pyplot.style.available if not name.startswith("_")):
        for draw in rng.sample(_CHARTS, 2):
            with pyplot.style.context(style):
                figure, axes = pyplot.subplots(figsize=rng.choice(_SIZES), dpi=rng.choice((72, 100, 120)))
                draw(axes, chance)
                drawn = io.BytesIO()
                figure.savefig(drawn, format="png")
                pyplot.close(figure)
            yield _sample(f"chart/{style}-{draw.__name__.strip('_')}", f"chart/{style}", drawn.getvalue())


def gnuplot_charts(rng: random.Random) -> Iterator[Sample]:
    """Raises FileNotFoundError where it is not installed."""
    for at in range(GNUPLOT):
        size, terminal = rng.choice(("640,480", "800,500", "1000,600", "500,500")), rng.choice(("pngcairo", "png"))
        data = "\n".join(f"{day} {rng.uniform(1, 9):.2f} {rng.uniform(1, 9):.2f}" for day in range(14))
        script = f'set terminal {terminal} size {size}\n$d << E\n{data}\nE\nset title "Figure {at}"\nset xlabel "day"\n'
        drawn = subprocess.run(["gnuplot"], input=f"{script}{_PLOTS[at % len(_PLOTS)]}\n".encode(), check=True, capture_output=True)
        yield _sample(f"chart/gnuplot-{at}", f"chart/gnuplot-{at}", drawn.stdout)


def _sample(name: str, group: str, drawn: bytes) -> Sample:
    return Sample(name, frozenset({PictureKind.CHART}), group, image_in(io.BytesIO(drawn), name))


def _bars(axes: Any, chance: np.random.Generator) -> None:
    axes.bar(_NAMES[:5], chance.uniform(2, 30, 5))
    axes.set_ylabel("Sales")
    axes.set_title("Sales by region")


def _level_bars(axes: Any, chance: np.random.Generator) -> None:
    axes.barh(_NAMES[:6], chance.uniform(2, 30, 6))
    axes.set_xlabel("km")


def _lines(axes: Any, chance: np.random.Generator) -> None:
    for name in _NAMES[:3]:
        axes.plot(np.arange(24), np.cumsum(chance.normal(0, 1, 24)), label=name)
    axes.legend()
    axes.set_xlabel("hour")
    axes.set_title("Temperature")


def _pie(axes: Any, chance: np.random.Generator) -> None:
    axes.pie(chance.uniform(1, 8, 5), labels=_NAMES[:5], autopct="%1.0f%%")


def _points(axes: Any, chance: np.random.Generator) -> None:
    axes.scatter(chance.normal(size=80), chance.normal(size=80), c=chance.uniform(size=80))
    axes.set_xlabel("weight")
    axes.set_ylabel("height")


def _ages(axes: Any, chance: np.random.Generator) -> None:
    axes.hist(chance.normal(50, 12, 500), bins=24)
    axes.set_title("Ages")


def _boxes(axes: Any, chance: np.random.Generator) -> None:
    axes.boxplot([chance.normal(mean, 2, 60) for mean in range(4)])


def _areas(axes: Any, chance: np.random.Generator) -> None:
    axes.stackplot(np.arange(20), chance.uniform(1, 4, (3, 20)), labels=_NAMES[:3])
    axes.legend()


def _heat(axes: Any, chance: np.random.Generator) -> None:
    axes.figure.colorbar(axes.imshow(chance.uniform(size=(8, 10))))


_CHARTS: tuple[Callable[[Any, np.random.Generator], None], ...] = (
    _bars,
    _level_bars,
    _lines,
    _pie,
    _points,
    _ages,
    _boxes,
    _areas,
    _heat,
)
