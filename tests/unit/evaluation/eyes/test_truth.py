"""What is taken for the truth of a real program's window: its tree, corrected by its picture."""

from __future__ import annotations

import numpy as np
import pytest

from mmassist.evaluation.eyes.tree import Control
from mmassist.evaluation.eyes.truth import seen_of
from mmassist.measure.looking import Shown
from mmassist.values import Box, Frame, Node, Outline, Pixels, Role, State, Target, TextLine, Window

PLACE = Box(100, 50, 400, 300)


def node(role: Role, name: str, parent: int, box: Box, *states: State) -> Node:
    return Node(role, name, parent, frozenset({State.SHOWING, *states}), box=box.moved(PLACE.x, PLACE.y))


def controls(*nodes: Node, pixels: Pixels | None = None, lines: tuple[TextLine, ...] = (), toolkit: str = "") -> tuple[Control, ...]:
    picture = np.random.default_rng(1).integers(0, 256, (PLACE.height, PLACE.width, 4), np.uint8) if pixels is None else pixels
    window = Window(1, "Letters", "program", None, PLACE)
    outline = Outline((node(Role.WINDOW, "Letters", -1, Box(0, 0, 400, 300)), *nodes), -1, True, 0.0, toolkit)
    return seen_of(Shown(window, outline, Frame(picture, (PLACE.x, PLACE.y), Target(), 0.0)), lines)


def test_a_control_is_where_its_tree_says_in_the_picture_s_pixels() -> None:
    (found,) = controls(node(Role.CHECK_BOX, "Remember", 0, Box(10, 20, 90, 24), State.CHECKED))
    assert found == Control("check box", Box(10, 20, 90, 24), "Remember", frozenset({"checked"}))


@pytest.mark.parametrize(("lines", "kind"), [((), "icon button"), ((TextLine("Save", Box(30, 26, 40, 12), 0.9),), "button")])
def test_a_button_without_a_name_is_told_by_the_text_on_it(lines: tuple[TextLine, ...], kind: str) -> None:
    (found,) = controls(node(Role.BUTTON, "", 0, Box(10, 20, 90, 24)), lines=lines)
    assert found.kind == kind


def test_a_letter_that_was_read_from_an_icon_is_no_text() -> None:
    letter = TextLine("G", Box(20, 26, 10, 12), 0.6)
    found = controls(*(node(Role.BUTTON, name, 0, Box(14, 20, 24, 24)) for name in ("Reload", "+")), lines=(letter,))
    assert [one.kind for one in found] == ["icon button", "button"]


def test_buttons_that_were_read_as_one_line_show_their_names() -> None:
    row = TextLine("Keypad History", Box(10, 24, 180, 14), 0.9)
    places = {"Keypad": 10, "History": 110, "Print": 210}
    found = controls(*(node(Role.TOGGLE_BUTTON, name, 0, Box(x, 20, 80, 24)) for name, x in places.items()), lines=(row,))
    assert [(one.name, one.kind) for one in found] == [("Keypad", "button"), ("History", "button"), ("Print", "icon button")]


def test_where_nothing_is_drawn_nothing_is_seen() -> None:
    assert controls(node(Role.BUTTON, "Save", 0, Box(10, 20, 90, 24)), pixels=np.full((300, 400, 4), 240, np.uint8)) == ()


@pytest.mark.parametrize(("y", "count"), [(8, 1), (200, 0)])
def test_a_title_that_a_program_draws_itself_is_on_its_top(y: int, count: int) -> None:
    found = controls(node(Role.LABEL, "Letters", 0, Box(150, y, 60, 16)), node(Role.LABEL, "Others", 0, Box(20, 8, 60, 16)))
    assert [(one.kind, one.name) for one in found] == [("window title", "Letters")] * count


def test_rows_of_gtk_s_lists_are_as_wide_as_the_list() -> None:
    items = [node(role, name, 1, Box(x, 40, 50, 20)) for role, name, x in ((Role.TREE_ITEM, "Letters", 40), (Role.CELL, "7", 100))]
    tree = node(Role.TREE, "", 0, Box(10, 20, 200, 100))
    (found,) = controls(tree, *items, toolkit="gtk")
    assert found == Control("list item", Box(10, 40, 200, 20), "Letters 7", frozenset())


def test_rows_of_qt_s_lists_end_where_the_list_does() -> None:
    items = [node(Role.TREE_ITEM, name, 1, Box(x, 40, 150, 20)) for name, x in (("Letters", 10), ("7", 160))]
    (found,) = controls(node(Role.TREE, "", 0, Box(10, 20, 200, 100)), *items, toolkit="Qt")
    assert found == Control("list item", Box(10, 40, 200, 20), "Letters 7", frozenset())


def test_what_lies_beside_another_in_a_list_is_an_item_of_its_own() -> None:
    items = [node(Role.LIST_ITEM, name, 1, Box(x, 40, 80, 60)) for name, x in (("Letters", 10), ("Bills", 90))]
    assert len(controls(node(Role.LIST, "", 0, Box(10, 20, 200, 100)), *items, toolkit="Qt")) == 2


@pytest.mark.parametrize(("toolkit", "width", "kind"), [("gtk", 48, "switch"), ("gtk", 24, "icon button"), ("Qt", 48, "icon button")])
def test_a_switch_of_gtk_is_a_wide_toggle_button_without_a_name(toolkit: str, width: int, kind: str) -> None:
    (found,) = controls(node(Role.TOGGLE_BUTTON, "", 0, Box(10, 20, width, 24), State.CHECKED), toolkit=toolkit)
    assert found.kind == kind
    assert found.states == {"checked"}


def test_what_a_menu_button_says_makes_it_no_switch() -> None:
    (found,) = controls(
        node(Role.TOGGLE_BUTTON, "", 0, Box(10, 20, 60, 24)), lines=(TextLine("Open", Box(20, 26, 40, 12), 0.9),), toolkit="gtk"
    )
    assert found.kind == "button"


@pytest.mark.parametrize(("width", "kind"), [(24, "icon button"), (90, "check box")])
def test_a_tool_that_can_be_switched_on_is_no_check_box(width: int, kind: str) -> None:
    (found,) = controls(node(Role.CHECK_BOX, "Full screen", 0, Box(10, 20, width, 24)), toolkit="Qt")
    assert found.kind == kind


def test_what_a_menu_lies_over_is_not_seen() -> None:
    menu = node(Role.MENU, "File", 0, Box(0, 0, 40, 20))
    entries = [node(Role.MENU_ITEM, name, 1, Box(10, 30 + 20 * at, 100, 20)) for at, name in enumerate(("Open", "Save", "Close"))]
    hidden = node(Role.BUTTON, "Hidden", 0, Box(20, 40, 60, 20))
    half = node(Role.TEXT_FIELD, "Half", 0, Box(60, 60, 140, 20))
    found = {one.name: one for one in controls(menu, *entries, hidden, half)}
    assert set(found) == {"File", "Open", "Save", "Close", "Half"}
    assert found["Half"].box == Box(116, 60, 84, 20)


def test_what_the_entries_of_a_menu_lie_on_is_no_entry() -> None:
    menu = node(Role.MENU, "", 0, Box(10, 30, 100, 40))
    entries = [node(Role.MENU_ITEM, name, 1, Box(10, 30 + 20 * at, 100, 20)) for at, name in enumerate(("Open", "Save"))]
    assert [one.name for one in controls(menu, *entries)] == ["Open", "Save"]
