"""A second start of the app: the one that runs comes to the front and says so, and the second ends."""

from __future__ import annotations

from collections.abc import Callable

from mmassist.desktop.command_server import Caller, Serve
from mmassist.desktop.command_wire import START
from mmassist.wiring.rooms import Rooms

RUNS = "mmassist runs already. Its window is in front."


def started_twice(rooms: Rooms, to_front: Callable[[], None], others: Serve) -> Serve:
    """Answers a second start; all other commands are for `others`. On the engine's loop; `to_front` may be called there."""

    async def serve(caller: Caller) -> None:
        if caller.asked.arguments[0] != START:
            await others(caller)
        elif await caller.accept():
            to_front()
            rooms.engine.announce(RUNS)
            caller.out(f"{RUNS}\n")
            caller.end(0)

    return serve


async def declined(caller: Caller) -> None:
    """Each command is to run by itself."""
    caller.decline()
