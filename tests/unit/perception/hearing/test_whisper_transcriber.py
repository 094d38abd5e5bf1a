"""The app's side of Whisper, with a worker process that is scripted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from mmassist.errors import ModelCorrupt, WorkerLost
from mmassist.inference.keeping import Keeper
from mmassist.inference.messages import Message
from mmassist.perception.hearing import whisper_transcriber as module
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.whisper_transcriber import WhisperTranscriber

FOLDER = Path("/models/whisper-base")


class ScriptedWorker:
    """Answers `load`; `refused` and `failures` by the device that is asked for."""

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
        yield Message({"device": "cpu", "refused": self.refused.get(device, "")})

    async def aclose(self) -> None:
        """Nothing runs."""


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> type[ScriptedWorker]:
    fresh = type("FreshWorker", (ScriptedWorker,), {"refused": {}, "failures": {}, "loads": [], "made": []})
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


async def test_files_that_were_damaged_meanwhile_are_not_loaded_by_the_next_process(worker: type[ScriptedWorker]) -> None:
    def refuse() -> None:
        raise ModelCorrupt("another digest")

    transcriber = WhisperTranscriber(FOLDER, check=refuse)
    await transcriber.start()
    loads = len(worker.loads)
    worker.made[-1].on_lost()
    with pytest.raises(ModelCorrupt):
        await transcriber.partial(np.zeros(16_000, np.float32), Hints())
    await transcriber.aclose()
    assert len(worker.loads) == loads
