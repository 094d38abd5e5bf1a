"""The turn with fakes at the edges: what is said, in which order, and what happens when a part fails."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mmassist.engine.answer import Answering
from mmassist.engine.border import Look
from mmassist.engine.choosing import Choice
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Record, Request
from mmassist.engine.turn import Options
from mmassist.errors import CaptureError, DesktopError, WorkerLost
from mmassist.values import Box, Channel, Earcon, Frame, Node, Outline, Role, State, Target, TargetKind, TextLine, Turn, Window
from tests.fakes.parts import WINDOW, FakeOutlines, FakeParts, FakeTexts

DIALOG = Window(id=8, title="Save?", program="Mousepad", pid=42, box=Box(100, 50, 400, 300), dialog=True)
QUESTION = "Do you want to save the changes before closing?"


def outline(*nodes: Node, focus: int = -1) -> Outline:
    return Outline(nodes=nodes, focus=focus, complete=True, at=time.monotonic(), toolkit="gtk")


def button(name: str, x: int, *states: State) -> Node:
    shown = frozenset({State.SHOWING, State.FOCUSABLE, *states})
    return Node(role=Role.BUTTON, name=name, parent=0, states=shown, box=Box(100 + x, 300, 80, 30))


SAVE_PROMPT = outline(
    Node(role=Role.DIALOG, name="Save?", parent=-1, states=frozenset({State.SHOWING}), box=DIALOG.box),
    Node(role=Role.LABEL, name=QUESTION, parent=0, states=frozenset({State.SHOWING}), box=Box(120, 100, 300, 20)),
    button("Cancel", 20),
    button("Save", 120, State.FOCUSED, State.DEFAULT),
    focus=3,
)
EDITOR = outline(
    Node(role=Role.WINDOW, name="Untitled 1", parent=-1, states=frozenset({State.SHOWING}), box=WINDOW.box),
    Node(
        role=Role.TEXT_AREA,
        name="",
        parent=0,
        states=frozenset({State.SHOWING, State.FOCUSED}),
        value="Dear neighbour",
        box=Box(100, 80, 400, 250),
    ),
    focus=1,
)
SLIP = TextLine("Invoice 4711", Box(20, 100, 90, 14), 0.99)


@pytest.fixture
def fakes() -> FakeParts:
    return FakeParts()


@pytest.fixture
async def engine(fakes: FakeParts) -> AsyncIterator[Callable[[], Engine]]:
    """A maker: the fakes are set up first."""
    made: list[Engine] = []

    def make() -> Engine:
        one = Engine(fakes.parts(), Listeners(spoken=lambda spoken: None, turn=lambda turn: None), Options())
        fakes.mouth.on_started = one.heard
        made.append(one)
        return one

    yield make
    for each in made:
        await each.aclose()


async def describe(engine: Engine, target: Target | None = None) -> Turn:
    return await engine.describe(Request(time.monotonic(), target or Target()))


async def test_a_dialogs_question_is_the_first_thing_said(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.windows.window = DIALOG
    fakes.outlines = FakeOutlines(SAVE_PROMPT, kept_warm=True)
    turn = await describe(engine())
    assert fakes.mouth.said[0].text.startswith(QUESTION[:20])
    assert "Save" in turn.gist + turn.text
    assert "Cancel" in turn.gist + turn.text


async def test_a_cold_dialog_still_starts_with_its_question(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.windows.window = DIALOG
    fakes.outlines = FakeOutlines(SAVE_PROMPT, delay=0.2)
    await describe(engine())
    assert fakes.mouth.said[0].text.startswith(QUESTION[:20])


async def test_a_slow_window_is_named_before_its_tree_is_there(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.outlines = FakeOutlines(EDITOR, delay=0.25)
    turn = await describe(engine())
    assert "Untitled 1" in fakes.mouth.said[0].text
    assert turn.timings["first_gist"] < 200 < turn.timings["outline"]
    assert turn.gist.count("Untitled 1") == 1
    assert "Dear neighbour" in turn.gist + turn.text


async def test_text_that_only_pixels_show_is_told_in_the_detail(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.texts = FakeTexts((SLIP,))
    turn = await describe(engine())
    assert "Invoice 4711" in turn.text
    assert "Untitled 1" not in turn.text


async def test_slow_text_does_not_hold_back_what_is_known(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.windows.window = DIALOG
    fakes.outlines = FakeOutlines(SAVE_PROMPT, kept_warm=True)
    fakes.texts = FakeTexts((SLIP,), delay=1.6)
    turn = await describe(engine())
    assert turn.timings["first_detail"] < 1500 < turn.timings["ocr"]
    assert turn.text.index("Cancel") < turn.text.index("Invoice 4711")
    assert turn.text.count("Cancel") == 1


async def test_why_no_model_answers_is_said_once_though_the_text_is_slow(
    fakes: FakeParts, engine: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    choose = Answering.choose

    async def noticed(self: Answering, record: Record, look: Look) -> Choice:
        return replace(await choose(self, record, look), notice="What may be spent today is spent.")

    monkeypatch.setattr(Answering, "choose", noticed)
    fakes.outlines = FakeOutlines(SAVE_PROMPT, kept_warm=True)
    fakes.texts = FakeTexts((SLIP,), delay=1.6)
    await describe(engine())
    assert fakes.mouth.texts(Channel.SYSTEM).count("What may be spent today is spent.") == 1


async def test_a_blank_screen_is_said_and_no_model_looks_at_it(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.grabber.pixels = np.zeros((300, 400, 4), np.uint8)
    turn = await describe(engine())
    assert turn.fault is not None
    assert fakes.mouth.texts(Channel.SYSTEM)[0].startswith("The screen is blank: is a screen curtain on?")
    assert fakes.texts.closed == 0
    assert turn.text == ""
    assert Earcon.ERROR in fakes.earcons


async def test_behind_a_screen_curtain_the_tree_still_tells(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.grabber.pixels = np.zeros((300, 400, 4), np.uint8)
    fakes.windows.window = DIALOG
    fakes.outlines = FakeOutlines(SAVE_PROMPT, kept_warm=True)
    turn = await describe(engine())
    assert fakes.mouth.said[0].text == "The screen is blank: is a screen curtain on?"
    assert QUESTION[:-1] in turn.gist
    assert fakes.texts.closed == 0


async def test_a_window_closed_mid_turn_is_said(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.windows.alive = False
    turn = await describe(engine())
    assert turn.fault is not None
    assert fakes.mouth.texts(Channel.SYSTEM) == ["The window closed while I was looking. Press the key again."]


async def test_where_a_window_closed_just_then_the_one_behind_it_is_told(
    fakes: FakeParts, engine: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    def alive(window: Window) -> bool:
        fakes.windows.window = DIALOG
        return window.id != WINDOW.id

    monkeypatch.setattr(fakes.windows, "is_alive", alive)
    turn = await describe(engine())
    assert turn.fault is None
    assert DIALOG.title in turn.gist


async def test_without_a_window_that_is_said(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.windows.window = None
    turn = await describe(engine())
    assert turn.fault is not None
    assert fakes.mouth.texts(Channel.SYSTEM)[0].startswith("No window is in front.")


@pytest.mark.parametrize("error", [CaptureError("gone"), ZeroDivisionError("a defect of ours")])
async def test_every_failure_is_heard_and_the_next_turn_works(fakes: FakeParts, engine: Callable[[], Engine], error: Exception) -> None:
    one = engine()
    fakes.grabber.error = error
    failed = await describe(one)
    assert failed.fault is not None
    assert fakes.mouth.texts(Channel.SYSTEM)[0].endswith(failed.fault.remedy)
    fakes.grabber.error = None
    fakes.outlines.outline = EDITOR
    assert (await describe(one)).fault is None


async def test_a_lost_recogniser_is_said_and_the_tree_is_told(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.windows.window = DIALOG
    fakes.outlines = FakeOutlines(SAVE_PROMPT, kept_warm=True)
    fakes.texts = FakeTexts(error=WorkerLost("killed"))
    turn = await describe(engine())
    assert turn.fault is None
    assert turn.warnings == (WorkerLost.spoken,)
    assert WorkerLost.spoken in fakes.mouth.texts(Channel.SYSTEM)
    assert "Cancel" in turn.gist + turn.text


async def test_a_lost_accessibility_bus_is_said_and_the_pixels_are_told(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.outlines.error = DesktopError("the bus is gone", "The desktop's accessibility service does not answer.", "Log in again.")
    fakes.texts = FakeTexts((SLIP,))
    turn = await describe(engine())
    assert turn.fault is None
    assert fakes.mouth.texts(Channel.SYSTEM) == ["The desktop's accessibility service does not answer. Log in again."]
    assert "Invoice 4711" in turn.text


async def test_a_new_press_cancels_the_old_turn(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.texts = FakeTexts((SLIP,), delay=5)
    one = engine()
    old = one.describe(Request(time.monotonic()))
    await asyncio.sleep(0.2)
    fakes.texts.delay = 0
    turn = await describe(one)
    assert old.cancelled()
    assert turn.turn_id == 2
    assert fakes.texts.closed == 2


async def test_of_a_thousand_presses_only_the_newest_turn_runs_to_its_end(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    one = engine()
    tasks = [one.describe(Request(time.monotonic())) for _ in range(1000)]
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert [isinstance(turn, Turn) for turn in ended] == [False] * 999 + [True]
    assert {utterance.turn_id for utterance in fakes.mouth.said} == {1000}


async def test_working_is_heard_when_no_speech_comes(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    one = engine()
    fakes.mouth.on_started = lambda spoken: None
    fakes.mouth.pace = 1.3
    await describe(one)
    assert Earcon.WORKING in fakes.earcons


async def test_a_turn_that_goes_on_working_says_so(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.mouth.pace = 2.3
    await describe(engine())
    assert "Still reading." in fakes.mouth.texts(Channel.SYSTEM)


async def test_what_a_camera_sees_is_described(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.texts.lines = (SLIP,)
    fakes.grabber.pixels = np.full((300, 400, 4), 180, np.uint8)
    fakes.grabber.pixels[100:110, 20:200:3] = 20
    turn = await describe(engine(), Target(TargetKind.CAMERA, path="0"))
    assert turn.gist == "Camera."
    assert "Invoice 4711" in turn.text


async def test_a_camera_in_the_dark_is_said_and_nobody_is_asked(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.grabber.pixels = np.zeros((300, 400, 4), np.uint8)
    turn = await describe(engine(), Target(TargetKind.CAMERA, path="0"))
    assert turn.fault is not None
    assert turn.fault.spoken == "Too dark. Switch a lamp on, or take away what covers the lens."


async def test_a_blurred_picture_of_a_camera_is_said_and_nobody_is_asked(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.grabber.pixels = np.repeat(np.abs(np.linspace(-255, 255, 400)).astype(np.uint8)[None, :, None], 300, axis=0).repeat(4, axis=2)
    turn = await describe(engine(), Target(TargetKind.CAMERA, path="0"))
    assert turn.fault is not None
    assert turn.fault.spoken == "Too blurred. Hold still, or move a little farther away."


async def test_the_end_is_heard(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    await describe(engine())
    assert fakes.earcons == [Earcon.DONE]


async def test_an_image_that_is_none_is_said(fakes: FakeParts, engine: Callable[[], Engine], tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"not a picture")
    turn = await describe(engine(), Target(TargetKind.IMAGE, path=str(tmp_path / "picture.png")))
    assert turn.fault is not None
    assert turn.fault.error == "ImageUnreadable"


async def test_a_window_that_is_painted_late_is_looked_at_again(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    painted, grab = fakes.grabber.pixels, fakes.grabber.grab

    def late(target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        frame = grab(target, window, pointer)
        fakes.grabber.pixels = painted
        return frame

    fakes.grabber.pixels = np.zeros((300, 400, 4), np.uint8)
    fakes.grabber.grab = late  # type: ignore[method-assign]
    turn = await describe(engine())
    assert turn.fault is None
    assert "blank" not in " ".join(fakes.mouth.texts(Channel.SYSTEM))


async def test_a_question_about_what_was_just_described_is_answered_without_a_new_look(
    fakes: FakeParts, engine: Callable[[], Engine]
) -> None:
    one = engine()
    await describe(one)
    read, said = fakes.texts.closed, len(fakes.mouth.texts(Channel.GIST))
    await one.describe(Request(time.monotonic(), question="What is it?"))
    assert (fakes.texts.closed, len(fakes.mouth.texts(Channel.GIST))) == (read, said)


async def test_a_question_about_what_was_not_read_to_its_end_takes_a_new_look(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.texts.error = WorkerLost("gone")
    one = engine()
    await describe(one)
    fakes.texts.error = None
    read = fakes.texts.closed
    await one.describe(Request(time.monotonic(), question="What is it?"))
    assert fakes.texts.closed > read


async def test_a_question_about_a_screen_that_has_changed_is_about_the_new_one(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    one = engine()
    await describe(one)
    fakes.grabber.pixels = fakes.grabber.pixels.copy()
    fakes.grabber.pixels[40:260, 40:360] = 90
    read = fakes.texts.closed
    await one.describe(Request(time.monotonic(), question="What is it?"))
    assert fakes.texts.closed > read
    assert "The screen has changed." in fakes.mouth.texts(Channel.SYSTEM)


async def test_a_tree_that_takes_its_time_is_told_with_the_text(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.outlines = FakeOutlines(EDITOR, delay=0.8)
    turn = await describe(engine())
    assert turn.gist == "Untitled 1, Mousepad."
    assert "Dear neighbour" in turn.text
    assert fakes.outlines.reads == 2


async def test_a_tree_that_was_cut_short_by_its_size_is_not_read_again(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.outlines = FakeOutlines(replace(EDITOR, complete=False))
    turn = await describe(engine())
    assert "Dear neighbour" in turn.gist + turn.text
    assert fakes.outlines.reads == 1


async def test_a_program_that_hangs_is_waited_for_only_so_long(fakes: FakeParts, engine: Callable[[], Engine]) -> None:
    fakes.outlines = FakeOutlines(EDITOR, delay=60.0)
    turn = await describe(engine())
    assert "Dear neighbour" not in turn.gist + turn.text
    assert turn.timings["total"] < 10_000
