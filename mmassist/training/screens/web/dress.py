"""How a page looks: which framework, light or dark, fonts, sizes, colours, scroll bars and language, all by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from mmassist.training.screens.look import FAMILIES, colours, some_words
from mmassist.training.screens.web.frameworks import Framework

SHEETS = ("base", "browser", "flat", "bars")
"""Our own style sheets, files beside this one; they read the variables that a dress sets."""

_SCALES = (1.0, 1.0, 1.0, 1.0, 1.0, 1.25, 1.5, 2.0)
_SIZES = (11, 12, 13, 14, 14, 15, 16, 16, 16, 18, 20, 22)

_PLAIN = 0.3
"""The share of pages that no framework dresses: half as browsers do it, half in a flat style of our own."""


@dataclass(frozen=True, slots=True)
class Dress:
    """`root`: attributes of the page's root; `sheets`: names of style sheets; `variables` are what they read.

    `width` and `height` are the page's, in its own pixels, of which each is `scale` of the picture's. `size` of letters, `icon` of icons.
    """

    framework: Framework
    root: Mapping[str, str]
    sheets: tuple[str, ...]
    variables: Mapping[str, str]
    words: tuple[str, ...]
    width: int
    height: int
    scale: float
    size: int
    icon: int


def some_dress(frameworks: Sequence[Framework], rng: np.random.Generator) -> Dress:
    framework = frameworks[0] if rng.random() < _PLAIN else frameworks[int(rng.integers(1, len(frameworks)))]
    ground, ink, accent = colours(rng)
    sheets = ["base", *([framework.name] if framework.files else ["flat" if rng.random() < 0.5 else "browser"])]
    is_dark = ground.lightness() < 128
    if framework.files:
        is_dark = framework.name.endswith("dark") or bool(framework.dark and rng.random() < 0.4)
        ground, ink = (QColor(30, 32, 36), QColor(232, 232, 232)) if is_dark else (QColor(255, 255, 255), QColor(32, 32, 32))
    if rng.random() < 0.4:
        sheets.append("bars")
    size, scale = int(rng.choice(_SIZES)), float(rng.choice(_SCALES))
    root = {"data-dress": framework.name, **(framework.dark if is_dark else framework.light)}
    if rng.random() < 0.8:
        root["data-family"] = ""
    return Dress(
        framework=framework,
        root=root,
        sheets=tuple(sheets),
        variables={**_colours(ground, ink, accent, rng), **_sizes(size, rng)},
        words=some_words(rng),
        width=int(int(rng.integers(300, 660)) / scale),
        height=int(int(rng.integers(260, 640)) / scale),
        scale=scale,
        size=size,
        icon=round(size * float(rng.uniform(1.0, 1.7))),
    )


def _colours(ground: QColor, ink: QColor, accent: QColor, rng: np.random.Generator) -> dict[str, str]:
    dark = ground.lightness() < 128
    edge = ground.lighter(190) if dark else ground.darker(int(rng.integers(112, 150)))
    raised = ground.lighter(140) if dark else ground.darker(int(rng.integers(101, 112)))
    bar = accent if rng.random() < 0.5 else raised
    has_lines = bool(rng.random() < 0.5)
    return {
        "scheme": "dark" if dark else "light",
        "ground": ground.name(),
        "ink": ink.name(),
        "accent": accent.name(),
        "over": _over(accent),
        "edge": edge.name(),
        "raised": raised.name(),
        "field": (ground.darker(125) if dark else QColor(255, 255, 255)).name(),
        "faint": _between(ink, ground).name(),
        "thumb": (accent if rng.random() < 0.3 else edge.lighter(150) if dark else edge.darker(140)).name(),
        "bar": bar.name(),
        "bar-ink": _over(bar),
        "tab-line": "3px" if has_lines else "0",
        "tab": "none" if has_lines else accent.name(),
        "tab-ink": "inherit" if has_lines else _over(accent),
        "dim": f"{rng.uniform(0.25, 0.8):.2f}",
    }


def _sizes(size: int, rng: np.random.Generator) -> dict[str, str]:
    return {
        "size": f"{size}px",
        "family": f"'{rng.choice(FAMILIES)}'",
        "gap": f"{rng.integers(4, 18)}px",
        "room": f"{rng.integers(0, 26)}px",
        "pad": f"{rng.uniform(0.15, 0.7):.2f}em",
        "radius": f"{rng.integers(0, 12)}px",
        "line": f"{rng.integers(0, 2)}px",
        "thick": f"{rng.integers(0, 3)}px",
        "frame": "1px" if rng.random() < 0.6 else "0 0 2px 0",
        "mark": f"{rng.integers(12, 24)}px",
        "track": f"{rng.integers(3, 14)}px",
        "scroll": f"{rng.integers(6, 18)}px",
        "switch": f"{rng.uniform(1.1, 1.7):.2f}em",
        "underline": "underline" if rng.random() < 0.5 else "none",
        "column": f"{rng.integers(24, 60)}em",
        "spacing": f"{rng.uniform(1.2, 1.8):.2f}",
    }


def _over(colour: QColor) -> str:
    """What can be read on it."""
    return "#000000" if colour.lightness() > 140 else "#ffffff"


def _between(one: QColor, other: QColor) -> QColor:
    return QColor((one.red() + other.red()) // 2, (one.green() + other.green()) // 2, (one.blue() + other.blue()) // 2)
