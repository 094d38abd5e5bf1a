"""Blocks on their way to one listener: bounded, and what did not fit is counted."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from types import TracebackType

from mmassist.values import AudioBlock


class Listening:
    """What a microphone gives from its `open` on, as an asynchronous iterator. Belongs to one asyncio loop.

    It never ends by itself and raises nothing: while the device is gone no block comes, and the first one after that says how much is
    missing. A listener must close it: as long as one is open, so is the microphone.
    """

    def __init__(
        self,
        before: Iterable[AudioBlock],
        most: int,
        on_overflow: Callable[[], None],
        on_close: Callable[[Listening], Awaitable[None]],
    ) -> None:
        """`before`: blocks that were heard already. `most`: blocks that wait; then the oldest are dropped and `on_overflow` is called."""
        self._blocks: deque[AudioBlock] = deque(before)
        self._most = most
        self._on_overflow = on_overflow
        self._on_close = on_close
        self._lost = 0
        self._came = asyncio.Event()
        self._closed = False

    def put(self, block: AudioBlock) -> None:
        if len(self._blocks) >= self._most:
            old = self._blocks.popleft()
            self._lost += len(old.samples) + old.lost
            self._on_overflow()
        self._blocks.append(block)
        self._came.set()

    @property
    def waiting(self) -> int:
        """Blocks that were not taken yet."""
        return len(self._blocks)

    async def __aenter__(self) -> Listening:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.aclose()

    def __aiter__(self) -> Listening:
        return self

    async def __anext__(self) -> AudioBlock:
        while not self._blocks and not self._closed:
            self._came.clear()
            await self._came.wait()
        if self._closed:
            raise StopAsyncIteration
        block = self._blocks.popleft()
        if self._lost:
            block, self._lost = replace(block, lost=block.lost + self._lost), 0
        return block

    async def aclose(self) -> None:
        """Ends the iteration, also one that waits. If nobody else listens the device is closed, some milliseconds later."""
        if not self._closed:
            self._closed = True
            self._blocks.clear()
            self._came.set()
            await self._on_close(self)
