"""A thread with an asyncio loop of its own, for rooms that are asked from any thread and have to do with a bus."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

_T = TypeVar("_T")

_PATIENCE = 3.0  # seconds for what runs to end


class LoopThread:
    """Runs a loop from `start` to `close`. `submit` may be called from any thread, `close` from any but the loop's own."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Idempotent."""
        if self._thread is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._run, args=(self._loop,), name=self._name, daemon=True)
            self._thread.start()

    @property
    def is_running(self) -> bool:
        return self._thread is not None

    def submit(self, coroutine: Coroutine[Any, Any, _T]) -> Future[_T]:
        """Runs it on the loop. Only between `start` and `close`."""
        assert self._loop is not None  # noqa: S101 - narrows the type
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def call(self, function: Callable[[], object]) -> None:
        """Runs `function` soon on the loop. Only between `start` and `close`."""
        assert self._loop is not None  # noqa: S101 - narrows the type
        self._loop.call_soon_threadsafe(function)

    def close(self) -> None:
        """Cancels what still runs there, ends the loop and joins the thread. Idempotent."""
        if self._thread is None or self._loop is None:
            return
        ending = self.submit(_cancel_all())
        try:
            ending.result(_PATIENCE)
        except (TimeoutError, CancelledError):
            ending.cancel()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._thread = self._loop = None

    @staticmethod
    def _run(loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()


async def _cancel_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    if others:
        await asyncio.wait(others)
