"""What has become of a step, by what is on the screen. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mmassist.dialogue.kinds import FIELDS
from mmassist.dialogue.seen import squeezed
from mmassist.dialogue.troubleshooting.shot import CHANGING, Shot, called, standing
from mmassist.dialogue.troubleshooting.signs import WRONG, Sign, SignKind, signs_of
from mmassist.dialogue.troubleshooting.steps import Check, Met, Step, What, met
from mmassist.sayings import own, saying
from mmassist.values import Item, Role, State

_OF_ANY_WINDOW = (What.CLOSED, What.FRONT, What.SAVED, What.RUNS)
"""What can be known whichever window is in front."""


class Verdict(StrEnum):
    """`WRONG`: something else came of it than it should."""

    DONE = "done"
    UNDONE = "undone"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Judged:
    """`why`: a sentence of the app's own, with text of the screen in it; empty for what needs none. `sign`: the trouble that came of it;
    `undone`: what was done before and is no more."""

    verdict: Verdict
    why: str = ""
    sign: Sign | None = None
    undone: Check | None = None


def judge(step: Step, before: Shot, now: Shot, done: Sequence[Step] = (), *, asked: bool) -> Judged:
    """`before`: the screen when the step was given; `done`: the steps before it. `asked`: whether the user is through with it;
    while not, what is still typed is no mistake."""
    found = [met(check, now) for check in step.checks]
    if (title := _gone(step, before, now)) is not None:
        if found and all(one is Met.YES for one in found):
            return Judged(Verdict.DONE, saying("{program} has closed with it. If that was not meant, it has crashed.", program=title))
        return Judged(Verdict.WRONG, saying("{program} has closed or crashed: none of its windows is left.", program=title))
    is_met = bool(found) and all(one is Met.YES for one in found) and (asked or not _is_typing(step, now))
    if (sign := _new_trouble(before, now)) and (sign.kind is SignKind.MESSAGE or not is_met):
        return Judged(Verdict.WRONG, _told(sign), sign)
    if (check := _undone(done, now)) is not None:
        return Judged(Verdict.WRONG, saying("What was done before is undone: {name}.", name=check.name), undone=check)
    if is_met:
        return Judged(Verdict.DONE)
    if not asked:
        return Judged(Verdict.UNDONE)
    return _asked(step, before, now)


def _gone(step: Step, before: Shot, now: Shot) -> str | None:
    """Of a program that is gone as a whole what its window was called; None where it is there, or was one dialog, or the step closed its
    only window."""
    window = before.scene.window
    if before.pid is None or window is None or now.runs(before.pid):
        return None
    closes = {check.window for check in step.checks if check.what is What.CLOSED} | ({window.id} if window.dialog else set())
    left = [one.title for one in (*before.windows, *before.away) if one.pid == before.pid and one.id not in closes]
    return left[-1] if left else None


def _is_typing(step: Step, now: Shot) -> bool:
    """Whether the focus is still in a field that has only changed somehow."""
    focus = now.scene.items[now.scene.focus] if 0 <= now.scene.focus < len(now.scene.items) else None
    return any(
        check.what is What.CHANGED and focus is not None and focus.role in FIELDS and focus is now.control(check.name)
        for check in step.checks
    )


def _new_trouble(before: Shot, now: Shot) -> Sign | None:
    known = signs_of(before)
    new = [sign for sign in signs_of(now) if sign.kind in WRONG and not any(sign.is_like(one) for one in known)]
    return next((sign for sign in new if _belongs(sign, before, now)), None)


def _belongs(sign: Sign, before: Shot, now: Shot) -> bool:
    """Trouble of another program that was there all the time is none of this step."""
    return now.pid == before.pid or not before.has(sign.window)


def _told(sign: Sign) -> str:
    if sign.kind is SignKind.INVALID:
        return saying("The field {name} is marked as wrong.", name=sign.text)
    return saying("It now says: {text}", text=sign.text)


def _undone(done: Sequence[Step], now: Shot) -> Check | None:
    checks = [check for step in done for check in step.checks if check.is_lasting]
    latest = {(squeezed(check.name), check.what is What.VALUE): check for check in checks}
    return next((check for check in latest.values() if met(check, now) is Met.NO), None)


def _asked(step: Step, before: Shot, now: Shot) -> Judged:
    """The user says that it is done, and it can't be seen to be."""
    missed = next((check for check in step.checks if met(check, now) is not Met.YES), None)
    if missed is None:
        return Judged(Verdict.UNDONE)
    if missed.what is What.CLOSED and now.is_away(missed.window):
        return Judged(Verdict.UNDONE, saying("It is only out of sight, not closed: {title}.", title=missed.name))
    if missed.what not in _OF_ANY_WINDOW and not now.window:
        return Judged(Verdict.UNDONE, saying("No other window is in front now. Go back to {before}.", before=before.title))
    if now.pid != before.pid and missed.what not in _OF_ANY_WINDOW:
        return Judged(
            Verdict.UNDONE, saying("Another program is in front now: {title}. Go back to {before}.", title=now.title, before=before.title)
        )
    own = now.control(missed.name) if missed.what is What.VALUE else None
    changes = changed(before, now)
    if own is not None and any(item is own for item in changes):
        return Judged(
            Verdict.WRONG, saying("{name} holds {value} now, not {wanted}.", name=called(own), value=_value(own), wanted=missed.value)
        )
    others = [item for item in changes if squeezed(item.name) != squeezed(missed.name) or missed.what not in (What.VALUE, What.CHANGED)]
    if others:
        return Judged(Verdict.WRONG, saying("{name} has changed instead.", name=called(others[0])))
    if now.window != before.window and now.pid == before.pid and missed.what not in (What.CLOSED, What.SAVED):
        return Judged(Verdict.WRONG, saying("Another window is in front now: {title}.", title=now.title))
    return Judged(Verdict.UNDONE, _still(missed))


def _value(item: Item) -> str:
    return item.value.strip() or own("nothing")


def _still(check: Check) -> str:
    match check.what:
        case What.GONE:
            return saying("It still says: {text}", text=check.name)
        case What.SHOWN:
            return saying("I do not see {text} yet.", text=check.name)
        case What.ON:
            return saying("{name} is still off.", name=check.name)
        case What.OFF:
            return saying("{name} is still on.", name=check.name)
        case What.CLOSED:
            return saying("It is still open: {title}.", title=check.name)
        case What.FRONT:
            return saying("It is not in front yet: {title}.", title=check.name)
        case What.SAVED:
            return own("It is still not saved.")
        case What.RUNS:
            return own("I do not see it yet.")
    return saying("{name} is as it was.", name=check.name)


def changed(before: Shot, now: Shot) -> list[Item]:
    """Controls of the same window that stand otherwise than they did. What is in a password field is not known."""
    if before.window != now.window:
        return []
    stood = _controls(before)
    return [item for key, item in _controls(now).items() if key in stood and standing(stood[key]) != standing(item)]


def _controls(shot: Shot) -> dict[tuple[Role, str, int], Item]:
    """By role, name, and which of several of the same name it is; without those that could not be asked how they stand."""
    seen: Counter[tuple[Role, str]] = Counter()
    found: dict[tuple[Role, str, int], Item] = {}
    for item in shot.scene.items:
        if item.role in CHANGING and item.name.strip():
            key = (item.role, squeezed(item.name))
            seen[key] += 1
            if State.UNREAD not in item.states:
                found[(*key, seen[key])] = item
    return found
