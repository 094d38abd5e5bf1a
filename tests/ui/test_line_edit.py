"""A field for one line: what a screen reader is told when it is come to, in which order."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mmassist.ui.line_edit import LineEdit


def panel(qtbot: QtBot, line: QLineEdit) -> QWidget:
    window = QWidget()
    layout = QVBoxLayout(window)
    button = QPushButton("Before")
    layout.addWidget(button)
    layout.addWidget(line)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    button.setFocus()
    return window


def test_its_text_is_selected_once_tab_has_come_to_it(qtbot: QtBot) -> None:
    line = LineEdit("speech")
    window = panel(qtbot, line)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert line.hasFocus()
    assert not line.hasSelectedText(), "the caret moved before the focus was told"
    qtbot.waitUntil(lambda: line.selectedText() == "speech")


def test_a_plain_one_selects_too_soon(qtbot: QtBot) -> None:
    line = QLineEdit("speech")
    window = panel(qtbot, line)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert line.hasSelectedText(), "Qt tells of the focus first now: LineEdit is no longer needed"


def test_a_click_selects_nothing(qtbot: QtBot) -> None:
    line = LineEdit("speech")
    window = panel(qtbot, line)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    qtbot.wait(20)
    assert window.focusWidget() is line
    assert not line.hasSelectedText()
