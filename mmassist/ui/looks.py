"""How the windows look: colours, size of text, font, and targets that a finger or a shaking hand can hit."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

SMALLEST = 24
"""Pixels of the smallest side of what can be pressed or chosen (WCAG 2.2, 2.5.8)."""

SYSTEM = "system"

_OURS = {"disabled", "border", "focus"}


@dataclass(frozen=True, slots=True)
class Looks:
    """`theme`: a table of `resources/themes.toml`, or "system": as the desktop has it. `text_scale`: percent of the desktop's size of text.
    `font`: a family; empty: the desktop's."""

    theme: str = SYSTEM
    text_scale: int = 100
    font: str = ""


def themes() -> tuple[str, ...]:
    """Names of the themes that are the app's own."""
    return tuple(_read())


def palette_of(theme: str) -> QPalette:
    """The colours of one of `themes()`."""
    colours = _read()[theme]
    palette = QPalette()
    for name in colours.keys() - _OURS:
        role = QPalette.ColorRole["".join(word.capitalize() for word in name.split("_"))]
        palette.setColor(role, QColor(colours[name]))
    disabled = QColor(colours["disabled"])
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, disabled)
    return palette


class Dresser:
    """Gives an application its looks, as often as they change. Main thread."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._own_font = QFont(application.font())
        self._own_style = application.style().name()

    def dress(self, looks: Looks) -> None:
        """All windows, open ones too. Under a theme of our own the style is Qt's plain one, which alone keeps to the palette."""
        if looks.theme == SYSTEM:
            self._application.setStyle(self._own_style)
            self._application.setPalette(QPalette())  # an empty one stands for the desktop's
            self._application.setPalette(_with_plain_placeholders(self._application.palette()))
            frames = ""
        else:
            self._application.setStyle("Fusion")
            self._application.setPalette(palette_of(looks.theme))
            frames = _frames(_read()[looks.theme])
        font = QFont(self._own_font)
        if looks.font:
            font.setFamily(looks.font)
        font.setPointSizeF(self._own_font.pointSizeF() * looks.text_scale / 100)
        self._application.setFont(font)
        self._application.setStyleSheet(_targets(QFontMetrics(font).height()) + frames)


def _with_plain_placeholders(desktop: QPalette) -> QPalette:
    """A desktop's words in empty fields are often too pale to be read."""
    palette, colour = QPalette(), QColor(desktop.color(QPalette.ColorRole.Text))
    colour.setAlphaF(0.75)
    palette.setColor(QPalette.ColorRole.PlaceholderText, colour)
    return palette


def _targets(line: int) -> str:
    """A style sheet that makes what can be hit large enough, where lines of `line` pixels do not make it so already: a smallest height
    takes the place of the one that Qt would find."""
    controls = "QPushButton, QComboBox, QLineEdit, QAbstractSpinBox, QCheckBox, QRadioButton"
    return f"""
        {controls} {{ {f"min-height: {SMALLEST}px;" if line < SMALLEST else ""} }}
        QPushButton {{ padding: 1px 10px; }}
        QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
        QAbstractItemView::item, QMenu::item {{ min-height: {max(SMALLEST, line + 8)}px; }}
        QMenu::item {{ padding: 1px 24px; }}
    """


def _frames(colours: dict[str, str]) -> str:
    """A style sheet that shows where a control begins, and which one has the focus."""
    kinds = ("QPushButton", "QLineEdit", "QPlainTextEdit", "QAbstractItemView", "QCheckBox", "QRadioButton", "QLabel")
    framed, focused = ", ".join(kinds[:4]), ", ".join(f"{kind}:focus" for kind in kinds)
    return f"""
        {framed} {{ border: 1px solid {colours["border"]}; border-radius: 3px; }}
        {focused} {{ border: 2px solid {colours["focus"]}; }}
        QScrollBar {{ background: {colours["window"]}; }}
        QScrollBar::handle {{ background: {colours["border"]}; min-height: {SMALLEST}px; min-width: {SMALLEST}px; border-radius: 4px; }}
        QCheckBox::indicator, QRadioButton::indicator {{
            width: 14px; height: 14px; border: 2px solid {colours["border"]}; background: {colours["base"]};
        }}
        QRadioButton::indicator {{ border-radius: 9px; }}
        QCheckBox::indicator:checked, QRadioButton::indicator:checked {{ background: {colours["focus"]}; }}
    """


@cache
def _read() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("mmassist.resources").joinpath("themes.toml").read_text("utf-8"))
