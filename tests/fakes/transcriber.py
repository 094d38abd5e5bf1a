"""A recogniser without a model, a detector that takes loud for speech, and sounds for both."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncGenerator, AsyncIterator

import numpy as np

from mmassist.errors import MmassistError
from mmassist.perception.hearing.base import Hints
from mmassist.values import SAMPLE_RATE, AudioBlock, Samples, Transcript, Word

_BLOCK = 320  # samples: 20 ms


class LoudnessDetector:
    """Loud is speech."""

    def probability(self, window: Samples) -> float:
        return 0.95 if float(np.abs(window).max()) > 0.05 else 0.02

    def reset(self) -> None:
        """It has no memory."""


class FakeTranscriber:
    """Says `texts` one after the other, the last one for ever. `pause`: seconds before each reply; `failures`: by request, from 1.

    `asked`: seconds of sound of each request; `partials`: the same of the quick ones; `given_up`: requests that were closed before the end.
    """

    name = "fake"

    def __init__(self, *texts: str, failures: dict[int, MmassistError] | None = None) -> None:
        self._texts = itertools.chain(texts, itertools.repeat(texts[-1] if texts else "What does it say?"))
        self.failures = failures or {}
        self.pause = 0.0
        self.language, self.confidence = "en", 0.9
        self.asked: list[float] = []
        self.partials: list[float] = []
        self.hints: list[Hints] = []
        self.given_up = 0
        self.closed = False

    async def start(self) -> None:
        """It is ready."""

    async def rouse(self) -> None:
        """It is awake."""

    async def transcribe(self, samples: Samples, hints: Hints) -> AsyncGenerator[Transcript, None]:
        self.asked.append(len(samples) / SAMPLE_RATE)
        self.hints.append(hints)
        finished = False
        try:
            await asyncio.sleep(self.pause)
            if failure := self.failures.pop(len(self.asked), None):
                raise failure
            text = next(self._texts)
            yield self._transcript(text, samples, final=False)
            await asyncio.sleep(self.pause)
            yield self._transcript(text, samples, final=True, timed=hints.timed)
            finished = True
        finally:
            self.given_up += not finished

    async def partial(self, samples: Samples, hints: Hints) -> Transcript:
        self.partials.append(len(samples) / SAMPLE_RATE)
        await asyncio.sleep(self.pause)
        return self._transcript("so far", samples, final=False)

    async def aclose(self) -> None:
        self.closed = True

    def _transcript(self, text: str, samples: Samples, *, final: bool, timed: bool = False) -> Transcript:
        seconds = len(samples) / SAMPLE_RATE
        words = tuple(Word(word, 0.0, seconds, 0.9) for word in text.split()) if timed else ()
        return Transcript(text, words, self.language, self.confidence, seconds, self.name, final)


def tone(seconds: float) -> Samples:
    return (0.3 * np.sin(2 * np.pi * 220 * np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE)).astype(np.float32)


def quiet(seconds: float) -> Samples:
    return np.full(round(seconds * SAMPLE_RATE), 1e-4, np.float32)


def sound(*parts: Samples) -> Samples:
    return np.concatenate(parts)


async def blocks(samples: Samples, *, slowly: float = 0.0, endless: bool = False) -> AsyncIterator[AudioBlock]:
    """`samples` as they come from a device, `slowly` seconds apart. `endless`: nothing more comes, but it is not over."""
    for start in range(0, len(samples), _BLOCK):
        yield AudioBlock(samples[start : start + _BLOCK], start / SAMPLE_RATE)
        await asyncio.sleep(slowly)
    if endless:
        await asyncio.Event().wait()
