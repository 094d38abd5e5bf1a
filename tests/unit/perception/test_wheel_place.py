"""Where the wheel does no harm."""

from __future__ import annotations

from mmassist.perception.wheel_place import wheel_place
from mmassist.values import Box, Node, Outline, Role, State

WINDOW = Box(100, 50, 800, 600)


def outline(*nodes: Node) -> Outline:
    return Outline((Node(Role.WINDOW, "", -1, box=WINDOW), *nodes), -1, True, 0.0)


def test_without_a_tree_it_is_the_middle_of_the_window() -> None:
    assert wheel_place(WINDOW, None) == (500, 350)


def test_it_is_the_middle_of_what_is_in_sight_of_the_largest_page() -> None:
    side = Node(Role.LIST, "", 0, box=Box(100, 50, 200, 600))
    page = Node(Role.DOCUMENT, "", 0, box=Box(300, 100, 600, 4000))
    assert wheel_place(WINDOW, outline(side, page)) == (600, 375)


def test_it_is_never_above_or_below_a_control_that_the_wheel_changes() -> None:
    page = Node(Role.DOCUMENT, "", 0, box=Box(100, 50, 800, 4000))
    middle = Node(Role.COMBO_BOX, "Country", 1, box=Box(450, 2000, 100, 30))
    left = Node(Role.SPIN_BOX, "Copies", 1, box=Box(250, 60, 100, 30))
    assert wheel_place(WINDOW, outline(page, middle, left)) == (700, 350)


def test_what_stands_beside_the_page_does_not_come_under_the_pointer() -> None:
    address = Node(Role.COMBO_BOX, "Address", 0, box=Box(100, 50, 800, 30))
    page = Node(Role.DOCUMENT, "", 0, box=Box(100, 100, 800, 4000))
    assert wheel_place(WINDOW, outline(address, page)) == (500, 375)


def test_a_document_without_a_place_is_the_page_if_it_is_in_sight() -> None:
    address = Node(Role.COMBO_BOX, "Address", 0, box=Box(100, 50, 800, 30))
    assert wheel_place(WINDOW, outline(address, Node(Role.DOCUMENT, "", 0, frozenset({State.SHOWING})))) == (500, 350)
    assert wheel_place(WINDOW, outline(address, Node(Role.DOCUMENT, "", 0))) is None


def test_where_it_would_do_harm_everywhere_there_is_none() -> None:
    assert wheel_place(WINDOW, outline(Node(Role.SLIDER, "Volume", 0, box=Box(100, 300, 800, 30)))) is None
