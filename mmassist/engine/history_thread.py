"""The history for the engine's loop: its blocking calls in one thread of their own, and none of them while the session is locked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from mmassist.engine.history import Entry, Options, Page, Query, entry_of
from mmassist.engine.history_export import export
from mmassist.engine.history_store import HistoryStore
from mmassist.errors import HistoryLocked, MmassistError
from mmassist.values import Turn

_T = TypeVar("_T")


class History:
    """Made and used on the engine's loop; nothing here waits for the disk on it. What waits for it raises HistoryLocked while it is
    locked, and MmassistError where the file can't be used."""

    def __init__(self, path: Path, options: Options, report: Callable[[MmassistError], None]) -> None:
        """Opens nothing yet. `report` is told of each kind of trouble once, on the loop."""
        self._loop = asyncio.get_running_loop()
        self._options = options
        self._store = HistoryStore(path, options, lambda error: self._loop.call_soon_threadsafe(report, error))
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="history")
        self._since = time.time()
        self._locked: bool | None = False
        self._known = asyncio.Event()
        self._known.set()
        self._held: list[Entry] = []

    @property
    def enabled(self) -> bool:
        """Whether turns are written down."""
        return self._options.enabled

    def use(self, options: Options) -> None:
        """From now on; returns at once."""
        self._options = options
        self._loop.run_in_executor(self._thread, self._store.use, options)

    def tidy(self) -> None:
        """Lets go of what is too old; returns at once."""
        self._loop.run_in_executor(self._thread, self._store.tidy)

    def lock(self, locked: bool | None) -> None:
        """To be told by whoever knows whether the session is locked: then nothing is written down, and nothing told. None: that is being
        found out, and all waits for it."""
        self._locked = locked
        if locked is None:
            self._known.clear()
            return
        held, self._held = self._held, []
        for entry in () if locked else held:
            self._write(entry)
        self._known.set()

    def note(self, turn: Turn) -> None:
        """Writes a turn down, if it is one that may be; returns at once."""
        if not self._options.enabled or self._locked or (entry := entry_of(turn)) is None:
            return
        if self._locked is None:
            self._held.append(entry)
        else:
            self._write(entry)

    def _write(self, entry: Entry) -> None:
        self._loop.run_in_executor(self._thread, self._store.record, entry)

    async def find(self, query: Query) -> Page:
        return await self._run(partial(self._store.find, query))

    async def delete(self, ids: tuple[int, ...]) -> int:
        """How many there were."""
        return await self._run(partial(self._store.delete, ids))

    def forget_run(self) -> None:
        """Deletes what was told since the app was started; returns at once, and where it can't that is reported."""
        self._loop.run_in_executor(self._thread, self._store.forget_since, self._since)

    async def export(self, path: Path, query: Query) -> int:
        """Writes what is found to a file that ends in .json, .csv or .txt, and tells how many entries that were."""

        def written() -> int:
            entries = self._store.find(query).entries
            export(entries, path)
            return len(entries)

        return await self._run(written)

    async def wipe(self) -> None:
        await self._run(self._store.wipe)

    async def aclose(self) -> None:
        """Writes what is waiting and ends the thread."""
        await self._loop.run_in_executor(self._thread, self._store.close)
        self._thread.shutdown()

    async def _run(self, action: Callable[[], _T]) -> _T:
        await self._known.wait()
        if self._locked:
            raise HistoryLocked("the session is locked")
        return await self._loop.run_in_executor(self._thread, action)
