"""A model's answer on a problem: one JSON object, read with suspicion. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mmassist.dialogue.structured import object_of
from mmassist.dialogue.troubleshooting.shot import Shot
from mmassist.dialogue.troubleshooting.steps import Check, Step, What
from mmassist.dialogue.untrusted import one_line
from mmassist.errors import BadAnswer

_SAID, _NAME, _MOST = 600, 200, 6
_OF_MODELS = (What.SHOWN, What.GONE, What.VALUE, What.ON, What.OFF)


class Says(StrEnum):
    """`ASKS`: it wants to know something of the user first."""

    STEP = "step"
    ASKS = "question"
    SOLVED = "solved"


@dataclass(frozen=True, slots=True)
class Reply:
    """`problem`: what it takes to be wrong; `step`: of STEP what to do, of ASKS the question, of SOLVED why it is."""

    says: Says
    problem: str
    step: Step


def reply_of(answer: str, shot: Shot) -> Reply:
    """What the model says. Checks of a form that is not known are left out, and so is the promise that a text will be gone that is not
    there. Raises BadAnswer where it says nothing that could be told."""
    table = object_of(answer)
    said = _text(table.get("say"), _SAID)
    try:
        says = Says(_text(table.get("state"), _NAME).casefold() or Says.STEP)
    except ValueError as error:
        raise BadAnswer("the answer has a state that was not asked for") from error
    if not said and says is not Says.SOLVED:
        raise BadAnswer("the answer has no step in it")
    listed = table.get("done_when")
    checks = [check for one in (listed if isinstance(listed, list) else [listed])[:_MOST] if (check := _check(one, shot))]
    step = Step(said, tuple(dict.fromkeys(checks)), _text(table.get("control"), _NAME))
    return Reply(says, _text(table.get("problem"), _SAID), step)


def _check(value: object, shot: Shot) -> Check | None:
    if not isinstance(value, dict):
        return None
    what, name = _text(value.get("what"), _NAME).casefold(), _text(value.get("name"), _NAME)
    if what not in _OF_MODELS or not name:
        return None
    check = Check(What(what), name, _text(value.get("value"), _NAME))
    return check if check.what is not What.GONE or shot.shows(name) else None


def _text(value: object, limit: int) -> str:
    return one_line(value, limit) if isinstance(value, str) else ""
