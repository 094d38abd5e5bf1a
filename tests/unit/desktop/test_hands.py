"""Pointer, clicks and windows in front under Windows and macOS, over fakes of their APIs."""

from __future__ import annotations

import pytest

from mmassist.desktop.mac.apis import NotTrusted
from mmassist.desktop.mac.ax import AxSource
from mmassist.desktop.mac.hand import MacHand
from mmassist.desktop.thread_trees import ThreadTrees
from mmassist.desktop.win.hand import WinHand
from mmassist.desktop.win.uia import UiaSource
from mmassist.errors import ActRefused
from mmassist.values import Box, Window
from tests.fakes.desks.macos import FakeDisplay, FakeMac, control
from tests.fakes.desks.uia import FakeAutomation, FakeElement, client
from tests.fakes.desks.windows import FakeWindows

BOX = Box(100, 100, 400, 300)
WINDOW = Window(7, "Sign in", "notepad", 4711, BOX)


def test_windows_clicks_where_it_points() -> None:
    desk = FakeWindows()
    WinHand(lambda: desk.libraries).click(30, 40)
    assert desk.mouse == [(0x2, (30, 40)), (0x4, (30, 40))]


def test_windows_that_lets_nobody_point_does_not_click() -> None:
    desk = FakeWindows(lets_point=False)
    with pytest.raises(ActRefused):
        WinHand(lambda: desk.libraries).click(30, 40)
    assert desk.mouse == []


def test_windows_tells_that_a_key_is_held_and_brings_a_window() -> None:
    desk = FakeWindows()
    hand = WinHand(lambda: desk.libraries)
    free = hand.is_held()
    desk.down.add(0x11)
    hand.bring(WINDOW)
    assert (free, hand.is_held(), desk.brought) == (False, True, [7])


def test_macos_clicks_in_its_own_points() -> None:
    mac = FakeMac(displays=[FakeDisplay(Box(0, 0, 1440, 900), 2.0)])
    MacHand(lambda: mac.apis).click(60, 80)
    assert mac.mouse == [(5, (30, 40)), (1, (30, 40)), (2, (30, 40))]


def test_macos_has_no_place_outside_of_all_displays() -> None:
    mac = FakeMac()
    with pytest.raises(ActRefused):
        MacHand(lambda: mac.apis).point(5000, 5000)
    assert mac.mouse == []


def test_macos_tells_that_a_key_is_held_and_brings_a_program() -> None:
    mac = FakeMac()
    hand = MacHand(lambda: mac.apis)
    free = hand.is_held()
    mac.held = 0x20000
    hand.bring(WINDOW)
    assert (free, hand.is_held(), mac.brought) == (False, True, [4711])


def test_macos_without_permission_says_so() -> None:
    with pytest.raises(NotTrusted):
        MacHand(lambda: FakeMac(trusted=False).apis)


async def test_ui_automation_gives_the_focus_and_does_what_a_click_does() -> None:
    save = FakeElement(50000, "Save", (120, 300, 90, 30), patterns=frozenset({10000}))
    box = FakeElement(50002, "Wrap", (120, 340, 90, 30), patterns=frozenset({10015}))
    gone = FakeElement(50004, "Name", (120, 120, 90, 30), refuses=True)
    root = FakeElement(50032, "Sign in", (100, 100, 400, 300), {30077: True}, [save, box, gone])
    trees = ThreadTrees(lambda: UiaSource(lambda: client(FakeAutomation({7: root}))), 100)
    outline = await trees.read(WINDOW, deadline=5)
    assert outline is not None
    at = {node.name: index for index, node in enumerate(outline.nodes)}
    done = [await trees.press(outline, at["Save"]), await trees.press(outline, at["Wrap"]), await trees.press(outline, at["Name"])]
    given = [await trees.focus(outline, at["Save"]), await trees.focus(outline, at["Name"])]
    await trees.aclose()

    assert (done, given) == ([True, True, False], [True, False])
    assert (save.done, box.done, gone.done) == (["Invoke", "SetFocus"], ["Toggle"], [])


async def test_ax_gives_the_focus_and_does_what_a_click_does() -> None:
    save, name = control("AXButton", "Save", Box(120, 300, 90, 30)), control("AXTextField", "Name", Box(120, 120, 90, 30))
    name.refuses = frozenset({"AXFocused"})
    mac = FakeMac(programs={4711: [control("AXWindow", "Sign in", BOX, [save, name])]})
    trees = ThreadTrees(lambda: AxSource(lambda: mac.apis), 100)
    outline = await trees.read(WINDOW, deadline=5)
    assert outline is not None
    at = {node.name: index for index, node in enumerate(outline.nodes)}
    done = [await trees.press(outline, at["Save"]), await trees.press(outline, at["Name"])]
    given = [await trees.focus(outline, at["Save"]), await trees.focus(outline, at["Name"])]
    await trees.aclose()

    assert (done, given) == ([True, False], [True, False])
    assert (save.done, name.done) == (["AXPress", "AXFocused"], [])
