"""A free wish is judged by a model: through the border, under the consent and within the limits of any turn, and apart from what the user
talks of with it."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import replace
from typing import Protocol

from mmassist.engine.answer import Answering
from mmassist.engine.border import Look
from mmassist.engine.choosing import Choice
from mmassist.engine.look import Reading, scene_of
from mmassist.engine.parts import Texts, Windows
from mmassist.engine.record import Record, Request
from mmassist.engine.watch.contract import FreeQuestion
from mmassist.engine.watch.phrases import Wording
from mmassist.errors import ConsentMissing, MmassistError
from mmassist.sayings import saying
from mmassist.values import Channel, TargetKind, Turn, Window

# Seconds for the text of a picture: what has not been read by then is covered.
_READING = 20.0


class Book(Protocol):
    """Where what was asked is written down with its costs."""

    def note(self, turn: Turn) -> None: ...

    def note_cancelled(self, turn: Turn) -> None: ...


class Asker:
    """See `contract.Ask`. On the engine's loop, one question at a time for each watch."""

    def __init__(self, answering: Answering, texts: Texts, windows: Windows | None, book: Book, wording: Wording) -> None:
        """`answering`: of watches alone, for each question stands by itself; `windows`: None without a display."""
        self._answering = answering
        self._texts = texts
        self._windows = windows
        self._book = book
        self._wording = wording
        # Turns of the user's own count upwards.
        self._ids = itertools.count(-1, -1)

    async def __call__(self, question: FreeQuestion) -> str:
        """What is to be said, "" if it is not so yet. Raises MmassistError where no model may be asked, or none has answered."""
        wording = self._wording
        request = Request(time.monotonic(), question.frame.target, question=wording.question.format(wish=question.wish.said))
        record = Record(next(self._ids), request)
        try:
            answer = await self._answered(record, question)
        except MmassistError as error:
            record.fail(error)
            self._book.note(record.turn())
            raise
        except asyncio.CancelledError:
            record.cancelled()
            self._book.note_cancelled(record.turn())
            raise
        finally:
            self._answering.forget()
        record.mark("total")
        self._book.note(record.turn())
        return "" if answer.casefold().startswith(wording.no.casefold()) else answer

    async def _answered(self, record: Record, question: FreeQuestion) -> str:
        reading = Reading(self._texts, question.frame, None)
        try:
            await reading.wait(_READING)
            scene = record.scene = scene_of(question.frame, question.window, question.outline, reading)
            look = Look(question.frame, scene, True, reading.unread, reading.illegible, await self._others(question))
        finally:
            await reading.aclose()
        choice = _of_models(await self._answering.choose(record, look))
        async for piece in self._answering.answer(record, look, choice):
            if piece.channel is Channel.DETAIL:
                record.told(piece.channel, piece.text)
        return record.said(Channel.DETAIL).strip()

    async def _others(self, question: FreeQuestion) -> tuple[Window, ...]:
        """What else the picture may show, where the user has rules for single windows."""
        if self._windows is None or question.frame.target.kind is TargetKind.CAMERA or not self._answering.heeds_windows:
            return ()
        found = await asyncio.to_thread(self._windows.all)
        own = question.window
        at = next((at for at, one in enumerate(found) if own and one.id == own.id), -1)
        return found[at + 1 :]


def _of_models(choice: Choice) -> Choice:
    """Without the embedded describer, which would only describe. Raises ConsentMissing where that leaves nobody."""
    steps = tuple(brain for brain in choice.steps if not brain.describes_by_itself)
    if not steps:
        name = choice.offer.name if choice.offer else "a model"
        raise ConsentMissing(
            "a free wish without a model that may be asked",
            saying(
                "For this wish {name} would have to be asked again and again, and it may not be without your word each time.", name=name
            ),
            "Wish for a text, a change, a dialog or a progress bar, or let this program's pictures out by the rule allow.",
        )
    return replace(choice, steps=steps)
