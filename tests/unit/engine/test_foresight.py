"""Eyes are started before they are needed, and only where they are."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from mmassist.engine.foresight import Foresight
from mmassist.errors import DesktopError
from mmassist.values import Node, Outline, Role, State, Window
from tests.fakes.parts import WINDOW, FakeOutlines


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmassist.engine.foresight._SETTLED", 0.0)


SHOWN = frozenset({State.SHOWING})


def outline(*nodes: Node) -> Outline:
    return Outline((Node(Role.WINDOW, WINDOW.title, -1, SHOWN, box=WINDOW.box), *nodes), -1, True, time.monotonic())


PAGE = outline(Node(Role.TEXT_AREA, "", 0, SHOWN, box=WINDOW.box))
CANVAS = outline(Node(Role.CANVAS, "", 0, SHOWN, box=WINDOW.box))


async def started(tree: Outline | None, *windows: Window | None) -> int:
    """How often they were, after these windows were in front one after the other."""
    starts: list[None] = []
    foresight = Foresight(FakeOutlines(tree), lambda: starts.append(None))
    for window in windows:
        await looked(foresight, window)
    await foresight.aclose()
    return len(starts)


async def looked(foresight: Foresight, window: Window | None) -> None:
    """It is in front, and is looked at if it is at all."""
    foresight.came(window)
    if foresight._task is not None:
        await asyncio.wait([foresight._task])


@pytest.mark.parametrize("tree", [None, CANVAS])
async def test_where_nothing_tells_what_is_in_the_window_they_are_started_once(tree: Outline | None) -> None:
    assert await started(tree, WINDOW, replace(WINDOW, id=8), WINDOW) == 1


async def test_where_the_tree_tells_all_they_are_not_started() -> None:
    assert await started(PAGE, WINDOW) == 0


async def test_for_a_terminal_a_picture_or_no_window_they_are_not_started() -> None:
    assert await started(None, replace(WINDOW, program="XTerm"), replace(WINDOW, program="feh"), None) == 0


async def test_a_window_that_is_only_passed_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmassist.engine.foresight._SETTLED", 0.2)
    outlines = FakeOutlines(None)
    foresight = Foresight(outlines, lambda: None)
    foresight.came(WINDOW)
    await asyncio.sleep(0)
    foresight.came(None)
    await asyncio.sleep(0.4)
    await foresight.aclose()
    assert outlines.reads == 0


async def test_a_tree_that_can_t_be_read_starts_nothing_and_the_next_window_is_looked_at() -> None:
    outlines = FakeOutlines(None)
    starts: list[None] = []
    outlines.error = DesktopError("no bus", "There is no accessibility bus.", "Log in again.")
    foresight = Foresight(outlines, lambda: starts.append(None))
    await looked(foresight, WINDOW)
    assert not starts
    outlines.error = None
    await looked(foresight, WINDOW)
    await foresight.aclose()
    assert len(starts) == 1


async def test_after_the_end_nothing_is_looked_at() -> None:
    outlines = FakeOutlines(None)
    foresight = Foresight(outlines, lambda: None)
    await foresight.aclose()
    foresight.came(WINDOW)
    await asyncio.sleep(0.05)
    assert outlines.reads == 0
