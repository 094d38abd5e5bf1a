"""What the built-in voices have in common: an engine in a worker process, fed piece by piece."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator

from mmassist.inference.keeping import Keeper
from mmassist.inference.worker import Worker
from mmassist.speech.signs import SIGNS
from mmassist.speech.voices.base import FASTEST, SLOWEST, VoiceOptions, pieces, speakable


class WorkerVoice:
    """A voice whose engine answers `about` and `speak` in a process of its own (see `espeak_process`)."""

    def __init__(self, name: str, module: str, hang_after: float) -> None:
        self._name = name
        self._worker = Worker(module, hang_after=hang_after)
        self._sample_rate = 22050
        self._told_of = ("", VoiceOptions())
        self._words: dict[int, int] = {}  # by the bytes before it, where in that text a word begins, as far as the engine tells

    @property
    def name(self) -> str:
        return self._name

    @property
    def sample_rate(self) -> int:
        return self._sample_rate

    @property
    def pid(self) -> int | None:
        """Process id of the engine while it runs."""
        return self._worker.pid

    def keep(self, keeper: Keeper) -> None:
        """Whoever decides from now on what becomes of the engine's process when it fails."""
        self._worker.keeper = keeper

    async def start(self) -> None:
        async for reply in self._worker.request("about"):
            self._sample_rate = int(reply.fields["sample_rate"])
        # The first sentence of a fresh engine costs several times the second.
        async for _ in self.synthesise("ready", VoiceOptions()):
            pass

    async def synthesise(self, text: str, options: VoiceOptions) -> AsyncGenerator[bytes, None]:
        if (text, options) != self._told_of:
            self._told_of, self._words = (text, options), {}
        worded, end, given = self._worded(speakable(text), options), 0, 0
        # A piece at a time: an engine runs far ahead of the ear, and what it has made waits in this process's memory.
        for piece in pieces(worded):
            start = worded.index(piece, end)
            end = start + len(piece)
            fields = {
                "text": piece,
                "voice": options.voice,
                "rate": min(max(options.rate, SLOWEST), FASTEST),
                "pitch": min(max(options.pitch, 0), 100),
                "volume": min(max(options.volume, 0), 100),
                "punctuation": options.punctuation,
                "signs": SIGNS.get(options.punctuation, ""),
                "capitals": options.capitals,
            }
            async with contextlib.aclosing(self._worker.request("speak", **fields)) as replies:
                begin = given
                async for reply in replies:
                    if worded == text:
                        self._words |= {begin + 2 * sample: start + place for place, sample in reply.fields.get("words", ())}
                    given += len(reply.body)
                    yield reply.body

    def place(self, given: int) -> int | None:
        return max(((at, place) for at, place in self._words.items() if at <= given), default=(0, None))[1]

    def _worded(self, text: str, options: VoiceOptions) -> str:
        """`text` with what the engine does not name by itself in words."""
        return text

    async def aclose(self) -> None:
        await self._worker.aclose()
