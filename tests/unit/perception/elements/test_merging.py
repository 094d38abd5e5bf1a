"""Controls that are seen, laid over what the tree tells."""

from __future__ import annotations

from dataclasses import replace

from mmassist.perception.elements.finder import Element
from mmassist.perception.elements.merging import with_controls
from mmassist.perception.elements.naming import Named, NamedBy
from mmassist.values import Box, Item, Role, Source, State

HERE, THERE = Box(10, 10, 80, 24), Box(200, 10, 24, 24)


def item(role: Role, name: str, box: Box = HERE, *states: State) -> Item:
    return Item(role, name, Source.OUTLINE, frozenset(states), box=box)


def seen(role: str, name: str = "", box: Box = HERE, *states: State, confidence: float = 0.9) -> Named:
    return Named(Element(role, box, frozenset(states), confidence), name, NamedBy.ICON if name else NamedBy.NOTHING)


def test_a_button_without_a_name_gets_that_of_its_icon() -> None:
    (found,) = with_controls([item(Role.BUTTON, "")], [seen("icon button", "print")])
    assert (found.name, found.source) == ("print", Source.BOTH)
    assert found.confidence < 1


def test_the_tree_wins_on_names() -> None:
    (found,) = with_controls([item(Role.BUTTON, "Send")], [seen("icon button", "print")])
    assert (found.name, found.confidence) == ("Send", 1.0)


def test_what_the_tree_lacks_is_added_below_what_is_around_it() -> None:
    window = item(Role.WINDOW, "Game", Box(0, 0, 400, 300))
    _, found = with_controls([window], [seen("button", "Play")])
    assert (found.role, found.name, found.source, found.parent) == (Role.BUTTON, "Play", Source.PIXELS, 0)


def test_what_is_vague_in_the_tree_becomes_what_it_looks_like() -> None:
    (found,) = with_controls([item(Role.GROUP, "Remember me")], [seen("check box", "Remember me")])
    assert (found.role, found.name) == (Role.CHECK_BOX, "Remember me")


def test_a_control_of_its_own_role_is_preferred_to_a_vague_one_around_it() -> None:
    group, button = item(Role.GROUP, "", Box(8, 8, 84, 28)), item(Role.BUTTON, "")
    found = with_controls([group, button], [seen("button", "Save")])
    assert [one.name for one in found] == ["", "Save"]


def test_a_part_of_a_control_is_no_control() -> None:
    combo = item(Role.COMBO_BOX, "Country", Box(0, 0, 200, 30))
    assert len(with_controls([combo], [seen("icon button", "down", Box(170, 3, 24, 24))])) == 1


def test_nothing_is_seen_in_a_password_field() -> None:
    field = item(Role.PASSWORD, "Password", Box(0, 0, 200, 30))
    assert len(with_controls([field], [seen("icon button", "show", Box(170, 3, 24, 24))])) == 1


def test_a_box_that_looks_checked_against_the_tree_s_word_is_told() -> None:
    box = item(Role.CHECK_BOX, "Remember me", HERE, State.CHECKABLE)
    (found,) = with_controls([box], [seen("check box", "", HERE, State.CHECKED)])
    assert found.pixels_say == "checked"
    assert State.CHECKED not in found.states


def test_of_an_unsure_look_no_state_is_told() -> None:
    box = item(Role.CHECK_BOX, "Remember me", HERE, State.CHECKABLE)
    (found,) = with_controls([box], [seen("check box", "", HERE, State.CHECKED, confidence=0.5)])
    assert found.pixels_say == ""


def test_another_role_in_the_same_place_changes_nothing() -> None:
    (found,) = with_controls([item(Role.LINK, "More")], [seen("button", "More")])
    assert (found.role, found.source) == (Role.LINK, Source.OUTLINE)


def test_without_a_tree_all_that_is_seen_is_there() -> None:
    assert [one.name for one in with_controls([], [seen("button", "Save"), seen("icon button", "print", THERE)])] == ["Save", "print"]


def test_menu_items_that_only_pixels_show_are_put_in_a_bar_and_entries_in_a_list() -> None:
    """So that they are told together."""
    menus = [
        Named(Element("menu item", Box(x, 5, 40, 20), frozenset(), 0.9), name, NamedBy.TEXT) for x, name in ((5, "File"), (50, "Edit"))
    ]
    entries = [Named(Element("list item", Box(5, y, 200, 20), frozenset(), 0.9), name, NamedBy.TEXT) for y, name in ((90, "A"), (112, "B"))]
    items = with_controls([], [*menus, *entries])
    held = {item.name: items[item.parent].role for item in items if item.parent >= 0}
    assert held == {"File": Role.MENU_BAR, "Edit": Role.MENU_BAR, "A": Role.LIST, "B": Role.LIST}
    (bar,) = [item for item in items if item.role is Role.MENU_BAR]
    assert bar.box == Box(5, 5, 85, 20)


def test_of_a_window_and_the_page_that_fills_it_the_page_holds_what_is_seen() -> None:
    whole = Box(0, 0, 600, 400)
    tree = [item(Role.WINDOW, "Shop", whole), replace(item(Role.DOCUMENT, "Shop", whole), parent=0)]
    assert with_controls(tree, [seen("button", "pay")])[-1].parent == 1
    assert with_controls([], [seen("button", "pay")])[-1].parent == -1
