"""The conversation about one problem: what the user says, what the screen shows, and what is told of it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, Protocol

from mmassist.dialogue.commands import Match
from mmassist.dialogue.grounding import Grounder
from mmassist.dialogue.troubleshooting.asked import not_so
from mmassist.dialogue.troubleshooting.case import Case, is_clear, not_solved, opened, summary
from mmassist.dialogue.troubleshooting.judging import Judged, Verdict, judge
from mmassist.dialogue.troubleshooting.plan import planned
from mmassist.dialogue.troubleshooting.replies import Reply, Says
from mmassist.dialogue.troubleshooting.shot import Shot
from mmassist.dialogue.troubleshooting.steps import Step, provable
from mmassist.engine.border import Look
from mmassist.engine.engine import Engine
from mmassist.engine.record import Offer, Request
from mmassist.engine.troubleshooting.advice import Advice, Advisor
from mmassist.engine.troubleshooting.looking import Looking
from mmassist.engine.watch.judges import Needs
from mmassist.engine.watch.notices import Notice, Settled, WindowOpened
from mmassist.errors import ClipboardRefused, MmassistError, NoProblem, NoWindow
from mmassist.sayings import own, run_on, saying
from mmassist.values import Earcon

log = logging.getLogger(__name__)

_SETTLING = 0.4  # seconds after a change before it is looked at: dialogs come a moment after what brings them
_OFFER_HOLDS = 30.0
_TELL = "Say, the problem is, and then what is wrong, or set up a model that can look at it."


def copying(engine: Engine) -> Callable[[str], None]:
    """Puts the summary into the clipboard, which is said."""

    def copied(is_there: bool) -> None:
        if is_there:
            engine.announce("The summary is copied.")
        else:
            engine.fault(ClipboardRefused("the clipboard was not taken"))

    def copy(text: str) -> None:
        loop = asyncio.get_running_loop()
        engine.copy(text, lambda is_there: loop.call_soon_threadsafe(copied, is_there))

    return copy


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
        self._by_itself = self._is_noticed = False
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
        if isinstance(notice, Settled | WindowOpened) and self._case is not None:
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
        if self._task is not None and not self._task.done():
            self._soon()
        elif self._case is not None and self._case.step is not None:
            self._run(self._glanced(), by_itself=True)

    # What the user wants

    def _user(self, work: Callable[[Case], Coroutine[Any, Any, None]]) -> None:
        """Raises NoProblem where none is worked on."""
        if self._case is None:
            raise NoProblem("no problem is worked on")
        self._run(work(self._case))

    def _run(self, work: Coroutine[Any, Any, None], *, by_itself: bool = False) -> None:
        if not by_itself:
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
        self._looking.front()
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
        except NoWindow:  # between two windows, or in one of the app's own
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
        """Tells the next step: a model's where one may be asked, else what the screen itself suggests."""
        if self._case is None:
            return
        advice = await self._advised(self._case, look, shot, news, offer)
        if advice.reply is not None and advice.reply.says is Says.SOLVED:
            advice = await self._checked(advice, look, shot, offer)
        for remark in advice.remarks:
            self._engine.announce(remark)
        if advice.reply is not None:
            self._by_model(advice.reply, look, shot)
        elif self._case is not None:
            await self._by_screen(shot)
            self._offered(advice)

    async def _advised(self, case: Case, look: Look, shot: Shot, news: str, offer: Offer | None) -> Advice:
        """A model that does not answer is heard, and does not end it; one that could be shown nothing is not asked."""
        if not shot.window:
            return Advice()
        if not look.scene.text_read:  # whoever is asked is to see all of it
            look, shot = await self._look(read=True)
        try:
            return await self._advisor.ask(case, look, shot, news, offer)
        except MmassistError as error:
            self._engine.fault(error)
            return Advice()

    async def _checked(self, advice: Advice, look: Look, shot: Shot, offer: Offer | None) -> Advice:
        """A model says that it is solved: that is so only if the screen is not against it; else it is asked once more."""
        case = self._case
        assert case is not None and advice.reply is not None  # noqa: S101 - narrows the types
        if not look.scene.text_read:
            look, shot = await self._look(read=True)
        if not (why := not_solved(case, shot)):
            await self._finish(replace(case, solved=True, problem=case.problem or advice.reply.problem))
            return Advice(advice.reply)
        self._tell(saying("{name} says that it is solved, but I can't confirm it.", name=advice.by))
        self._tell(why)
        again = await self._advised(case, look, shot, not_so(why), offer)
        if again.reply is not None and again.reply.says is Says.SOLVED:
            return Advice()
        return again

    def _by_model(self, reply: Reply, look: Look, shot: Shot) -> None:
        case = self._case
        if case is None:  # it was solved
            return
        grounder = Grounder(look.scene, case.wish, self._engine.language)
        if reply.problem and reply.problem != case.problem:
            self._case = case = replace(case, problem=case.problem or reply.problem)
            self._tell(grounder.check(reply.problem).spoken)
        if reply.says is Says.ASKS:
            self._case = case.at(None, shot)
            self._tell(grounder.check(reply.step.say).spoken)
            self._tell(own("Answer with: the problem is, and then what you know."))
        else:
            self._give(replace(reply.step, say=grounder.check(reply.step.say).spoken), shot)

    async def _by_screen(self, shot: Shot) -> None:
        """What can be told without a model."""
        case = self._case
        assert case is not None  # noqa: S101 - narrows the type
        plan = planned(case, shot)
        if plan.problem and plan.problem != case.problem:
            if not case.problem:
                self._case = case = replace(case, problem=plan.problem)
            self._tell(plan.problem)
        if plan.step is not None:
            if case.tried and case.tried[-1].verdict is Verdict.WRONG and case.tried[-1].step.say == plan.step.say:
                self._tell(own("I have no other step than this one."))
            self._give(plan.step, shot)
            return
        self._case = case = case.at(None, shot)
        if case.unsaved and not not_solved(case, shot):
            await self._finish(replace(case, solved=True))
        elif is_clear(case, shot):
            self._tell(own("What was wrong is no longer shown. Whether all is well, only you can tell."))
            await self._finish(case)
        elif case.root or case.tried:
            self._tell(run_on("I see nothing wrong here now, but I can't see that it works.", _TELL))
        else:
            self._tell(run_on("I see no error, no dialog that waits, and no field that is wrong.", _TELL))

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

    def _offered(self, advice: Advice) -> None:
        """Who could be asked if the user said so, told once it is said what the screen suggests."""
        if advice.offer is None or advice.offered is None:
            return
        said = self._engine.own(advice.offered.text)
        self._offer = replace(advice.offer, said=said), time.monotonic()
        self._engine.announce(advice.offered.text)

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
