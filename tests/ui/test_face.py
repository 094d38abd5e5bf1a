"""The windows in another language while they are open: what they showed is still there, and the user is where they were."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QMessageBox, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mmassist.engine.own_windows import OwnWindow
from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.face import Content, Face
from mmassist.ui.help_window import HelpWindow
from mmassist.ui.history_window import HistoryWindow
from mmassist.ui.languages import Interpreter
from mmassist.ui.settings_window import SettingsWindow
from mmassist.ui.welcome_window import WelcomeWindow
from mmassist.values import Channel, Spoken, Utterance
from tests.ui.test_main_window import asked, bridge, commands
from tests.ui.test_settings_window import focused, go_to

__all__ = ["asked", "bridge", "commands"]  # fixtures


@pytest.fixture
def interpreter(qapp: QApplication) -> Iterator[Interpreter]:
    made, locale = Interpreter(qapp), QLocale()
    yield made
    made.speak("en")
    QLocale.setDefault(locale)


@pytest.fixture
def face(qapp: QApplication, bridge: Bridge, commands: Commands) -> Iterator[Face]:
    made = Face(qapp, bridge, lambda: Content(commands, "Control Shift F1 describes the window.", ("gpt", "embedded")))
    made.show()
    yield made
    made.hide()
    made.window.windows.leave()
    made.window.deleteLater()


def in_german(face: Face, interpreter: Interpreter, qtbot: QtBot) -> None:
    before = face.window
    assert interpreter.speak("de") is None
    face.renew_soon()
    qtbot.waitUntil(lambda: face.window is not before)


def shown(title: str) -> QWidget:
    (found,) = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowTitle() == title]
    return found


def texts(window: QWidget) -> list[str]:
    return [one.toPlainText() for one in window.findChildren(QPlainTextEdit)]


def test_what_was_heard_is_still_there(face: Face, bridge: Bridge, interpreter: Interpreter, qtbot: QtBot) -> None:
    bridge.emit_spoken(Spoken(Utterance(1, "Save the changes?", Channel.GIST), 0.0))
    before = texts(face.window)
    in_german(face, interpreter, qtbot)
    assert texts(face.window) == before
    assert "Save the changes?" in before[0]


def test_what_is_said_later_is_shown_by_the_new_window(face: Face, bridge: Bridge, interpreter: Interpreter, qtbot: QtBot) -> None:
    in_german(face, interpreter, qtbot)
    bridge.emit_spoken(Spoken(Utterance(2, "Gespeichert.", Channel.GIST), 0.0))
    assert texts(face.window)[0] == "Gespeichert."


def test_the_user_is_at_the_same_setting(face: Face, bridge: Bridge, interpreter: Interpreter, qtbot: QtBot) -> None:
    bridge.emit_window(OwnWindow.SETTINGS)
    (opened,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, SettingsWindow) and one.isVisible()]
    qtbot.waitUntil(opened.isActiveWindow)
    go_to(opened, "window.language")
    editor = type(focused())
    in_german(face, interpreter, qtbot)
    renewed = shown("Einstellungen")
    assert renewed.findChildren(QListWidget)[0].currentItem().text().startswith("Fenster, Sprache")
    assert renewed.focusWidget() is not None
    assert type(renewed.focusWidget()) is editor
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowTitle() == "Settings"] == []


def test_a_question_that_was_being_typed_is_kept(face: Face, interpreter: Interpreter, qtbot: QtBot) -> None:
    line = face.window.findChildren(QLineEdit)[0]
    line.setText("What does it cost?")
    in_german(face, interpreter, qtbot)
    assert face.window.findChildren(QLineEdit)[0].text() == "What does it cost?"


def test_a_window_is_opened_once(face: Face, bridge: Bridge, interpreter: Interpreter, qtbot: QtBot) -> None:
    in_german(face, interpreter, qtbot)
    bridge.emit_window(OwnWindow.KEYS)
    assert shown("Tasten")


def test_the_welcome_goes_on_by_itself_and_the_others_follow_when_it_is_over(
    face: Face, bridge: Bridge, interpreter: Interpreter, qtbot: QtBot
) -> None:
    bridge.emit_window(OwnWindow.WELCOME)
    before = face.window
    (welcome,) = before.findChildren(WelcomeWindow)
    assert interpreter.speak("de") is None
    for _ in range(2):
        face.renew_soon()
        qtbot.wait(50)
    assert face.window is before
    welcome.reject()
    qtbot.waitUntil(lambda: face.window is not before)
    renewed = face.window
    qtbot.wait(50)
    assert face.window is renewed


def test_a_question_that_is_asked_just_then_is_answered_first(face: Face, bridge: Bridge, interpreter: Interpreter, qtbot: QtBot) -> None:
    bridge.emit_window(OwnWindow.HISTORY)
    before = face.window
    (history,) = before.findChildren(HistoryWindow)
    qtbot.waitUntil(history.isActiveWindow)
    QTest.keyClick(history, Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bool(history.findChildren(QMessageBox)))
    (question,) = history.findChildren(QMessageBox)
    assert interpreter.speak("de") is None
    face.renew_soon()
    qtbot.wait(50)
    assert question.isVisible()
    assert face.window is before
    question.reject()
    qtbot.waitUntil(lambda: face.window is not before)
    assert shown("Verlauf")


@pytest.mark.parametrize("is_open", [True, False])
def test_what_a_helper_wrote_is_still_there(face: Face, bridge: Bridge, interpreter: Interpreter, qtbot: QtBot, is_open: bool) -> None:
    bridge.emit_window(OwnWindow.SUPPORT)
    (help_window,) = face.window.findChildren(HelpWindow)
    bridge.emit_spoken(Spoken(Utterance(0, "Ada: press Save.", Channel.SYSTEM), 0.0))
    help_window.findChildren(QLineEdit)[0].setText("Which one")
    help_window.setVisible(is_open)
    in_german(face, interpreter, qtbot)
    bridge.emit_window(OwnWindow.SUPPORT)
    (renewed,) = face.window.findChildren(HelpWindow)
    assert renewed is not help_window
    assert texts(renewed) == ["Ada: press Save."]
    assert renewed.findChildren(QLineEdit)[0].text() == "Which one"
