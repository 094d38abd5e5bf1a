"""Trees by UI Automation, over a fake of it."""

from __future__ import annotations

import time

import pytest

from mmassist.desktop.items import outline_of
from mmassist.desktop.win.uia import UiaSource
from mmassist.values import Box, Node, Outline, Role, State, Window
from tests.fakes.desks.uia import FakeAutomation, FakeElement, client

BOX = Box(100, 100, 400, 300)
WINDOW = Window(7, "Sign in", "notepad", 4711, BOX)
HERE = (110.0, 120.0, 80.0, 20.0)


def read(*children: FakeElement, cap: int = 100, seconds: float = 5.0, slow: float = 0.0) -> Outline:
    automation = FakeAutomation({7: FakeElement(50032, "Sign in", (100, 100, 400, 300), {}, children)}, slow)
    found = UiaSource(lambda: client(automation)).read(WINDOW, time.monotonic() + seconds, cap)
    assert found is not None
    return outline_of(found)[0]


def node(*children: FakeElement, slow: float = 0.0) -> Node:
    """The last one that is told."""
    return read(*children, slow=slow).nodes[-1]


@pytest.mark.parametrize(
    ("element", "role", "states"),
    [
        (FakeElement(50000, "Save", HERE), Role.BUTTON, set()),
        (FakeElement(50000, "Save", HERE, {30010: False}), Role.BUTTON, {State.DISABLED}),
        (FakeElement(50000, "Bold", HERE, {30086: 1}), Role.TOGGLE_BUTTON, {State.PRESSED}),
        (FakeElement(50002, "Wrap", HERE, {30086: 0}), Role.CHECK_BOX, {State.CHECKABLE}),
        (FakeElement(50002, "Wrap", HERE, {30086: 1}), Role.CHECK_BOX, {State.CHECKABLE, State.CHECKED}),
        (FakeElement(50002, "Wrap", HERE, {30086: 2}), Role.CHECK_BOX, {State.CHECKABLE, State.MIXED}),
        (FakeElement(50013, "Dark", HERE, {30079: True}), Role.RADIO, {State.CHECKABLE, State.CHECKED, State.SELECTED}),
        (FakeElement(50024, "Inbox", HERE, {30070: 0}), Role.TREE_ITEM, {State.COLLAPSED}),
        (FakeElement(50024, "Inbox", HERE, {30070: 1}), Role.TREE_ITEM, {State.EXPANDED}),
        (FakeElement(50024, "Inbox", HERE, {30070: 3}), Role.TREE_ITEM, set()),
        (FakeElement(50011, "Open", HERE, {30070: 0}), Role.MENU_ITEM, {State.COLLAPSED, State.POPUP}),
        (FakeElement(50011, "Wrap", HERE, {30086: 1}), Role.CHECK_MENU_ITEM, {State.CHECKABLE, State.CHECKED}),
        (FakeElement(50007, "note.txt", HERE, {30079: True}), Role.LIST_ITEM, {State.SELECTED}),
        (FakeElement(50012, "", HERE), Role.PROGRESS_BAR, {State.BUSY}),
        (FakeElement(50020, "Chapter", HERE, {30173: 80052}), Role.HEADING, set()),
        (FakeElement(50032, "Question", HERE, {30077: True}), Role.DIALOG, {State.MODAL}),
        (FakeElement(51234, "New kind", HERE), Role.UNKNOWN, set()),
    ],
)
def test_a_control_is_told_in_our_words(element: FakeElement, role: Role, states: set[State]) -> None:
    told = node(element)

    assert (told.role, set(told.states) - {State.SHOWING}) == (role, states)


def test_a_heading_has_its_level() -> None:
    assert node(FakeElement(50020, "Chapter", HERE, {30173: 80052})).level == 2


def test_a_cell_has_its_place() -> None:
    told = node(FakeElement(50025, "3 kB", HERE, {30064: 4, 30065: 1}))

    assert (told.role, told.row, told.column) == (Role.CELL, 4, 1)


@pytest.mark.parametrize(("kind", "now", "said"), [(50012, 30.0, "30%"), (50015, 30.0, "30"), (50015, 2.5, "2.5")])
def test_a_value_in_a_range_is_said(kind: int, now: float, said: str) -> None:
    assert node(FakeElement(kind, "", HERE, {30047: now, 30049: 0.0, 30050: 100.0})).value == said


def test_a_field_has_what_it_holds() -> None:
    told = node(FakeElement(50004, "Name", HERE, {30045: "Anna", 30046: False}))

    assert (told.role, told.name, told.value) == (Role.TEXT_FIELD, "Name", "Anna")
    assert State.EDITABLE in told.states


def test_a_field_of_several_lines_is_a_text_area() -> None:
    told = node(FakeElement(50004, "Text", HERE, {30045: "one\ntwo"}))

    assert (told.role, State.MULTI_LINE in told.states) == (Role.TEXT_AREA, True)


def test_an_address_of_a_page_is_not_what_it_holds() -> None:
    told = node(FakeElement(50030, "News", HERE, {30045: "https://garden.example", 30046: True}))

    assert (told.role, told.value) == (Role.DOCUMENT, "")


