"""Who decides what becomes of a worker process that failed: a rule of its own, or whoever watches over all of them."""

from __future__ import annotations

import time
from typing import Protocol

from mmassist.errors import WorkerLost


class Keeper(Protocol):
    """All of it on the worker's loop, and at once."""

    @property
    def refusal(self) -> WorkerLost | None:
        """A new error that each request is refused with; None as long as the process may run."""
        ...

    def lost(self, why: str) -> float | None:
        """The process ended unasked, hung, or could not be started again. Seconds until it is started again; None: only by a request."""
        ...

    def works(self) -> None:
        """The process is ready."""
        ...

    def silent(self) -> None:
        """It gives no sign of life, but may only be slow: who waits for it should know."""
        ...

    def failed(self, why: str) -> WorkerLost:
        """What a request ends with whose process was lost."""
        ...


class Restarts:
    """The rule of a worker that nobody watches over: started again at once, at most so many times in so many seconds."""

    def __init__(self, most: int = 3, within: float = 60.0) -> None:
        self._most = most
        self._within = within
        self._lost_at: list[float] = []

    @property
    def refusal(self) -> WorkerLost | None:
        return None

    def lost(self, why: str) -> float | None:
        now = time.monotonic()
        self._lost_at = [at for at in self._lost_at if now - at < self._within] + [now]
        return 0.0 if len(self._lost_at) <= self._most else None

    def works(self) -> None:
        """Nobody is told."""

    def silent(self) -> None:
        """Nobody is told."""

    def failed(self, why: str) -> WorkerLost:
        return WorkerLost(why)
