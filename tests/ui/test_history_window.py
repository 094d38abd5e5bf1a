"""The history window: found, read, deleted, exported and wiped by keys alone."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QListWidget, QMessageBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from mmassist.engine.history import Entry, Page, Query
from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.history_window import HistoryWindow
from mmassist.ui.labels import StatusLabel
from tests.ui.test_main_window import Asked, asked, bridge, commands

__all__ = ["asked", "bridge", "commands"]  # fixtures

ENTRIES = tuple(
    Entry(time.time(), program, "notes", question, spoken, "embedded", number)
    for number, program, question, spoken in (
        (9, "Mousepad", "", "Save changes? Save, button."),
        (8, "Firefox", "What does it cost?", "12 euros."),
        (7, "Mousepad", "", "A text."),
    )
)


@pytest.fixture
def opened(bridge: Bridge, commands: Commands, asked: Asked, qtbot: QtBot) -> HistoryWindow:
    window = HistoryWindow(bridge, commands, None)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.open_anew()
    answer(bridge, asked)
    return window


def answer(bridge: Bridge, asked: Asked, entries: tuple[Entry, ...] = ENTRIES) -> None:
    bridge.emit_history(Page(asked.found[-1], entries, 30, ("Firefox", "Mousepad")))


def listed(opened: HistoryWindow) -> list[str]:
    entries = opened.findChildren(QListWidget)[0]
    return [entries.item(row).text() for row in range(entries.count())]


def button(opened: HistoryWindow, text: str) -> QPushButton:
    return next(one for one in opened.findChildren(QPushButton) if one.text().replace("&", "") == text)


def test_the_newest_are_there_and_the_first_is_read(opened: HistoryWindow) -> None:
    assert [line.rpartition("notes: ")[2] for line in listed(opened)] == [
        "Save changes? Save, button.",
        "What does it cost?: 12 euros.",
        "A text.",
    ]
    assert opened.findChildren(QPlainTextEdit)[0].toPlainText().endswith("Save changes? Save, button.")
    assert opened.findChildren(StatusLabel)[0].text() == "3 of 30 entries"


def test_each_letter_searches(opened: HistoryWindow, asked: Asked) -> None:
    QTest.keyClicks(opened.findChildren(QLineEdit)[0], "eu")
    assert [query.text for query in asked.found] == ["", "e", "eu"]


def test_an_answer_to_an_older_search_is_not_shown(opened: HistoryWindow, bridge: Bridge, asked: Asked) -> None:
    before = listed(opened)
    QTest.keyClicks(opened.findChildren(QLineEdit)[0], "e")
    bridge.emit_history(Page(Query("something else"), ENTRIES[:1], 1, ()))
    assert listed(opened) == before


def test_one_program_is_chosen_by_keys(opened: HistoryWindow, bridge: Bridge, asked: Asked) -> None:
    programs = opened.findChildren(QComboBox)[0]
    programs.setFocus()
    QTest.keyClick(programs, Qt.Key.Key_Down)
    programs.activated.emit(programs.currentIndex())  # a list that was not opened is not activated by the keys of a test
    assert asked.found[-1] == Query("", "Firefox")
    answer(bridge, asked, ENTRIES[1:2])
    assert programs.currentText() == "Firefox"
    assert len(listed(opened)) == 1


def test_older_ones_come_behind_and_what_was_chosen_stays(opened: HistoryWindow, bridge: Bridge, asked: Asked) -> None:
    entries = opened.findChildren(QListWidget)[0]
    entries.setCurrentRow(1)
    button(opened, "Older").click()
    assert asked.found[-1] == Query(before=7)
    answer(bridge, asked, (Entry(1.0, "xterm", "", "", "Long ago.", "embedded", 2),))
    assert len(listed(opened)) == 4
    assert entries.currentRow() == 1


def test_what_is_chosen_is_deleted(opened: HistoryWindow, bridge: Bridge, asked: Asked) -> None:
    opened.findChildren(QListWidget)[0].setCurrentRow(1)
    button(opened, "Delete").click()
    assert asked.deleted == [(8,)]
    searches = len(asked.found)
    bridge.emit_history_told("1 entry of the history deleted.")
    assert len(asked.found) == searches + 1
    assert opened.findChildren(StatusLabel)[0].text() == "1 entry of the history deleted."


def test_what_the_search_finds_is_exported(opened: HistoryWindow, asked: Asked, tmp_path: object) -> None:
    QTest.keyClicks(opened.findChildren(QLineEdit)[0], "euros")
    button(opened, "Export…").click()
    dialog = opened.findChildren(QFileDialog)[0]
    dialog.fileSelected.emit(f"{tmp_path}/told.txt")
    assert [(path.name, query.text) for path, query in asked.exports] == [("told.txt", "euros")]
    dialog.reject()


def test_all_is_wiped_only_after_a_yes(opened: HistoryWindow, asked: Asked, qtbot: QtBot) -> None:
    for answer_text, wipes in (("No", 0), ("Yes", 1)):
        button(opened, "Wipe all…").click()
        (question,) = opened.findChildren(QMessageBox)
        QTest.keyClick(next(one for one in question.buttons() if one.text().replace("&", "") == answer_text), Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: not opened.findChildren(QMessageBox))
        assert asked.history_wipes == wipes
