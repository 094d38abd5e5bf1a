"""The record of turns for the engine's loop: its blocking calls in one thread of their own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from mmassist.engine.metrics import Row, Stats, spent_of
from mmassist.engine.metrics_export import export
from mmassist.engine.metrics_store import MetricsStore
from mmassist.errors import MmassistError

_T = TypeVar("_T")
_Costs = list[tuple[float, float]]


class Metrics:
    """Made and used on the engine's loop; nothing here waits for the disk on it."""

    def __init__(self, path: Path, report: Callable[[MmassistError], None]) -> None:
        """`report` is told of each kind of trouble once, on the loop."""
        self._loop = asyncio.get_running_loop()
        self._store = MetricsStore(path, lambda error: self._loop.call_soon_threadsafe(report, error))
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="metrics")
        self._costs: _Costs = []
        self._added: list[tuple[int, float, float]] = []
        self._number = 0
        self._doubt: MmassistError | None = None
        self._read_costs(lambda: None)

    async def ready(self) -> None:
        """Reads the file, so that `spent` knows what other processes have recorded too, and `doubt` whether that is all."""
        self._read_costs(lambda: None)
        self._doubt = await self._run(self._store.doubt)

    def record(self, row: Row) -> None:
        """Returns at once; what it cost counts at once."""
        self._number += 1
        self._added.append((self._number, row.at, row.cost or 0.0))
        self._read_costs(partial(self._store.record, row))

    def spent(self) -> tuple[float, float]:
        """US dollars spent on this local day and in this month, by what was recorded here, and elsewhere up to the last `ready`."""
        return spent_of([*self._costs, *((at, cost) for _, at, cost in self._added)], time.time())

    def doubt(self) -> MmassistError | None:
        """See `MetricsStore.doubt`; as it was at the last `ready`."""
        return self._doubt

    async def stats(self, since: float) -> Stats:
        """The figures since a time, in seconds since 1970. Raises MmassistError."""
        return await self._run(partial(self._store.stats, since))

    async def export(self, path: Path, since: float = 0.0) -> None:
        """Writes the rows to a file for other programs. Raises MmassistError."""
        await self._run(lambda: export(self._store.rows(since), path))

    async def wipe(self) -> None:
        """Forgets all. Raises MmassistError."""
        await self._run(self._store.wipe)
        self._costs, self._added = [], []

    async def aclose(self) -> None:
        """Writes what is waiting and ends the thread."""
        await self._run(self._store.close)
        self._thread.shutdown()

    def _read_costs(self, first: Callable[[], None]) -> None:
        """Does something first. One thread works in turn, so what is read then holds all that was recorded before."""

        def read() -> _Costs:
            first()
            return self._store.costs()

        self._loop.run_in_executor(self._thread, read).add_done_callback(partial(self._costs_read, self._number))

    def _costs_read(self, number: int, found: asyncio.Future[_Costs]) -> None:
        self._costs = found.result()
        self._added = [each for each in self._added if each[0] > number]

    async def _run(self, action: Callable[[], _T]) -> _T:
        return await self._loop.run_in_executor(self._thread, action)
