"""Knows when the engine's loop is held up: by what goes to the log, and that it is over is told."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """`every`: seconds from one beat of the loop to the next; `late`: after so many without one it is held up."""

    every: float = 0.5
    late: float = 2.0


class Pulse:
    """Made, started and closed on the loop; a thread of its own listens to the beats."""

    def __init__(self, stuck: Callable[[], None], over: Callable[[float], None], options: Options = Options()) -> None:
        """`stuck`: called on the thread, once each time that the loop is held up; `over`: on the loop, with the seconds it took."""
        self._stuck = stuck
        self._over = over
        self._options = options
        self._beat_at = time.monotonic()
        self._is_stuck = False
        self._ends = threading.Event()
        self._loop_thread = threading.get_ident()
        self._thread = threading.Thread(target=self._listen, name="pulse", daemon=True)
        self._beating: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._beating = asyncio.create_task(self._beat(), name="pulse")
        self._thread.start()

    async def aclose(self) -> None:
        self._ends.set()
        if self._beating is not None:
            self._beating.cancel()
            await asyncio.wait([self._beating])
        await asyncio.to_thread(self._thread.join)

    async def _beat(self) -> None:
        while True:
            now = time.monotonic()
            before, self._beat_at = self._beat_at, now
            if self._is_stuck:
                self._is_stuck = False
                log.warning("the engine was held up for %.1f s", now - before)
                self._over(now - before)
            await asyncio.sleep(self._options.every)

    def _listen(self) -> None:
        looked = time.monotonic()
        while not self._ends.wait(self._options.every):
            now = time.monotonic()
            slept, looked = now - looked, now
            if slept > self._options.late:
                # This thread was held up too: the whole program was stopped, or the computer slept.
                self._beat_at = now
            elif now - self._beat_at > self._options.late and not self._is_stuck:
                log.error("the engine is held up:\n%s", self._stack())
                self._is_stuck = True
                self._stuck()

    def _stack(self) -> str:
        """Where the loop's thread is: lines of code, and nothing of what it works on."""
        frame = sys._current_frames().get(self._loop_thread)
        return "".join(traceback.format_stack(frame)) if frame is not None else "its thread is gone"
