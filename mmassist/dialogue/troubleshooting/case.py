"""The case: what the problem is, what was tried, and whether it may be called solved. Values that every change makes anew. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mmassist.dialogue.troubleshooting.judging import Verdict
from mmassist.dialogue.troubleshooting.shot import Shot, is_unsaved
from mmassist.dialogue.troubleshooting.signs import WRONG, Sign, SignKind, signs_of
from mmassist.dialogue.troubleshooting.steps import Check, Met, Step, What, met
from mmassist.sayings import own, run_on, saying

_MOST = 40
_MENDS_NOTHING = (What.CLOSED, What.FRONT, What.CHANGED, What.RUNS)


@dataclass(frozen=True, slots=True)
class Tried:
    """A step that is over. `seen`: whether the screen showed what became of it, or only the user said so."""

    step: Step
    verdict: Verdict
    seen: bool


@dataclass(frozen=True, slots=True)
class Case:
    """`wish`: the problem in the user's words, "" for none. `program`: the title of the window that it began in, `pid` whose that is, and
    `kind` what its program is called.
    `root`: the signs at the beginning, and those that came of steps; `unsaved`: the window with unsaved changes that had the trouble, or 0.
    `step`: the one that the user is at, given when the screen was as in `before`."""

    wish: str
    program: str
    pid: int | None
    window: int
    problem: str = ""
    root: tuple[Sign, ...] = ()
    unsaved: int = 0
    step: Step | None = None
    before: Shot | None = None
    tried: tuple[Tried, ...] = ()
    solved: bool = False
    kind: str = ""

    @property
    def done(self) -> tuple[Step, ...]:
        return tuple(one.step for one in self.tried if one.verdict is Verdict.DONE)

    def at(self, step: Step | None, before: Shot) -> Case:
        return replace(self, step=step, before=before)

    def over(self, verdict: Verdict, *, seen: bool) -> Case:
        """The step that the user is at has ended so."""
        if self.step is None:
            return self
        return replace(self, step=None, before=None, tried=(*self.tried, Tried(self.step, verdict, seen))[-_MOST:])

    def saw(self, shot: Shot) -> Case:
        """With the trouble that is to be seen now. Another program's is none of the case, unless it is the same one, started again."""
        if self.pid is not None and shot.pid != self.pid:
            window = shot.scene.window
            if window is None or window.program != self.kind or shot.runs(self.pid):
                return self
            return replace(self, pid=window.pid, window=window.id, unsaved=0).saw(shot) if window.pid is not None else self
        new = [sign for sign in signs_of(shot) if sign.kind is not SignKind.QUESTION and not any(sign.is_like(one) for one in self.root)]
        unsaved = self.unsaved
        if not unsaved and any(sign.kind is SignKind.MESSAGE for sign in (*self.root, *new)):
            unsaved = next((one.id for one in reversed(shot.windows) if one.pid == self.pid and is_unsaved(one.title)), 0)
        return replace(self, root=(*self.root, *new), unsaved=unsaved)


def opened(wish: str, shot: Shot) -> Case:
    """The case as it begins."""
    window = shot.scene.window
    return Case(wish, shot.title, shot.pid, shot.window, kind=window.program if window else "").saw(shot)


def not_solved(case: Case, shot: Shot) -> str:
    """Why it may not be called solved: a sentence with what still stands against it; "" where nothing does, and a step was seen to be
    done. What can't be seen is no proof."""
    if case.pid is not None and shot.pid != case.pid and shot.runs(case.pid):
        return saying("I do not see {program} now.", program=case.program)
    for sign in signs_of(shot):
        if sign.kind is not SignKind.QUESTION:
            return _shown(sign)
    if case.unsaved and met(Check(What.SAVED, window=case.unsaved), shot) is Met.NO:
        return own("It is still not saved.")
    if not shot.is_whole:
        return own("I can't see all of the window.")
    checks = [check for step in case.done for check in step.checks if check.is_lasting]
    undone = next((check for check in checks if met(check, shot) is Met.NO), None)
    if undone is not None:
        return saying("What was done before is undone: {name}.", name=undone.name)
    if case.tried and case.tried[-1].verdict is not Verdict.DONE:
        return own("The last step is not done.")
    if not any(one.seen and one.verdict is Verdict.DONE and not _restarts(one.step) for one in case.tried):
        return own("I have not seen any step being done.")
    if not _proven(case):
        return own("I have only seen the message close, not that it works now.")
    return ""


