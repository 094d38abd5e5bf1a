"""The conversation and the caption: all that was said stays readable, what is being said can be seen, and neither takes the focus."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from mmassist.ui.bridge import Bridge
from mmassist.ui.caption import Caption, CaptionOptions
from mmassist.ui.conversation import Conversation
from mmassist.ui.main_window import MainWindow
from mmassist.values import Box, Channel, Transcript
from tests.ui.test_main_window import asked, bridge, commands, spoken, window

__all__ = ["asked", "bridge", "commands", "window"]  # fixtures


def lines(window: MainWindow) -> list[str]:
    return window.findChildren(Conversation)[0].toPlainText().splitlines()


def test_all_that_was_asked_and_said_is_there_a_line_each(window: MainWindow, bridge: Bridge) -> None:
    bridge.emit_spoken(spoken("mmassist is ready.", 0, Channel.SYSTEM))
    bridge.emit_spoken(spoken("Save\nchanges?"))
    field = window.findChildren(QLineEdit)[0]
    field.setText("What does it cost?")
    QTest.keyClick(field, Qt.Key.Key_Return)
    bridge.emit_spoken(spoken("12 euros.", 2))
    bridge.emit_heard(Transcript("And", (), "en", 0.9, 1.0, "whisper", final=False))
    bridge.emit_heard(Transcript("And then?", (), "en", 0.9, 1.0, "whisper"))
    assert lines(window) == ["mmassist is ready.", "Save changes?", "You: What does it cost?", "12 euros.", "You: And then?"]


def test_who_reads_is_not_disturbed(window: MainWindow, bridge: Bridge) -> None:
    for number in range(100):
        bridge.emit_spoken(spoken(f"Sentence {number}."))
    text = window.findChildren(Conversation)[0]
    text.setFocus()
    text.moveCursor(QTextCursor.MoveOperation.Start)
    text.moveCursor(QTextCursor.MoveOperation.NextWord, QTextCursor.MoveMode.KeepAnchor)
    before = (text.textCursor().position(), text.textCursor().selectedText(), text.verticalScrollBar().value())
    bridge.emit_spoken(spoken("New.", 2))
    assert (text.textCursor().position(), text.textCursor().selectedText(), text.verticalScrollBar().value()) == before
    assert QApplication.focusWidget() is text
    assert lines(window)[-1] == "New."


def test_the_oldest_lines_go(window: MainWindow, bridge: Bridge) -> None:
    for number in range(2100):
        bridge.emit_spoken(spoken(f"{number}"))
    assert (len(lines(window)), lines(window)[-1]) == (2000, "2099")


def test_the_keyboard_selects_what_was_said(window: MainWindow, bridge: Bridge) -> None:
    bridge.emit_spoken(spoken("The code is 4711."))
    text: QPlainTextEdit = window.findChildren(Conversation)[0]
    text.setFocus()
    QTest.keyClick(text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert text.textCursor().selectedText() == "The code is 4711."


@pytest.fixture
def caption(bridge: Bridge, qtbot: QtBot) -> Caption:
    shown = Caption(bridge)
    qtbot.addWidget(shown)
    shown.use(CaptionOptions(shown=True, size=40))
    return shown


def test_the_caption_shows_what_is_being_said_in_its_size(caption: Caption, bridge: Bridge) -> None:
    assert not caption.isVisible()
    bridge.emit_spoken(spoken("Save <b>changes</b>?"))
    label = caption.findChildren(QLabel)[0]
    assert (caption.isVisible(), label.text(), label.font().pointSize()) == (True, "Save <b>changes</b>?", 40)
    screen = caption.screen().availableGeometry()
    assert (caption.width(), caption.geometry().bottom()) == (screen.width(), screen.bottom())
    caption.use(CaptionOptions(shown=True, size=40, edge="top"))
    bridge.emit_spoken(spoken("Yes."))
    assert caption.geometry().top() == screen.top()


def test_the_caption_takes_neither_focus_nor_mouse(caption: Caption, window: MainWindow, bridge: Bridge, qtbot: QtBot) -> None:
    bridge.emit_spoken(spoken("Save changes?"))
    assert window.isActiveWindow()
    flags = caption.windowFlags()
    assert flags & Qt.WindowType.WindowDoesNotAcceptFocus
    assert flags & Qt.WindowType.WindowTransparentForInput


def test_a_long_text_is_no_higher_than_half_the_screen(caption: Caption, bridge: Bridge) -> None:
    bridge.emit_spoken(spoken("A very long text. " * 200))
    assert caption.height() <= caption.screen().availableGeometry().height() // 2


def test_without_the_setting_there_is_no_caption(caption: Caption, bridge: Bridge) -> None:
    bridge.emit_spoken(spoken("Save changes?"))
    caption.use(CaptionOptions(shown=False))
    assert not caption.isVisible()
    bridge.emit_spoken(spoken("Yes."))
    assert not caption.isVisible()


def test_where_the_caption_is_can_be_asked_while_it_is_shown_and_a_moment_longer(
    caption: Caption, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert caption.covers() is None
    caption.use(CaptionOptions(shown=True))
    bridge.emit_spoken(spoken("Save, button."))
    place = caption.geometry()
    assert caption.covers() == Box(place.x(), place.y(), place.width(), place.height())
    caption.hide()
    assert caption.covers() is not None, "the screen may still show it"
    later = time.monotonic() + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert caption.covers() is None
