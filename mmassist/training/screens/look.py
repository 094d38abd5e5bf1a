"""How a rendered window looks: style, palette, font, sizes and language, all by chance."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QStyleFactory

FAMILIES = ("DejaVu Sans", "Liberation Sans", "DejaVu Serif", "Liberation Serif", "Liberation Sans Narrow")


_COMMONEST = 0.6

_SIGNS = Path(__file__).with_name("signs")
"""Drawings that style sheets show: a tick and an arrow, for light and for dark ink."""


@dataclass(frozen=True, slots=True)
class Look:
    """`sheet` is a style sheet laid over the style, "" for none; `icon` the side of icons in pixels; `gap` between controls."""

    style: str
    palette: QPalette
    font: QFont
    sheet: str
    words: tuple[str, ...]
    icon: int
    gap: int
    ink: tuple[int, int, int]


def some_look(rng: np.random.Generator) -> Look:
    ground, ink, accent = colours(rng)
    sizes = (11, 12, 13, 13, 14, 15, 16, 18, 20, 24)
    font = QFont(str(rng.choice(FAMILIES)))
    font.setPixelSize(int(rng.choice(sizes)))
    font.setBold(bool(rng.random() < 0.08))
    sheet = _sheet(ground, ink, accent, rng) if rng.random() < 0.4 else ""
    return Look(
        style=_style(rng),
        palette=_palette(ground, ink, accent),
        font=font,
        sheet=sheet,
        words=some_words(rng),
        icon=round(font.pixelSize() * float(rng.uniform(1.0, 1.9))),
        gap=int(rng.integers(3, 16)),
        ink=(ink.red(), ink.green(), ink.blue()),
    )


def _style(rng: np.random.Generator) -> str:
    """Mostly the one that programs have where no desktop lends them another."""
    keys = QStyleFactory.keys()
    return "Fusion" if "Fusion" in keys and rng.random() < _COMMONEST else str(rng.choice(keys))


def some_words(rng: np.random.Generator) -> tuple[str, ...]:
    """Of one language."""
    languages = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))["languages"]
    return tuple(languages[str(rng.choice(sorted(languages)))])


def colours(rng: np.random.Generator) -> tuple[QColor, QColor, QColor]:
    """Ground, ink and accent: light or dark, now and then of high contrast."""
    kind = rng.random()
    accent = QColor.fromHsv(int(rng.integers(0, 360)), int(rng.integers(120, 255)), int(rng.integers(120, 255)))
    if kind < 0.12:
        return QColor(0, 0, 0), QColor(255, 255, 255), QColor(255, 255, 0)
    tint = [int(rng.integers(-6, 7)) for _ in range(3)]
    if kind < 0.5:
        level, ink = int(rng.integers(25, 70)), int(rng.integers(200, 256))
    else:
        level, ink = int(rng.integers(215, 250)), int(rng.integers(0, 70))
    return QColor(*(level + one for one in tint)), QColor(ink, ink, ink), accent


def accents(rng: np.random.Generator) -> tuple[str, ...]:
    """Six colours that can be told from each other, for what is drawn in several."""
    first, saturation, value = int(rng.integers(0, 360)), int(rng.integers(110, 230)), int(rng.integers(140, 235))
    hues = [(first + 60 * at + int(rng.integers(-14, 15))) % 360 for at in rng.permutation(6)]
    return tuple(QColor.fromHsv(hue, saturation, value).name() for hue in hues)


def _palette(ground: QColor, ink: QColor, accent: QColor) -> QPalette:
    dark = ground.lightness() < 128
    field = _field(ground) if dark else QColor(255, 255, 255)
    faint = QColor((ink.red() + ground.red()) // 2, (ink.green() + ground.green()) // 2, (ink.blue() + ground.blue()) // 2)
    palette = QPalette(ground.lighter(125) if dark else ground, ground)
    role = QPalette.ColorRole
    for one, colour in (
        (role.WindowText, ink),
        (role.Text, ink),
        (role.ButtonText, ink),
        (role.Base, field),
        (role.AlternateBase, ground),
        (role.Highlight, accent),
        (role.HighlightedText, QColor(0, 0, 0) if accent.lightness() > 140 else QColor(255, 255, 255)),
        (role.Link, accent),
        (role.PlaceholderText, faint),
    ):
        palette.setColor(one, colour)
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, faint)
    return palette


def _field(ground: QColor) -> QColor:
    """On a dark ground: so far from it that a mark without any edge is seen."""
    levels = (ground.red(), ground.green(), ground.blue())
    return QColor(*(level - 20 if min(levels) > 38 else level + 26 for level in levels))


def _sheet(ground: QColor, ink: QColor, accent: QColor, rng: np.random.Generator) -> str:
    """Flat, rounded controls as newer toolkits and web pages have them."""
    dark = ground.lightness() < 128
    raised = (ground.lighter(140) if dark else ground.darker(int(rng.integers(100, 112)))).name()
    edge = (ground.lighter(190) if dark else ground.darker(int(rng.integers(112, 150)))).name()
    field = (ground.darker(125) if dark else QColor(255, 255, 255)).name()
    faint = QColor((ink.red() + ground.red()) // 2, (ink.green() + ground.green()) // 2, (ink.blue() + ground.blue()) // 2).name()
    radius, pad, thick = int(rng.integers(0, 9)), int(rng.integers(2, 9)), int(rng.integers(0, 3))
    box = int(rng.integers(12, 22))
    signs, ink_is, over = _SIGNS.as_posix(), "light" if dark else "dark", "dark" if accent.lightness() > 140 else "light"
    ring, edge_of = max(2, box // 4), max(1, box // 5)
    ticked = (
        f"background: {accent.name()}; image: url({signs}/tick-{over}.svg);",
        f"image: url({signs}/tick-{ink_is}.svg);",
        f"background: {accent.name()}; border: {edge_of}px solid {field};"
        f" width: {box + 2 - 2 * edge_of}px; height: {box + 2 - 2 * edge_of}px;",
    )[int(rng.choice(3, p=(0.5, 0.3, 0.2)))]
    around = f"width: {box + 2 - 2 * ring}px; height: {box + 2 - 2 * ring}px; border-radius: {(box + 2) // 2}px;"
    inner, outer = rng.uniform(0.4, 0.6), rng.uniform(0.62, 0.7)
    dot = f"stop: 0 {accent.name()}, stop: {inner:.2f} {accent.name()}, stop: {outer:.2f} {field}, stop: 1 {field}"
    chosen = (
        f"background: {field}; border: {ring}px solid {accent.name()}; {around}",
        f"background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5, {dot});",
    )[int(rng.integers(2))]
    return f"""
    QPushButton, QToolButton {{ background: {raised}; border: {thick}px solid {edge}; border-radius: {radius}px; }}
    QPushButton {{ padding: {pad}px {2 * pad}px; }}
    QToolButton {{ padding: {pad}px; }}
    QPushButton:checked, QToolButton:checked {{ background: {accent.name()}; }}
    QPushButton:focus, QToolButton:focus {{ border: 2px solid {accent.name()}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {faint}; background: transparent; }}
    QLineEdit, QComboBox, QPlainTextEdit {{ background: {field}; border: 1px solid {edge}; border-radius: {radius}px; padding: {pad}px; }}
    QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus {{ border: 2px solid {accent.name()}; }}
    QLineEdit:disabled, QComboBox:disabled {{ color: {faint}; background: {ground.name()}; }}
    QCheckBox::indicator, QRadioButton::indicator {{ width: {box}px; height: {box}px; border: 1px solid {faint}; background: {field}; }}
    QCheckBox::indicator {{ border-radius: {min(radius, 4)}px; }}
    QRadioButton::indicator {{ border-radius: {(box + 2) // 2}px; }}
    QCheckBox::indicator:checked {{ {ticked} }}
    QRadioButton::indicator:checked {{ {chosen} }}
    QComboBox::drop-down {{ border: none; width: {box + 4}px; }}
    QComboBox::down-arrow {{ image: url({signs}/arrow-{ink_is}.svg); width: {box - 4}px; height: {box - 4}px; }}
    QCheckBox:disabled, QRadioButton:disabled {{ color: {faint}; }}
    QCheckBox:focus, QRadioButton:focus {{ border: 1px dotted {accent.name()}; }}
    QTabBar::tab {{ padding: {pad}px {2 * pad}px; border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ border-bottom: 2px solid {accent.name()}; }}
    QProgressBar {{ background: {raised}; border: none; border-radius: {radius}px; text-align: center; }}
    QProgressBar::chunk {{ background: {accent.name()}; border-radius: {radius}px; }}
    """
