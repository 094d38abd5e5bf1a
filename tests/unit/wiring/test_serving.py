"""What the running app does for a command: a turn that stands alone, beside or among those of the app."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from mmassist.capture.microphone_own_speech import OwnSpeech
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.history import Options as HistoryOptions
from mmassist.engine.history_thread import History
from mmassist.engine.record import Request
from mmassist.engine.supervisor import Audience, Supervisor
from mmassist.engine.turn import Options
from mmassist.errors import DesktopError, MmassistError, VoiceUnavailable
from mmassist.settings import Settings
from mmassist.values import Earcon, Spoken, Turn
from mmassist.wiring.answers import Answers
from mmassist.wiring.past import history_file
from mmassist.wiring.rooms import Rooms
from mmassist.wiring.serving import Guests
from tests.fakes.parts import FakeOutlines, FakeParts
from tests.unit.engine.test_turn import EDITOR

NO_TREE = DesktopError("no bus", "There is no accessibility bus.", "Log in again.")
NO_VOICE = VoiceUnavailable("no espeak")


class Stage:
    """An app with fake parts, and what a command hears of it."""

    def __init__(self, fakes: FakeParts, answers: Answers, problems: tuple[MmassistError, ...] = ()) -> None:

        self.fakes = fakes
        self.told: list[Turn] = []
        self.heard: list[Spoken] = []
        self.engine = Engine(fakes.parts(), Listeners(lambda spoken: None, self.told.append), Options())
        self.begun = asyncio.Event()
        fakes.mouth.on_started = self.started
        supervisor = Supervisor(Audience(lambda error: None, lambda text: None, lambda parts: None))
        parts = fakes.parts()
        self.history = History(history_file(), HistoryOptions(), lambda error: None)
        self.rooms = Rooms(
            self.engine,
            parts,
            OwnSpeech(),
            fakes.earcons.append,
            answers,
            problems,
            supervisor,
            supervisor.part("camera"),
            lambda tap: None,
            self.history,
            None,
            lambda settings: None,
        )
        self.guests = Guests(self.rooms)

    def started(self, spoken: Spoken) -> None:
        self.begun.set()
        self.engine.heard(spoken)

    async def turn(self, question: str = "", *, speak: bool = True) -> Turn:
        listeners = Listeners(self.heard.append, lambda turn: None)
        return await self.guests.turn(Settings(), Request(time.monotonic(), question=question), listeners, speak=speak)


@pytest.fixture
async def answers(home: object) -> AsyncIterator[Answers]:
    answers = Answers(Settings(), [], lambda error: None)
    yield answers
    await answers.aclose()


@pytest.fixture
async def stage(answers: Answers) -> AsyncIterator[Stage]:
    fakes = FakeParts()
    fakes.outlines = FakeOutlines(EDITOR, kept_warm=True)
    made = Stage(fakes, answers)
    yield made
    await made.engine.aclose()


async def test_it_is_said_by_the_apps_mouth_and_told_to_the_command(stage: Stage) -> None:
    turn = await stage.turn()
    assert "Untitled 1" in turn.gist
    assert [spoken.utterance for spoken in stage.heard] == stage.fakes.mouth.said
    assert [spoken.utterance for spoken in turn.spoken] == stage.fakes.mouth.said
    assert stage.fakes.earcons == [Earcon.START, Earcon.DONE]


async def test_without_speech_nothing_is_heard_of_it_and_the_same_is_told(stage: Stage) -> None:
    aloud, silent = await stage.turn(), await stage.turn(speak=False)
    said = len(stage.fakes.mouth.said)
    assert (silent.gist, silent.text) == (aloud.gist, aloud.text)
    assert [spoken.utterance.text for spoken in silent.spoken] == [spoken.utterance.text for spoken in aloud.spoken]
    assert len(stage.fakes.mouth.said) == said
    assert stage.fakes.earcons == [Earcon.START, Earcon.DONE]


async def test_it_stands_alone_whatever_was_asked_before(stage: Stage) -> None:
    await stage.engine.describe(Request(time.monotonic()))
    first, second = await stage.turn("Is there a Save button?"), await stage.turn("Is there a Save button?")
    assert [first.turn_id, second.turn_id] == [1, 1]
    assert [spoken.utterance.text for spoken in second.spoken] == [spoken.utterance.text for spoken in first.spoken]


async def test_the_app_does_not_take_it_for_its_own(stage: Stage) -> None:
    await stage.turn()
    assert stage.told == []
    assert stage.engine.last is None


async def test_what_it_cost_is_written_down(stage: Stage) -> None:
    await stage.turn(speak=False)
    [embedded] = (await stage.rooms.answers.metrics.stats(0.0)).backends
    assert (embedded.backend, embedded.requests) == ("embedded", 1)


async def test_a_key_that_is_pressed_meanwhile_breaks_it_off(stage: Stage) -> None:
    stage.fakes.mouth.pace = 5
    asked = asyncio.create_task(stage.turn())
    await stage.begun.wait()
    stage.engine.describe(Request(time.monotonic()))
    with pytest.raises(DesktopError, match="another turn"):
        await asked


async def test_it_breaks_off_what_the_app_was_saying(stage: Stage) -> None:
    stage.fakes.mouth.pace = 5
    before = stage.engine.describe(Request(time.monotonic()))
    await stage.begun.wait()
    stage.fakes.mouth.pace = 0
    await stage.turn()
    assert before.cancelled()


async def test_without_speech_the_app_goes_on(stage: Stage) -> None:
    stage.fakes.mouth.pace = 0.3
    before = stage.engine.describe(Request(time.monotonic()))
    await stage.begun.wait()
    await stage.turn(speak=False)
    assert not (await before).fault


async def test_a_command_that_goes_away_is_silenced(stage: Stage) -> None:
    stage.fakes.mouth.pace = 5
    asked = asyncio.create_task(stage.turn())
    await stage.begun.wait()
    silenced = stage.fakes.mouth.silenced
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert stage.fakes.mouth.silenced > silenced


async def test_what_is_missing_is_among_its_warnings(stage: Stage) -> None:
    told = Guests(replace(stage.rooms, problems=(NO_TREE, NO_VOICE)))
    stage.guests = told
    assert (await stage.turn()).warnings[:2] == (NO_TREE.spoken, NO_VOICE.spoken)
    assert (await stage.turn(speak=False)).warnings[:2] == (NO_TREE.spoken,)


async def test_the_outline_is_that_of_the_window_in_front(stage: Stage) -> None:
    window, outline = await stage.guests.outline()
    assert (window, outline) == (stage.fakes.windows.window, EDITOR)


async def test_a_program_without_a_tree_is_said_to_have_none(stage: Stage) -> None:
    stage.fakes.outlines.outline = None
    with pytest.raises(DesktopError, match="no accessibility tree"):
        await stage.guests.outline()


def test_a_backend_is_asked_only_where_it_is_there(stage: Stage) -> None:
    assert stage.guests.can_ask("embedded")
    assert not stage.guests.can_ask("gpt")
