"""The window that takes the keyboard for a letter: what it tells of its keys, and when it goes."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.letter_window import LetterWindow
from mmassist.ui.main_window import MainWindow
from tests.ui.test_main_window import Asked, asked, bridge, commands

__all__ = ["asked", "bridge", "commands"]  # fixtures


@dataclass
class Told:
    """A `Field` that writes all down."""

    all: list[object] = field(default_factory=list)
    token: str = ""

    def struck(self, name: str, is_down: bool) -> None:
        self.all.append((name, is_down))

    def got(self) -> None:
        self.all.append("got")

    def lost(self) -> None:
        self.all.append("lost")

    def gone(self) -> None:
        self.all.append("gone")


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def window(qtbot: QtBot, bridge: Bridge, told: Told) -> LetterWindow:
    made = LetterWindow(bridge)
    qtbot.addWidget(made)
    bridge.emit_letter(told)
    qtbot.waitUntil(lambda: "got" in told.all)
    told.all.clear()
    return made


def test_keys_are_told_as_the_settings_write_them_and_modifiers_alone_are_none(window: LetterWindow, told: Told) -> None:
    assert (window.windowTitle(), window.accessibleName()) == ("Letter", "Letter")
    QTest.keyClick(window, Qt.Key.Key_Shift)
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(window, Qt.Key.Key_Tab)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert told.all == [(name, is_down) for name in ("Shift+B", "Tab", "Escape") for is_down in (True, False)]
    assert window.isVisible()


def test_it_stays_until_what_is_down_is_up(window: LetterWindow, told: Told, bridge: Bridge) -> None:
    QTest.keyPress(window, Qt.Key.Key_A)
    bridge.emit_letter(None)
    assert window.isVisible()
    QTest.keyRelease(window, Qt.Key.Key_A)
    assert not window.isVisible()
    assert told.all == [("a", True), ("a", False), "lost", "gone"]


def test_one_that_is_used_again_while_a_key_is_down_in_it_has_the_keyboard_already(
    qtbot: QtBot, window: LetterWindow, told: Told, bridge: Bridge
) -> None:
    QTest.keyPress(window, Qt.Key.Key_A)
    bridge.emit_letter(None)
    bridge.emit_letter(told)
    qtbot.waitUntil(lambda: "got" in told.all)
    QTest.keyRelease(window, Qt.Key.Key_A)
    QTest.keyClick(window, Qt.Key.Key_B)
    assert told.all == [("a", True), "got", ("a", False), ("b", True), ("b", False)]
    assert window.isVisible()


def test_one_that_is_closed_is_lost(window: LetterWindow, told: Told) -> None:
    window.close()
    assert told.all == ["lost", "gone"]


def test_a_letter_silences_nothing_by_itself(
    qtbot: QtBot, bridge: Bridge, commands: Commands, asked: Asked, window: LetterWindow, told: Told
) -> None:
    main = MainWindow(bridge, commands, "", ("embedded",))
    qtbot.addWidget(main)
    window.installEventFilter(main)
    handle = window.windowHandle()
    assert handle is not None
    handle.installEventFilter(main)
    QTest.keyClick(handle, Qt.Key.Key_N)
    assert asked.silenced == 0


def test_the_desktop_s_permission_is_where_qt_looks_for_it(qtbot: QtBot, bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    made = LetterWindow(bridge)
    qtbot.addWidget(made)
    bridge.emit_letter(Told(token="given"))
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "given"
