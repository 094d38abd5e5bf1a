"""The course of one problem: what became of the step that the user is at, and what is told next."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from mmassist.dialogue.troubleshooting.case import Case, opened, summary
from mmassist.dialogue.troubleshooting.judging import Judged, Verdict, judge
from mmassist.dialogue.troubleshooting.shot import Shot
from mmassist.dialogue.troubleshooting.steps import Step, provable
from mmassist.engine.border import Look
from mmassist.engine.engine import Engine
from mmassist.engine.record import Offer, Request
from mmassist.engine.troubleshooting.advice import Advisor
from mmassist.engine.troubleshooting.companion import Companion, Held, as_changed
from mmassist.engine.troubleshooting.counsel import Counsellor
from mmassist.engine.troubleshooting.holding import Holding
from mmassist.engine.troubleshooting.looking import Looking
from mmassist.engine.troubleshooting.telling import Teller
from mmassist.sayings import own, saying


class Course:
    """On the engine's loop; one thing at a time."""

    def __init__(
        self,
        engine: Engine,
        looking: Looking,
        advisor: Advisor,
        teller: Teller,
        keep: Callable[[str], None],
        closes: Callable[[], None],
    ) -> None:
        """`keep`: takes the summary; `closes`: ends the watching."""
        self._engine = engine
        self._looking = looking
        self._advisor = advisor
        self._teller = teller
        self._keep = keep
        self._closes = closes
        self._counsel = Counsellor(engine, advisor, lambda: self._look(read=True))
        self._seen: Shot | None = None
        self._is_private: bool | None = None
        self._holding = Holding(engine, teller)
        self.case: Case | None = None
        """The problem that is worked on."""
        self.on_over: Callable[[Case], None] = lambda case: None
        self.on_judged: Callable[[Judged], None] = lambda judged: None

    async def open(self, wish: str) -> tuple[Look, Shot]:
        """With a problem in the user's words; during one, what they say of it. What is seen is to be advised on. Raises MmassistError."""
        self._looking.require()
        look, shot = await self._look(read=True)
        if self.case is None:
            self.case = opened(wish, shot)
        elif wish:
            self.case = replace(self.case, wish=f"{self.case.wish}; {wish}" if self.case.wish else wish).saw(shot)
        return look, shot

    async def now(self, case: Case) -> None:
        """Looks again and tells the next step, or asks the model that was just offered."""
        offer = self._teller.accepted()
        if offer is None and self._holding.is_said():
            return
        look, shot = await self._look(read=True)
        if offer is None and case.step is not None:
            judged = self._judged(case, shot, asked=False)
            if judged.verdict is Verdict.UNDONE:
                self._say_step(case)
                return
            await self._follow(judged, look, shot)
            return
        await self.advance(look, shot, "", offer)

    async def done(self, case: Case) -> None:
        """The user says that the step is done."""
        if case.step is None:
            await self.now(case)
            return
        look, shot = await self._look(read=True)
        await self._follow(self._judged(case, shot, asked=True), look, shot)

    async def failed(self, case: Case) -> None:
        """The user says that it did not work."""
        if self._holding.is_said():
            return
        look, shot = await self._look(read=True)
        self.case = case.over(Verdict.WRONG, seen=False).saw(shot)
        await self.advance(look, shot, "The user says that it did not work.")

    async def again(self, case: Case) -> None:
        """The step once more."""
        if self._holding.is_said():
            return
        if case.step is None:
            self._teller.remark("There is no step to repeat.")
        else:
            self._say_step(case)

    async def glance(self) -> None:
        """Something has changed: nothing is said of it unless a step was done by it, or trouble came. Raises MmassistError."""
        case, held = self.case, self._holding.held
        if case is None or not self.waits:
            return
        look, shot = await self._look(read=False)
        if held is not None and held.step is not None:
            if judge(held.step, held.shot, shot, case.done, asked=False).verdict is not Verdict.UNDONE and held is self._holding.held:
                await self.advance(look, shot, "The screen has changed by itself.")
            return
        if case.step is None:
            return
        judged = judge(case.step, case.before or shot, shot, case.done, asked=False)
        if judged.verdict is not Verdict.UNDONE:
            self.on_judged(judged)
            await self._follow(judged, look, shot)

    @property
    def waits(self) -> bool:
        """Whether what changes on the screen may matter."""
        return self.case is not None and (self.case.step is not None or self._holding.held is not None)

    def decide(self, number: int, say: str | None, *, told: bool) -> bool:
        """The companion's word on the suggestion of that number: it is told, as it is or as `say`, or it is dropped. False where it is not
        the one that waits."""
        companion, case = self._holding.companion, self.case
        if companion is None or case is None or (held := self._holding.taken(number)) is None:
            return False
        if told:
            step = held.step if say is None else as_changed(held.step, say)
            self._teller.remark(saying("{name}, with the assistant:", name=companion.name))
            self._tell_held(case, step, held)
        return True

    @property
    def companion(self) -> Companion | None:
        """Who decides what is told."""
        return self._holding.companion

    def sits_with(self, companion: Companion | None) -> None:
        """From now on they decide what is told; nobody does, with None."""
        self._holding.companion = companion

    async def join(self, companion: Companion) -> None:
        """The same, and what the user was told last they see."""
        self.sits_with(companion)
        if self.case is not None and self._seen is not None:
            await self._holding.show_told(self.case, self._seen)

    def leave(self) -> None:
        """Nobody decides any more: what has waited for it is told."""
        held, case = self._holding.held, self.case
        self._holding.companion = self._holding.held = None
        if held is not None and case is not None:
            for text in held.told:
                self._teller.tell(text)
            self._tell_held(case, held.step, held)

    def _tell_held(self, case: Case, step: Step | None, held: Held) -> None:
        if step is None:
            self._teller.tell(held.suggestion.say)
        else:
            self._give(step, held.shot)

    async def think_again(self, case: Case) -> None:
        """The companion wants another suggestion."""
        held = self._holding.held
        dropped = held.suggestion.say if held is not None else ""
        look, shot = await self._look(read=True)
        await self.advance(look, shot, f"A person who helps the user wants another step than this one: {dropped}" if dropped else "")

    async def finish(self, case: Case) -> None:
        """It is over: the summary is told as a turn of its own, so that it can be repeated and is kept, and copied."""
        self.close()
        self._teller.tell(own("It is solved." if case.solved else "Troubleshooting has ended."))
        if self._teller.by_itself:  # the user may be in the middle of a turn of their own
            await self._engine.over()
        text = summary(case)
        scene = self._seen.scene if self._seen is not None else None
        request = Request(time.monotonic(), question=case.wish)
        self._engine.recount(text, request, scene, private=self._is_private)
        self._keep(self._engine.own(text))
        self._is_private = None
        self.on_over(case)

    def forget(self) -> None:
        """It is over, and nothing of it is kept."""
        self.close()
        self._seen = self._is_private = None

    def close(self) -> None:
        """Without a word."""
        self.case = None
        self._holding.over()
        self._teller.forget()
        self._closes()
        self._advisor.forget()
        self._looking.forget()

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
        case = self.case
        if case is None or case.step is None:
            return
        if judged.verdict is Verdict.UNDONE:
            self._teller.tell(judged.why or own("I see no change yet."))
            return
        is_seen = bool(case.step.checks)
        if judged.verdict is Verdict.DONE:
            self.case = case.over(Verdict.DONE, seen=is_seen).saw(shot)
            self._teller.tell(own("Done." if is_seen else "All right."))
            if judged.why:
                self._teller.tell(judged.why)
            await self.advance(look, shot, "The step is done." if is_seen else "The user says that the step is done.")
            return
        self._teller.tell(judged.why)
        if judged.undone is not None and (step := next((one for one in case.done if judged.undone in one.checks), None)) is not None:
            self.case = case.over(Verdict.WRONG, seen=True)
            self._give(step, shot)
            return
        self.case = case.over(Verdict.WRONG, seen=True).saw(shot)
        await self.advance(look, shot, judged.why)

    async def advance(self, look: Look, shot: Shot, news: str, offer: Offer | None = None) -> None:
        """Tells the next step. `news`: what has happened since the last."""
        if self.case is None:
            return
        with self._holding.thinking():
            counsel = await self._counsel.of(self.case, look, shot, news, offer)
        self.case = counsel.case
        for remark in counsel.remarks:
            self._teller.remark(remark)
        if not counsel.is_over and await self._holding.takes(counsel, shot):
            self.case = counsel.case.at(None, shot)
        else:
            for text in counsel.told:
                self._teller.tell(text)
            if counsel.is_over:
                await self.finish(counsel.case)
                return
            self._say_step(counsel.case)
        if counsel.offer is not None:
            self._teller.offers(counsel.offer, counsel.offered)

    def _give(self, step: Step, shot: Shot) -> None:
        if self.case is None:
            return
        self.case = self.case.at(provable(step, shot), shot)
        self._say_step(self.case)

    def _say_step(self, case: Case) -> None:
        if case.step is not None:
            self._teller.step(len(case.tried) + 1, case.step.say)
