"""A second start of the app: the one that runs comes to the front and says so, and the second ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from mmassist.desktop.command_server import Caller, Serve
from mmassist.desktop.command_wire import START, WINDOW
from mmassist.engine.own_windows import OwnWindow
from mmassist.wiring.rooms import Rooms

RUNS = "mmassist runs already. Its window is in front."


def started_twice(rooms: Rooms, to_front: Callable[[], None], show: Callable[[OwnWindow], None], others: Serve) -> Serve:
    """Answers a second start; all other commands are for `others`. On the engine's loop; `to_front` and `show`, which gets the name of the
    window that was asked for, may be called there."""

    async def serve(caller: Caller) -> None:
        if caller.asked.arguments[0] != START:
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


def _window(arguments: Sequence[str]) -> OwnWindow | None:
    """That was asked for, if one was."""
    names = (name for before, name in pairwise(arguments) if before == WINDOW and name in set(OwnWindow))
    return next(map(OwnWindow, names), None)


async def declined(caller: Caller) -> None:
    """Each command is to run by itself."""
    caller.decline()
