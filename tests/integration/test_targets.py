"""Parts of a real desktop: which window is on top at a place, and turns about what is under the pointer and around the focus."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from mmassist.desktop.pointer import WindowFinder
from mmassist.desktop.windows import WindowTracker
from mmassist.engine.engine import Listeners
from mmassist.engine.record import Request
from mmassist.settings import Settings
from mmassist.values import Box, Target, TargetKind, Turn, Window
from mmassist.wiring.once import describe_once
from tests.integration.programs.running import MOUSEPAD, front, gtk, program, until, xdotool

pytestmark = pytest.mark.desktop


@pytest.fixture
def tracker() -> Iterator[WindowTracker]:
    tracker = WindowTracker()
    tracker.start()
    yield tracker
    tracker.close()


@pytest.fixture
def finder() -> Iterator[WindowFinder]:
    finder = WindowFinder()
    yield finder
    finder.close()


def look(target: Target) -> Turn:
    settings = Settings()
    silent = Listeners(spoken=lambda spoken: None, turn=lambda turn: None)
    return asyncio.run(describe_once(settings, Request(time.monotonic(), target), silent, speak=False))


def moved(tracker: WindowTracker, window: Window, x: int, y: int) -> Window:
    xdotool("windowmove", "--sync", str(window.id), str(x), str(y))
    until(lambda: (now := tracker.active()) and now.box != window.box and now.frame)
    now = tracker.active()
    assert now is not None
    return now


def test_the_window_on_top_is_found_by_its_content_its_frame_and_its_menu(tracker: WindowTracker, finder: WindowFinder) -> None:
    with program(MOUSEPAD) as editor:
        window = moved(tracker, front(tracker, editor, "Mousepad"), 400, 300)
        assert window.frame is not None
        inside, title = (500, 400), (window.frame.x + 60, window.frame.y + 5)
        assert [finder.at(*inside), finder.at(*title), finder.at(5, 1000)] == [window, window, None]
        xdotool("mousemove", str(window.box.x + 20), str(window.box.y + 10), "click", "1")
        below = (window.box.x + 30, window.box.y + 100)
        until(lambda: (found := finder.at(*below)) is not None and found.id != window.id)
        menu = finder.at(*below)
        assert menu is not None
        assert (menu.program, menu.pid) == (window.program, window.pid)
        xdotool("key", "Escape")


def test_the_control_under_the_pointer_and_the_surroundings_of_the_focus_are_told(tracker: WindowTracker) -> None:
    with program(gtk()) as form:
        window = moved(tracker, front(tracker, form, "Order form"), 700, 400)
        whole = look(Target()).scene
        assert whole is not None
        button = next(item.box for item in whole.items if item.name == "Order")
        assert button is not None
        x, y = (round(each) for each in button.moved(window.box.x, window.box.y).centre)
        xdotool("mousemove", str(x), str(y))
        pointed = look(Target(TargetKind.POINTER))
        assert pointed.gist.startswith("Under the pointer: Order, button")
        assert pointed.scene is not None
        assert pointed.scene.size == (480, 360)
        there = next(item.box for item in pointed.scene.items if item.name == "Order")
        assert there == button.moved(window.box.x - (x - 240), window.box.y - (y - 180))
        focused = look(Target(TargetKind.FOCUS))
        assert focused.gist.startswith("Focus on Name, text field")
        region = look(Target(TargetKind.REGION, region=Box(x - 30, y - 10, 60, 20)))
        assert "Order" in region.text
        assert "Lovelace" not in region.gist + region.text
