"""The conversation about one problem: the user's words and what changes on the screen, heard one at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from mmassist.dialogue.commands import Match
from mmassist.dialogue.troubleshooting.case import Case
from mmassist.dialogue.troubleshooting.judging import Judged
from mmassist.engine.engine import Engine
from mmassist.engine.troubleshooting.advice import Advisor
from mmassist.engine.troubleshooting.companion import Companion
from mmassist.engine.troubleshooting.course import Course
from mmassist.engine.troubleshooting.looking import Looking
from mmassist.engine.troubleshooting.telling import Teller
from mmassist.engine.watch.judges import Needs
from mmassist.engine.watch.notices import Notice, Settled, WindowClosed, WindowOpened
from mmassist.errors import MmassistError, NoProblem, NoWindow, as_ours
from mmassist.values import Earcon

log = logging.getLogger(__name__)

_SETTLING = 0.4  # seconds after a change before it is looked at: dialogs come a moment after what brings them


class Attention(Protocol):
    """Watching the screen, until it is closed."""

    async def aclose(self) -> None: ...


class Guide:
    """On the engine's loop; all but `aclose` return at once. The audience of an eye on the screen while there is a problem."""

    needs = Needs.FRAMES
    due: float | None = None

    def __init__(
        self,
        engine: Engine,
        looking: Looking,
        advisor: Advisor,
        attend: Callable[[Guide], Attention | None],
        play: Callable[[Earcon], None],
        keep: Callable[[str], None],
    ) -> None:
        """`attend`: has the guide told of what changes on the screen; None where nothing can be watched. `keep`: takes the summary."""
        self._engine = engine
        self._teller = Teller(engine, play)
        self._course = Course(engine, looking, advisor, self._teller, keep, self._closed)
        self._attend = attend
        self._attention: Attention | None = None
        self._task: asyncio.Task[None] | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._glances: asyncio.TimerHandle | None = None
        self._is_away = False
        self.actions: dict[str, Callable[[Match, float], None]] = {
            "troubleshoot": lambda match, at: self.begin() if self.case is None else self.what_now(),
            "problem": lambda match, at: self.begin(match.rest),
            "step-done": lambda match, at: self._user(self._course.done),
            "step-failed": lambda match, at: self._user(self._course.failed),
            "step-again": lambda match, at: self._user(self._course.again),
            "troubleshoot-end": lambda match, at: self._user(self._course.finish),
        }

    @property
    def case(self) -> Case | None:
        """The problem that is worked on."""
        return self._course.case

    def follow(self, judged: Callable[[Judged], None], over: Callable[[Case], None]) -> None:
        """For whoever keeps a record: `judged` is told what a step is taken to have become, `over` what became of the problem."""
        self._course.on_judged, self._course.on_over = judged, over

    def begin(self, wish: str = "") -> None:
        """With a problem in the user's words, or what is to be seen of one; during one, what they say of it."""
        self._run(self._begin(wish.strip()))

    def what_now(self) -> None:
        """Looks again and tells the next step, or asks the model that was just offered."""
        self._user(self._course.now)

    # A person beside the user

    def join(self, companion: Companion) -> None:
        """From now on they decide what of the suggestions is told. Another one takes their place."""
        if self._task is None or self._task.done():
            self._run(self._course.join(companion), by_itself=True)
        else:
            self._course.sits_with(companion)

    def leave(self, companion: Companion) -> None:
        """It speaks by itself again, once the user is there. Nothing for one who has left."""
        if self._course.companion is not companion:
            return
        if self._is_away:
            self._course.sits_with(None)
        else:
            self._teller.begins(by_itself=True)
            self._course.leave()

    def decide(self, number: int, say: str | None = None, *, told: bool) -> bool:
        """Their word on the suggestion of that number: it is told, as it is or as `say`, or it is not. False where it waits no more."""
        self._teller.begins(by_itself=True)
        if not self._course.decide(number, say, told=told):
            return False
        if self.case is not None and self.case.step is not None:
            self._soon()  # it may be done already
        return True

    def think_again(self) -> None:
        """They want another suggestion. Nothing where no problem is worked on, or the user is away."""
        if self.case is not None and not self._is_away:
            self._run(self._course.think_again(self.case), by_itself=True)

    # The user's own

    def hush(self) -> None:
        """The stop key: what is being found out is not told any more."""
        if self._task is not None:
            self._task.cancel()

    def forget(self) -> None:
        """It is over, and nothing of it is kept."""
        self.hush()
        self._course.forget()

    def away(self) -> None:
        """Nothing is looked at until the user's next word."""
        self.hush()
        self._is_away = True

    async def idle(self) -> None:
        """Returns once all that was begun is told."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    async def aclose(self) -> None:
        """Ends without a word."""
        self.hush()
        if self._task is not None:
            await asyncio.wait([self._task])
        self._course.close()
        if self._closing:
            await asyncio.wait(tuple(self._closing))

    # What the eye tells

    def notice(self, notice: Notice) -> None:
        """The screen has changed."""
        if isinstance(notice, Settled | WindowOpened | WindowClosed) and self.case is not None and not self._is_away:
            self._soon()

    def remark(self, phrase: str) -> None:
        """Of the eye itself nothing is told: each step can be looked at on the user's word."""

    def fault(self, error: MmassistError) -> None:
        self._engine.fault(error)

    def _soon(self) -> None:
        if self._glances is not None:
            self._glances.cancel()
        self._glances = asyncio.get_running_loop().call_later(_SETTLING, self._glance)

    def _glance(self) -> None:
        self._glances = None
        if self._is_away:
            return
        if self._task is not None and not self._task.done():
            self._soon()
        elif self._course.waits:
            self._run(self._glanced(), by_itself=True)

    # One thing at a time

    def _user(self, work: Callable[[Case], Coroutine[Any, Any, None]]) -> None:
        """Raises NoProblem where none is worked on."""
        if self.case is None:
            self._engine.make_way()
            raise NoProblem("no problem is worked on")
        self._run(work(self.case))

    def _run(self, work: Coroutine[Any, Any, None], *, by_itself: bool = False) -> None:
        if not by_itself:
            self._is_away = False
            self._engine.make_way()
        self._teller.begins(by_itself=by_itself)
        self.hush()
        self._task = asyncio.create_task(work, name="guide")
        self._task.add_done_callback(self._worked)

    def _worked(self, task: asyncio.Task[None]) -> None:
        """Whatever ends it is heard; what is no error of ours is named by its kind alone, for its text may quote the screen."""
        if task.cancelled() or (error := task.exception()) is None:
            return
        ours = as_ours(error)
        log.warning("guide: %s", ours)
        self._engine.fault(ours)

    async def _begin(self, wish: str) -> None:
        look, shot = await self._course.open(wish)
        if self._attention is None:
            self._attention = self._attend(self)
        await self._course.advance(look, shot, "")

    async def _glanced(self) -> None:
        try:
            await self._course.glance()
        except NoWindow:  # it has closed while it was looked at, which is told of anew
            return

    def _closed(self) -> None:
        """The problem is over."""
        if self._glances is not None:
            self._glances.cancel()
            self._glances = None
        if self._attention is not None:
            task = asyncio.create_task(self._attention.aclose(), name="end of attention")
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
            self._attention = None
