"""Every window of the app, in each theme, at twice the size of text and from right to left: reached, named, large and plain enough."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mmassist.engine.history import Page, Query
from mmassist.engine.metrics import Row, stats_of
from mmassist.settings import WindowSettings
from mmassist.ui.about_window import AboutWindow
from mmassist.ui.add_dialog import AddDialog
from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.caption import Caption, CaptionOptions
from mmassist.ui.help_window import HelpWindow
from mmassist.ui.history_window import HistoryWindow
from mmassist.ui.keys_window import KeysWindow
from mmassist.ui.looks import SYSTEM, Dresser, Looks, palette_of, themes
from mmassist.ui.main_window import MainWindow
from mmassist.ui.preview_window import PreviewWindow
from mmassist.ui.settings_window import SettingsWindow
from mmassist.ui.stats_window import StatsWindow
from mmassist.ui.welcome_window import WelcomeWindow
from mmassist.values import Box, Channel, FusedPrompt, Picture, Verbosity
from tests.ui.audit import ENOUGH, contrast, cut, pale, problems, ratio
from tests.ui.test_ask_panel import NOTHING
from tests.ui.test_ask_panel import turn as turn_that_hid
from tests.ui.test_history_window import ENTRIES
from tests.ui.test_main_window import asked, bridge, commands, spoken

__all__ = ["asked", "bridge", "commands"]  # fixtures

LOOKS = {
    "system": (Looks(), Qt.LayoutDirection.LeftToRight),
    "light": (Looks("light"), Qt.LayoutDirection.LeftToRight),
    "dark": (Looks("dark"), Qt.LayoutDirection.LeftToRight),
    "contrast": (Looks("contrast"), Qt.LayoutDirection.LeftToRight),
    "large": (Looks("light", text_scale=200), Qt.LayoutDirection.LeftToRight),
    "mirrored": (Looks("dark", text_scale=200), Qt.LayoutDirection.RightToLeft),
}


@pytest.fixture(params=LOOKS)
def looks(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """The application as a user has it who set it so; afterwards as before."""
    style, palette, font, sheet = qapp.style().name(), QPalette(qapp.palette()), QFont(qapp.font()), qapp.styleSheet()
    chosen, direction = LOOKS[request.param]
    Dresser(qapp).dress(chosen)
    qapp.setLayoutDirection(direction)
    yield request.param
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    qapp.setStyleSheet(sheet)
    qapp.setFont(font)
    qapp.setStyle(style)
    qapp.setPalette(palette)


def main(bridge: Bridge, commands: Commands) -> QWidget:
    window = MainWindow(bridge, commands, "Control Shift F1 describes the window in front.", ("gpt", "embedded"))
    bridge.emit_spoken(spoken("Save changes?"))
    bridge.emit_turn(turn_that_hid(hidden=("card 1",)))
    bridge.emit_switched_off(("camera",))
    return window


def stats(bridge: Bridge, commands: Commands) -> QWidget:
    window = StatsWindow(bridge, commands, None)
    bridge.emit_stats(stats_of([Row(1.0, "work", cost=0.02)], 0.0))
    return window


def preview(bridge: Bridge, commands: Commands) -> QWidget:
    pictures = (Picture(b"", "image/png", 30, 20, Box(0, 0, 30, 20)),)
    prompt = FusedPrompt(1, NOTHING, Verbosity.NORMAL, instructions="Describe.", text="Hello.", pictures=pictures)
    return PreviewWindow(prompt)


def settings(bridge: Bridge, commands: Commands) -> QWidget:
    window = SettingsWindow(commands.settings)
    window.open_anew()
    return window


def welcome(page: int) -> Callable[[Bridge, Commands], QWidget]:
    def made(bridge: Bridge, commands: Commands) -> QWidget:
        window = WelcomeWindow(bridge, commands.welcome, commands.settings)
        window.open_anew()
        for _ in range(page):
            window.findChildren(QPushButton)[0].click()
        return window

    return made


def add(bridge: Bridge, commands: Commands) -> QWidget:
    return AddDialog(commands.settings.tables(), None)


def keys(bridge: Bridge, commands: Commands) -> QWidget:
    window = KeysWindow(commands.keys, None)
    window.open_anew()
    return window


def history(bridge: Bridge, commands: Commands) -> QWidget:
    window = HistoryWindow(bridge, commands, None)
    window.open_anew()
    bridge.emit_history(Page(Query(), ENTRIES, 3, ("Firefox", "Mousepad")))
    return window


def about(bridge: Bridge, commands: Commands) -> QWidget:
    window = AboutWindow(bridge, commands.about, None)
    window.open_anew()
    bridge.emit_found("microphone: missing, There is no microphone. Connect one.")
    bridge.emit_found("")
    bridge.emit_licences("mmassist: GPL")
    return window


def support(bridge: Bridge, commands: Commands) -> QWidget:
    window = HelpWindow(bridge, commands, None)
    window.open_anew()
    bridge.emit_spoken(spoken("Ada knocks, as they call themselves: nobody has checked that name.", 0, Channel.SYSTEM))
    return window


def caption(bridge: Bridge, commands: Commands) -> QWidget:
    window = Caption(bridge)
    window.use(CaptionOptions(shown=True))
    bridge.emit_spoken(spoken("You can choose Save or Cancel."))
    return window


WINDOWS: dict[str, Callable[[Bridge, Commands], QWidget]] = {
    "main": main,
    "stats": stats,
    "preview": preview,
    "settings": settings,
    "add": add,
    "keys": keys,
    "history": history,
    "about": about,
    "support": support,
    **{f"welcome {page}": welcome(page) for page in range(4)},
}


@pytest.mark.parametrize("name", WINDOWS)
def test_nothing_is_in_the_way(name: str, looks: str, bridge: Bridge, commands: Commands, qtbot: QtBot) -> None:
    window = WINDOWS[name](bridge, commands)
    qtbot.addWidget(window.parentWidget() or window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    assert problems(window) == []


def test_the_caption_can_be_read(looks: str, bridge: Bridge, commands: Commands, qtbot: QtBot) -> None:
    """It never has the focus, so what is about keys is not asked of it."""
    window = caption(bridge, commands)
    qtbot.addWidget(window)
    assert [*cut(window), *pale(window)] == []


@pytest.mark.parametrize("theme", themes())
def test_the_colours_of_a_theme_stand_apart(theme: str, qapp: QApplication) -> None:
    palette, role, group = palette_of(theme), QPalette.ColorRole, QPalette.ColorGroup
    pairs = [
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.PlaceholderText, role.Base),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Window),
        (role.LinkVisited, role.Window),
        (role.Link, role.Base),
    ]
    for state, (front, back) in itertools.product((group.Active, group.Inactive, group.Disabled), pairs):
        front_colour, back_colour = (palette.color(state, one) for one in (front, back))
        assert ratio(rgb(front_colour), rgb(back_colour)) >= (7 if theme == "contrast" else ENOUGH), (state, front, back)


def rgb(colour: QColor) -> tuple[int, ...]:
    return colour.red(), colour.green(), colour.blue()


def test_each_theme_can_be_chosen() -> None:
    assert get_args(WindowSettings.model_fields["theme"].annotation) == (SYSTEM, *themes())


class Bad(QWidget):
    """All that the audit is to find."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        self.unnamed = QLineEdit()
        layout.addWidget(self.unnamed)
        self.tiny = QPushButton("x")
        self.tiny.setStyleSheet("min-height: 0; min-width: 0; padding: 0")
        self.tiny.setFixedSize(10, 10)
        layout.addWidget(self.tiny)
        self.narrow = QPushButton("Words that are far too long")
        self.narrow.setFixedWidth(40)
        layout.addWidget(self.narrow)
        self.faint = QLabel("Hardly to be seen")
        self.faint.setStyleSheet("color: #999; background: #aaa")
        layout.addWidget(self.faint)
        self.trap = Trap("Trap")
        layout.addWidget(self.trap)


class Trap(QPushButton):
    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: N802 - Qt's name
        return True


def test_the_audit_finds_what_is_wrong(qtbot: QtBot) -> None:
    window = Bad()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    found = "\n".join(problems(window))
    expected = (
        "no name",
        "no label: QLineEdit",
        "'x' is 10 by 10",
        "its words need",
        "'Hardly to be seen' has a contrast",
        "Backtab does not lead to",
    )
    assert [part for part in expected if part not in found] == [], found


def test_black_on_white_is_the_most_contrast(qapp: QApplication) -> None:
    assert ratio((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    plain = QPixmap(40, 40)
    plain.fill(QColor("white"))
    assert contrast(plain.toImage()) == 1.0
