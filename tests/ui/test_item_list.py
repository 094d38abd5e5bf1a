"""The list of items: by keyboard each can be heard, gone to, copied and spelled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mmassist.ui.item_list import ItemList
from mmassist.values import Item, Role, Scene, Source, State, Target, Turn

ITEMS = (
    Item(Role.WINDOW, "", Source.OUTLINE),
    Item(Role.BUTTON, "Save", Source.BOTH, frozenset({State.DEFAULT})),
    Item(Role.GROUP, "", Source.OUTLINE),
    Item(Role.TEXT_FIELD, "Name", Source.OUTLINE, value="Ann\nLee"),
)


@pytest.fixture
def done() -> list[tuple[int, int, str]]:
    return []


@pytest.fixture
def items(qtbot: QtBot, done: list[tuple[int, int, str]]) -> ItemList:
    items = ItemList(lambda turn, index, command: done.append((turn, index, command)))
    qtbot.addWidget(items)
    items.show_turn(Turn(7, "embedded", "", "", Scene(Target(), None, (10, 10), ITEMS), (), 0.0))
    with qtbot.waitActive(items):
        items.show()
        items.activateWindow()
    items.setFocus()
    return items


def test_what_has_no_words_is_left_out(items: ItemList) -> None:
    assert [items.item(row).text() for row in range(items.count())] == ["Save, button, default", "Name, text field, Ann Lee"]


def test_enter_tells_the_item_by_its_place_in_the_scene(items: ItemList, done: list[tuple[int, int, str]]) -> None:
    QTest.keyClick(items, Qt.Key.Key_Return)
    QTest.keyClick(items, Qt.Key.Key_Down)
    QTest.keyClick(items, Qt.Key.Key_Return)
    assert done == [(7, 1, ""), (7, 3, "")]


@pytest.mark.parametrize(
    ("key", "command"), [(Qt.Key.Key_F, "go-focus"), (Qt.Key.Key_P, "go-pointer"), (Qt.Key.Key_C, "copy"), (Qt.Key.Key_L, "spell")]
)
def test_the_rest_is_a_key_away(items: ItemList, done: list[tuple[int, int, str]], key: Qt.Key, command: str) -> None:
    QTest.keyClick(items, key, Qt.KeyboardModifier.ControlModifier)
    assert done == [(7, 1, command)]


def test_the_menu_names_each_with_a_letter_of_its_own(items: ItemList) -> None:
    texts = [action.text() for action in items.actions()]
    letters = [text.partition("&")[2][:1].lower() for text in texts]
    assert all(letters)
    assert len(set(letters)) == len(letters) == 6


def test_in_an_empty_list_no_key_does_anything(items: ItemList, done: list[tuple[int, int, str]]) -> None:
    items.show_turn(Turn(8, "embedded", "", "", None, (), 0.0))
    QTest.keyClick(items, Qt.Key.Key_Return)
    QTest.keyClick(items, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert (items.count(), done) == (0, [])