def _proven(case: Case) -> bool:
    """A message that is closed, and a window that came to the front, mend nothing: where something had failed, more must have been seen."""
    if not any(sign.kind is SignKind.MESSAGE for sign in case.root):
        return True
    checks = [check for one in case.tried if one.seen and one.verdict is Verdict.DONE for check in one.step.checks]
    return any(check.what not in _MENDS_NOTHING and not _only_closes(check, case) for check in checks)


def _restarts(step: Step) -> bool:
    """A program that was started again shows nothing of what was wrong, and nothing of its being right."""
    return all(check.what is What.RUNS for check in step.checks)


def _only_closes(check: Check, case: Case) -> bool:
    """Whether a text that is gone is only what the closed message said."""
    message = [sign.text for sign in case.root if sign.kind is SignKind.MESSAGE]
    return check.what is What.GONE and any(
        check.name.casefold() in text.casefold() or text.casefold() in check.name.casefold() for text in message
    )


def _shown(sign: Sign) -> str:
    if sign.kind is SignKind.INVALID:
        return saying("The field {name} is marked as wrong.", name=sign.text)
    if sign.kind is SignKind.MISSING:
        return saying("The field {name} must be filled in, and is empty.", name=sign.text)
    if sign.kind is SignKind.HIDDEN:
        return saying("A dialog lies behind its window: {title}.", title=sign.text)
    return saying("It still says: {text}", text=sign.text)


def problem_of(sign: Sign) -> str:
    """A sign as the problem, in a sentence."""
    match sign.kind:
        case SignKind.MESSAGE:
            return saying("A message says: {text}", text=sign.text)
        case SignKind.QUESTION:
            return saying("A dialog waits for you: {text}", text=sign.text)
        case SignKind.ERROR:
            return saying("The window says: {text}", text=sign.text)
    return _shown(sign)


def pressing(signs: Sequence[Sign]) -> Sign | None:
    """What is to be seen to first: what is hidden or in the way, then what is wrong, then what is missing."""
    order = [SignKind.HIDDEN, SignKind.MESSAGE, SignKind.INVALID, SignKind.ERROR, SignKind.MISSING, SignKind.QUESTION]
    return min(signs, key=lambda sign: order.index(sign.kind), default=None)


def summary(case: Case) -> str:
    """What was wrong, what was done about it, and how it stands: to be told, copied and kept."""
    problem = case.problem or case.wish
    begins = (
        saying("Problem in {program}: {problem}", program=case.program, problem=_closed(problem))
        if problem
        else saying("{program}: no problem was found.", program=case.program)
    )
    told = [
        saying("Step {number}: {step} {outcome}", number=number, step=_closed(one.step.say), outcome=_outcome(one))
        for number, one in enumerate(case.tried, 1)
    ]
    if case.step is not None:
        told.append(
            saying("Step {number}: {step} {outcome}", number=len(case.tried) + 1, step=_closed(case.step.say), outcome=own("Not done."))
        )
    return run_on(begins, *told, own("Solved." if case.solved else "Not known to be solved."))


def _outcome(one: Tried) -> str:
    if one.verdict is Verdict.DONE:
        return own("Done, as the screen shows.") if one.seen else own("Done, as you said.")
    return own("It did not work.")


def _closed(text: str) -> str:
    return text if text.rstrip("\"'”»)").endswith((".", "!", "?", "…", ":")) else saying("{text}.", text=text)


def is_clear(case: Case, shot: Shot) -> bool:
    """Whether what was seen as the problem is gone, nothing else is wrong, and nothing failed that is not known to work now."""
    wrong = any(sign.kind in WRONG | {SignKind.MISSING, SignKind.HIDDEN} for sign in case.root)
    return wrong and not not_solved(case, shot)