@pytest.mark.parametrize("slow", [0.0, 9.0])
def test_what_a_password_field_holds_is_not_even_asked(slow: float) -> None:
    secret = FakeElement(50004, "Password", HERE, {30019: True, 30045: "hunter2"}, [FakeElement(50020, "hunter2", HERE)])
    outline = read(FakeElement(50004, "Name", HERE, {30045: "Anna"}), secret, seconds=1.0, slow=slow)

    assert [(told.role, told.name, told.value) for told in outline.nodes[1:]] == [
        (Role.TEXT_FIELD, "Name", "Anna"),
        (Role.PASSWORD, "Password", ""),
    ]
    assert 30045 not in secret.asked


def test_a_whole_tree_is_one_call_and_one_for_what_fields_hold() -> None:
    rows = [FakeElement(50033, "", HERE, {}, [FakeElement(50000, f"Button {at}", HERE)]) for at in range(30)]
    automation = FakeAutomation({7: FakeElement(50032, "Sign in", (100, 100, 400, 300), {}, [*rows, FakeElement(50004, "Name", HERE)])})
    UiaSource(lambda: client(automation)).read(WINDOW, time.monotonic() + 5, 100)

    assert automation.calls == 2


def test_a_tree_that_takes_too_long_is_read_level_by_level_and_then_always() -> None:
    group = FakeElement(50033, "Tools", HERE, {}, [FakeElement(50000, "Save", HERE)])
    automation = FakeAutomation({7: FakeElement(50032, "Sign in", (100, 100, 400, 300), {}, [group])}, slow=9.0)
    source = UiaSource(lambda: client(automation))
    told = []
    for _ in range(2):
        found = source.read(WINDOW, time.monotonic() + 0.3, 100)
        assert found is not None
        told.append([node.name for node in outline_of(found)[0].nodes])
    calls = automation.calls

    assert told == [["Sign in", "Tools", "Save"]] * 2
    assert calls == 1 + 2 + 2  # the one that was given up; then the window and the group, twice


def test_time_that_runs_out_leaves_what_has_come() -> None:
    groups = [FakeElement(50026, f"Group {at}", HERE, {}, [FakeElement(50000, "Deep", HERE)]) for at in range(50)]
    automation = FakeAutomation({7: FakeElement(50032, "Sign in", (100, 100, 400, 300), {}, groups)}, slow=9.0, pause=0.02)
    found = UiaSource(lambda: client(automation)).read(WINDOW, time.monotonic() + 0.3, 1000)

    assert found is not None
    assert (found.complete, 1 < len(found.items) < 101) == (False, True)


def test_more_than_the_cap_is_left_out_and_said_to_be() -> None:
    outline = read(*(FakeElement(50000, str(at), HERE) for at in range(20)), cap=10)

    assert (len(outline.nodes), outline.complete) == (10, False)


def test_what_is_not_in_sight_is_left_out_with_all_in_it() -> None:
    hidden = FakeElement(50033, "Closed", HERE, {30022: True}, [FakeElement(50000, "Hidden", HERE)])
    beside = FakeElement(50000, "Scrolled away", (110, 5000, 80, 20))

    assert [told.name for told in read(hidden, beside, FakeElement(50000, "Save", HERE)).nodes] == ["Sign in", "Save"]


def test_title_bars_are_left_out() -> None:
    assert len(read(FakeElement(50037, "Sign in", HERE, {}, [FakeElement(50000, "Close", HERE)])).nodes) == 1


def test_empty_containers_are_left_out_and_their_children_move_up() -> None:
    outline = read(FakeElement(50033, "", HERE, {}, [FakeElement(50033, "", HERE, {}, [FakeElement(50000, "Save", HERE)])]))

    assert [(told.name, told.parent) for told in outline.nodes] == [("Sign in", -1), ("Save", 0)]


def test_order_is_that_of_the_document() -> None:
    first = FakeElement(50026, "First", HERE, {}, [FakeElement(50000, "One", HERE)])
    second = FakeElement(50026, "Second", HERE, {}, [FakeElement(50000, "Two", HERE)])

    assert [told.name for told in read(first, second).nodes] == ["Sign in", "First", "One", "Second", "Two"]


def test_of_several_that_claim_the_focus_the_innermost_has_it() -> None:
    inner = FakeElement(50007, "note.txt", HERE, {30008: True})
    outline = read(FakeElement(50008, "Files", HERE, {30008: True}, [inner]))

    assert outline.nodes[outline.focus].name == "note.txt"
    assert sum(State.FOCUSED in told.states for told in outline.nodes) == 1


def test_a_window_that_is_gone_has_no_tree() -> None:
    source = UiaSource(lambda: client(FakeAutomation({})))

    assert source.read(WINDOW, time.monotonic() + 1, 100) is None


def test_a_box_that_is_no_number_is_none() -> None:
    assert node(FakeElement(50000, "Save", (float("inf"), 0, 10, 10))).box is None
