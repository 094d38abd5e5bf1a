"""A voice without an engine: a tone of 20 ms a character; it can be told to fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import numpy as np

from mmassist.errors import MmassistError, VoiceUnavailable, WorkerLost
from mmassist.speech.voices.base import VoiceOptions, pieces, speakable

_MS_A_CHARACTER = 20


class FakeVoice:
    """`said`: every piece of text that was begun. `failures`: by the number of such a piece, from 1, raised after its first chunk."""

    def __init__(self, name: str = "fake", *, sample_rate: int = 8000, failures: dict[int, Exception] | None = None) -> None:
        self.name = name
        self.sample_rate = sample_rate
        self.failures = failures or {}
        self.start_failure: MmassistError | None = None
        self.said: list[str] = []
        self.options: list[VoiceOptions] = []
        self.missing: set[str] = set()
        self.pause = 0.0
        self.cancelled = 0
        self.closed = False

    async def start(self) -> None:
        if self.start_failure:
            raise self.start_failure

    async def synthesise(self, text: str, options: VoiceOptions) -> AsyncGenerator[bytes, None]:
        if options.voice in self.missing:
            raise VoiceUnavailable(f"no voice {options.voice}")
        complete = False
        try:
            for piece in pieces(speakable(text)):
                self.said.append(piece)
                self.options.append(options)
                async for chunk in self._tone(piece):
                    yield chunk
            complete = True
        finally:
            self.cancelled += not complete

    async def _tone(self, text: str) -> AsyncGenerator[bytes, None]:
        frames = self.sample_rate * _MS_A_CHARACTER // 1000
        for index in range(len(text)):
            # A cosine, so that the first sample is sound.
            wave = 8000 * np.cos(2 * np.pi * 500 * np.arange(frames) / self.sample_rate)
            yield wave.astype(np.int16).tobytes()
            await asyncio.sleep(self.pause)
            if index == 0 and (failure := self.failures.pop(len(self.said), None)):
                raise failure

    def kill(self) -> None:
        self.failures[len(self.said) + 1] = WorkerLost("killed")

    hang = kill

    async def aclose(self) -> None:
        self.closed = True
