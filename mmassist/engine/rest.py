"""What is done when nothing was asked for a moment."""

from __future__ import annotations

import asyncio

from mmassist.inference import heap


class Rest:
    """Belongs to the engine's loop."""

    def __init__(self) -> None:
        self._due: asyncio.TimerHandle | None = None
        self._giving: asyncio.Future[None] | None = None

    def begins(self, turn: object) -> None:
        """A `turn` has ended: if no other does within `heap.REST` seconds, the memory that is free goes back to the system."""
        self.close()
        self._due = asyncio.get_running_loop().call_later(heap.REST, self._give)

    def _give(self) -> None:
        self._giving = asyncio.get_running_loop().run_in_executor(None, heap.give_back)

    def close(self) -> None:
        """Idempotent."""
        if self._due is not None:
            self._due.cancel()
