"""The wired app as a program for the fault matrix: rooms, senses and real keys, without windows of its own.

Run as `python -m tests.integration.faults.stage`. It prints what `mmassist run --json` prints; each line on the pipe `MMASSIST_HOME/orders`
is an order, a JSON list of a name and its arguments, answered by an event "done" with its number.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from mmassist.app import _watched
from mmassist.cli.common import Printer, load_settings
from mmassist.desktop.hotkeys import Hotkeys
from mmassist.engine.engine import Listeners
from mmassist.engine.loop import EngineThread
from mmassist.engine.record import Request
from mmassist.engine.report import heard_event, spoken_event, turn_event
from mmassist.engine.watch.contract import WatchTarget
from mmassist.errors import MmassistError
from mmassist.settings import Settings
from mmassist.values import Earcon, Target, TargetKind
from mmassist.wiring.keys import Keyboard
from mmassist.wiring.rooms import Rooms, open_rooms
from mmassist.wiring.senses import Senses, open_senses

_clock = time.time


class Stage:
    """The orders. All but `__init__` belongs to the engine's loop."""

    def __init__(self, settings: Settings, printer: Printer) -> None:
        self._settings = settings
        self._print = printer
        self._rooms: Rooms | None = None
        self._senses: Senses | None = None

    async def live(self, thread: EngineThread, problem: MmassistError | None) -> None:
        listeners = Listeners(
            spoken=lambda spoken: self._print.event(spoken_event(spoken), ""),
            turn=lambda turn: self._print.event(turn_event(turn), ""),
            heard=lambda transcript: self._print.event(heard_event(transcript), ""),
            listening=lambda is_open: self._print.event({"event": "listening", "open": is_open, "at": time.monotonic()}, ""),
        )
        async with open_rooms(self._settings, listeners) as rooms, _watched(rooms), open_senses(self._settings, rooms, listeners) as senses:
            self._rooms, self._senses = rooms, senses
            hotkeys = Hotkeys()
            hotkeys.start()
            keyboard = Keyboard(hotkeys, thread, rooms, senses, lambda: self._settings, lambda field: None)
            try:
                keyboard.bind()
                for fault in filter(None, (problem, *rooms.problems)):
                    rooms.engine.fault(fault)
                self._print.event({"event": "ready", "at": time.monotonic()}, "")
                await asyncio.Event().wait()
            finally:
                await keyboard.aclose()
                hotkeys.close()

    async def obey(self, name: str, *arguments: Any) -> None:
        orders: tuple[Callable[..., Any], ...] = (self._watch, self._look, self._show, self._ask, self._clock, self._reset, self._tell)
        assert self._rooms
        try:
            await next(order for order in orders if order.__name__ == f"_{name}")(*arguments)
        except MmassistError as error:
            self._rooms.engine.fault(error)
        watches = len(self._senses.watches.watches.listing) if self._senses else 0
        self._print.event({"event": "done", "order": name, "watches": watches, "at": time.monotonic()}, "")

    async def _watch(self, wish: str, camera: str = "") -> None:
        """Of the window in front, or of a camera; returns when it watches."""
        assert self._senses
        opened = self._senses.watches
        parsed = opened.watches.understood(wish)
        opened.watches.start(parsed, opened.target(parsed, WatchTarget(camera=camera) if camera else None))
        await opened.watches.ready()

    async def _look(self, source: str) -> None:
        """What the button for the camera does."""
        self._start(Request(0, Target(TargetKind.CAMERA, path=source)))

    async def _show(self, kind: str, monitor: int = 0) -> None:
        """What the command that describes such a target does."""
        self._start(Request(0, Target(TargetKind(kind), monitor=monitor)))

    async def _ask(self, question: str, backend: str = "") -> None:
        """What the field for a question does."""
        self._start(Request(0, question=question, send=backend))

    async def _clock(self, ahead: float) -> None:
        """Sets the clock of this process so many seconds before the computer's, or back with 0."""
        time.time = lambda: _clock() + ahead

    def _start(self, request: Request) -> None:
        assert self._rooms and self._senses
        self._rooms.play(Earcon.START)
        self._senses.hearing.stop()
        self._rooms.engine.describe(replace(request, at=time.monotonic()))

    async def _tell(self) -> None:
        """How many watches go on is told with every order."""

    async def _reset(self) -> None:
        """Idle, as after the stop key; nothing is watched, offered or remembered."""
        assert self._rooms and self._senses
        self._senses.hearing.stop()
        await self._senses.hearing.over()
        if self._senses.watches.watches.listing:
            self._senses.watches.watches.stop()
        self._rooms.engine.forget()
        self._rooms.engine.silence()
        await self._rooms.engine.over()


def _leave_if_it_failed(ended: Future[None]) -> None:
    if not ended.cancelled() and (error := ended.exception()):
        logging.error("the app has failed", exc_info=error)
        os._exit(1)


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s", stream=sys.stderr)
    settings, problem = load_settings()
    thread = EngineThread()
    thread.start()
    stage = Stage(settings, Printer(True, True))
    life = thread.submit(stage.live(thread, problem))
    life.add_done_callback(_leave_if_it_failed)
    with (Path(os.environ["MMASSIST_HOME"]) / "orders").open() as orders:  # ends when the test has closed it
        for line in orders:
            thread.submit(stage.obey(*json.loads(line)))
    life.cancel()
    thread.stop()


if __name__ == "__main__":
    main()
