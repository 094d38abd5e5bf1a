from __future__ import annotations

import pytest

from mmassist.desktop.assemble import assemble, is_of_another_size
from mmassist.desktop.nodes import Raw, Vocabulary
from mmassist.values import Box, Node, Outline, Role, State
from tests.unit.desktop.raws import raw

WINDOW = Box(0, 0, 400, 300)
FOCUSED = 1 << 12
SELECTED = 1 << 23


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.load()


def frame(*children: Raw) -> Raw:
    made = raw(23, "Title", *children)
    made.extents = (0, 0, 400, 300)
    return made


def outline(root: Raw, vocabulary: Vocabulary, focus: Raw | None = None) -> Outline:
    return assemble(root, vocabulary, WINDOW, focus.ref if focus else None, complete=True, toolkit="")[0]


def only(root: Raw, vocabulary: Vocabulary) -> Node:
    return outline(root, vocabulary).nodes[1]


def test_empty_containers_are_left_out(vocabulary: Vocabulary) -> None:
    nodes = outline(frame(raw(39, "", raw(20, "", raw(43, "Save")))), vocabulary).nodes

    assert [(node.name, node.parent) for node in nodes] == [("Title", -1), ("Save", 0)]


def test_a_named_container_stays(vocabulary: Vocabulary) -> None:
    assert only(frame(raw(39, "Address", raw(29, "Street"))), vocabulary).role is Role.GROUP


def test_nodes_stand_in_document_order(vocabulary: Vocabulary) -> None:
    root = frame(raw(39, "A", raw(43, "A1"), raw(43, "A2")), raw(43, "B"))

    assert [node.name for node in outline(root, vocabulary).nodes] == ["Title", "A", "A1", "A2", "B"]


def test_a_password_field_shows_nothing_of_its_content(vocabulary: Vocabulary) -> None:
    field = raw(40, "••••", raw(29, "hunter2"), text="hunter2", value="hunter2", labelled_by="Password:")
    nodes = outline(frame(field), vocabulary).nodes

    assert [(node.name, node.value) for node in nodes[1:]] == [("Password:", "")]


def test_a_combo_box_is_named_by_its_label_and_valued_by_its_choice(vocabulary: Vocabulary) -> None:
    node = only(frame(raw(11, "Green", labelled_by="Colour")), vocabulary)

    assert (node.name, node.value) == ("Colour", "Green")


def test_a_list_is_valued_by_its_selected_entry(vocabulary: Vocabulary) -> None:
    assert only(frame(raw(31, "Sizes", raw(32, "Small"), raw(32, "Large", states=SELECTED))), vocabulary).value == "Large"


@pytest.mark.parametrize(
    ("number", "states", "role"),
    [(61, 0, Role.TEXT), (61, 1 << 7, Role.TEXT_FIELD), (61, 1 << 7 | 1 << 17, Role.TEXT_AREA), (79, 1 << 11, Role.TEXT_FIELD)],
)
def test_text_is_told_apart_by_what_can_be_done_with_it(number: int, states: int, role: Role, vocabulary: Vocabulary) -> None:
    assert only(frame(raw(number, "x", states=states)), vocabulary).role is role


def test_a_cell_in_a_tree_is_a_tree_item(vocabulary: Vocabulary) -> None:
    assert outline(frame(raw(65, "Folders", raw(56, "Home"))), vocabulary).nodes[2].role is Role.TREE_ITEM


def test_a_menu_item_in_the_menu_bar_is_a_menu(vocabulary: Vocabulary) -> None:
    assert outline(frame(raw(34, "", raw(35, "File"))), vocabulary).nodes[2].role is Role.MENU


def test_what_is_neither_enabled_nor_sensitive_is_disabled(vocabulary: Vocabulary) -> None:
    later = raw(43, "Later")
    later.states = 1 << 25

    assert State.DISABLED in only(frame(later), vocabulary).states


def test_a_half_checked_box_is_mixed_not_checked(vocabulary: Vocabulary) -> None:
    states = only(frame(raw(7, "Some", states=1 << 4 | 1 << 32)), vocabulary).states

    assert states >= {State.MIXED, State.CHECKABLE}
    assert State.CHECKED not in states


def test_a_label_is_not_called_read_only(vocabulary: Vocabulary) -> None:
    assert State.READ_ONLY not in only(frame(raw(29, "Name", states=1 << 43)), vocabulary).states


def test_the_last_focus_event_decides_between_claims(vocabulary: Vocabulary) -> None:
    first, second = raw(61, "A", states=FOCUSED), raw(61, "B", states=FOCUSED)

    assert outline(frame(first, second), vocabulary, second).focus == 2


def test_the_current_entry_of_an_unfocused_list_has_not_the_focus(vocabulary: Vocabulary) -> None:
    name, entries = raw(61, "Name", states=FOCUSED), raw(31, "Sizes", raw(32, "Large", states=FOCUSED))

    assert outline(frame(entries, name), vocabulary).nodes[outline(frame(entries, name), vocabulary).focus].name == "Name"


def test_the_current_entry_of_a_focused_list_has_the_focus(vocabulary: Vocabulary) -> None:
    found = outline(frame(raw(31, "Sizes", raw(32, "Large", states=FOCUSED), states=FOCUSED)), vocabulary)

    assert found.nodes[found.focus].name == "Large"


