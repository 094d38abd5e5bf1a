"""Who works through a problem with the user."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable

from mmassist.desktop.session_watch import is_locked
from mmassist.engine.engine import Listeners
from mmassist.engine.troubleshooting.advice import Advisor
from mmassist.engine.troubleshooting.guide import Guide
from mmassist.engine.troubleshooting.looking import Looking
from mmassist.engine.watch.opening import OpenWatches, open_watches
from mmassist.engine.watch.watches import Attention
from mmassist.settings import Settings
from mmassist.wiring.once import FROM_COLD
from mmassist.wiring.rooms import Rooms, open_rooms


def guide_of(rooms: Rooms, watches: OpenWatches, keep: Callable[[str], None], send: str = "") -> Guide:
    """`keep`: takes the summary; `send`: the backend that the user has named for all of it."""
    answering = rooms.answers.guiding

    def attend(guide: Guide) -> Attention | None:
        return watches.watches.attend(watches.screen(), guide) if watches.desk is not None else None

    looking = Looking(rooms.parts, rooms.engine.screen, answering)
    return Guide(rooms.engine, looking, Advisor(answering, rooms.answers, send), attend, rooms.play, keep)


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
