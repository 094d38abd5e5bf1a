"""Whom the key for what must be right asks."""

from __future__ import annotations

import re
from collections.abc import Callable

from mmassist.engine.brains import EMBEDDED, Brain
from mmassist.engine.certainty import Certainty
from mmassist.settings import Settings
from mmassist.wiring.rooms import Rooms

_VENDORS = frozenset({"openai", "gemini", "claude"})
_FAMILY = re.compile(r"[a-z]+")


def certainty_of(rooms: Rooms, settings: Callable[[], Settings], invite: Callable[[], None]) -> Certainty:
    """`settings`: as they are now. `invite`: asks a person."""

    def who() -> tuple[str, str]:
        return chosen(rooms.answers.brains, settings().answers.order, settings().answers.second)

    return Certainty(rooms.engine, who, lambda: settings().describe.verbosity, invite)


def chosen(brains: tuple[Brain, ...], order: tuple[str, ...], second: str) -> tuple[str, str]:
    """The first model of the order, and the one that was named as the second, else the next of another family, those of the order before
    others; "" where there is none."""
    by_name = {brain.name: brain for brain in brains if not brain.describes_by_itself}
    first = next((name for name in order if name in by_name), "")
    if not first:
        return "", ""
    if second in by_name and second != first:
        return first, second
    names = dict.fromkeys((*(name for name in order if name in by_name), *by_name))
    return first, next((name for name in names if family(by_name[name]) != family(by_name[first])), "")


def family(brain: Brain) -> str:
    """Whose kind of model it is: the vendor's, or of a server of one's own what the model's name begins with."""
    if brain.kind in _VENDORS or brain.name == EMBEDDED:
        return brain.kind
    name = brain.model.name if brain.model is not None else brain.name
    found = _FAMILY.search(name.casefold().rpartition("/")[2])
    return found[0] if found else name
