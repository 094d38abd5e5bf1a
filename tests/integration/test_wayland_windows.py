"""The window in front as the accessibility bus tells it: what Wayland has. The same programs tell it under X11."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from mmassist.desktop.outline import OutlineReader
from mmassist.desktop.wayland_windows import ANYWHERE, WaylandFinder, WaylandWindows
from mmassist.measure import programs
from mmassist.values import Window


@pytest.fixture
def windows() -> Iterator[WaylandWindows]:
    found = WaylandWindows()
    found.start()
    yield found
    found.close()


def wait_for(fact: Callable[[], bool]) -> None:
    for _ in range(200):
        if fact():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it did not come about")


def test_the_window_in_front_is_followed_and_told_without_a_place(windows: WaylandWindows) -> None:
    told: list[Window | None] = []
    windows.subscribe(told.append)
    with programs.galculator() as calculator:
        wait_for(lambda: any(window and "galculator" in window.title for window in told))
        front = windows.in_front()
        assert front is not None and (front.title, front.program, front.box) == ("galculator", "galculator", ANYWHERE)
        assert front.pid == calculator.pid
        assert windows.is_alive(front)
    wait_for(lambda: not windows.is_alive(front))


def test_a_program_that_hangs_hides_no_other(windows: WaylandWindows) -> None:
    with programs.galculator() as calculator:
        wait_for(lambda: (front := windows.in_front()) is not None and front.title == "galculator")
        hung = windows.in_front()
        calculator.suspend()
        with programs.program(["zenity", "--info", "--title=Another", "--text=Hello"], "^Another$"):
            wait_for(lambda: (front := windows.in_front()) is not None and front.title == "Another")
            assert hung is not None and windows.is_alive(hung)
            assert {"galculator", "Another"} <= {window.title for window in windows.every()}
            later = WaylandFinder()
            wait_for(lambda: "Another" in {window.title for window in later.popups()})
            later.close()
        calculator.resume()


async def test_its_tree_is_read_and_no_control_has_a_place(windows: WaylandWindows) -> None:
    with programs.galculator():
        wait_for(lambda: (front := windows.in_front()) is not None and front.title == "galculator")
        front = windows.in_front()
        reader = OutlineReader()
        await reader.start()
        outline = await reader.read(front, deadline=5) if front else None
        await reader.aclose()
    assert outline is not None and "sqrt" in {node.name for node in outline.nodes}
    assert not any(node.box for node in outline.nodes)


def test_any_window_may_be_in_sight() -> None:
    finder = WaylandFinder()
    with programs.galculator():
        wait_for(lambda: "galculator" in {window.program for window in finder.popups()})
        assert finder.at(10, 10) is None
    finder.close()
