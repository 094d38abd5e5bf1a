"""A recogniser whose model is found, checked and loaded when it is started: reading hundreds of megabytes must not hold up the app."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

from mmassist.errors import MmassistError
from mmassist.inference.keeping import Keeper
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.whisper_transcriber import Guard, WhisperTranscriber
from mmassist.values import Fault, Samples, Transcript


class LateTranscriber:
    """A `Transcriber`; belongs to one asyncio loop. Who asks before it is ready waits."""

    def __init__(
        self,
        find: Callable[[], Path],
        keeper: Keeper,
        on_trouble: Callable[[Fault], None],
        on_damage: Callable[[MmassistError], None],
    ) -> None:
        """`find`: the model's folder; blocks, raises ModelMissing or ModelCorrupt. `keeper`: who watches over the worker.

        `on_trouble`: what makes it slower than it could be, once. `on_damage`: why it can't be loaded again, where nobody has asked.
        """
        self._find = find
        self._keeper = keeper
        self._on_trouble = on_trouble
        self._guard = Guard(find, on_damage)
        self._made: WhisperTranscriber | None = None
        self._told: Fault | None = None
        self._loading = asyncio.Lock()

    @property
    def name(self) -> str:
        return self._made.name if self._made else ""

    async def start(self) -> None:
        await self._ready()

    async def rouse(self) -> None:
        """See `WhisperTranscriber.rouse`; nothing where it was never ready."""
        if self._made is not None:
            await self._made.rouse()

    async def transcribe(self, samples: Samples, hints: Hints) -> AsyncGenerator[Transcript, None]:
        made = await self._ready()
        try:
            async with contextlib.aclosing(made.transcribe(samples, hints)) as transcripts:
                async for transcript in transcripts:
                    yield transcript
        finally:
            self._tell(made)

    async def partial(self, samples: Samples, hints: Hints) -> Transcript:
        made = await self._ready()
        try:
            return await made.partial(samples, hints)
        finally:
            self._tell(made)

    async def aclose(self) -> None:
        """One that is being loaded just now ends once it is."""
        async with self._loading:
            if self._made is not None:
                await self._made.aclose()

    async def _ready(self) -> WhisperTranscriber:
        async with self._loading:
            if self._made is None:
                made = WhisperTranscriber(await asyncio.to_thread(self._find), keeper=self._keeper, guard=self._guard)
                async with contextlib.AsyncExitStack() as undo:
                    undo.push_async_callback(made.aclose)
                    await made.start()
                    undo.pop_all()
                self._made = made
                self._tell(made)
            return self._made

    def _tell(self, made: WhisperTranscriber) -> None:
        """What makes it slower than it could be may also come while it works."""
        if made.trouble is not None and made.trouble != self._told:
            self._told = made.trouble
            self._on_trouble(made.trouble)
