"""The app's side of Whisper, with a worker process that is scripted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import asdict
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from mmassist.errors import MmassistError, ModelCorrupt, WorkerLost
from mmassist.inference.keeping import Keeper
from mmassist.inference.messages import Message
from mmassist.perception.hearing import whisper_transcriber as module
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.whisper_transcriber import Guard, WhisperTranscriber
from mmassist.values import Transcript

FOLDER = Path("/models/whisper-base")


class ScriptedWorker:
    """Answers `load`; `refused` and `failures` by the device that is asked for. `lost`: why the card failed at the next transcript."""

    lost: ClassVar[str] = ""
    refused: ClassVar[dict[str, str]] = {}
    failures: ClassVar[dict[str, Exception]] = {}
    loads: ClassVar[list[str]] = []
    made: ClassVar[list[ScriptedWorker]] = []

    def __init__(self, module: str, *, hang_after: float, on_lost: Callable[[], None], keeper: Keeper | None) -> None:
        self.on_lost = on_lost
        self.made.append(self)

    async def request(self, op: str, body: bytes = b"", /, **fields: object) -> AsyncGenerator[Message, None]:
        device = str(fields["device"])
        self.loads.append(device)
        if failure := self.failures.get(device):
            raise failure
        if op != "load":
            if self.lost:
                yield Message({"refused": self.lost})
            yield Message({"transcript": asdict(Transcript("so far", (), "en", 0.9, 1.0, "tiny"))})
            return
        yield Message({"device": "cpu", "refused": self.refused.get(device, "")})

    async def start(self) -> None:
        """It runs."""

    async def aclose(self) -> None:
        """Nothing runs."""


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> type[ScriptedWorker]:
    fresh = type("FreshWorker", (ScriptedWorker,), {"lost": "", "refused": {}, "failures": {}, "loads": [], "made": []})
    monkeypatch.setattr(module, "Worker", fresh)
    return fresh


async def test_all_is_well(worker: type[ScriptedWorker]) -> None:
    transcriber = WhisperTranscriber(FOLDER)
    await transcriber.start()
    assert (transcriber.name, transcriber.device, transcriber.trouble) == ("whisper-base", "cpu", None)


async def test_a_card_that_is_refused_is_told(worker: type[ScriptedWorker]) -> None:
    worker.refused["auto"] = "no libcublas"
    transcriber = WhisperTranscriber(FOLDER)
    await transcriber.start()
    assert transcriber.trouble is not None
    assert "processor does it" in transcriber.trouble.spoken


async def test_a_card_that_brings_the_process_down_is_not_tried_again(worker: type[ScriptedWorker]) -> None:
    worker.failures["auto"] = WorkerLost("aborted")
    transcriber = WhisperTranscriber(FOLDER)
    await transcriber.start()
    assert worker.loads == ["auto", "cpu"]
    assert transcriber.trouble is not None


async def test_a_card_that_fails_at_its_work_is_told_and_what_was_said_is_understood(worker: type[ScriptedWorker]) -> None:
    worker.lost = "CUDA failed"
    transcriber = WhisperTranscriber(FOLDER)
    await transcriber.start()
    assert (await transcriber.partial(np.zeros(16_000, np.float32), Hints())).text == "so far"
    assert transcriber.trouble is not None
    assert "from now on" in transcriber.trouble.spoken


async def test_a_process_that_does_not_start_at_all_is_an_error(worker: type[ScriptedWorker]) -> None:
    worker.failures.update(auto=WorkerLost("no python"), cpu=WorkerLost("no python"))
    with pytest.raises(WorkerLost):
        await WhisperTranscriber(FOLDER).start()


async def test_a_damaged_model_is_no_matter_of_the_card(worker: type[ScriptedWorker]) -> None:
    worker.failures["auto"] = ModelCorrupt("cut off")
    with pytest.raises(ModelCorrupt):
        await WhisperTranscriber(FOLDER).start()
    assert worker.loads == ["auto"]


async def test_after_a_loss_the_model_is_loaded_before_somebody_waits_for_it(worker: type[ScriptedWorker]) -> None:
    told: list[str] = []
    transcriber = WhisperTranscriber(FOLDER, on_lost=lambda: told.append("lost"))
    worker.made[0].on_lost()
    await asyncio.sleep(0.01)
    assert worker.loads == ["auto"]
    assert told == ["lost"]
    await transcriber.aclose()


async def test_a_process_that_keeps_falling_is_let_lie(worker: type[ScriptedWorker]) -> None:
    transcriber = WhisperTranscriber(FOLDER)
    for _ in range(6):
        worker.made[0].on_lost()
        await asyncio.sleep(0.01)
    assert len(worker.loads) == 2
    await transcriber.aclose()


async def test_a_process_is_roused_by_what_costs_it_nothing_and_its_loss_is_left_to_its_keeper(worker: type[ScriptedWorker]) -> None:
    transcriber = WhisperTranscriber(FOLDER)
    await transcriber.start()
    await transcriber.rouse()
    worker.failures["auto"] = WorkerLost("silent")
    await transcriber.rouse()
    assert worker.loads == ["auto"] * 3
    assert transcriber.trouble is None


class Files:
    """`damage`: what is wrong with them; `checked`: how often they were held to what came."""

    def __init__(self) -> None:
        self.damage: MmassistError | None = None
        self.checked = 0
        self.told: list[MmassistError] = []
        self.guard = Guard(self._check, self.told.append)
        self.meanwhile: Callable[[], None] = lambda: None

    def _check(self) -> None:
        self.checked += 1
        self.meanwhile()
        if self.damage is not None:
            raise self.damage


async def settled(transcriber: WhisperTranscriber) -> None:
    """What is loaded again is loaded, or is not."""
    for task in asyncio.all_tasks():
        if task.get_name() == "speech model":
            await asyncio.wait([task])


async def test_files_that_were_damaged_meanwhile_are_not_loaded_by_the_next_process(worker: type[ScriptedWorker]) -> None:
    files = Files()
    transcriber = WhisperTranscriber(FOLDER, guard=files.guard)
    await transcriber.start()
    loads = len(worker.loads)
    files.damage = ModelCorrupt("another digest")
    worker.made[-1].on_lost()
    with pytest.raises(ModelCorrupt):
        await transcriber.partial(np.zeros(16_000, np.float32), Hints())
    await transcriber.aclose()
    assert len(worker.loads) == loads


async def test_damaged_files_are_told_before_anybody_asks(worker: type[ScriptedWorker]) -> None:
    files = Files()
    transcriber = WhisperTranscriber(FOLDER, guard=files.guard)
    await transcriber.start()
    files.damage = ModelCorrupt("another digest")
    worker.made[-1].on_lost()
    await settled(transcriber)
    assert files.told == [files.damage]


async def test_a_process_that_is_lost_again_is_left_to_its_keeper(worker: type[ScriptedWorker]) -> None:
    files = Files()
    transcriber = WhisperTranscriber(FOLDER, guard=files.guard)
    worker.failures["auto"] = WorkerLost("killed")
    worker.made[-1].on_lost()
    await settled(transcriber)
    assert files.told == []


async def test_a_process_that_is_lost_during_the_check_has_the_next_one_checked_again(worker: type[ScriptedWorker]) -> None:
    files = Files()
    transcriber = WhisperTranscriber(FOLDER, guard=files.guard)
    await transcriber.start()
    loop = asyncio.get_running_loop()

    def lost_once() -> None:
        files.meanwhile = lambda: None
        loop.call_soon_threadsafe(worker.made[-1].on_lost)

    files.meanwhile = lost_once
    worker.made[-1].on_lost()
    await settled(transcriber)
    assert files.checked == 2
    await transcriber.aclose()
