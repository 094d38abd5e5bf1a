"""Being helped by a person, by buttons, by a line of text and by the menu of the tray icon."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from mmassist.dialogue.commands import names
from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.help_actions import fill, help_actions
from mmassist.ui.help_window import HelpWindow
from mmassist.ui.main_window import MainWindow
from mmassist.values import Channel
from tests.ui.test_main_window import Asked, asked, bridge, commands, spoken, window

__all__ = ["asked", "bridge", "commands", "window"]  # fixtures

ALT = Qt.KeyboardModifier.AltModifier
COMMANDS = [name for name, _ in help_actions()]


def opened(window: MainWindow, qtbot: QtBot) -> HelpWindow:
    """By its key."""
    QTest.keyClick(window, Qt.Key.Key_B, ALT)
    qtbot.waitUntil(lambda: any(each.isActiveWindow() for each in window.findChildren(HelpWindow)))
    return window.findChildren(HelpWindow)[0]


def test_every_button_does_a_command_of_the_app(window: MainWindow, asked: Asked, qtbot: QtBot) -> None:
    help_window = opened(window, qtbot)
    for button in help_window.findChildren(QPushButton)[: len(COMMANDS)]:
        button.click()
    assert asked.did == [(name, "") for name in COMMANDS]
    assert set(COMMANDS) <= names()


def test_what_is_typed_goes_to_the_helper(window: MainWindow, asked: Asked, qtbot: QtBot) -> None:
    help_window = opened(window, qtbot)
    QTest.keyClick(help_window, Qt.Key.Key_T, ALT)
    line = help_window.findChildren(QLineEdit)[0]
    qtbot.waitUntil(line.hasFocus)
    QTest.keyClicks(line, "Which button?")
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert asked.did == [("tell-helper", "Which button?")]
    assert help_window.isVisible()


def test_what_is_said_can_be_read_again(window: MainWindow, bridge: Bridge, qtbot: QtBot) -> None:
    help_window = opened(window, qtbot)
    words = spoken("Yours are: apple, river.", 0, Channel.SYSTEM)
    bridge.emit_spoken(words)
    bridge.emit_spoken(spoken("Press Save", 0))
    bridge.emit_spoken(words)  # cut short, and begun again
    bridge.emit_spoken(spoken("You can choose Save or Cancel."))
    assert help_window.findChildren(QPlainTextEdit)[0].toPlainText() == "Yours are: apple, river.\nPress Save"


def test_the_tray_has_the_same(commands: Commands, asked: Asked, qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    fill(menu, commands)
    for action in menu.actions():
        action.trigger()
    assert asked.did == [(name, "") for name in COMMANDS]


def test_no_two_keys_are_the_same(window: MainWindow, qtbot: QtBot) -> None:
    help_window = opened(window, qtbot)
    labels, buttons = help_window.findChildren(QLabel), help_window.findChildren(QPushButton)
    texts = [*(each.text() for each in labels), *(each.text() for each in buttons)]
    keys = [found[1].lower() for text in texts if (found := re.search("&(.)", text))]
    assert len(keys) == len(set(keys)), keys
    assert len(keys) > len(COMMANDS)
