"""The app's side of Whisper: the model runs in a worker process, whose crash or hang costs one request."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from mmassist.errors import MmassistError, WorkerLost
from mmassist.inference.keeping import Keeper
from mmassist.inference.worker import Worker
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.decoding import Options as DecodingOptions
from mmassist.perception.hearing.faults import not_understood
from mmassist.values import Fault, Samples, Transcript, Word

MODULE = "mmassist.perception.hearing.whisper_process"

_RELOADS, _WITHIN = 2, 60.0


@dataclass(frozen=True, slots=True)
class Options:
    """`device`: "auto" (the graphics card if it really works) or "cpu". `hang_after`: seconds of silence before the worker is killed."""

    device: str = "auto"
    hang_after: float = 30.0
    decoding: DecodingOptions = field(default_factory=DecodingOptions)


@dataclass(frozen=True, slots=True)
class Guard:
    """`check`: holds the files to what came before they are loaded once more; blocks, raises ModelMissing or ModelCorrupt. `on_damage` is
    called, on the loop, with what it raised when nobody had asked for anything yet."""

    check: Callable[[], object]
    on_damage: Callable[[MmassistError], None]


class WhisperTranscriber:
    """A `Transcriber`; belongs to one asyncio loop."""

    def __init__(
        self,
        folder: Path,
        options: Options | None = None,
        on_lost: Callable[[], None] | None = None,
        keeper: Keeper | None = None,
        guard: Guard | None = None,
    ) -> None:
        """`folder`: the model in CTranslate2's layout. `on_lost`: called on the loop each time the worker ended without being asked to.

        `keeper`: who watches over the worker, if anybody does. `guard`: of files that anybody may change meanwhile.
        """
        self._folder = folder
        self._options = options or Options()
        self._device = self._options.device
        self._on_lost = on_lost
        self._worker = Worker(MODULE, hang_after=self._options.hang_after, on_lost=self._lost, keeper=keeper)
        self._guard = guard
        self._doubtful = False
        self._checking = asyncio.Lock()
        self._loading: asyncio.Task[None] | None = None
        self._lost_at: list[float] = []
        self.device = ""
        self.trouble: Fault | None = None

    @property
    def name(self) -> str:
        return self._folder.name

    @property
    def pid(self) -> int | None:
        """The worker's process id while it runs."""
        return self._worker.pid

    async def start(self) -> None:
        """Loads and warms the model. Where the graphics card brings the process down, the processor is taken and `trouble` says so."""
        try:
            await self._load()
        except WorkerLost as error:
            if self._device == "cpu":
                raise
            self._device = "cpu"
            await self._load()
            if self.device == "cpu":
                self.trouble = _card_refused(str(error))

    async def rouse(self) -> None:
        """Asks for a sign of life: that the process hangs is then known, and made good, while the user still speaks. What can't be made
        good the next request tells."""
        with contextlib.suppress(MmassistError):
            await self._load()

    async def transcribe(self, samples: Samples, hints: Hints) -> AsyncGenerator[Transcript, None]:
        async with contextlib.aclosing(self._transcripts("transcribe", samples, hints)) as transcripts:
            async for transcript in transcripts:
                yield transcript

    async def partial(self, samples: Samples, hints: Hints) -> Transcript:
        async with contextlib.aclosing(self._transcripts("partial", samples, hints)) as transcripts:
            async for transcript in transcripts:
                return transcript
        raise not_understood("no reply")

    async def aclose(self) -> None:
        if self._loading:
            self._loading.cancel()
            await asyncio.wait([self._loading])
        await self._worker.aclose()

    async def _transcripts(self, op: str, samples: Samples, hints: Hints) -> AsyncGenerator[Transcript, None]:
        """Where the graphics card fails at it the processor goes on, and `trouble` says so."""
        await self._assure()
        fields = {"hints": asdict(hints), "options": asdict(self._options.decoding)}
        request = self._worker.request(op, samples.tobytes(), folder=str(self._folder), device=self._device, **fields)
        async with contextlib.aclosing(request) as replies:
            async for reply in replies:
                if refused := str(reply.fields.get("refused", "")):
                    self.device, self.trouble = "cpu", _card_failed(refused)
                else:
                    yield _transcript(reply.fields["transcript"])

    async def _assure(self) -> None:
        """No process loads what was not checked since the one before it was lost, not even one that is lost during the check."""
        async with self._checking:
            while self._doubtful and self._guard is not None:
                self._doubtful = False
                try:
                    await asyncio.to_thread(self._guard.check)
                except MmassistError:
                    self._doubtful = True
                    raise
                with contextlib.suppress(WorkerLost):  # the request that follows meets the same
                    await self._worker.start()

    async def _load(self) -> None:
        await self._assure()
        async for reply in self._worker.request("load", folder=str(self._folder), device=self._device):
            self.device = str(reply.fields["device"])
            if refused := str(reply.fields["refused"]):
                self.trouble = _card_refused(refused)

    def _lost(self) -> None:
        """The process starts again by itself; its model is loaded before somebody waits for it. One that keeps falling is let lie."""
        self._doubtful = True
        now = time.monotonic()
        self._lost_at = [at for at in self._lost_at if now - at < _WITHIN] + [now]
        if len(self._lost_at) <= _RELOADS and (self._loading is None or self._loading.done()):
            self._loading = asyncio.create_task(self._load_again(), name="speech model")
        if self._on_lost:
            self._on_lost()

    async def _load_again(self) -> None:
        try:
            await self._load()
        except WorkerLost:
            pass  # its keeper tells it
        except MmassistError as error:
            if self._guard is not None:
                self._guard.on_damage(error)


def _card_refused(why: str) -> Fault:
    return Fault(
        f"graphics card: {why}",
        "The graphics card can't be used for speech recognition: the processor does it.",
        "Run mmassist doctor for what is missing.",
    )


def _card_failed(why: str) -> Fault:
    return Fault(
        f"graphics card: {why}",
        "The graphics card failed at speech recognition: the processor does it from now on.",
        "To try the card again, start mmassist again.",
    )


def _transcript(fields: dict[str, Any]) -> Transcript:
    return Transcript(**{**fields, "words": tuple(Word(**word) for word in fields["words"])})
