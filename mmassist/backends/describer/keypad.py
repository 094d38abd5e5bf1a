"""Key pads: the ten digits told as a run instead of one by one."""

from __future__ import annotations

from dataclasses import dataclass

from mmassist.backends.describer.context import Context
from mmassist.backends.describer.view import Placed
from mmassist.values import State

DIGITS = tuple("0123456789")


@dataclass(frozen=True, slots=True)
class Digits:
    """`said`: "digits 0 to 9", "" where the ten are not all there; `names`: those that are told so."""

    said: str
    names: tuple[str, ...]


def digits(context: Context, keys: list[Placed]) -> Digits:
    """The digits among `keys`. The one that has the focus was told with it: "digits 0 to 4 and 6 to 9"."""
    names_of = [context.name(placed.index) for placed in keys if State.DISABLED not in placed.item.states]
    if any(names_of.count(digit) != 1 for digit in DIGITS):
        return Digits("", ())
    focused = next((context.name(placed.index) for placed in keys if context.is_focus(placed.index)), "")
    names = tuple(digit for digit in DIGITS if digit != focused)
    before, after = [digit for digit in names if digit < focused], [digit for digit in names if digit > focused]
    runs = [names] if focused not in DIGITS else [before, after]
    phrases = context.phrases
    said = [run[0] if len(run) == 1 else phrases.say("range", first=run[0], last=run[-1]) for run in runs if run]
    return Digits(phrases.say("digits", names=phrases.strung(said)), names)
