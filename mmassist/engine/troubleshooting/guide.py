"""The conversation about one problem: what the user says, what the screen shows, and what is told of it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, Protocol

from mmassist.dialogue.commands import Match
from mmassist.dialogue.troubleshooting.case import Case, opened, summary
from mmassist.dialogue.troubleshooting.judging import Judged, Verdict, judge
from mmassist.dialogue.troubleshooting.shot import Shot
from mmassist.dialogue.troubleshooting.steps import Step, provable
from mmassist.engine.border import Look
from mmassist.engine.engine import Engine
from mmassist.engine.record import Offer, Request
from mmassist.engine.troubleshooting.advice import Advisor
from mmassist.engine.troubleshooting.counsel import Counsellor
from mmassist.engine.troubleshooting.looking import Looking
from mmassist.engine.watch.judges import Needs
from mmassist.engine.watch.notices import Notice, Settled, WindowClosed, WindowOpened
from mmassist.errors import MmassistError, NoProblem, NoWindow
from mmassist.sayings import own, saying
from mmassist.values import Earcon

log = logging.getLogger(__name__)

_SETTLING = 0.4  # seconds after a change before it is looked at: dialogs come a moment after what brings them
_OFFER_HOLDS = 30.0


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
        self._keep = keep
        self._engine = engine
        self._looking = looking
        self._advisor = advisor
        self._counsel = Counsellor(engine, advisor, lambda: self._look(read=True))
        self._attend = attend
        self._play = play
        self._case: Case | None = None
        self._attention: Attention | None = None
        self._task: asyncio.Task[None] | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._glances: asyncio.TimerHandle | None = None
        self._offer: tuple[Offer, float] | None = None
        self._seen: Shot | None = None
        self._is_private: bool | None = None
        self._by_itself = self._is_noticed = self._is_away = False
        self.on_over: Callable[[Case], None] = lambda case: None
        """Told when a problem is over, with what became of it."""
        self.on_judged: Callable[[Judged], None] = lambda judged: None
        """Told what a step is taken to have become, for whoever keeps a record."""
        self.actions: dict[str, Callable[[Match, float], None]] = {
            "troubleshoot": lambda match, at: self.begin() if self._case is None else self.what_now(),
            "problem": lambda match, at: self.begin(match.rest),
            "step-done": lambda match, at: self._user(self._done),
            "step-failed": lambda match, at: self._user(self._failed),
            "step-again": lambda match, at: self._user(self._again),
            "troubleshoot-end": lambda match, at: self._user(self._ended),
        }

    @property
    def case(self) -> Case | None:
        """The problem that is worked on."""
        return self._case

    def begin(self, wish: str = "") -> None:
        """With a problem in the user's words, or what is to be seen of one; during one, what they say of it."""
        self._run(self._begin(wish.strip()))

    def what_now(self) -> None:
        """Looks again and tells the next step, or asks the model that was just offered."""
        self._user(self._now)

    def hush(self) -> None:
        """The stop key: what is being found out is not told any more."""
        if self._task is not None:
            self._task.cancel()

    def forget(self) -> None:
        """It is over, and nothing of it is kept."""
        self.hush()
        self._close()
        self._seen = self._is_private = None

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
        self._close()
        if self._closing:
            await asyncio.wait(tuple(self._closing))

    # What the eye tells

    def notice(self, notice: Notice) -> None:
        """The screen has changed."""
        if isinstance(notice, Settled | WindowOpened | WindowClosed) and self._case is not None and not self._is_away:
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
        elif self._case is not None and self._case.step is not None:
            self._run(self._glanced(), by_itself=True)

    # What the user wants

    def _user(self, work: Callable[[Case], Coroutine[Any, Any, None]]) -> None:
        """Raises NoProblem where none is worked on."""
        if self._case is None:
            self._engine.make_way()
            raise NoProblem("no problem is worked on")
        self._run(work(self._case))

    def _run(self, work: Coroutine[Any, Any, None], *, by_itself: bool = False) -> None:
        if not by_itself:
            self._is_away = False
            self._engine.make_way()
        self._by_itself, self._is_noticed = by_itself, False
        self.hush()
        self._task = asyncio.create_task(work, name="guide")
        self._task.add_done_callback(self._worked)

    def _worked(self, task: asyncio.Task[None]) -> None:
        """Whatever ends it is heard; what is no error of ours is named by its kind alone, for its text may quote the screen."""
        if task.cancelled() or (error := task.exception()) is None:
            return
        ours = error if isinstance(error, MmassistError) else MmassistError(type(error).__name__)
        log.warning("guide: %s", ours)
        self._engine.fault(ours)

    async def _begin(self, wish: str) -> None:
        self._looking.require()
        look, shot = await self._look(read=True)
        if self._case is None:
            self._case = opened(wish, shot)
            self._attention = self._attend(self)
        elif wish:
            self._case = replace(self._case, wish=f"{self._case.wish}; {wish}" if self._case.wish else wish).saw(shot)
        await self._advance(look, shot, "")

    async def _now(self, case: Case) -> None:
        offer = self._accepted()
        look, shot = await self._look(read=True)
        if offer is None and case.step is not None:
            judged = self._judged(case, shot, asked=False)
            if judged.verdict is Verdict.UNDONE:
                self._say_step(case)
                return
            await self._follow(judged, look, shot)
            return
        await self._advance(look, shot, "", offer)

    async def _done(self, case: Case) -> None:
        if case.step is None:
            await self._now(case)
            return
        look, shot = await self._look(read=True)
        await self._follow(self._judged(case, shot, asked=True), look, shot)

    async def _failed(self, case: Case) -> None:
        look, shot = await self._look(read=True)
        self._case = case.over(Verdict.WRONG, seen=False).saw(shot)
        await self._advance(look, shot, "The user says that it did not work.")

    async def _again(self, case: Case) -> None:
        if case.step is None:
            self._engine.announce("There is no step to repeat.")
        else:
            self._say_step(case)

    async def _ended(self, case: Case) -> None:
        await self._finish(case)

    async def _glanced(self) -> None:
        """Something has changed: nothing is said of it unless a step was done by it, or trouble came."""
        case = self._case
        if case is None or case.step is None:
            return
        try:
            look, shot = await self._look(read=False)
        except NoWindow:  # it has closed while it was looked at, which is told of anew
            return
        judged = judge(case.step, case.before or shot, shot, case.done, asked=False)
        if judged.verdict is not Verdict.UNDONE:
            self.on_judged(judged)
            await self._follow(judged, look, shot)

    # What becomes of it

    async def _look(self, *, read: bool) -> tuple[Look, Shot]:
        look, shot = await self._looking.look(read=read)
        self._seen = shot
        self._is_private = (self._is_private or False) or self._advisor.answering.is_private(look)
        return look, shot

    def _judged(self, case: Case, shot: Shot, *, asked: bool) -> Judged:
        assert case.step is not None  # noqa: S101 - narrows the type
        judged = judge(case.step, case.before or shot, shot, case.done, asked=asked)
        if asked and not case.step.checks and judged.verdict is Verdict.UNDONE:
            judged = Judged(Verdict.DONE)
        self.on_judged(judged)
        return judged

    async def _follow(self, judged: Judged, look: Look, shot: Shot) -> None:
        case = self._case
        if case is None or case.step is None:
            return
        if judged.verdict is Verdict.UNDONE:
            self._tell(judged.why or own("I see no change yet."))
            return
        is_seen = bool(case.step.checks)
        if judged.verdict is Verdict.DONE:
            self._case = case.over(Verdict.DONE, seen=is_seen).saw(shot)
            self._tell(own("Done." if is_seen else "All right."))
            if judged.why:
                self._tell(judged.why)
            await self._advance(look, shot, "The step is done." if is_seen else "The user says that the step is done.")
            return
        self._tell(judged.why)
        if judged.undone is not None and (step := next((one for one in case.done if judged.undone in one.checks), None)) is not None:
            self._case = case.over(Verdict.WRONG, seen=True)
            self._give(step, shot)
            return
        self._case = case.over(Verdict.WRONG, seen=True).saw(shot)
        await self._advance(look, shot, judged.why)

    async def _advance(self, look: Look, shot: Shot, news: str, offer: Offer | None = None) -> None:
        """Tells the next step."""
        if self._case is None:
            return
        counsel = await self._counsel.of(self._case, look, shot, news, offer)
        self._case = counsel.case
        for remark in counsel.remarks:
            self._engine.announce(remark)
        for text in counsel.told:
            self._tell(text)
        if counsel.is_over:
            await self._finish(counsel.case)
            return
        self._say_step(counsel.case)
        if (offer := counsel.offer) is not None:
            self._offer = offer, time.monotonic()
            self._engine.announce(counsel.offered)

    def _give(self, step: Step, shot: Shot) -> None:
        if self._case is None:
            return
        self._case = self._case.at(provable(step, shot), shot)
        self._say_step(self._case)

    def _say_step(self, case: Case) -> None:
        if case.step is not None:
            self._tell(saying("Step {number}: {step}", number=len(case.tried) + 1, step=case.step.say))

    def _tell(self, text: str) -> None:
        """With a short sound before the first where nobody has asked for it."""
        if self._by_itself and not self._is_noticed:
            self._play(Earcon.NOTICE)
        self._is_noticed = True
        self._engine.tell(text, lasting=self._by_itself)

    def _accepted(self) -> Offer | None:
        """The offer that stands, if it was heard: the key pressed again is the user's word."""
        offer, self._offer = self._offer, None
        if offer is None or time.monotonic() > offer[1] + _OFFER_HOLDS or not self._engine.has_sounded(offer[0].said, offer[1]):
            return None
        return offer[0]

    async def _finish(self, case: Case) -> None:
        """It is over: the summary is told as a turn of its own, so that it can be repeated and is kept, and copied."""
        self._close()
        self._tell(own("It is solved." if case.solved else "Troubleshooting has ended."))
        if self._by_itself:  # the user may be in the middle of a turn of their own
            await self._engine.over()
        text = summary(case)
        scene = self._seen.scene if self._seen is not None else None
        request = Request(time.monotonic(), question=case.wish)
        self._engine.recount(text, request, scene, private=self._is_private)
        self._keep(self._engine.own(text))
        self._is_private = None
        self.on_over(case)

    def _close(self) -> None:
        self._case, self._offer = None, None
        if self._glances is not None:
            self._glances.cancel()
            self._glances = None
        if self._attention is not None:
            task = asyncio.create_task(self._attention.aclose(), name="end of attention")
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
            self._attention = None
        self._advisor.forget()
        self._looking.forget()
