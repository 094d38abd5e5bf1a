"""The window about the app: what is there, what is missing, whose work it is, as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from mmassist.ui.about_window import AboutWindow
from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.labels import StatusLabel
from tests.ui.test_main_window import Asked, asked, bridge, commands

__all__ = ["asked", "bridge", "commands"]  # fixtures


@pytest.fixture
def opened(bridge: Bridge, commands: Commands, qtbot: QtBot) -> AboutWindow:
    window = AboutWindow(bridge, commands.about, None)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.open_anew()
    return window


def test_what_is_found_comes_line_by_line_and_its_end_is_said(opened: AboutWindow, bridge: Bridge, asked: Asked) -> None:
    report, status = opened.findChildren(QPlainTextEdit)[0], opened.findChildren(StatusLabel)[1]
    assert status.text() == "Looking…"
    bridge.emit_found("Python: found, 3.11")
    bridge.emit_found("microphone: missing, There is no microphone. Connect one.")
    assert report.toPlainText() == "Python: found, 3.11\nmicrophone: missing, There is no microphone. Connect one."
    bridge.emit_found("")
    assert status.text() == asked.said[-1] == "2 parts looked at."


def test_it_looks_anew_but_lists_licences_once(opened: AboutWindow, bridge: Bridge, asked: Asked) -> None:
    bridge.emit_licences("mmassist 1: GPL")
    bridge.emit_found("Python: found, 3.11")
    bridge.emit_found("")
    next(one for one in opened.findChildren(QPushButton) if one.text() == "Check a&gain").click()
    opened.open_anew()
    assert (asked.examined, asked.licences) == (3, 1)
    assert [text.toPlainText() for text in opened.findChildren(QPlainTextEdit)] == ["", "mmassist 1: GPL"]


def test_a_file_for_a_helper_is_saved_where_one_likes_and_what_is_in_it_can_be_read(
    opened: AboutWindow, bridge: Bridge, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: ("/somewhere/mmassist.json", ""))
    next(one for one in opened.findChildren(QPushButton) if one.text() == "&Save a file for a helper…").click()
    assert asked.bundled == [Path("/somewhere/mmassist.json")]
    bridge.emit_bundled("The versions of 9 packages.")
    assert opened.findChildren(StatusLabel)[1].text() == "The versions of 9 packages."


def test_its_version_and_licence_can_be_read(opened: AboutWindow) -> None:
    assert "GPL" in opened.findChildren(StatusLabel)[0].text()
