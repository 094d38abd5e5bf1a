"""Cells that are called by their places in a spreadsheet."""

from __future__ import annotations

from mmassist.values import Item, Node, Role
from tests.unit.perception.test_scene import node, only, scene


def cell(name: str, value: str = "", **more: int) -> Item:
    return only(
        scene([node(Role.TABLE, "Sheet 1", (0, 0, 300, 90)), node(Role.CELL, name, (0, 0, 60, 20), 1, value=value, **more)]), Role.CELL
    )


def test_a_cell_is_named_by_what_it_shows_and_keeps_its_address() -> None:
    made = cell("B3", "310.5", row=2, column=1)

    assert (made.name, made.value, made.address) == ("310.5", "", "B3")


def test_an_empty_cell_has_an_address_and_no_name() -> None:
    assert (cell("B3", row=2, column=1).name, cell("B3", row=2, column=1).address) == ("", "B3")


def test_a_text_that_looks_like_an_address_elsewhere_is_a_name() -> None:
    assert (cell("B3", "310.5", row=7, column=1).name, cell("B3", "310.5", row=7, column=1).address) == ("B3", "")


def test_a_cell_that_is_known_alone_is_believed_if_it_shows_something_else() -> None:
    assert [cell("B3", "310.5").address, cell("B3").address, cell("B3", "B3").address] == ["B3", "", ""]


def bars(*places: tuple[int, int, int, int] | None) -> list[Node]:
    nodes: list[Node] = []
    for place in places:
        nodes.append(node(Role.MENU_BAR, "", place))
        nodes.append(node(Role.MENU, "File", (0, 0, 40, 20), len(nodes)))
    return nodes


def test_a_menu_bar_without_a_place_is_none_beside_one_that_has_one() -> None:
    assert sum(item.role is Role.MENU for item in scene(bars((0, 0, 300, 20), None)).items) == 1


def test_a_lone_menu_bar_without_a_place_is_told() -> None:
    assert sum(item.role is Role.MENU for item in scene(bars(None)).items) == 1
