"""The keys' window: listed, tried by pressing them, given, taken away and put back, by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMessageBox, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from mmassist.ui.bridge import Commands
from mmassist.ui.key_field import KeyField
from mmassist.ui.keys_window import KeysWindow
from mmassist.ui.labels import StatusLabel
from mmassist.ui.line_edit import LineEdit
from tests.ui.test_main_window import Asked, asked, bridge, commands

__all__ = ["asked", "bridge", "commands"]  # fixtures

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(commands: Commands, qtbot: QtBot) -> KeysWindow:
    window = KeysWindow(commands.keys, None)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.open_anew()
    return window


def table(opened: KeysWindow) -> QTableWidget:
    return opened.findChildren(QTableWidget)[0]


def field(opened: KeysWindow) -> KeyField:
    return opened.findChildren(KeyField)[0]


def button(opened: KeysWindow, text: str) -> QPushButton:
    return next(one for one in opened.findChildren(QPushButton) if one.text().replace("&", "") == text)


def go_to(opened: KeysWindow, command: str, asked: Asked) -> None:
    """With the arrow keys."""
    keys = table(opened)
    keys.setFocus()
    while list(asked.keys)[keys.currentRow()] != command:
        QTest.keyClick(keys, Qt.Key.Key_Down)


def test_each_cell_says_whose_it_is(opened: KeysWindow, asked: Asked) -> None:
    go_to(opened, "next-button", asked)
    row = table(opened).currentRow()
    cells = [table(opened).model().index(row, place) for place in range(3)]
    told = [cell.data(Qt.ItemDataRole.AccessibleTextRole) for cell in cells]
    assert told == ["next button", "next button, Letter after the leader: b", "next button, Key of its own: none"]


@pytest.mark.parametrize(
    ("key", "modifiers", "written"),
    [
        (Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier, "b"),
        (Qt.Key.Key_B, SHIFT, "Shift+B"),
        (Qt.Key.Key_Question, SHIFT, "?"),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, "Down"),
        (Qt.Key.Key_PageUp, SHIFT, "Shift+PageUp"),
        (Qt.Key.Key_F9, CONTROL | SHIFT, "Ctrl+Shift+F9"),
        (Qt.Key.Key_D, CONTROL | Qt.KeyboardModifier.MetaModifier, "Super+Ctrl+D"),
        (Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier, "Alt+N"),
    ],
)
def test_a_key_is_tried_by_pressing_it(opened: KeysWindow, asked: Asked, key: Qt.Key, modifiers: Qt.KeyboardModifier, written: str) -> None:
    field(opened).setFocus()
    QTest.keyClick(field(opened), key, modifiers)
    assert set(field(opened).text().split("+")) == set(written.split("+"))
    assert asked.said[-1] == opened.findChildren(StatusLabel)[0].text() == f"{field(opened).text()} was tried."
    assert asked.key_changes == []


def test_tab_leaves_the_field_and_escape_the_window(opened: KeysWindow, asked: Asked) -> None:
    field(opened).setFocus()
    QTest.keyClick(field(opened), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is button(opened, "Give it to the command")
    field(opened).setFocus()
    QTest.keyClick(field(opened), Qt.Key.Key_Escape)
    assert not opened.isVisible()
    assert asked.said == []


def test_what_was_tried_is_given_to_the_chosen_command(opened: KeysWindow, asked: Asked) -> None:
    go_to(opened, "next-button", asked)
    QTest.keyClick(table(opened), Qt.Key.Key_Return)
    assert QApplication.focusWidget() is field(opened)
    QTest.keyClick(field(opened), Qt.Key.Key_K)
    QTest.keyClick(field(opened), Qt.Key.Key_Tab)
    QTest.keyClick(button(opened, "Give it to the command"), Qt.Key.Key_Space)
    assert asked.key_changes == [("next-button", "k")]
    assert asked.said[-1] == "next button: k."
    row = list(asked.keys).index("next-button")
    cell = table(opened).item(row, 1)
    assert cell is not None
    assert (cell.text(), table(opened).currentRow()) == ("k", row)


def test_a_key_that_is_taken_is_told_and_nothing_changes(opened: KeysWindow, asked: Asked) -> None:
    go_to(opened, "next-button", asked)
    field(opened).setFocus()
    QTest.keyClick(field(opened), Qt.Key.Key_D)
    button(opened, "Give it to the command").click()
    assert opened.findChildren(StatusLabel)[0].text() == "d is taken."
    assert asked.keys["next-button"] == ("next button", "b", "")


def test_a_command_can_be_without_a_key_and_have_its_usual_ones_again(opened: KeysWindow, asked: Asked) -> None:
    go_to(opened, "next-button", asked)
    button(opened, "No key for it").click()
    assert asked.said[-1] == "next button: none."
    button(opened, "Usual keys for it").click()
    assert asked.said[-1] == "next button: b."


def test_all_are_put_back_only_after_a_yes(opened: KeysWindow, asked: Asked, qtbot: QtBot) -> None:
    for answer, resets in (("No", []), ("Yes", [""])):
        button(opened, "Reset all…").click()
        (question,) = opened.findChildren(QMessageBox)
        QTest.keyClick(next(one for one in question.buttons() if one.text().replace("&", "") == answer), Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: not opened.findChildren(QMessageBox))
        assert asked.key_resets == resets


def test_the_search_leaves_what_fits(opened: KeysWindow) -> None:
    search = opened.findChildren(LineEdit)[0]
    search.setText("button")
    keys = table(opened)
    shown = [item.text() for row in range(keys.rowCount()) if not keys.isRowHidden(row) and (item := keys.item(row, 0)) is not None]
    assert shown == ["next button"]
    assert not keys.isRowHidden(keys.currentRow())


@pytest.mark.parametrize("name", ["Firefox", "Krita"])
def test_a_key_is_given_in_one_program_alone_also_in_one_that_is_not_listed(opened: KeysWindow, asked: Asked, name: str) -> None:
    program = opened.findChildren(QComboBox)[0]
    assert [program.itemText(at) for at in range(program.count())] == ["all programs", "Blender", "Firefox"]
    program.setFocus()
    QTest.keyClick(program, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(program, name)
    QTest.keyClick(program, Qt.Key.Key_Return)
    assert asked.said == [f"Keys in {name}."]
    go_to(opened, "next-button", asked)
    field(opened).setFocus()
    QTest.keyClick(field(opened), Qt.Key.Key_K)
    button(opened, "Give it to the command").click()
    assert asked.said[-1] == f"next button, in {name}: k."
    assert asked.program_keys == {name: {"next-button": ("next button", "k", "")}}
    assert asked.keys["next-button"] == ("next button", "b", ""), "elsewhere it is as before"
    button(opened, "Usual keys for it").click()
    assert asked.said[-1] == f"next button, in {name}: b."
    program.setFocus()
    QTest.keyClick(program, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(program, "all programs")
    QTest.keyClick(program, Qt.Key.Key_Tab)
    assert asked.said[-1] == "Keys in all programs."


def test_with_the_arrow_keys_a_program_is_chosen(opened: KeysWindow, asked: Asked) -> None:
    program = opened.findChildren(QComboBox)[0]
    program.setFocus()
    QTest.keyClick(program, Qt.Key.Key_Down)
    assert (program.currentText(), asked.said) == ("Blender", ["Keys in Blender."])


def test_a_key_that_is_given_elsewhere_is_shown_and_the_cursor_stays(opened: KeysWindow, asked: Asked) -> None:
    go_to(opened, "next-button", asked)
    keys = table(opened)
    row, kept = keys.currentRow(), keys.item(0, 0)
    does, _, key = asked.keys["next-button"]
    asked.keys["next-button"] = (does, "Shift+V", key)
    opened.follow()

    assert keys.model().index(row, 1).data() == "Shift+V"
    assert (keys.currentRow(), keys.item(0, 0)) == (row, kept)
    assert keys.hasFocus()
