"""Answers questions about a window in a sentence, by a small network of our own in a worker process. It comes with mmassist."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mmassist.backends.captioner.claims import false_claims, named
from mmassist.backends.captioner.memory import Thing
from mmassist.backends.captioner.words import sentence, words
from mmassist.errors import PerceptionError
from mmassist.inference import shipped
from mmassist.inference.keeping import Keeper
from mmassist.inference.messages import Message
from mmassist.inference.worker import Worker

MODULE = "mmassist.backends.captioner.process"


@dataclass(frozen=True, slots=True)
class Written:
    """What the network makes of a question, whether it is so or not: `numbers` of words and things, as `words.sentence` takes them.

    `least`: how sure all that is named must be for the answer to be spoken.
    """

    numbers: tuple[int, ...]
    least: float

    def holds(self, things: Sequence[Thing]) -> bool:
        """Whether it is an answer, each claim is so by what was seen, and what is named is sure enough."""
        known = words()
        if known.number("cannot") in self.numbers or false_claims(self.numbers, things, known):
            return False
        return all(things[at].sure * things[at].named >= self.least for at in named(self.numbers, known))


class Captioner:
    """Belongs to one asyncio loop. The process is started by the first question."""

    def __init__(self, folder: Path = shipped.FOLDER, keeper: Keeper | None = None) -> None:
        """`keeper`: who watches over the worker, if anybody does."""
        self._folder = folder
        self._worker = Worker(MODULE, keeper=keeper)

    async def answer(self, question: str, things: Sequence[Thing], names: Sequence[str], texts: Sequence[str] = ()) -> str:
        """One or two sentences; empty where it can't tell, or where what it says is not so or not sure. `names`: what the things are
        called when they are spoken; `texts`: all that is read there, in controls or not. Raises as `write`."""
        if not _controls(things):
            return ""  # nobody may have looked for any
        written = await self.write(question, things)
        if (
            not written.holds(things)
            or _denies_unseen(written.numbers, things)
            or _denies(question, written.numbers, (*(thing.label for thing in things), *texts))
        ):
            return ""
        return sentence(written.numbers, names, words())

    async def write(self, question: str, things: Sequence[Thing]) -> Written:
        """Raises ModelMissing, ModelCorrupt, WorkerLost or PerceptionError; after any of them the next call works."""
        told = [[thing.role, thing.label, thing.box, sorted(thing.states), thing.sure, thing.named, thing.guessed] for thing in things]
        reply = await self._asked(question=question, things=told)
        return Written(tuple(int(number) for number in reply.fields["written"]), float(reply.fields["least"]))

    async def _asked(self, **fields: object) -> Message:
        found: Message | None = None
        async with contextlib.aclosing(self._worker.request("answer", folder=str(self._folder), **fields)) as replies:
            async for reply in replies:
                found = reply
        if found is None:
            raise PerceptionError("the captioner gave no answer")
        return found

    async def aclose(self) -> None:
        """Ends the worker. Idempotent."""
        await self._worker.aclose()


def _controls(things: Sequence[Thing]) -> list[Thing]:
    return [thing for thing in things if thing.role != "window title"]


def _denies_unseen(written: Sequence[int], things: Sequence[Thing]) -> bool:
    """Whether it says of a window that is known by its look alone that there is none of a kind, which nobody can know."""
    known = words()
    is_by_look = all(thing.sure < 1 for thing in _controls(things))
    denies = {known.number(word) for word in ("no", "nothing")} & set(written)
    return is_by_look and bool(denies) and known.number("called") not in written


def _denies(question: str, written: Sequence[int], texts: Sequence[str]) -> bool:
    """Whether it says that something is not there of which the question has the whole text."""
    known = words()
    if named(written, known) or known.number("nothing") not in written or known.number("called") not in written:
        return False
    asked = question.casefold()
    return any(re.search(rf"(?<!\w){re.escape(text.strip().casefold())}(?!\w)", asked) for text in texts if len(text.strip()) > 1)
