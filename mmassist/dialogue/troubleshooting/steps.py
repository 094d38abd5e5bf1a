"""One step that the user is to take, and by what on the screen it is known to be done. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, StrEnum, auto

from mmassist.dialogue.troubleshooting.shot import SWITCHED, Shot, is_on, is_unsaved, standing
from mmassist.values import Role, State


class What(StrEnum):
    """What is looked for: a text that is there, or no more; a field's value; a switch; a control that stands otherwise than it did; a
    window that is closed, or in front; a title without the mark of unsaved changes; a program that has a window in sight."""

    SHOWN = "shown"
    GONE = "gone"
    VALUE = "value"
    ON = "on"
    OFF = "off"
    CHANGED = "changed"
    CLOSED = "closed"
    FRONT = "front"
    SAVED = "saved"
    RUNS = "runs"


class Met(Enum):
    """`UNSEEN`: what it is about is not in sight, or not read to its end."""

    YES = auto()
    NO = auto()
    UNSEEN = auto()


@dataclass(frozen=True, slots=True)
class Check:
    """`name`: a text, or a control's name; `value`: of VALUE what is wanted, of CHANGED how it stood; `window`: of CLOSED, FRONT and
    SAVED."""

    what: What
    name: str = ""
    value: str = ""
    window: int = 0

    @property
    def is_lasting(self) -> bool:
        """Whether it must stay so once it was: a window may come back, what was set must not be undone."""
        return self.what in (What.VALUE, What.ON, What.OFF)


@dataclass(frozen=True, slots=True)
class Step:
    """`say`: what the user is to do, the app's own or a model's words. `control`: the one to use. Without `checks` the user has to tell."""

    say: str
    checks: tuple[Check, ...] = ()
    control: str = ""


def met(check: Check, shot: Shot) -> Met:
    """Whether it is so on the screen now."""
    match check.what:
        case What.SHOWN:
            return Met.YES if shot.shows(check.name) else Met.NO if shot.is_whole else Met.UNSEEN
        case What.GONE:
            return Met.NO if shot.shows(check.name) else Met.YES if shot.is_whole else Met.UNSEEN
        case What.CLOSED:
            return Met.NO if shot.has(check.window) else Met.YES
        case What.FRONT:
            return Met.YES if shot.window == check.window else Met.NO
        case What.SAVED:
            own = next((one for one in shot.windows if one.id == check.window), None)
            return Met.UNSEEN if own is None else Met.NO if is_unsaved(own.title) else Met.YES
        case What.RUNS:
            return Met.YES if any(one.program == check.name for one in shot.windows) else Met.NO
    return _of_control(check, shot)


def _of_control(check: Check, shot: Shot) -> Met:
    item = shot.control(check.name)
    if item is None or State.UNREAD in item.states:
        return Met.UNSEEN
    if check.what is What.CHANGED:
        return Met.NO if standing(item) == check.value else Met.YES
    if check.what is What.VALUE:
        if item.role is Role.PASSWORD:
            return Met.UNSEEN
        return Met.YES if item.value.strip().casefold() == check.value.strip().casefold() else Met.NO
    if item.role not in SWITCHED:
        return Met.UNSEEN
    return Met.YES if is_on(item) is (check.what is What.ON) else Met.NO


def provable(step: Step, shot: Shot) -> Step:
    """Without the checks that are met before anything was done: they would prove nothing."""
    return replace(step, checks=tuple(check for check in step.checks if met(check, shot) is not Met.YES))
