"""A model's advice on a problem, through the border, under the consent and within the limits of any turn."""

from __future__ import annotations

import contextlib
import itertools
import time
from dataclasses import dataclass

from mmassist.dialogue.troubleshooting.asked import question
from mmassist.dialogue.troubleshooting.case import Case
from mmassist.dialogue.troubleshooting.replies import Reply, reply_of
from mmassist.dialogue.troubleshooting.shot import Shot
from mmassist.dialogue.troubleshooting.signs import signs_of
from mmassist.engine.answer import Answering
from mmassist.engine.beside import Book, noted, of_models
from mmassist.engine.border import Look
from mmassist.engine.record import Offer, Record, Request
from mmassist.engine.telling import Piece
from mmassist.values import Channel

PRESET = "guide"
_MOST = 60
_FIRST_ID = -1_000_000  # turns of the user's own count upwards from 1, those of watches downwards from -1


@dataclass(frozen=True, slots=True)
class Advice:
    """`reply`: None where no model may be asked without the user's word, and then `offer` is who could be, and `offered` how that is said.
    `remarks`: what the app has to say of the answer; `by`: who gave it."""

    reply: Reply | None = None
    offer: Offer | None = None
    offered: Piece | None = None
    remarks: tuple[str, ...] = ()
    by: str = ""


class Advisor:
    """On the engine's loop, one question at a time."""

    def __init__(self, answering: Answering, book: Book, send: str = "") -> None:
        """`answering`: of problems alone. `send`: the backend that the user has named for all of it."""
        self.answering = answering
        self._book = book
        self._send = send
        self._ids = itertools.count(_FIRST_ID, -1)
        self._asked = 0

    async def ask(self, case: Case, look: Look, shot: Shot, news: str, offer: Offer | None) -> Advice:
        """`offer`: the one that the user has just accepted. Raises MmassistError where a model that was asked has not answered, and
        ConsentMissing where the user has named one that they have not agreed to."""
        asked = question(case, signs_of(shot), news)
        request = Request(
            time.monotonic(), look.frame.target, question=asked, preset=PRESET, send=self._send, offer=offer, exact=True, parsed=True
        )
        record = Record(next(self._ids), request)
        record.scene = look.scene
        choice = await self.answering.choose(record, look)
        models = of_models(choice)
        if not models.steps or self._asked >= _MOST:
            offered = self.answering.offer(record, look, choice)
            return Advice(offer=record.offer, offered=offered)
        self._asked += 1
        pieces: list[Piece] = []
        with noted(record, self._book):
            async with contextlib.aclosing(self.answering.answer(record, look, models)) as told:
                pieces += [piece async for piece in told]
            reply = reply_of("".join(piece.text for piece in pieces if piece.channel is Channel.DETAIL), shot)
        remarks = tuple(piece.text for piece in pieces if piece.channel is Channel.SYSTEM)
        return Advice(reply, remarks=remarks, by=record.backend)

    def forget(self) -> None:
        """The problem is over."""
        self._asked = 0
        self.answering.forget()
