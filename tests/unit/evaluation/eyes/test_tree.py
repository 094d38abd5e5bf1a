"""What a program's accessibility tree says, in the detector's words."""

from __future__ import annotations

import numpy as np
import pytest

from mmassist.evaluation.eyes.tree import KINDS, Control, controls_of
from mmassist.perception.elements.vocabulary import ROLES
from mmassist.values import Box, Node, Outline, Pixels, Role, State, TextLine

FRAME = Box(100, 50, 400, 300)
SHOWN = frozenset({State.SHOWING})


def node(role: Role, name: str, parent: int, box: Box | None, states: frozenset[State] = SHOWN) -> Node:
    return Node(role, name, parent, states, box=box)


def seen(*nodes: Node, lines: tuple[TextLine, ...] = (), pixels: Pixels | None = None) -> tuple[Control, ...]:
    plain = np.full((FRAME.height, FRAME.width, 4), 240, np.uint8)
    outline = Outline((node(Role.WINDOW, "Window", -1, FRAME), *nodes), -1, True, 0.0)
    return controls_of(outline, FRAME, plain if pixels is None else pixels, lines)


def test_all_kinds_are_the_detector_s() -> None:
    assert set(KINDS.values()) <= set(ROLES)


def test_a_button_with_words_is_a_button_and_one_without_an_icon_button() -> None:
    words = TextLine("Save", Box(20, 15, 40, 12), 0.9)
    found = seen(node(Role.BUTTON, "Save", 0, Box(110, 60, 80, 24)), node(Role.BUTTON, "Print", 0, Box(200, 60, 24, 24)), lines=(words,))
    assert [(control.kind, control.name) for control in found] == [("button", "Save"), ("icon button", "Print")]
    assert found[0].box == Box(10, 10, 80, 24)


def test_a_button_that_is_called_by_a_sign_shows_that_sign() -> None:
    assert [control.kind for control in seen(node(Role.BUTTON, "-", 0, Box(110, 60, 30, 24)))] == ["button"]


def test_what_is_on_a_tab_s_page_counts() -> None:
    found = seen(node(Role.TAB, "General", 0, Box(110, 60, 60, 20)), node(Role.BUTTON, "OK", 1, Box(110, 90, 60, 20)))
    assert [control.kind for control in found] == ["tab", "button"]


def test_parts_of_a_control_are_no_controls() -> None:
    combo = node(Role.COMBO_BOX, "Country", 0, Box(110, 60, 120, 24))
    found = seen(combo, node(Role.TEXT_FIELD, "", 1, Box(112, 62, 90, 20)), node(Role.BUTTON, "Open", 1, Box(205, 62, 20, 20)))
    assert [control.kind for control in found] == ["combo box"]


def test_what_does_not_show_or_lies_mostly_outside_is_left_out() -> None:
    hidden = node(Role.BUTTON, "Hidden", 0, Box(110, 60, 80, 24), frozenset())
    outside = node(Role.BUTTON, "Outside", 0, Box(460, 60, 120, 24))
    assert seen(hidden, outside, node(Role.BUTTON, "Nowhere", 0, None)) == ()


def test_of_a_check_box_that_fills_its_row_only_mark_and_words_count() -> None:
    pixels: Pixels = np.full((FRAME.height, FRAME.width, 4), 240, np.uint8)
    pixels[12:26, 14:28, :3] = 20
    pixels[14:24, 34:90, :3] = 20
    (found,) = seen(node(Role.CHECK_BOX, "Remember", 0, Box(110, 60, 300, 28)), pixels=pixels)
    assert found.box == Box(14, 12, 76, 14)


def test_cells_that_are_level_make_a_row() -> None:
    cells = [node(Role.CELL, f"{row}{column}", 1, Box(110 + 50 * column, 60 + 20 * row, 50, 20)) for row in range(2) for column in range(3)]
    found = seen(node(Role.TABLE, "", 0, Box(110, 60, 150, 40)), *cells)
    assert [(control.kind, control.name) for control in found] == [("list item", "00 01 02"), ("list item", "10 11 12")]
    assert found[1].box == Box(10, 30, 150, 20)


@pytest.mark.parametrize(
    ("role", "said", "told"),
    [
        (Role.CHECK_BOX, {State.CHECKED, State.FOCUSABLE}, {"checked"}),
        (Role.TEXT_FIELD, {State.FOCUSED, State.DISABLED, State.EDITABLE}, {"focused", "disabled"}),
        (Role.TOGGLE_BUTTON, {State.PRESSED}, {"checked"}),
        (Role.BUTTON, {State.PRESSED}, set()),
        (Role.TAB, {State.SELECTED, State.FOCUSED}, {"selected"}),
    ],
)
def test_states_are_the_detector_s(role: Role, said: set[State], told: set[str]) -> None:
    (found,) = seen(node(role, "It", 0, Box(110, 60, 80, 24), SHOWN | said))
    assert found.states == told


def test_a_row_is_selected_where_one_of_its_cells_is() -> None:
    cells = [node(Role.CELL, str(at), 1, Box(110 + 50 * at, 60, 50, 20), SHOWN | ({State.SELECTED} if at else set())) for at in range(2)]
    (found,) = seen(node(Role.TABLE, "", 0, Box(110, 60, 100, 20)), *cells)
    assert found.states == {"selected"}
