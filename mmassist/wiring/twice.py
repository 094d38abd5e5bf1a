"""What another process asks of the app that runs: to come to the front, at a second start; to use changed settings, and other models."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mmassist.desktop.command_server import Caller, Serve
from mmassist.desktop.command_wire import CHANGED, MODELS, START, WINDOW
from mmassist.engine.own_windows import OwnWindow
from mmassist.errors import MmassistError
from mmassist.wiring.rooms import Rooms

RUNS = "mmassist runs already. Its window is in front."


@dataclass(frozen=True, slots=True)
class Changes:
    """Put to use what has changed on the disk; on the engine's loop. `settings`: raises MmassistError. `models`: tells whether
    the named one is in use now."""

    settings: Callable[[], None]
    models: Callable[[str], Awaitable[bool]]


def started_twice(rooms: Rooms, to_front: Callable[[], None], show: Callable[[OwnWindow], None], changes: Changes, others: Serve) -> Serve:
    """Answers a second start, and whoever has changed settings or models; all other commands are for `others`. On the engine's loop, where
    the rest may be called: `show` gets the name of the window that was asked for."""

    async def serve(caller: Caller) -> None:
        if caller.asked.arguments[0] == CHANGED:
            if await caller.accept():
                caller.end(_applied(rooms, changes.settings))
        elif caller.asked.arguments[0] == MODELS:
            if await caller.accept():
                caller.end(0 if await changes.models(caller.asked.arguments[-1]) else 1)
        elif caller.asked.arguments[0] != START:
            await others(caller)
        elif await caller.accept():
            if (window := _window(caller.asked.arguments)) is not None:
                show(window)
                caller.end(0)
                return
            to_front()
            rooms.engine.announce(RUNS)
            caller.out(f"{RUNS}\n")
            caller.end(0)

    return serve


def _applied(rooms: Rooms, changed: Callable[[], None]) -> int:
    try:
        changed()
    except MmassistError as error:
        rooms.engine.fault(error)
        return 1
    return 0


def _window(arguments: Sequence[str]) -> OwnWindow | None:
    """That was asked for, if one was."""
    names = (name for before, name in pairwise(arguments) if before == WINDOW and name in set(OwnWindow))
    return next(map(OwnWindow, names), None)


async def declined(caller: Caller) -> None:
    """Each command is to run by itself."""
    caller.decline()
