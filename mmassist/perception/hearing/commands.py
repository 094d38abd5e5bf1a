"""Hears the app's own commands by a grammar, without any model to fetch. A floor: it knows nothing but the grammar, in English."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np

from mmassist.errors import MmassistError, WorkerLost
from mmassist.inference.keeping import Keeper
from mmassist.inference.messages import Message
from mmassist.inference.worker import Worker
from mmassist.perception.hearing.commands_process import model_folder
from mmassist.values import AudioClip, Samples, Transcript, Word

_Row: TypeAlias = tuple[str, float, float, float]  # word, begin, end, score a frame

MODULE = "mmassist.perception.hearing.commands_process"
RECOGNISER = "pocketsphinx en-us"

_HANG_AFTER = 10.0
_MOST_SECONDS = 8.0
# Chances that a phrase was heard right, by its mean score a frame: a logistic curve through what 240 synthetic commands and 240
# synthetic questions got at 30 and 15 dB over noise.
_EVEN, _STEEP = -3.6, 0.4
_ROOM = 0.001  # -60 dBFS


class CommandHearer:
    """Belongs to one asyncio loop; the recogniser runs in a worker process."""

    def __init__(self, keeper: Keeper | None = None) -> None:
        """`keeper`: who watches over the worker, if anybody does."""
        self._worker = Worker(MODULE, hang_after=_HANG_AFTER, keeper=keeper)

    @property
    def pid(self) -> int | None:
        """The worker's process id while it runs."""
        return self._worker.pid

    async def start(self) -> None:
        """Returns once the model is loaded. Raises ModelMissing or WorkerLost."""
        try:
            await self._worker.start()
        except MmassistError:
            model_folder()
            raise

    async def known(self, words: Iterable[str]) -> frozenset[str]:
        """Which of the words a grammar may hold. Raises WorkerLost."""
        replies = await self._asked("known", b"", words=sorted(words))
        return frozenset(replies[0].fields["words"])

    async def hear(self, clip: AudioClip, grammar: str) -> Transcript:
        """The phrase of the grammar that sounds most like the clip, with the confidence that it was said; empty where none fits.

        A clip that is longer than a command can be is none. Raises WorkerLost if the worker is lost twice; the next call works.
        """
        began = time.monotonic()
        rows: list[_Row] = []
        if 0 < clip.seconds <= _MOST_SECONDS:
            samples = (np.clip(_in_a_room(clip.samples), -1.0, 1.0) * 32767).astype("<i2").tobytes()
            for reply in await self._asked("hear", samples, grammar=grammar):
                rows = [(str(text), begin, end, score) for text, begin, end, score in reply.fields["words"]]
        spent = round((time.monotonic() - began) * 1000, 1)
        text = " ".join(row[0] for row in rows)
        words = tuple(Word(text, begin, end, _chance(score)) for text, begin, end, score in rows)
        return Transcript(text, words, "en", _whole(rows), clip.seconds, RECOGNISER, timings={"total": spent})

    async def _asked(self, op: str, body: bytes, **fields: object) -> list[Message]:
        """The replies; if the worker is lost it is asked once more, for what was said is still here."""
        with contextlib.suppress(WorkerLost):
            return await self._asked_once(op, body, **fields)
        return await self._asked_once(op, body, **fields)

    async def _asked_once(self, op: str, body: bytes, **fields: object) -> list[Message]:
        async with contextlib.aclosing(self._worker.request(op, body, **fields)) as replies:
            return [reply async for reply in replies]

    async def aclose(self) -> None:
        await self._worker.aclose()


def _in_a_room(samples: Samples) -> Samples:
    """With the faint noise of a quiet room: silence without any, as a noise gate makes it, is like nothing that the model has heard."""
    noisy: Samples = samples + np.random.default_rng(0).normal(0.0, _ROOM, len(samples)).astype(np.float32)
    return noisy


def _chance(score: float) -> float:
    return 1.0 / (1.0 + math.exp(min(50.0, (_EVEN - score) / _STEEP)))


def _whole(rows: list[_Row]) -> float:
    """The chance of the whole phrase: each word counts by its length."""
    seconds = sum(end - begin for _, begin, end, _ in rows)
    return _chance(sum((end - begin) * score for _, begin, end, score in rows) / seconds) if seconds else 0.0
