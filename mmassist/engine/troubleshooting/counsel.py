"""What is to be done next about a problem: by a model, where one may be asked, else by what the screen itself suggests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from mmassist.dialogue.grounding import Grounder
from mmassist.dialogue.troubleshooting.asked import not_so
from mmassist.dialogue.troubleshooting.case import Case, is_clear, not_solved
from mmassist.dialogue.troubleshooting.judging import Verdict
from mmassist.dialogue.troubleshooting.plan import planned
from mmassist.dialogue.troubleshooting.replies import Reply, Says
from mmassist.dialogue.troubleshooting.shot import Shot
from mmassist.dialogue.troubleshooting.steps import provable
from mmassist.engine.border import Look
from mmassist.engine.engine import Engine
from mmassist.engine.record import Offer
from mmassist.engine.troubleshooting.advice import Advice, Advisor
from mmassist.errors import MmassistError
from mmassist.sayings import own, run_on, saying

_TELL = "Say, the problem is, and then what is wrong, or set up a model that can look at it."


@dataclass(frozen=True, slots=True)
class Counsel:
    """`case`: with the step that is to be told, if there is one; `told`: what is told before it, with text of the screen or a model in it;
    `remarks`: the app's own. `offer`: whom the user may have asked by pressing again, `offered`: how that is said."""

    case: Case
    told: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    is_over: bool = False
    offer: Offer | None = None
    offered: str = ""


class Counsellor:
    """On the engine's loop, one problem at a time."""

    def __init__(self, engine: Engine, advisor: Advisor, look: Callable[[], Awaitable[tuple[Look, Shot]]]) -> None:
        """`look`: a whole look at the screen as it is now, its text read."""
        self._engine = engine
        self._advisor = advisor
        self._look = look

    async def of(self, case: Case, look: Look, shot: Shot, news: str, offer: Offer | None) -> Counsel:
        """`news`: what has happened since the last; `offer`: the one that the user has just accepted. Raises MmassistError where the screen
        can't be seen."""
        if not look.scene.text_read and shot.window:  # whoever is asked is to see all of it
            look, shot = await self._look()
        advice = await self._advised(case, look, shot, news, offer)
        told: tuple[str, ...] = ()
        if advice.reply is not None and advice.reply.says is Says.SOLVED:
            look, shot = await self._look()  # the model has thought for a while
            if not (why := not_solved(case, shot)):
                solved = replace(case, solved=True, problem=case.problem or advice.reply.problem, step=None)
                return Counsel(solved, remarks=advice.remarks, is_over=True)
            told = (saying("{name} says that it is solved, but I can't confirm it.", name=advice.by), why)
            advice = await self._advised(case, look, shot, not_so(why), offer)
            if advice.reply is not None and advice.reply.says is Says.SOLVED:
                advice = Advice()
        counsel = self._by_model(case, advice.reply, look, shot) if advice.reply is not None else by_screen(case, shot)
        offered = self._engine.own(advice.offered.text) if advice.offered is not None else ""
        stands = replace(advice.offer, said=offered) if advice.offer is not None and offered and not counsel.is_over else None
        return replace(counsel, told=(*told, *counsel.told), remarks=advice.remarks, offer=stands, offered=offered)

    async def _advised(self, case: Case, look: Look, shot: Shot, news: str, offer: Offer | None) -> Advice:
        """A model that does not answer is heard, and does not end it; one that could be shown nothing is not asked."""
        if not shot.window:
            return Advice()
        try:
            return await self._advisor.ask(case, look, shot, news, offer)
        except MmassistError as error:
            self._engine.fault(error)
            return Advice()

    def _by_model(self, case: Case, reply: Reply, look: Look, shot: Shot) -> Counsel:
        """What the screen does not show of its figures is called unconfirmed."""
        grounder = Grounder(look.scene, case.wish, self._engine.language)
        told: list[str] = []
        if reply.problem and not case.problem:
            case = replace(case, problem=reply.problem)
            told.append(grounder.check(reply.problem).spoken)
        said = grounder.check(reply.step.say).spoken
        if reply.says is Says.ASKS:
            return Counsel(case.at(None, shot), (*told, said, own("Answer with: the problem is, and then what you know.")))
        return Counsel(case.at(provable(replace(reply.step, say=said), shot), shot), tuple(told))


def by_screen(case: Case, shot: Shot) -> Counsel:
    """What can be told without a model."""
    plan = planned(case, shot)
    told: list[str] = []
    if plan.problem and plan.problem != case.problem:
        case = case if case.problem else replace(case, problem=plan.problem)
        told.append(plan.problem)
    if plan.step is not None:
        if case.tried and case.tried[-1].verdict is Verdict.WRONG and case.tried[-1].step.say == plan.step.say:
            told.append(own("I have no other step than this one."))
        return Counsel(case.at(provable(plan.step, shot), shot), tuple(told))
    case = case.at(None, shot)
    if case.unsaved and not not_solved(case, shot):
        return Counsel(replace(case, solved=True), tuple(told), is_over=True)
    if is_clear(case, shot):
        told.append(own("What was wrong is no longer shown. Whether all is well, only you can tell."))
        return Counsel(case, tuple(told), is_over=True)
    if case.root or case.tried:
        told.append(run_on("I see nothing wrong here now, but I can't see that it works.", _TELL))
    else:
        told.append(run_on("I see no error, no dialog that waits, and no field that is wrong.", _TELL))
    return Counsel(case, tuple(told))
