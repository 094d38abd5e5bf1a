"""A turn that reads the text of what is in front."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from mmassist.backends.describer.reading import Unit
from mmassist.dialogue.commands import Certainty, Match
from mmassist.engine.doing import Doing, Manner
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Reads, Request
from mmassist.engine.turn import Options
from mmassist.errors import CaptureError, WorkerLost
from mmassist.values import Box, Channel, Frame, Node, Outline, Role, State, Target, TextLine, Turn, Window
from tests.fakes.commanded import no_states
from tests.fakes.parts import FakeOutlines, FakeParts
from tests.fakes.scrolled_page import FOOT, HEAD, WIDTH, FakeScrolledWindow, page

SHOWN = frozenset({State.SHOWING})
SLIP = (TextLine("Invoice 4711.", Box(20, 100, 110, 14), 0.99), TextLine("Pay by May.", Box(20, 150, 90, 14), 0.99))


def letter(text: str) -> Outline:
    area = Node(Role.TEXT_AREA, "", 0, SHOWN | {State.FOCUSED}, value=text, box=Box(100, 80, 400, 250))
    return Outline((Node(Role.WINDOW, "Untitled 1", -1, SHOWN, box=Box(100, 50, 400, 300)), area), 1, True, time.monotonic())


class NoWishes:
    def wish(self, text: str) -> bool:
        return False

    def watch_with(self, camera: str) -> None: ...

    def end(self) -> None:
        """Nothing is waited for."""


class Stage:
    """A text area with a letter in front, and all that was said."""

    def __init__(self) -> None:
        self.fakes = FakeParts(outlines=FakeOutlines(letter("One is here. Two is there.\n\nThree came."), kept_warm=True))
        self.engine = Engine(self.fakes.parts(), Listeners(spoken=lambda spoken: None, turn=lambda turn: None), Options())
        self.fakes.mouth.on_started = self.engine.heard
        self.doing = Doing(self.engine, self.fakes.parts(), Manner(), NoWishes(), no_states())

    async def read(self, reads: Reads = Reads.ALL, by: Unit = Unit.SENTENCE) -> Turn:
        return await self.engine.describe(Request(time.monotonic(), read=reads, by=by))

    async def hear(self, name: str) -> None:
        self.doing.do(Match(name, name, Certainty.SURE), time.monotonic())
        if (turn := self.doing.began) is not None:
            await turn

    def told(self, channel: Channel = Channel.DETAIL) -> list[str]:
        return self.fakes.mouth.texts(channel)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    made = Stage()
    yield made
    await made.engine.aclose()


async def test_the_title_is_said_and_then_the_text_sentence_by_sentence(stage: Stage) -> None:
    turn = await stage.read()
    assert stage.told(Channel.GIST) == ["Untitled 1, Mousepad."]
    assert stage.told() == ["One is here.", "Two is there.", "Three came."]
    assert (turn.fault, turn.backend) == (None, "")


async def test_a_long_text_of_the_tree_does_not_wait_for_the_picture(stage: Stage) -> None:
    stage.fakes.texts.lines, stage.fakes.texts.delay = SLIP, 5.0
    turn = await stage.read()
    assert turn.timings["total"] < 4000
    assert stage.told() == ["One is here.", "Two is there.", "Three came."]


async def test_what_only_the_picture_shows_is_read_when_it_is_known(stage: Stage) -> None:
    stage.fakes.outlines.outline = None
    stage.fakes.texts.lines, stage.fakes.texts.delay = SLIP, 0.05
    await stage.read(by=Unit.PARAGRAPH)
    assert stage.told() == ["Invoice 4711.", "Pay by May."]


async def test_reading_goes_on_from_where_it_was_stopped(stage: Stage) -> None:
    stage.fakes.mouth.pace = 5.0
    heard, queued = stage.fakes.mouth.on_started, asyncio.Event()
    stage.fakes.mouth.on_started = lambda spoken: queued.set() if spoken.utterance.text == "Three came." else heard(spoken)
    task = asyncio.create_task(stage.read())
    await queued.wait()
    stage.engine.silence()
    await asyncio.wait([task])
    stage.fakes.mouth.pace, stage.fakes.mouth.on_started = 0.0, heard
    stage.fakes.mouth.said.clear()
    await stage.hear("read-on")
    assert stage.told() == ["Two is there.", "Three came."]


async def test_at_the_end_reading_on_says_so(stage: Stage) -> None:
    await stage.read()
    await stage.hear("read-on")
    assert stage.told(Channel.SYSTEM) == ["That was the end of the text."]


async def test_reading_on_before_anything_was_read_is_said_with_a_remedy(stage: Stage) -> None:
    turn = await stage.read(Reads.ON)
    assert turn.fault is not None
    assert stage.told(Channel.SYSTEM)[0].startswith("Nothing has been read yet.")


async def test_what_was_described_last_is_read_without_looking_again(stage: Stage) -> None:
    await stage.engine.describe(Request(time.monotonic()))
    stage.fakes.mouth.said.clear()
    stage.fakes.grabber.error = CaptureError("looked again")
    turn = await stage.engine.describe(Request(time.monotonic(), read=Reads.ALL, again=True))
    assert stage.told(Channel.GIST) == ["Untitled 1, Mousepad."]
    assert stage.told() == ["One is here.", "Two is there.", "Three came."]
    assert turn.fault is None
    stage.fakes.mouth.said.clear()
    await stage.read(Reads.ON)
    assert stage.told(Channel.SYSTEM) == ["That was the end of the text."]


async def test_before_anything_was_described_there_is_nothing_to_read_again(stage: Stage) -> None:
    turn = await stage.engine.describe(Request(time.monotonic(), read=Reads.ALL, again=True))
    assert turn.fault is not None
    assert stage.told(Channel.SYSTEM) == ["Nothing has been described yet. Describe a window first, then read it."]


async def test_the_window_is_read_by_voice_and_gone_through(stage: Stage) -> None:
    await stage.hear("read")
    await stage.hear("previous-sentence")
    await stage.hear("next-paragraph")
    assert stage.told()[3:] == ["Two is there.", "Three came."]


async def test_repeat_says_the_last_part_alone(stage: Stage) -> None:
    await stage.hear("read")
    await stage.hear("again")
    assert stage.told()[3:] == ["Three came."]


async def test_after_something_else_was_described_repeat_is_about_that(stage: Stage) -> None:
    await stage.hear("read")
    await stage.hear("describe")
    stage.fakes.mouth.said.clear()
    await stage.hear("again")
    assert stage.told() != ["Three came."]


async def test_without_text_that_is_said(stage: Stage) -> None:
    stage.fakes.outlines.outline = None
    await stage.read()
    assert stage.told(Channel.SYSTEM) == ["There is no text to read here."]


async def test_a_lost_recogniser_is_said_and_the_tree_is_read(stage: Stage) -> None:
    stage.fakes.outlines.outline = Outline(
        (Node(Role.WINDOW, "Note", -1, SHOWN, box=Box(100, 50, 400, 300)), Node(Role.LABEL, "A note.", 0, SHOWN, box=Box(120, 80, 80, 20))),
        -1,
        True,
        time.monotonic(),
    )
    stage.fakes.texts.error = WorkerLost("killed")
    await stage.read()
    assert stage.told() == ["A note."]
    assert WorkerLost.spoken in stage.told(Channel.SYSTEM)


async def test_reading_accepts_no_offer(stage: Stage) -> None:
    turn = await stage.read()
    assert turn.metering.model == ""
    assert not stage.engine.offers


async def read_further(desk: FakeScrolledWindow, outline: Outline | None) -> tuple[Turn, FakeParts]:
    """A turn that reads a window and may scroll it; below its first view a slip stands."""
    fakes = FakeParts(outlines=FakeOutlines(outline, kept_warm=True))
    fakes.windows.window, fakes.texts.lines = desk.window, SLIP

    def grab(target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        return desk.shown()

    fakes.grabber.grab = grab  # type: ignore[method-assign]
    parts = replace(fakes.parts(), wheel=lambda: desk)
    engine = Engine(parts, Listeners(spoken=lambda spoken: None, turn=lambda turn: None), Options())
    try:
        return await engine.describe(Request(time.monotonic(), read=Reads.ALL, scroll=True)), fakes
    finally:
        await engine.aclose()


async def test_before_the_window_is_scrolled_that_is_said_and_how_it_is_stopped() -> None:
    desk = FakeScrolledWindow(page(500))
    turn, fakes = await read_further(desk, None)
    assert [utterance.text for utterance in fakes.mouth.said][:3] == [
        "Untitled 1, Mousepad.",
        "The window is scrolled to read on.",
        "Escape stops it.",
    ]
    assert fakes.mouth.texts(Channel.DETAIL) == ["Invoice 4711.", "Pay by May."]
    assert turn.scene is not None
    assert turn.scene.size == (WIDTH, HEAD + 500 + FOOT)
    assert (desk.at, desk.is_open, turn.warnings) == (0, False, ())


async def test_a_text_that_the_tree_tells_whole_is_read_without_scrolling() -> None:
    desk = FakeScrolledWindow(page(500))
    _, fakes = await read_further(desk, letter("One is here. Two is there."))
    assert fakes.mouth.texts(Channel.DETAIL) == ["One is here.", "Two is there."]
    assert fakes.mouth.texts(Channel.SYSTEM) == []
    assert desk.clicks == []


async def test_where_the_wheel_would_change_something_wherever_it_is_turned_that_is_said() -> None:
    desk = FakeScrolledWindow(page(500))
    slider = Node(Role.SLIDER, "Volume", 0, SHOWN, box=Box(0, 0, 2000, 40))
    turn, _ = await read_further(desk, Outline((Node(Role.WINDOW, "Mixer", -1, SHOWN), slider), -1, True, time.monotonic()))
    assert turn.fault is not None
    assert "a control that it would change" in turn.fault.spoken
    assert desk.clicks == []


async def test_what_was_read_is_forgotten_with_all_else(stage: Stage) -> None:
    await stage.read()
    stage.engine.forget()
    for wish in (Request(time.monotonic(), read=Reads.ON), Request(time.monotonic(), read=Reads.ALL, again=True)):
        turn = await stage.engine.describe(wish)
        assert turn.fault is not None
        assert (turn.fault.error, turn.scene) == ("NoWindow", None)
    await stage.hear("next")
    assert stage.told(Channel.SYSTEM)[-1] == "Nothing has been described yet. Describe a window first."
