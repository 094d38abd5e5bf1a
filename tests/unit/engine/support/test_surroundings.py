"""What of a monitor may be seen: fields of all windows in sight, nothing of the app's own, of excluded ones or of programs that hang."""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import replace

import numpy as np
import pytest

from mmassist.engine.look import scene_of
from mmassist.engine.support import surroundings
from mmassist.engine.support.strays import Strays
from mmassist.engine.support.surroundings import Surroundings, of_monitor, of_window, titles
from mmassist.privacy import masking
from mmassist.values import Box, Frame, Node, Outline, Role, Target, TargetKind, Window
from tests.fakes.parts import WINDOW, FakeOutlines, FakeParts

MONITOR = Box(0, 0, 1000, 800)
MAIL = Window(id=1, title="Mail", program="Mail", pid=10, box=Box(600, 50, 300, 300))
BELOW = Window(id=2, title="Notes", program="Notes", pid=11, box=Box(120, 80, 100, 100))
ELSEWHERE = Window(id=3, title="Other monitor", program="Other", pid=12, box=Box(1000, 0, 100, 100))
OWN = Window(id=4, title="mmassist", program="mmassist", pid=os.getpid(), box=Box(500, 500, 100, 100))


class Trees(FakeOutlines):
    """A tree with a password field for each window, but for those that hang."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.hang: set[int] = set()
        self.placeless: set[int] = set()
        self.lost: set[int] = set()
        self.slow: dict[int, float] = {}
        self.cut: set[int] = set()

    async def read(self, window: Window, *, deadline: float = 0.3, anew: bool = False, whole: bool = False) -> Outline | None:
        self.asked.append(window.title)
        if window.id in self.hang:
            return Outline((), -1, False, time.monotonic())
        if (takes := self.slow.get(window.id, 0.0)) > deadline:
            await asyncio.sleep(deadline)
            return Outline((Node(Role.WINDOW, window.title, -1, box=window.box),), -1, False, time.monotonic())
        await asyncio.sleep(takes)
        field = None if window.id in self.placeless else Box(window.box.x + 10, window.box.y + 10, 50, 20)
        nodes = (Node(Role.WINDOW, window.title, -1, box=window.box), Node(Role.PASSWORD, "Password", 0, box=field))
        if window.id in self.lost:
            nodes = (replace(nodes[0], box=None), replace(nodes[1], box=None))
        return Outline(nodes, 1, window.id not in self.cut, time.monotonic())


@pytest.fixture
def desk() -> FakeParts:
    fakes = FakeParts(outlines=Trees())
    fakes.windows.others = (ELSEWHERE, BELOW, MAIL, OWN)
    return fakes


def asked(desk: FakeParts) -> list[str]:
    assert isinstance(desk.outlines, Trees)
    return desk.outlines.asked


async def test_fields_of_all_windows_in_sight_are_known_and_the_apps_own_is_covered(desk: FakeParts) -> None:
    found = await of_monitor(desk.parts(), MONITOR, (), Strays(), anew=True)
    assert asked(desk) == ["Mail", "Untitled 1"]
    assert set(found.fields) == {Box(610, 60, 50, 20), Box(110, 60, 50, 20)}
    assert found.covered == (OWN.box,)
    assert (found.window, found.others, found.hangs) == (WINDOW, (MAIL,), False)
    assert found.outline is not None
    assert [node.parent for node in found.outline.nodes] == [-1, 0, -1, 2]
    assert found.outline.focus == 3


async def test_an_excluded_window_is_not_asked_and_one_that_hangs_is_covered(desk: FakeParts) -> None:
    assert isinstance(desk.outlines, Trees)
    desk.outlines.hang = {WINDOW.id}
    found = await of_monitor(desk.parts(), MONITOR, ("mail",), Strays(), anew=True)
    assert asked(desk) == ["Untitled 1"]
    assert WINDOW.box in found.covered
    assert found.hangs
    assert found.others == (MAIL,)
    assert await titles(desk.parts(), MONITOR, ("mail",)) == ("Untitled 1",)


async def test_where_an_excluded_window_is_in_front_what_the_others_hold_is_hidden_as_ever(desk: FakeParts) -> None:
    found = await of_monitor(desk.parts(), MONITOR, ("untitled",), Strays(), anew=True)
    assert asked(desk) == ["Mail"]
    assert (found.window, set(found.others)) == (None, {MAIL, WINDOW})
    assert found.outline is not None
    card = Box(620, 200, 200, 40)
    told = replace(found.outline, nodes=(*found.outline.nodes, Node(Role.LABEL, "4111 1111 1111 1111", 0, box=card)))
    frame = Frame(np.full((MONITOR.height, MONITOR.width, 4), 255, np.uint8), (0, 0), Target(TargetKind.MONITOR, monitor=1), 0.0)
    material = masking.Material(scene_of(frame, found.window, told, None), frame, others=found.others)
    masked = masking.mask(material, masking.Options(excluded=("untitled",)))
    assert masked.frame is not None
    for hidden in (card, WINDOW.box, Box(610, 60, 50, 20)):
        part = hidden.intersection(MONITOR)
        assert part is not None
        assert (masked.frame.pixels[part.y : part.bottom, part.x : part.right, 0] != 255).all()


async def test_a_field_of_which_nobody_knows_the_place_may_be_anywhere_in_its_window(desk: FakeParts) -> None:
    assert isinstance(desk.outlines, Trees)
    desk.outlines.placeless = {MAIL.id}
    found = await of_monitor(desk.parts(), MONITOR, (), Strays(), anew=True)
    assert MAIL.box in found.fields


async def test_where_nobody_knows_the_places_of_windows_none_hides_another(desk: FakeParts) -> None:
    anywhere = Box(-65_536, -65_536, 131_072, 131_072)
    desk.windows.others = (replace(MAIL, box=anywhere),)
    desk.windows.window = replace(WINDOW, box=anywhere)
    found = await of_monitor(desk.parts(), MONITOR, ("mail",), Strays(), anew=True)
    assert [one.title for one in found.others] == ["Mail"]


async def test_a_shared_window_whose_program_hangs_is_covered(desk: FakeParts) -> None:
    assert isinstance(desk.outlines, Trees)
    desk.outlines.hang = {WINDOW.id}
    found = await of_window(desk.parts(), WINDOW, Strays(), anew=True)
    assert WINDOW.box in found.covered
    assert found.hangs


async def test_a_tree_of_which_nothing_has_a_place_is_asked_again_and_nothing_of_its_window_seen(desk: FakeParts) -> None:
    """While a window gets another size its program tells of the old one for some time."""
    assert isinstance(desk.outlines, Trees)
    desk.outlines.lost = {MAIL.id}
    strays = Strays()
    found = await of_monitor(desk.parts(), MONITOR, (), strays, anew=True)
    assert MAIL.box in found.covered
    assert found.hangs
    desk.outlines.lost = set()
    found = await of_monitor(desk.parts(), MONITOR, (), strays, anew=True)
    assert MAIL.box not in found.covered
    assert not found.hangs


async def test_a_tree_that_is_not_read_to_its_end_is_given_more_time_and_then_counts_as_none(
    desk: FakeParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "_TREE", 0.1)
    monkeypatch.setattr(surroundings, "_WHOLE_TREE", 1.0)
    assert isinstance(desk.outlines, Trees)
    desk.outlines.slow = {WINDOW.id: 0.2}
    found = await of_window(desk.parts(), WINDOW, Strays(), anew=True)
    assert (found.hangs, len(found.fields)) == (False, 1)
    desk.outlines.slow = {WINDOW.id: 60.0}
    found = await of_window(desk.parts(), WINDOW, Strays(), anew=True)
    assert (found.hangs, found.covered[-1]) == (True, WINDOW.box)


async def test_of_a_window_with_more_controls_than_can_be_read_nothing_is_seen(desk: FakeParts) -> None:
    assert isinstance(desk.outlines, Trees)
    desk.outlines.cut = {WINDOW.id}
    found = await of_window(desk.parts(), WINDOW, Strays(), anew=True)
    assert (found.hangs, found.covered[-1]) == (True, WINDOW.box)
    assert asked(desk) == [WINDOW.title]  # more time would bring no more
    found = await of_monitor(desk.parts(), MONITOR, (), Strays(), anew=True)
    assert WINDOW.box in found.covered
    assert set(found.fields) == {Box(610, 60, 50, 20)}


async def test_windows_that_changed_places_do_not_lie_as_before(desk: FakeParts) -> None:
    async def now() -> Surroundings:
        return await of_monitor(desk.parts(), MONITOR, (), Strays(), anew=True)

    before = await now()
    assert (await now()).lies_as(before)
    moved = replace(BELOW, box=Box(850, 300, 100, 100))
    desk.windows.others = (ELSEWHERE, moved, MAIL, OWN)
    below = await now()
    assert not below.lies_as(before)
    desk.windows.others = (ELSEWHERE, MAIL, moved, OWN)
    assert not (await now()).lies_as(below)


def test_a_program_that_never_tells_where_its_things_are_is_waited_for_some_seconds() -> None:
    strays, lost = Strays(), Outline((Node(Role.WINDOW, "Mail", -1),), -1, True, 0.0)
    assert [strays.is_stray(MAIL, lost, at) for at in (10.0, 14.0, 15.5, 20.0)] == [True, True, False, False]


def test_a_program_that_told_its_tree_and_does_not_any_more_is_waited_for_too() -> None:
    strays, tree = Strays(), Outline((Node(Role.WINDOW, "Mail", -1, box=MAIL.box),), -1, True, 0.0)
    assert not strays.is_stray(BELOW, None, 10.0)
    assert not strays.is_stray(MAIL, tree, 10.0)
    assert strays.is_stray(MAIL, None, 11.0)
    assert not strays.is_stray(MAIL, tree, 12.0)
