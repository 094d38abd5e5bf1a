"""The app's windows without a screen reader: what the user comes to in them is said."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QMenuBar, QMessageBox, QPlainTextEdit, QSpinBox
from pytestqt.qtbot import QtBot

from mmassist.engine.own_windows import OwnWindow
from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.face import Content, Face
from mmassist.ui.settings_window import SettingsWindow
from mmassist.values import Channel, Spoken, Utterance
from tests.ui.test_main_window import Asked, asked, bridge, commands
from tests.ui.test_settings_window import go_to

__all__ = ["asked", "bridge", "commands"]  # fixtures


@pytest.fixture
def face(qapp: QApplication, bridge: Bridge, commands: Commands) -> Iterator[Face]:
    made = Face(qapp, bridge, lambda: Content(commands, "", ("embedded",)))
    yield made
    made.hide()
    made.window.windows.leave()
    made.window.deleteLater()


def opened(face: Face, bridge: Bridge, qtbot: QtBot) -> SettingsWindow:
    bridge.emit_window(OwnWindow.SETTINGS)
    (found,) = face.window.findChildren(SettingsWindow)
    qtbot.waitUntil(found.isActiveWindow)
    return found


def press(*keys: Qt.Key) -> None:
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)


def test_focus_lines_and_values_are_said(face: Face, bridge: Bridge, asked: Asked, qtbot: QtBot) -> None:
    window = opened(face, bridge, qtbot)
    qtbot.waitUntil(lambda: asked.controls == ["Search, text field. A word of its name or of what it does"])
    asked.controls.clear()
    search = window.focusWidget()
    assert search is not None
    QTest.keyClicks(search, "words minute")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    assert asked.controls == [
        "All settings, Speech, rate: 300.",
        "Speech, system rate: 0",
        "Speech, system rate, 0, up and down arrow change it. Words a minute of the app's own messages, 80 to 900; 0: as all else.",
    ]
    assert isinstance(window.focusWidget(), QSpinBox)


def test_a_number_is_said_behind_that_it_was_saved(qapp: QApplication, bridge: Bridge, commands: Commands, qtbot: QtBot) -> None:
    """Which is said in place of what is being said."""
    told: list[str] = []
    heard = dataclasses.replace(commands, tell_control=told.append, settings=dataclasses.replace(commands.settings, say=told.append))
    made = Face(qapp, bridge, lambda: Content(heard, "", ("embedded",)))
    window = opened(made, bridge, qtbot)
    go_to(window, "speech.rate")
    told.clear()
    press(Qt.Key.Key_Up)
    made.hide()
    made.window.windows.leave()
    made.window.deleteLater()
    assert told == ["Saved.", "310"]


def test_a_question_is_said_with_what_it_asks(face: Face, bridge: Bridge, asked: Asked, qtbot: QtBot) -> None:
    window = opened(face, bridge, qtbot)
    asked.controls.clear()
    QTest.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(asked.controls) > 0 and "No, button" in asked.controls[-1])
    assert asked.controls[-1].startswith("Reset all settings. Set everything as it was at the very first start?")
    window.findChildren(QMessageBox)[0].reject()


def test_the_entries_of_a_menu_are_said(face: Face, bridge: Bridge, asked: Asked, qtbot: QtBot) -> None:
    face.window.show()
    face.window.activateWindow()
    qtbot.waitUntil(lambda: len(asked.controls) > 0)
    assert asked.controls[-1].startswith("mmassist. ")
    (bar,) = face.window.findChildren(QMenuBar)
    bar.actions()[0].hover()
    assert asked.controls[-1] == "View."


def test_a_screen_reader_is_left_to_say_it(qapp: QApplication, face: Face, bridge: Bridge, asked: Asked, qtbot: QtBot) -> None:
    asked.is_read = True
    window = opened(face, bridge, qtbot)
    window.findChildren(QListWidget)[0].setFocus()
    press(Qt.Key.Key_Down)
    assert asked.controls == []


def test_what_is_said_of_them_is_not_part_of_what_was_told(face: Face, bridge: Bridge) -> None:
    told = Utterance(0, "Search, text field.", Channel.SYSTEM, shown=True)
    bridge.emit_spoken(Spoken(told, 0.0))
    bridge.emit_spoken(Spoken(dataclasses.replace(told, text="Saved.", shown=False), 0.0))
    assert [one.toPlainText() for one in face.window.findChildren(QPlainTextEdit)] == ["", "Saved."]
