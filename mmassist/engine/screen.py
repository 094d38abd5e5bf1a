"""The thread that pictures are taken on: a handle on the screen is bound to the thread that opened it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, TypeVarTuple

from mmassist.engine.parts import Grabber

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")


class Screen:
    """Opened at once, and shared by all who look at this screen. Belongs to the engine's loop."""

    def __init__(self, grabber: Grabber) -> None:
        self._grabber = grabber
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="screen")
        self._thread.submit(grabber.open)

    async def run(self, what: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
        """On that thread, after what was asked for before. Raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, what, *arguments)

    def close(self) -> None:
        """Lets go of the screen and ends the thread."""
        self._thread.submit(self._grabber.close)
        self._thread.shutdown()