def test_the_chosen_entry_of_an_open_menu_has_the_focus_where_none_claims_it(vocabulary: Vocabulary) -> None:
    found = outline(frame(raw(33, "File", raw(35, "New", states=SELECTED), raw(35, "Open"), states=SELECTED)), vocabulary)

    assert found.nodes[found.focus].name == "New"


def test_only_one_node_is_focused(vocabulary: Vocabulary) -> None:
    root = frame(raw(61, "A", states=FOCUSED), raw(61, "B", states=FOCUSED))

    assert sum(State.FOCUSED in node.states for node in outline(root, vocabulary).nodes) == 1


def test_an_object_that_is_its_own_descendant_ends_the_walk(vocabulary: Vocabulary) -> None:
    loop = raw(39, "Loop")
    loop.children.append(loop)

    assert len(outline(frame(loop), vocabulary).nodes) == 2


@pytest.mark.parametrize(("number", "role"), [(73, Role.PARAGRAPH), (85, Role.LABEL), (71, Role.LABEL), (109, Role.PARAGRAPH)])
def test_a_part_of_a_page_with_words_of_its_own_is_no_group(number: int, role: Role, vocabulary: Vocabulary) -> None:
    node = only(frame(raw(number, "", text="Open from nine.")), vocabulary)

    assert (node.role, node.name) == (role, "Open from nine.")


def test_a_paragraph_without_words_of_its_own_is_left_out(vocabulary: Vocabulary) -> None:
    assert only(frame(raw(73, "", raw(43, "Save"))), vocabulary).name == "Save"


def test_a_named_part_of_a_page_is_a_group(vocabulary: Vocabulary) -> None:
    assert only(frame(raw(110, "Main", raw(88, "Bread"))), vocabulary).role is Role.GROUP


def test_an_alert_that_says_nothing_yet_is_left_out(vocabulary: Vocabulary) -> None:
    assert [node.name for node in outline(frame(raw(2), raw(2, "", raw(29, "Too late"))), vocabulary).nodes] == ["Title", "", "Too late"]


def test_a_piece_of_a_text_is_told_by_the_text_alone(vocabulary: Vocabulary) -> None:
    nodes = outline(frame(raw(83, "Our shop", raw(116, "Our shop")), raw(116, "Welcome")), vocabulary).nodes

    assert [(node.role, node.name) for node in nodes[1:]] == [(Role.HEADING, "Our shop"), (Role.TEXT, "Welcome")]


@pytest.mark.parametrize(("shown", "said"), [("• Bread", "Bread"), ("1. Bread", "1. Bread"), ("·", "·"), ("-5 degrees", "-5 degrees")])
def test_the_bullet_of_an_entry_is_not_said(shown: str, said: str, vocabulary: Vocabulary) -> None:
    named, worded = raw(32, shown), raw(32, "", text=shown)

    assert [node.name for node in outline(frame(raw(31, "", named, worded)), vocabulary).nodes[2:]] == [said, said]


def test_a_page_keeps_its_pixels_in_a_frame_that_is_told_in_logical_ones(vocabulary: Vocabulary) -> None:
    bar, inside = raw(43, "Reload"), raw(43, "Send")
    page = raw(95, "Page", inside)
    root = frame(bar, page)
    root.extents, bar.extents, page.extents, inside.extents = (0, 0, 200, 150), (5, 5, 20, 10), (0, 40, 400, 260), (300, 250, 60, 30)
    nodes = outline(root, vocabulary).nodes

    assert {node.name: node.box for node in nodes[1:]} == {
        "Reload": Box(10, 10, 40, 20),
        "Page": Box(0, 40, 400, 260),
        "Send": Box(300, 250, 60, 30),
    }


@pytest.mark.parametrize(("width", "is_stale"), [(400, False), (1800, True)])
def test_a_page_that_was_not_laid_out_anew_is_known(width: int, is_stale: bool, vocabulary: Vocabulary) -> None:
    page = raw(95, "Page")
    page.extents = (0, 0, width, 300)

    assert is_of_another_size(frame(raw(39, "Group", page)), vocabulary, WINDOW) is is_stale


def test_a_combo_box_is_valued_by_the_text_that_is_drawn_in_it(vocabulary: Vocabulary) -> None:
    hidden, shown = raw(29, "(None)"), raw(29, "Deck")
    hidden.extents = None

    assert only(frame(raw(11, "", raw(43, "", raw(39, "", hidden, shown)))), vocabulary).value == "Deck"


def test_a_pane_of_icons_is_a_list(vocabulary: Vocabulary) -> None:
    icons = raw(26, "", text="Letters"), raw(26, "", text="notes.txt")
    nodes = outline(frame(raw(30, "", *icons)), vocabulary).nodes

    assert [(node.role, node.name) for node in nodes[1:]] == [(Role.LIST, ""), (Role.ICON, "Letters"), (Role.ICON, "notes.txt")]


def test_a_pane_of_other_things_means_nothing(vocabulary: Vocabulary) -> None:
    assert only(frame(raw(30, "", raw(26, "", text="Letters"), raw(43, "Save"))), vocabulary).role is Role.ICON
