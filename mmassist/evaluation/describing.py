"""The app without its window, for a whole evaluation: each window in front is described by one engine, as the running app does it, with
the patience that a busy machine needs."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from typing import Any

from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.loop import EngineThread
from mmassist.engine.record import Request
from mmassist.engine.report import turn_object
from mmassist.engine.turn import Options
from mmassist.errors import DesktopError
from mmassist.evaluation.layout import Spec
from mmassist.settings import Settings
from mmassist.values import Turn
from mmassist.wiring.rooms import open_rooms

PATIENT = Options(outline=5.0, title=5.0, text=60.0, model=60.0)
_SECONDS = 180.0


class Describer:
    """Describes what is in front. Any thread, one turn at a time."""

    def __init__(self, engine: Engine, thread: EngineThread) -> None:
        self._engine = engine
        self._thread = thread

    def __call__(self, spec: Spec, outline: bool) -> Mapping[str, Any]:
        """What `mmassist describe --json` would print. Raises DesktopError where the turn failed."""
        turn = self._thread.submit(self._turn(outline)).result(_SECONDS)
        if turn.fault is not None:
            raise DesktopError(f"the turn failed: {turn.fault.error}: {turn.fault.spoken}")
        return turn_object(turn)

    async def _turn(self, outline: bool) -> Turn:
        turn = await self._engine.describe(Request(time.monotonic(), use_outline=outline))
        await self._engine.over()
        return turn


@contextmanager
def describer() -> Iterator[Describer]:
    """An engine on a thread of its own, without a voice; closed on the way out."""
    thread, rooms = EngineThread(), AsyncExitStack()
    thread.start()
    try:
        listeners = Listeners(spoken=lambda said: None, turn=lambda turn: None)
        opening = open_rooms(Settings().with_backend("embedded"), listeners, PATIENT, speak=False)
        opened = thread.submit(rooms.enter_async_context(opening)).result(_SECONDS)
        yield Describer(opened.engine, thread)
    finally:
        thread.submit(rooms.aclose()).result(_SECONDS)
        thread.stop()
