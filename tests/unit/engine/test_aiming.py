"""Turns about a part of the desktop: under the pointer, around the focus, by numbers, on another monitor."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import numpy as np
import pytest

from mmassist.engine.aiming import topmost
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.errors import DesktopError
from mmassist.values import Box, Channel, Frame, Node, Outline, Role, State, Target, TargetKind, TextLine, Turn, Window
from tests.fakes.parts import FakeGrabber, FakeOutlines, FakeParts, FakeTexts, FakeWindows

FRONT = Window(7, "Letter", "Mousepad", 42, Box(100, 50, 400, 300))
BEHIND = Window(9, "Volume Control", "Pavucontrol", 43, Box(600, 100, 300, 200))
SHOWN = frozenset({State.SHOWING})


class Desk(FakeGrabber):
    """A grey desktop of 1000 by 500 pixels with a line of writing all over it, of which the target is cut out."""

    def __init__(self) -> None:
        super().__init__()
        self.desktop = np.full((500, 1000, 4), 200, np.uint8)
        self.desktop[::7, ::3] = 0

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        box = {
            TargetKind.POINTER: Box(pointer[0] - 60, pointer[1] - 40, 120, 80),
            TargetKind.MONITOR: Box(500, 0, 500, 500) if target.monitor == 2 else Box(0, 0, 500, 500),
            TargetKind.SCREEN: Box(0, 0, 1000, 500),
            TargetKind.WINDOW: window.box if window else None,
        }.get(target.kind) or target.region
        assert box is not None
        pixels = self.desktop[box.y : box.bottom, box.x : box.right]
        return Frame(pixels, (box.x, box.y), target, time.monotonic())


class Finder:
    """Finds in a list of windows, lowest first."""

    def __init__(self, *windows: Window) -> None:
        self.windows = windows

    def at(self, x: int, y: int) -> Window | None:
        return topmost(self.windows, Box(x, y, 1, 1))

    def popups(self) -> tuple[Window, ...]:
        return tuple(window for window in self.windows if window.id > 10)


MIXER = Outline(
    (
        Node(Role.WINDOW, "Volume Control", -1, SHOWN, box=BEHIND.box),
        Node(Role.GROUP, "", 0, SHOWN, box=Box(610, 110, 280, 180)),
        Node(Role.SLIDER, "Loudness", 1, SHOWN, value="40", box=Box(620, 140, 200, 20)),
        Node(Role.BUTTON, "Mute", 1, SHOWN | {State.FOCUSED}, box=Box(620, 250, 80, 30)),
    ),
    focus=3,
    complete=True,
    at=0.0,
)


class PointedWindows(FakeWindows):
    at = (630, 150)

    def pointer(self) -> tuple[int, int]:
        return self.at


class Stage:
    """A desk with two windows, of which the one behind is the mixer."""

    def __init__(self) -> None:
        self.windows = PointedWindows(FRONT)
        self.windows.others = (BEHIND,)
        self.fakes = FakeParts(windows=self.windows, grabber=Desk(), outlines=FakeOutlines(MIXER, kept_warm=True))
        self.popups: tuple[Window, ...] = ()
        self.is_asked = True
        self.engines: list[Engine] = []

    async def look(self, target: Target, at: tuple[int, int] = (630, 150)) -> Turn:
        """Describes a target, with the pointer at a place."""
        self.windows.at = at
        under = Finder(*self.windows.all(), *self.popups) if self.is_asked else None
        engine = Engine(replace(self.fakes.parts(), under=under), Listeners(spoken=lambda spoken: None, turn=lambda turn: None), Options())
        self.fakes.mouth.on_started = engine.heard
        self.engines.append(engine)
        return await engine.describe(Request(time.monotonic(), target))


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    yield stage
    for engine in stage.engines:
        await engine.aclose()


POINTER, FOCUS = Target(TargetKind.POINTER), Target(TargetKind.FOCUS)


async def test_the_control_under_the_pointer_is_said_first(stage: Stage) -> None:
    turn = await stage.look(POINTER)
    assert stage.fakes.mouth.said[0].text == "Under the pointer: Loudness, slider, 40."
    assert turn.gist.startswith("Under the pointer: Loudness, slider, 40. Volume Control")


async def test_of_a_window_only_what_is_around_the_pointer_is_told(stage: Stage) -> None:
    turn = await stage.look(POINTER)
    assert "Mute" not in turn.gist + turn.text


async def test_the_window_under_the_pointer_counts_and_not_the_one_in_front(stage: Stage) -> None:
    turn = await stage.look(POINTER)
    assert turn.scene is not None
    assert turn.scene.window == BEHIND
    assert "Letter" not in turn.gist + turn.text


async def test_a_menu_under_the_pointer_is_on_top(stage: Stage) -> None:
    menu = Window(11, "", "Panel", 55, Box(610, 120, 100, 200))
    stage.popups, stage.fakes.outlines = (menu,), FakeOutlines(None)
    stage.fakes.texts = FakeTexts((TextLine("Paste", Box(5, 5, 40, 12), 0.99),))
    turn = await stage.look(POINTER)
    assert turn.scene is not None
    assert turn.scene.window == menu
    assert "Paste" in turn.text


async def test_a_menu_is_told_by_the_window_of_its_program(stage: Stage) -> None:
    stage.popups = (Window(11, "", "Mousepad", FRONT.pid, Box(610, 120, 100, 200)),)
    turn = await stage.look(POINTER)
    assert turn.scene is not None
    assert turn.scene.window == FRONT


@pytest.mark.parametrize(("over", "is_told"), [(Box(610, 130, 300, 60), False), (Box(0, 0, 200, 200), True)])
async def test_what_another_window_covers_is_not_told(stage: Stage, over: Box, is_told: bool) -> None:
    stage.windows.window = Window(10, "Note", "Mousepad", 42, over)
    turn = await stage.look(Target(TargetKind.REGION, region=Box(600, 120, 300, 170)))
    assert turn.scene is not None
    assert turn.scene.window == BEHIND
    assert "Mute" in turn.gist + turn.text
    assert ("Loudness" in turn.gist + turn.text) is is_told


async def test_where_nobody_tells_what_is_on_top_the_order_of_the_windows_does(stage: Stage) -> None:
    stage.is_asked = False
    turn = await stage.look(POINTER)
    assert turn.scene is not None
    assert turn.scene.window == BEHIND


async def test_the_bare_desktop_is_called_that(stage: Stage) -> None:
    turn = await stage.look(POINTER, at=(900, 400))
    assert turn.gist == "Desktop."
    assert turn.fault is None


async def test_an_empty_part_of_the_screen_is_said_and_is_no_screen_curtain(stage: Stage) -> None:
    assert isinstance(stage.fakes.grabber, Desk)
    stage.fakes.grabber.desktop[:] = 255
    turn = await stage.look(POINTER, at=(900, 400))
    assert turn.fault is not None
    assert (turn.fault.spoken, turn.fault.remedy) == (
        "This part of the screen is empty.",
        "Point at something else, or describe the window.",
    )


async def test_an_empty_part_that_the_tree_knows_is_told(stage: Stage) -> None:
    assert isinstance(stage.fakes.grabber, Desk)
    stage.fakes.grabber.desktop[:] = 255
    turn = await stage.look(POINTER)
    assert turn.fault is None
    assert turn.gist.startswith("Under the pointer: Loudness")


async def test_a_region_is_told_by_the_window_in_its_middle(stage: Stage) -> None:
    turn = await stage.look(Target(TargetKind.REGION, region=Box(610, 130, 250, 40)), at=(0, 0))
    assert turn.scene is not None
    assert (turn.scene.window, turn.scene.size) == (BEHIND, (250, 40))
    assert "Loudness" in turn.text
    assert "Mute" not in turn.gist + turn.text


async def test_a_region_without_a_window_in_its_middle_is_told_by_one_that_reaches_into_it(stage: Stage) -> None:
    turn = await stage.look(Target(TargetKind.REGION, region=Box(850, 150, 140, 100)), at=(0, 0))
    assert turn.scene is not None
    assert turn.scene.window == BEHIND


async def test_the_focus_is_told_with_its_container(stage: Stage) -> None:
    stage.windows.window, stage.windows.others = BEHIND, (FRONT,)
    turn = await stage.look(FOCUS)
    assert turn.gist.startswith("Focus on Mute, button. Volume Control")
    assert turn.gist.count("Mute") == 1
    assert "Loudness" in turn.text
    assert turn.scene is not None
    assert turn.scene.size == (300, 200)


async def test_the_part_around_that_is_its_window_where_nothing_else_holds_it(stage: Stage) -> None:
    stage.windows.window, stage.windows.others = BEHIND, (FRONT,)
    turn = await stage.look(Target(TargetKind.CONTAINER))
    assert turn.gist.startswith("Focus on Mute, button. Volume Control")
    assert turn.scene is not None
    assert turn.scene.size == (BEHIND.box.width, BEHIND.box.height)


@pytest.mark.parametrize("tree", [None, replace(MIXER, focus=-1)])
async def test_a_focus_that_is_not_told_is_said_with_what_else_to_do(stage: Stage, tree: Outline | None) -> None:
    stage.fakes.outlines = FakeOutlines(tree, kept_warm=True)
    turn = await stage.look(FOCUS)
    assert turn.fault is not None
    assert turn.fault.error == DesktopError.__name__
    assert turn.fault.remedy == "Describe the window instead."


async def test_a_focus_that_is_nowhere_is_told_by_its_window(stage: Stage) -> None:
    placeless = tuple(replace(node, box=None) if at == MIXER.focus else node for at, node in enumerate(MIXER.nodes))
    stage.fakes.outlines = FakeOutlines(replace(MIXER, nodes=placeless), kept_warm=True)
    stage.windows.window, stage.windows.others = BEHIND, (FRONT,)
    turn = await stage.look(FOCUS)
    assert turn.fault is None
    assert "Mute" in turn.gist


async def test_without_a_window_there_is_no_focus(stage: Stage) -> None:
    stage.windows.window = None
    turn = await stage.look(FOCUS)
    assert turn.fault is not None
    assert turn.fault.spoken == "No window is in front."


async def test_a_monitor_that_the_window_in_front_is_not_on_is_told_by_its_own(stage: Stage) -> None:
    turn = await stage.look(Target(TargetKind.MONITOR, monitor=2))
    assert turn.scene is not None
    assert turn.scene.window == BEHIND
    assert turn.gist.startswith("Monitor 2. Volume Control")
    assert "Letter" not in turn.gist + turn.text
    assert "Loudness" in turn.text


async def test_a_monitor_that_the_window_in_front_is_on_is_told_by_it(stage: Stage) -> None:
    stage.fakes.outlines = FakeOutlines(None)
    turn = await stage.look(Target(TargetKind.MONITOR, monitor=1))
    assert turn.scene is not None
    assert turn.scene.window == FRONT


async def test_a_region_without_a_display_is_said(stage: Stage) -> None:
    engine = Engine(replace(stage.fakes.parts(), windows=None), Listeners(spoken=lambda spoken: None, turn=lambda turn: None), Options())
    stage.engines.append(engine)
    turn = await engine.describe(Request(time.monotonic(), POINTER))
    assert turn.fault is not None
    assert turn.fault.spoken == "There is no graphical session here."


async def test_the_gist_of_the_pointer_is_no_system_message(stage: Stage) -> None:
    await stage.look(POINTER)
    assert stage.fakes.mouth.said[0].channel is Channel.GIST


@pytest.mark.parametrize("target", [Target(TargetKind.SCREEN), Target(TargetKind.MONITOR, 1)])
async def test_of_the_whole_screen_the_window_below_the_app_s_own_is_told_and_that_is_not_seen(stage: Stage, target: Target) -> None:
    ours = replace(FRONT, id=8, title="mmassist", program="mmassist", pid=os.getpid(), box=Box(0, 0, 450, 400))
    stage.windows.window, stage.windows.others = ours, (replace(BEHIND, box=Box(300, 100, 300, 200)),)
    turn = await stage.look(target)
    assert turn.scene is not None
    assert turn.scene.window is not None
    assert turn.scene.window.title == BEHIND.title
    (frame,) = (engine.frame_of(turn.scene) for engine in stage.engines)
    assert frame is not None
    assert len(np.unique(frame.pixels[:400, :450])) == 1
    assert len(np.unique(frame.pixels[:, 460:])) == 2


async def test_where_only_the_app_s_own_window_is_on_the_screen_it_is_told(stage: Stage) -> None:
    stage.windows.window, stage.windows.others = replace(FRONT, pid=os.getpid()), ()
    turn = await stage.look(Target(TargetKind.SCREEN))
    assert turn.scene is not None
    assert turn.scene.window == stage.windows.window
