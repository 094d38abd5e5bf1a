"""Single commands without the app: the rooms are opened, used once and closed."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from mmassist.capture.recordings import Saving
from mmassist.engine.engine import Listeners
from mmassist.engine.record import Request
from mmassist.engine.troubleshooting.guide import Guide
from mmassist.engine.turn import Options as TurnOptions
from mmassist.engine.watch.opening import open_watches
from mmassist.errors import BackendError, CaptureError, DesktopError, NoWindow, PluginError
from mmassist.sayings import saying
from mmassist.settings import Settings
from mmassist.values import Earcon, Outline, Turn, Window
from mmassist.wiring.desktop import desktop, is_locked
from mmassist.wiring.rooms import Rooms, open_rooms
from mmassist.wiring.senses import Senses, open_senses
from mmassist.wiring.troubleshooting import guide_of

# A turn of the command line begins while the rest of it still starts: it waits for what the app has ready, and is told in one piece.
FROM_COLD = TurnOptions(outline=1.0, title=1.0, text=20.0, model=20.0)


async def describe_once(settings: Settings, request: Request, listeners: Listeners, *, speak: bool) -> Turn:
    """One turn without the app: opens the rooms, describes, closes them. What is not there goes into the turn's warnings.

    Raises BackendError or PluginError where the backend that is named can't be had.
    """
    async with open_rooms(settings, listeners, FROM_COLD, speak=speak) as rooms:
        is_missing = request.send and request.send not in rooms.answers.names
        for problem in rooms.problems if is_missing else ():  # the first is its own: it stands first in the order
            if isinstance(problem, BackendError | PluginError):
                raise problem
        rooms.play(Earcon.START)
        turn = await rooms.engine.describe(request)
        before = (*(problem.spoken for problem in rooms.problems), *rooms.answers.notices)
        return dataclasses.replace(turn, warnings=(*before, *turn.warnings))


async def ask_once(settings: Settings, listeners: Listeners) -> Turn | None:
    """Listens once without the app, and does what was said. None where that was no turn: a command of another kind, or nothing at all."""
    async with open_rooms(settings, listeners, FROM_COLD) as rooms, open_senses(settings, rooms, listeners) as senses:
        return await _asked(rooms, senses)


async def ask_and_save(settings: Settings, listeners: Listeners, path: Path) -> Turn | None:
    """The same, and what is heard of the user is saved, which is said before and after. Raises CaptureError where it can't be."""
    faults: list[CaptureError] = []
    saving = Saving(path, faults.append)
    try:
        async with open_rooms(settings, listeners, FROM_COLD) as rooms, open_senses(settings, rooms, listeners, saving.kept) as senses:
            rooms.engine.announce(saying("What you say is saved in {file}.", file=path.name))
            await rooms.engine.over()
            turn = await _asked(rooms, senses)
            seconds = saving.close()
            for fault in faults:
                rooms.engine.fault(fault)
            if seconds:
                rooms.engine.announce(
                    saying("{seconds:.0f} seconds of what you said are saved in {file}.", seconds=seconds, file=path.name)
                )
            await rooms.engine.over()
            return turn
    finally:
        saving.close()


async def _asked(rooms: Rooms, senses: Senses) -> Turn | None:
    rooms.history.lock(await is_locked())
    for problem in rooms.problems:
        rooms.engine.fault(problem)
    rooms.play(Earcon.START)
    senses.hearing.tap(time.monotonic())
    await senses.hearing.over()
    await rooms.engine.over()
    await senses.watches.watches.over()
    await rooms.engine.over()
    return rooms.engine.last


@contextlib.asynccontextmanager
async def open_guide(
    settings: Settings, listeners: Listeners, keep: Callable[[str], None], send: str = "", *, speak: bool, keep_history: bool = True
) -> AsyncIterator[tuple[Guide, Rooms]]:
    """Without the app; on the running loop."""
    async with contextlib.AsyncExitStack() as stack:
        rooms = await stack.enter_async_context(open_rooms(settings, listeners, FROM_COLD, speak=speak, keep_history=keep_history))
        rooms.history.lock(await is_locked())
        parts, engine = rooms.parts, rooms.engine
        opening = open_watches(parts, engine.news, engine.fault, translation=parts.translation)
        guide = guide_of(rooms, await stack.enter_async_context(opening), keep, send)
        engine.on_silence = guide.hush
        stack.push_async_callback(guide.aclose)
        for problem in rooms.problems:
            engine.fault(problem)
        yield guide, rooms


async def outline_once(settings: Settings) -> tuple[Window, Outline]:
    """The window in front and its accessibility tree. Raises DesktopError or NoWindow, also for a program without a tree."""
    here = desktop()
    tracker = here.tracker()
    tracker.start()
    try:
        window = tracker.active()
        if window is None:
            raise NoWindow("no active window")
        reader = here.trees(settings.describe.outline_nodes)
        await reader.start()
        try:
            outline = await reader.read(window, deadline=2.0)
        finally:
            await reader.aclose()
    finally:
        tracker.close()
    if outline is None:
        raise no_tree()
    return window, outline


def no_tree() -> DesktopError:
    """What is said where there is no tree to print."""
    told = "This program shows no accessibility tree."
    return DesktopError("no accessibility tree", told, "Describe the window: its text is read from the picture.")
