"""A backend that says what the test wrote."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from mmassist.backends.base import Capabilities
from mmassist.errors import BackendError
from mmassist.values import BackendEvent, Finished, FusedPrompt, TextDelta


class FakeBackend:
    """Yields `pieces`, each after `pause` seconds; then raises `error` if there is one. Remembers what it was asked."""

    name = "fake"
    capabilities = Capabilities(images=False, audio=False, streaming=True, local=True)

    def __init__(self, *pieces: str, pause: float = 0.0, error: BackendError | None = None) -> None:
        self.pieces = pieces or ("A window with two buttons.", " Nothing else.")
        self.pause = pause
        self.error = error
        self.prompts: list[FusedPrompt] = []
        self.cancelled: list[int] = []
        self.closed = False

    async def stream(self, prompt: FusedPrompt) -> AsyncGenerator[BackendEvent, None]:
        self.prompts.append(prompt)
        finished = False
        try:
            for piece in self.pieces:
                await asyncio.sleep(self.pause)
                yield TextDelta(prompt.turn_id, piece)
            if self.error is not None:
                raise self.error
            finished = True
            yield Finished(prompt.turn_id, "fake")
        finally:
            if not finished and self.error is None:
                self.cancelled.append(prompt.turn_id)

    async def aclose(self) -> None:
        self.closed = True
