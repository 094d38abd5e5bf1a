"""What has changed in a window since it was described: how long that is remembered, and by whom."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from mmassist.engine.described import Described
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Reads, Request
from mmassist.engine.turn import Options
from mmassist.values import Box, Node, Outline, Role, Scene, State, Target, TargetKind, Window
from tests.fakes.parts import WINDOW, FakeOutlines, FakeParts

SHOWN = frozenset({State.SHOWING})
UNKNOWN = "I can't know what has changed"


def window(*buttons: str) -> Outline:
    nodes = [Node(Role.WINDOW, "Untitled 1", -1, SHOWN, box=Box(100, 50, 400, 300))]
    nodes += [Node(Role.BUTTON, name, 0, SHOWN, box=Box(120, 80 + 40 * at, 90, 30)) for at, name in enumerate(buttons)]
    return Outline(tuple(nodes), -1, True, time.monotonic())


def listeners() -> Listeners:
    return Listeners(spoken=lambda spoken: None, turn=lambda turn: None)


class Stage:
    def __init__(self) -> None:
        self.fakes = FakeParts(outlines=FakeOutlines(window("Save"), kept_warm=True))
        self.engine = Engine(self.fakes.parts(), listeners(), Options())
        self.fakes.mouth.on_started = self.engine.heard

    def shows(self, *buttons: str) -> None:
        """What is in front, and looks otherwise, too."""
        self.fakes.outlines.outline = window(*buttons)
        pixels = self.fakes.grabber.pixels.copy()
        pixels[10 : 20 * len(buttons) + 20, :, 0] ^= 0x40
        self.fakes.grabber.pixels = pixels

    async def asked(self, question: str = "what changed?", engine: Engine | None = None, **request: object) -> str:
        turn = await (engine or self.engine).describe(replace(Request(time.monotonic(), question=question), **request))  # type: ignore[arg-type]
        assert turn.fault is None
        return turn.text


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    made = Stage()
    yield made
    await made.engine.aclose()


async def test_a_window_that_was_not_described_is_not_known(stage: Stage) -> None:
    assert UNKNOWN in await stage.asked()


async def test_nor_does_asking_make_it_known(stage: Stage) -> None:
    await stage.asked()
    assert UNKNOWN in await stage.asked()


async def test_a_change_is_told_and_told_again_until_it_is_described_anew(stage: Stage) -> None:
    await stage.asked("")
    stage.shows("Save", "Cancel")
    assert "New: button Cancel." in await stage.asked()
    assert "New: button Cancel." in await stage.asked()
    await stage.asked("")
    assert "I see no change since this was described" in await stage.asked()


async def test_what_was_read_was_described(stage: Stage) -> None:
    await stage.asked("", read=Reads.ALL)
    stage.shows("Cancel")
    assert "Gone: button Save." in await stage.asked()


async def test_another_window_is_another_one(stage: Stage) -> None:
    await stage.asked("")
    stage.fakes.windows.window = replace(WINDOW, id=77, title="Other")
    assert UNKNOWN in await stage.asked()


async def test_what_is_forgotten_is_not_known(stage: Stage) -> None:
    await stage.asked("")
    stage.engine.forget()
    assert UNKNOWN in await stage.asked()


async def test_a_command_line_knows_what_the_app_described(stage: Stage) -> None:
    await stage.asked("")
    stage.shows("Save", "Cancel")
    guest = Engine(stage.fakes.parts(), listeners(), Options(), stage.engine)
    assert "New: button Cancel." in await stage.asked(engine=guest)


def scene(number: int, box: Box | None = None) -> Scene:
    target = Target() if box is None else Target(TargetKind.REGION, region=box)
    return Scene(target, Window(number, "Title", "program", 1, Box(0, 0, 9, 9)), (9, 9), ())


def test_of_many_windows_the_newest_are_remembered() -> None:
    kept = Described()
    for number in range(40):
        kept.keep(scene(number))
        kept.keep(scene(0))
    assert kept.before(scene(0)) is not None
    assert kept.before(scene(39)) is not None
    assert kept.before(scene(5)) is None


def test_parts_of_the_screen_are_known_by_their_place() -> None:
    kept = Described()
    kept.keep(scene(1, Box(0, 0, 5, 5)))
    assert kept.before(scene(1, Box(0, 0, 5, 5))) is not None
    assert kept.before(scene(1, Box(1, 0, 5, 5))) is None
    assert kept.before(scene(1)) is None
