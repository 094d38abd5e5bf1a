"""Suggestions that wait for a companion's word before the user hears of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

from mmassist.dialogue.troubleshooting.case import Case
from mmassist.dialogue.troubleshooting.shot import Shot
from mmassist.engine.engine import Engine
from mmassist.engine.troubleshooting.companion import Companion, Held, Suggestion
from mmassist.engine.troubleshooting.counsel import Counsel
from mmassist.engine.troubleshooting.telling import Teller
from mmassist.sayings import run_on, saying


class Holding:
    """On the engine's loop. `companion`: who decides; None where it is told at once. `held`: what waits for them."""

    def __init__(self, engine: Engine, teller: Teller) -> None:
        self._engine, self._teller = engine, teller
        self._numbers = itertools.count(1)
        self.companion: Companion | None = None
        self.held: Held | None = None

    def is_said(self) -> bool:
        """Whether somebody still has to send what is next; then that is said."""
        if self.held is None or self.companion is None:
            return False
        self._say_so(self.companion)
        return True

    async def takes(self, counsel: Counsel, shot: Shot) -> bool:
        """Whether it is for a companion to tell, and waits for them."""
        step, companion = counsel.case.step, self.companion
        say = step.say if step is not None else run_on(*counsel.told)
        if companion is None or not say:
            return False
        told = counsel.told if step is not None else ()
        suggestion = self._suggestion(say, counsel.case, (*self._teller.told, *told))
        if not await companion.shown(suggestion, shot.scene, told=False) or companion is not self.companion:
            return False
        self.held = Held(suggestion, step, told, shot)
        self._say_so(companion)
        return True

    async def show_told(self, case: Case, shot: Shot) -> None:
        """What the user was told last, to a companion who has just come."""
        if self.companion is not None and case.step is not None:
            await self.companion.shown(self._suggestion(case.step.say, case, ()), shot.scene, told=True)

    def taken(self, number: int) -> Held | None:
        """The suggestion of that number, if it is the one that waits: it waits no more."""
        if self.companion is None or self.held is None or self.held.suggestion.number != number:
            return None
        held, self.held = self.held, None
        return held

    @contextmanager
    def thinking(self) -> Iterator[None]:
        """While another suggestion is thought of: what has waited is void, and the companion hears of both ends."""
        companion, self.held = self.companion, None
        if companion is None:
            yield
            return
        companion.thinks()
        try:
            yield
        except BaseException:
            companion.gives_up()
            raise

    def over(self) -> None:
        """No problem is worked on any more."""
        self.held = None
        if self.companion is not None:
            self.companion.over()

    def _say_so(self, companion: Companion) -> None:
        self._teller.remark(saying("{name} looks at what the assistant suggests. You hear what they send of it.", name=companion.name))

    def _suggestion(self, say: str, case: Case, news: tuple[str, ...]) -> Suggestion:
        said = [self._engine.own(text) for text in news if text != case.problem]
        return Suggestion(next(self._numbers), self._engine.own(say), case.pid, self._engine.own(case.problem), " ".join(said))
