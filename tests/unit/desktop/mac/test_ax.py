"""Trees by AXUIElement, over a fake of it."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest

from mmassist.desktop.items import outline_of
from mmassist.desktop.mac.apis import NotTrusted
from mmassist.desktop.mac.ax import AxSource
from mmassist.errors import PermissionDenied
from mmassist.values import Box, Node, Outline, Role, State, Window
from tests.fakes.desks.macos import FakeDisplay, FakeMac, FakeObject, control

BOX, HERE = Box(100, 100, 400, 300), Box(110, 120, 80, 20)
WINDOW = Window(7, "Sign in", "TextEdit", 4711, BOX)


def mac_of(*children: FakeObject, box: Box = BOX) -> FakeMac:
    return FakeMac(programs={4711: [control("AXWindow", "Other", Box(0, 0, 10, 10)), control("AXWindow", "Sign in", box, children)]})


def read(*children: FakeObject, cap: int = 100, seconds: float = 5.0) -> Outline:
    mac = mac_of(*children)
    found = AxSource(lambda: mac.apis).read(WINDOW, time.monotonic() + seconds, cap)
    assert found is not None
    return outline_of(found)[0]


def node(told: FakeObject) -> Node:
    return read(told).nodes[-1]


@pytest.mark.parametrize(
    ("told", "role", "states"),
    [
        (control("AXButton", "Save", HERE, Enabled=True), Role.BUTTON, set()),
        (control("AXButton", "Save", HERE, Enabled=False), Role.BUTTON, {State.DISABLED}),
        (control("AXCheckBox", "Wrap", HERE, Value=0), Role.CHECK_BOX, {State.CHECKABLE}),
        (control("AXCheckBox", "Wrap", HERE, Value=1), Role.CHECK_BOX, {State.CHECKABLE, State.CHECKED}),
        (control("AXCheckBox", "Wrap", HERE, Value=2), Role.CHECK_BOX, {State.CHECKABLE, State.MIXED}),
        (control("AXCheckBox", "Dark", HERE, Subrole="AXSwitch", Value=1), Role.SWITCH, {State.CHECKABLE, State.CHECKED}),
        (control("AXCheckBox", "Bold", HERE, Subrole="AXToggle", Value=1), Role.TOGGLE_BUTTON, {State.PRESSED}),
        (control("AXRadioButton", "Dark", HERE, Value=1), Role.RADIO, {State.CHECKABLE, State.CHECKED}),
        (control("AXRadioButton", "General", HERE, Subrole="AXTabButton", Value=1), Role.TAB, {State.SELECTED}),
        (control("AXRow", "Inbox", HERE, Subrole="AXOutlineRow", Expanded=False), Role.TREE_ITEM, {State.COLLAPSED}),
        (control("AXRow", "Inbox", HERE, Subrole="AXOutlineRow", Expanded=True), Role.TREE_ITEM, {State.EXPANDED}),
        (control("AXRow", "note.txt", HERE, Selected=True), Role.ROW, {State.SELECTED}),
        (control("AXSheet", "Save?", HERE, Modal=True), Role.DIALOG, {State.MODAL}),
        (control("AXProgressIndicator", "", HERE), Role.PROGRESS_BAR, {State.BUSY}),
        (
            control("AXTextField", "Mail", HERE, Required=True, Invalid="true"),
            Role.TEXT_FIELD,
            {State.REQUIRED, State.INVALID, State.EDITABLE},
        ),
        (control("AXNewKind", "?", HERE), Role.UNKNOWN, set()),
    ],
)
def test_a_control_is_told_in_our_words(told: FakeObject, role: Role, states: set[State]) -> None:
    found = node(told)

    assert (found.role, set(found.states) - {State.SHOWING}) == (role, states)


def test_a_static_text_is_named_by_what_it_holds() -> None:
    assert node(control("AXStaticText", "", HERE, Value="Welcome")).name == "Welcome"


def test_a_heading_has_its_level() -> None:
    assert node(control("AXHeading", "News", HERE, Value=2)).level == 2


def test_a_row_of_a_tree_has_its_level() -> None:
    assert node(control("AXRow", "Inbox", HERE, Subrole="AXOutlineRow", DisclosureLevel=1)).level == 2


def test_a_cell_has_its_place() -> None:
    place: dict[str, Any] = {
        "RowIndexRange": SimpleNamespace(location=3, length=1),
        "ColumnIndexRange": SimpleNamespace(location=1, length=1),
    }
    found = node(control("AXCell", "3 kB", HERE, **place))

    assert (found.row, found.column) == (3, 1)


def test_a_field_has_what_it_holds_and_its_label() -> None:
    label = control("AXStaticText", "", HERE, Value="Name:")
    found = node(control("AXTextField", "", HERE, Value="Anna", TitleUIElement=label))

    assert (found.name, found.value, found.labelled_by) == ("Name:", "Anna", "Name:")


@pytest.mark.parametrize(("role", "said"), [("AXSlider", "30"), ("AXProgressIndicator", "30%")])
def test_a_value_in_a_range_is_said(role: str, said: str) -> None:
    assert node(control(role, "", HERE, Value=30, MinValue=0, MaxValue=100)).value == said


def test_what_a_password_field_holds_is_not_even_asked() -> None:
    inside = control("AXStaticText", "", HERE, Value="hunter2")
    secret = control("AXTextField", "Password", HERE, [inside], Subrole="AXSecureTextField", Value="hunter2")
    outline = read(secret)

    assert [(found.role, found.name, found.value) for found in outline.nodes[1:]] == [(Role.PASSWORD, "Password", "")]
    assert "AXValue" not in secret.asked
    assert inside.asked == set()


def test_boxes_are_in_pixels() -> None:
    mac = mac_of(control("AXButton", "Save", HERE))
    mac.displays = [FakeDisplay(Box(0, 0, 1440, 900), 2.0)]
    window = Window(7, "Sign in", "TextEdit", 4711, Box(200, 200, 800, 600))
    found = AxSource(lambda: mac.apis).read(window, time.monotonic() + 5, 100)

    assert found is not None
    assert [item.node.box for item in found.items] == [Box(200, 200, 800, 600), Box(220, 240, 160, 40)]


def test_of_a_long_table_only_the_rows_in_sight_are_asked() -> None:
    rows = [control("AXRow", f"note {at}", HERE) for at in range(1000)]
    table = control("AXTable", "Notes", HERE, rows, VisibleRows=rows[10:13])

    assert [found.name for found in read(table).nodes[2:]] == ["note 10", "note 11", "note 12"]
    assert rows[0].asked == set()


def test_what_is_not_in_sight_is_left_out() -> None:
    assert len(read(control("AXButton", "Scrolled away", Box(110, 5000, 80, 20))).nodes) == 1


def test_the_buttons_of_the_frame_are_left_out() -> None:
    assert len(read(control("AXButton", "Close", HERE, Subrole="AXCloseButton")).nodes) == 1


def test_empty_containers_are_left_out_and_order_is_that_of_the_document() -> None:
    first = control("AXGroup", "", HERE, [control("AXButton", "One", HERE)])
    second = control("AXGroup", "Second", HERE, [control("AXButton", "Two", HERE)])

    assert [(found.name, found.parent) for found in read(first, second).nodes] == [("Sign in", -1), ("One", 0), ("Second", 0), ("Two", 2)]


def test_parents_in_a_circle_end_at_the_cap() -> None:
    loop = control("AXGroup", "Loop", HERE)
    loop.attributes["AXChildren"] = [loop]
    outline = read(loop, cap=20)

    assert (len(outline.nodes), outline.complete) == (20, False)


def test_time_that_runs_out_leaves_what_has_come() -> None:
    slow = [control("AXButton", str(at), HERE) for at in range(50)]
    for one in slow:
        one.hangs = 0.02
    outline = read(*(control("AXGroup", "Group", HERE, [one]) for one in slow), seconds=0.2)

    assert (outline.complete, 0 < len(outline.nodes) < 102) == (False, True)


def test_an_object_that_has_gone_is_left_out() -> None:
    assert len(read(FakeObject({}), control("AXButton", "Save", HERE)).nodes) == 2


def test_the_window_is_found_by_its_title_where_its_place_differs() -> None:
    mac = mac_of(box=Box(0, 0, 90, 90))
    found = AxSource(lambda: mac.apis).read(WINDOW, time.monotonic() + 5, 100)

    assert found is not None
    assert found.items[0].node.name == "Sign in"


def test_a_program_without_a_tree_has_none() -> None:
    mac = FakeMac()

    assert AxSource(lambda: mac.apis).read(WINDOW, time.monotonic() + 5, 100) is None


def test_without_the_users_permission_it_is_refused_with_what_to_do() -> None:
    mac = FakeMac(trusted=False)
    with pytest.raises(NotTrusted) as caught:
        AxSource(lambda: mac.apis)

    assert isinstance(caught.value, PermissionDenied)
    assert "Accessibility" in caught.value.remedy
    assert mac.asked_for_trust == 1
