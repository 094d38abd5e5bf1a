"""What a user does to a control, done by its program: the focus is given to it, or its own action done (AT-SPI Component, Action)."""

from __future__ import annotations

import asyncio
import logging

from mmassist.desktop import atspi
from mmassist.desktop.atspi import Bus, Ref, Request, prop
from mmassist.desktop.nodes import Vocabulary, number, words
from mmassist.values import Role

log = logging.getLogger(__name__)

_MOST_ACTIONS = 8
# Seconds. A program that opens a question within its own action answers when that is closed: it has done what it was asked.
_ANSWER = 1.0


async def focus(bus: Bus, ref: Ref) -> bool:
    """Whether the program says that it has given the focus to an object. Raises ProgramGone."""
    try:
        async with asyncio.timeout(_ANSWER):
            return bool(await bus.ask(Request(*ref, atspi.COMPONENT, "GrabFocus")))
    except TimeoutError:
        return False


async def press(bus: Bus, ref: Ref, role: Role, vocabulary: Vocabulary) -> bool:
    """Carries out the action of an object that is what a click on it does; false where it offers none. Raises ProgramGone."""
    try:
        async with asyncio.timeout(_ANSWER):
            action = await _action(bus, ref, role, vocabulary)
    except TimeoutError:
        return False
    if action < 0:
        return False
    try:
        async with asyncio.timeout(_ANSWER):
            return bool(await bus.ask(Request(*ref, atspi.ACTION, "DoAction", "i", (action,))))
    except TimeoutError:
        log.debug("the program has not answered yet")
        return True


async def _action(bus: Bus, ref: Ref, role: Role, vocabulary: Vocabulary) -> int:
    """The number of the action, -1 where there is none that is sure to be a click: to activate a text field is to send it off."""
    count = number(await bus.ask(prop(ref, atspi.ACTION, "NActions")), 0)
    names = [words(await bus.ask(Request(*ref, atspi.ACTION, "GetName", "i", (at,)))).casefold() for at in range(min(count, _MOST_ACTIONS))]
    wanted = vocabulary.clicks + (vocabulary.activates if role in vocabulary.activated else ())
    return next((names.index(name) for name in wanted if name in names), -1)
