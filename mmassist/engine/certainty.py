"""Where the user needs it right, by one key pressed again and again: the chosen model, a second one of another family, then a person."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mmassist.dialogue.abstention import abstains, declines
from mmassist.dialogue.commands import Match
from mmassist.dialogue.comparing import compare, told
from mmassist.engine.engine import Engine
from mmassist.engine.record import Request
from mmassist.errors import NoModel, as_ours
from mmassist.sayings import saying
from mmassist.values import Turn, Verbosity

log = logging.getLogger(__name__)

_HOLDS = 300.0  # seconds after an answer in which the key goes on from it
_RECENT = 120.0  # seconds for which it is about what was asked before


@dataclass(frozen=True, slots=True)
class Asked:
    """`question`: what both are asked, "" for a description. `first`: the answer, None where the chosen model gave none; `latest`: the last
    turn of it, which tells whether the user has looked at something else meanwhile."""

    question: str
    first: Turn | None
    latest: Turn
    was_second: bool = False


class Certainty:
    """On the engine's loop; returns at once. Pressing the key is the user's word for the model that it asks, if its vendor is agreed to."""

    def __init__(
        self, engine: Engine, who: Callable[[], tuple[str, str]], verbosity: Callable[[], Verbosity], invite: Callable[[], None]
    ) -> None:
        """`who`: the chosen model and the second one, "" where there is none. `verbosity`: how much is asked for, as it is set now.
        `invite`: asks a person; raises MmassistError."""
        self._engine = engine
        self._who = who
        self._verbosity = verbosity
        self._invite = invite
        self._asked: Asked | None = None
        self._task: asyncio.Task[None] | None = None
        self.actions: Mapping[str, Callable[[Match, float], None]] = {"need-right": lambda match, at: self._pressed(at)}

    def hush(self) -> None:
        """What is being compared is not told any more."""
        if self._task is not None:
            self._task.cancel()

    def forget(self) -> None:
        """What was answered is compared with nothing any more."""
        self.hush()
        self._asked = None

    def away(self) -> None:
        """What is being asked is not told any more."""
        self.hush()

    async def idle(self) -> None:
        """Returns once what was begun is told."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def aclose(self) -> None:
        self.hush()
        await self.idle()

    def _pressed(self, at: float) -> None:
        """Raises MmassistError where nobody could be asked."""
        if self._task is not None and not self._task.done():
            self._engine.announce("I am still asking. Press again when the answer is told.")
            return
        first, second = self._who()
        asked, last = self._asked, self._engine.last
        self._engine.make_way()
        if asked is None or last is None or asked.latest.turn_id != last.turn_id or at > asked.latest.started + _HOLDS:
            if not first:
                raise NoModel("no model in the order")
            self._run(self._ask_first(first, at))
        elif not asked.was_second:
            self._asked = replace(asked, was_second=True)
            if not second:
                raise NoModel(
                    "no second model",
                    "There is no second model of another family.",
                    "Set one up, and name it in the settings: answers, second. Press again for a person.",
                )
            self._run(self._ask_second(asked, second, at))
        else:
            self._invite()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._task = asyncio.create_task(work, name="certainty")
        self._task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Whatever ends it is heard; what is no error of ours is named by its kind alone, for its text may quote the screen."""
        if task.cancelled() or (error := task.exception()) is None:
            return
        ours = as_ours(error)
        log.warning("certainty: %s", ours)
        self._engine.fault(ours)

    async def _ask_first(self, name: str, at: float) -> None:
        last = self._engine.last
        is_recent = last is not None and at - last.started < _RECENT
        question = last.question if last is not None and is_recent else ""
        elsewhere = last is not None and is_recent and last.scene is not None and not last.scene.target.on_screen
        turn = await self._turn(Request(at, verbosity=self._verbosity(), question=question, send=name, again=elsewhere))
        if turn is not None and turn.scene is not None:
            self._asked = Asked(question, turn if self._answers(turn, name) else None, turn)
            self._engine.announce("Press again to ask a second model.")

    async def _ask_second(self, asked: Asked, name: str, at: float) -> None:
        """About the very picture that the first has answered about."""
        turn = await self._turn(Request(at, verbosity=self._verbosity(), question=asked.question, send=name, again=True))
        if (latest := turn or self._engine.last) is not None:
            self._asked = replace(asked, latest=latest, was_second=True)
        if turn is None:
            return
        if self._answers(turn, name):
            await self._compare(asked.first, turn)
        self._engine.announce("Press again for a person.")

    async def _compare(self, first: Turn | None, second: Turn) -> None:
        if first is None:
            self._engine.tell(saying("Only {name} has answered, so nothing is compared.", name=second.backend))
            return
        found = await asyncio.to_thread(compare, first.text, second.text, first.scene, self._engine.language)
        self._engine.tell(told(found, first.backend, second.backend))

    async def _turn(self, request: Request) -> Turn | None:
        """None where it was broken off."""
        try:
            return await asyncio.shield(self._engine.describe(request))
        except asyncio.CancelledError:
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            return None

    def _answers(self, turn: Turn, name: str) -> bool:
        """Whether there is an answer of that model to compare; why not is told, but for a fault, which was heard."""
        if turn.fault is not None:
            return False
        is_whole = turn.backend == name and not any(failed == name for failed, _ in turn.failures)
        if not is_whole or not turn.text.strip():
            self._engine.tell(saying("{name} has not answered to the end, so nothing is compared.", name=name))
            return False
        if abstains(turn.text) or declines(turn.text):
            self._engine.tell(saying("{name} can't tell, or does not want to, so nothing is compared.", name=name))
            return False
        return True
