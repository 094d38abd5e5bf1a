"""A free wish is judged by a model: through the border, under the consent and within the limits of any turn, and apart from what the user
talks of with it."""

from __future__ import annotations

import itertools
import time

from mmassist.engine.answer import Answering
from mmassist.engine.beside import Book, Seeing, look_at, noted, of_models
from mmassist.engine.choosing import Choice
from mmassist.engine.record import Record, Request
from mmassist.engine.watch.contract import FreeQuestion
from mmassist.engine.watch.phrases import Wording
from mmassist.errors import ConsentMissing
from mmassist.sayings import saying
from mmassist.values import Channel


class Asker:
    """See `contract.Ask`. On the engine's loop, one question at a time for each watch."""

    def __init__(self, answering: Answering, seeing: Seeing, book: Book, wording: Wording) -> None:
        """`answering`: of watches alone, for each question stands by itself."""
        self._answering = answering
        self._seeing = seeing
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
            with noted(record, self._book):
                answer = await self._answered(record, question)
        finally:
            self._answering.forget()
        return "" if answer.casefold().startswith(wording.no.casefold()) else answer

    async def _answered(self, record: Record, question: FreeQuestion) -> str:
        look = await look_at(question.frame, question.window, question.outline, self._seeing, self._answering)
        record.scene = look.scene
        choice = _required(await self._answering.choose(record, look))
        async for piece in self._answering.answer(record, look, choice):
            if piece.channel is Channel.DETAIL:
                record.told(piece.channel, piece.text)
        return record.said(Channel.DETAIL).strip()


def _required(choice: Choice) -> Choice:
    """Of models alone. Raises ConsentMissing where that leaves nobody."""
    models = of_models(choice)
    if not models.steps:
        name = choice.offer.name if choice.offer else "a model"
        raise ConsentMissing(
            "a free wish without a model that may be asked",
            saying(
                "For this wish {name} would have to be asked again and again, and it may not be without your word each time.", name=name
            ),
            "Wish for a text, a change, a dialog or a progress bar, or let this program's pictures out by the rule allow.",
        )
    return models
