"""A recogniser that is found and loaded late: once, beside everything else, and again after a failure."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from pathlib import Path

import pytest

from mmassist.errors import MmassistError, ModelCorrupt, ModelMissing, WorkerLost
from mmassist.inference.keeping import Keeper, Restarts
from mmassist.perception.hearing import late
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.late import LateTranscriber
from mmassist.perception.hearing.whisper_transcriber import Guard
from mmassist.values import Fault
from tests.fakes.transcriber import FakeTranscriber, tone

FOLDER = Path("/models/whisper-base")
KEEPER = Restarts()
SAID, ENGLISH = tone(0.5), Hints("en")


class Loaded(FakeTranscriber):
    """Stands for the Whisper of a folder."""

    def __init__(self, folder: Path, keeper: Keeper, failure: MmassistError | None, trouble: Fault | None) -> None:
        super().__init__()
        self.name = folder.name
        self.keeper = keeper
        self.trouble = trouble
        self._failure = failure
        self.roused = 0

    async def rouse(self) -> None:
        self.roused += 1

    async def start(self) -> None:
        await asyncio.sleep(0.01)
        if self._failure is not None:
            raise self._failure


class Stage:
    """What is found, in turn, and what comes of it. `finds`: a folder or why there is none; `failures`: of loading."""

    def __init__(self) -> None:
        self.finds: list[Path | MmassistError] = []
        self.failures: list[MmassistError] = []
        self.trouble: Fault | None = None
        self.looked = 0
        self.made: list[Loaded] = []
        self.loading = asyncio.Event()
        self.troubles: list[Fault] = []
        self.damages: list[MmassistError] = []
        self.transcriber = LateTranscriber(self._find, KEEPER, self.troubles.append, self.damages.append)

    def make(self, folder: Path, *, keeper: Keeper, guard: Guard) -> Loaded:
        self.loading.set()
        self.made.append(Loaded(folder, keeper, self.failures.pop(0) if self.failures else None, self.trouble))
        return self.made[-1]

    def _find(self) -> Path:
        self.looked += 1
        found = self.finds.pop(0) if self.finds else FOLDER
        if isinstance(found, MmassistError):
            raise found
        return found


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    made = Stage()
    monkeypatch.setattr(late, "WhisperTranscriber", made.make)
    return made


async def test_nothing_is_looked_for_before_it_is_asked_for(stage: Stage) -> None:
    assert (stage.looked, stage.transcriber.name) == (0, "")


async def test_who_asks_before_it_is_ready_waits_for_it(stage: Stage) -> None:
    assert (await stage.transcriber.partial(SAID, ENGLISH)).text == "so far"
    assert stage.transcriber.name == "whisper-base"


async def test_only_what_is_ready_is_roused(stage: Stage) -> None:
    await stage.transcriber.rouse()
    assert stage.made == []
    await stage.transcriber.start()
    await stage.transcriber.rouse()
    assert stage.made[0].roused == 1


async def test_many_who_ask_at_once_load_it_once(stage: Stage) -> None:
    await asyncio.gather(stage.transcriber.start(), *(stage.transcriber.partial(SAID, ENGLISH) for _ in range(3)))
    assert (stage.looked, len(stage.made)) == (1, 1)


async def test_a_transcript_comes_through_whole(stage: Stage) -> None:
    texts = [(transcript.text, transcript.final) async for transcript in stage.transcriber.transcribe(SAID, ENGLISH)]
    assert texts == [("What does it say?", False), ("What does it say?", True)]


async def test_giving_up_is_passed_on(stage: Stage) -> None:
    async with contextlib.aclosing(stage.transcriber.transcribe(SAID, ENGLISH)) as transcripts:
        await anext(transcripts)
    assert stage.made[0].given_up == 1


async def test_looking_for_it_holds_up_nothing_else(stage: Stage) -> None:
    go_on = threading.Event()

    def slowly() -> Path:
        assert go_on.wait(30)
        return FOLDER

    transcriber = LateTranscriber(slowly, KEEPER, stage.troubles.append, stage.damages.append)
    starting = asyncio.create_task(transcriber.start())
    await asyncio.sleep(0.01)
    assert not starting.done()
    go_on.set()
    await starting


async def test_a_model_that_is_pulled_later_is_found_then(stage: Stage) -> None:
    stage.finds = [ModelMissing("none")]
    with pytest.raises(ModelMissing):
        await stage.transcriber.start()
    assert (await stage.transcriber.partial(SAID, ENGLISH)).text == "so far"


@pytest.mark.parametrize("failure", [ModelCorrupt("cut off"), WorkerLost("killed")], ids=["damaged", "lost"])
async def test_one_that_can_not_be_loaded_is_let_go_and_made_anew(stage: Stage, failure: MmassistError) -> None:
    stage.failures = [failure]
    with pytest.raises(type(failure)):
        await stage.transcriber.partial(SAID, ENGLISH)
    await stage.transcriber.start()
    assert [one.closed for one in stage.made] == [True, False]


async def test_who_gives_up_while_it_loads_leaves_it_to_the_next(stage: Stage) -> None:
    waiting = asyncio.create_task(stage.transcriber.start())
    await stage.loading.wait()
    waiting.cancel()
    await asyncio.wait([waiting])
    await stage.transcriber.start()
    assert [one.closed for one in stage.made] == [True, False]


async def test_what_makes_it_slower_is_told_once(stage: Stage) -> None:
    stage.trouble = Fault("no card", "The graphics card can't be used.", "Run mmassist doctor.")
    await stage.transcriber.start()
    await stage.transcriber.start()
    assert stage.troubles == [stage.trouble]


async def test_its_worker_is_watched_over(stage: Stage) -> None:
    await stage.transcriber.start()
    assert stage.made[0].keeper is KEEPER


async def test_letting_go_ends_what_was_loaded(stage: Stage) -> None:
    await stage.transcriber.start()
    await stage.transcriber.aclose()
    assert stage.made[0].closed


async def test_letting_go_ends_what_is_being_loaded_too(stage: Stage) -> None:
    starting = asyncio.create_task(stage.transcriber.start())
    await stage.loading.wait()
    await stage.transcriber.aclose()
    await starting
    assert stage.made[0].closed


async def test_letting_go_of_what_was_never_loaded_does_nothing(stage: Stage) -> None:
    await stage.transcriber.aclose()
    assert stage.looked == 0


async def test_trouble_that_comes_while_it_works_is_told_once(stage: Stage) -> None:
    await stage.transcriber.start()
    stage.made[0].trouble = Fault("the card failed", "It is slow now.", "")
    for _ in range(2):
        await stage.transcriber.partial(SAID, ENGLISH)
    assert stage.troubles == [stage.made[0].trouble]
