"""Answers questions about a window in a sentence, by a small network of our own in a worker process. It comes with mmassist."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmassist.backends.captioner.claims import false_claims, named
from mmassist.backends.captioner.memory import Thing
from mmassist.backends.captioner.words import sentence, words
from mmassist.errors import PerceptionError
from mmassist.inference import shipped
from mmassist.inference.keeping import Keeper
from mmassist.inference.messages import Message
from mmassist.inference.worker import Worker

MODULE = "mmassist.backends.captioner.process"

Looks = NDArray[np.float32]
"""[things, dimensions]."""


class Captioner:
    """Belongs to one asyncio loop. The process is started by the first question."""

    def __init__(self, folder: Path = shipped.FOLDER, keeper: Keeper | None = None) -> None:
        """`keeper`: who watches over the worker, if anybody does."""
        self._folder = folder
        self._worker = Worker(MODULE, keeper=keeper)

    async def answer(self, question: str, things: Sequence[Thing], names: Sequence[str], looks: Looks | None = None) -> str:
        """One or two sentences; empty where it can't tell, or where what it says is not so. `names`: what the things are called when they
        are spoken; `looks`: as `write`. Raises as `write`."""
        written, known = await self.write(question, things, looks), words()
        if known.number("cannot") in written or false_claims(written, things, known) or _denies(question, written, things):
            return ""
        return sentence(written, names, known)

    async def write(self, question: str, things: Sequence[Thing], looks: Looks | None = None) -> list[int]:
        """What the network makes of it, whether it is so or not: numbers of words and things, as `words.sentence` takes them.

        `looks` [things, dimensions]: what the icon encoder makes of the pixels of each, where they were looked at. Raises ModelMissing,
        ModelCorrupt, WorkerLost or PerceptionError; after any of them the next call works.
        """
        told = [[thing.role, thing.label, thing.box, sorted(thing.states)] for thing in things]
        seen = b"" if looks is None else looks.astype(np.float32).tobytes()
        return [int(number) for number in (await self._asked(seen, question=question, things=told)).fields["written"]]

    async def _asked(self, body: bytes, **fields: object) -> Message:
        found: Message | None = None
        async with contextlib.aclosing(self._worker.request("answer", body, folder=str(self._folder), **fields)) as replies:
            async for reply in replies:
                found = reply
        if found is None:
            raise PerceptionError("the captioner gave no answer")
        return found

    async def aclose(self) -> None:
        """Ends the worker. Idempotent."""
        await self._worker.aclose()


def _denies(question: str, written: Sequence[int], things: Sequence[Thing]) -> bool:
    """Whether it says that something is not there whose whole name stands in the question."""
    known = words()
    if named(written, known) or known.number("nothing") not in written or known.number("called") not in written:
        return False
    asked = question.casefold()
    return any(thing.label and thing.label.casefold() in asked for thing in things)
