"""Which part of the desktop is looked at."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mmassist.capture.region import around_focus, around_pointer, beyond, cut_to, number_at
from mmassist.values import Box, Node, Outline, Role, State

LEFT, RIGHT, ABOVE = Box(-1280, 100, 1280, 1024), Box(0, 0, 3840, 2160), Box(500, -1080, 1920, 1080)
MONITORS = (RIGHT, LEFT, ABOVE)
WINDOW = Box(-1200, 200, 900, 700)

places = st.integers(-5000, 5000)
sizes = st.integers(1, 4000)
boxes = st.builds(Box, places, places, sizes, sizes)


def outline(*nodes: Node, focus: int = -1) -> Outline:
    return Outline(nodes, focus, True, 0.0)


@given(st.lists(boxes, min_size=1, max_size=4), places, places)
def test_what_is_around_the_pointer_lies_on_its_monitor(monitors: list[Box], x: int, y: int) -> None:
    box = around_pointer(monitors, x, y)
    monitor = monitors[number_at(monitors, x, y) - 1]
    assert box.area > 0
    assert box.intersection(monitor) == box
    assert box.contains(x, y) or not monitor.contains(x, y)


def test_the_pointer_is_in_the_middle_of_what_is_around_it() -> None:
    assert around_pointer(MONITORS, -600, 600) == Box(-840, 420, 480, 360)


def test_a_fine_screen_shows_as_much_around_the_pointer_as_a_coarse_one() -> None:
    assert around_pointer(MONITORS, 1920, 1080) == Box(1440, 720, 960, 720)


def test_what_is_around_the_pointer_ends_with_its_monitor() -> None:
    assert around_pointer(MONITORS, -1, 110) == Box(-241, 100, 241, 190)


def test_a_pointer_between_the_monitors_is_on_the_nearest() -> None:
    assert MONITORS[number_at(MONITORS, -600, 90) - 1] == LEFT
    assert MONITORS[number_at(MONITORS, 400, -500) - 1] == ABOVE


def test_of_monitors_that_show_the_same_the_first_counts() -> None:
    assert number_at((LEFT, RIGHT, RIGHT), 5, 5) == 2


def test_the_surroundings_of_the_focus_are_the_smallest_container_that_makes_sense() -> None:
    tree = outline(
        Node(Role.WINDOW, "Settings", -1, box=WINDOW),
        Node(Role.GROUP, "Sound", 0, box=Box(-1100, 300, 500, 300)),
        Node(Role.GROUP, "", 1, box=Box(-1090, 310, 200, 40)),
        Node(Role.SLIDER, "Volume", 2, box=Box(-1090, 320, 120, 20)),
        focus=3,
    )
    assert around_focus(tree, WINDOW) == Box(-1100, 300, 500, 300)


def test_a_focused_control_that_is_large_is_its_own_surroundings() -> None:
    tree = outline(Node(Role.WINDOW, "", -1, box=WINDOW), Node(Role.TEXT_AREA, "", 0, box=Box(-1150, 250, 800, 600)), focus=1)
    assert around_focus(tree, WINDOW) == Box(-1150, 250, 800, 600)


def test_without_a_container_a_part_of_the_window_around_the_focus_is_taken() -> None:
    tree = outline(Node(Role.WINDOW, "", -1, box=WINDOW), Node(Role.BUTTON, "OK", 0, box=Box(-700, 500, 80, 30)), focus=1)
    assert around_focus(tree, WINDOW) == Box(-900, 335, 480, 360)


def test_the_part_around_that_is_the_next_container_that_holds_much_more() -> None:
    tree = outline(
        Node(Role.WINDOW, "Settings", -1, box=WINDOW),
        Node(Role.GROUP, "Page", 0, box=Box(-1150, 250, 700, 500)),
        Node(Role.GROUP, "", 1, box=Box(-1102, 298, 504, 304)),
        Node(Role.GROUP, "Sound", 2, box=Box(-1100, 300, 500, 300)),
        Node(Role.SLIDER, "Volume", 3, box=Box(-1090, 320, 120, 20)),
        focus=4,
    )
    inner = around_focus(tree, WINDOW)
    assert inner is not None
    assert beyond(inner, tree, WINDOW) == Box(-1150, 250, 700, 500)
    assert beyond(Box(-1150, 250, 700, 500), tree, WINDOW) is None
    assert beyond(inner, replace(tree, focus=-1), WINDOW) is None


def test_a_container_that_does_not_hold_the_focus_is_none() -> None:
    tree = outline(
        Node(Role.WINDOW, "", -1, box=WINDOW),
        Node(Role.GROUP, "", 0, box=Box(-1200, 200, 400, 200)),
        Node(Role.BUTTON, "OK", 1, box=Box(-500, 700, 80, 30)),
        focus=2,
    )
    box = around_focus(tree, WINDOW)
    assert box is not None
    assert box.contains(-460, 715)


def test_a_focus_that_is_not_told_or_has_no_place_has_no_surroundings() -> None:
    assert around_focus(outline(Node(Role.BUTTON, "OK", -1, box=Box(0, 0, 9, 9))), WINDOW) is None
    assert around_focus(outline(Node(Role.BUTTON, "OK", -1), focus=0), WINDOW) is None


def test_a_tree_that_loops_has_an_end() -> None:
    tree = outline(Node(Role.GROUP, "", 1, box=Box(-1100, 300, 9, 9)), Node(Role.BUTTON, "OK", 0, box=Box(-1100, 300, 9, 9)), focus=1)
    assert around_focus(tree, WINDOW) is not None


def test_of_a_long_text_that_goes_on_beyond_the_region_the_picture_tells() -> None:
    words = "all of it " * 20
    long = Node(Role.TEXT_AREA, "Letter", -1, value=words, box=Box(0, 0, 500, 5000))
    inside = Node(Role.TEXT_AREA, "Note", -1, value=words, box=Box(10, 10, 50, 50))
    elsewhere = Node(Role.TEXT_AREA, "Far", -1, value=words, box=Box(900, 900, 50, 50))
    short = Node(Role.LABEL, "Save all of it before you leave?", -1, box=Box(500, 20, 200, 20))
    told = cut_to(outline(long, inside, elsewhere, short), Box(0, 0, 600, 400)).nodes
    assert (told[0].role, told[0].name, told[0].value) == (Role.GROUP, "Letter", "")
    assert told[1:] == (inside, elsewhere, short)


def test_what_holds_such_a_text_without_a_name_is_not_called_by_it() -> None:
    box = Box(0, 0, 500, 5000)
    text = Node(Role.TEXT_AREA, "", 2, value="all of it " * 20, box=box)
    window, tabs, tab = Node(Role.WINDOW, "", -1, box=box), Node(Role.TAB_LIST, "Files", 0, box=box), Node(Role.TAB, "", 1, box=box)
    told = cut_to(outline(window, tabs, tab, text), Box(100, 100, 200, 200)).nodes
    assert [node.role for node in told] == [Role.WINDOW, Role.TAB_LIST, Role.GROUP, Role.GROUP]


def test_what_is_wholly_behind_another_window_is_not_in_sight() -> None:
    shown = frozenset({State.SHOWING, State.FOCUSABLE})
    behind = Node(Role.BUTTON, "Pay", -1, shown, box=Box(10, 10, 50, 20))
    half = Node(Role.BUTTON, "Cancel", -1, shown, box=Box(90, 10, 50, 20))
    told = cut_to(outline(behind, half), Box(0, 0, 300, 300), (Box(0, 0, 100, 100),)).nodes
    assert (told[0].box, told[0].states) == (None, frozenset({State.FOCUSABLE}))
    assert told[1] == half


@given(st.lists(st.builds(Node, st.sampled_from(Role), st.text(max_size=3), st.integers(-2, 6), box=boxes), max_size=6), boxes)
def test_any_tree_can_be_cut(nodes: list[Node], region: Box) -> None:
    assert len(cut_to(outline(*nodes), region).nodes) == len(nodes)
