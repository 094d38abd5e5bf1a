"""Where a listener says that utterances of known length end, and how soon after their last sound it has a transcript."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Any

from mmassist.evaluation.hearing import synthesis
from mmassist.evaluation.hearing.synthesis import Spoken
from mmassist.measure.series import RoundFailed, Series
from mmassist.measure.voice_speed import decoding
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.events import Early, Final, HearingEvent, Withdrawn
from mmassist.perception.hearing.listener import Listener
from mmassist.perception.hearing.vad import SileroDetector
from mmassist.perception.hearing.whisper_transcriber import Options, WhisperTranscriber
from mmassist.values import SAMPLE_RATE, AudioBlock, Samples, Transcript

UTTERANCES = 300
_BLOCK = 320  # samples: 20 ms
_SAME = 0.3  # seconds; a detector's end is not exact, a piece of speech is longer


class KnowsAll:
    """Never wrong, takes no time, and ends everything with a full stop, as real ones do: the hardest to judge by."""

    name = "truth"

    def __init__(self, spoken: Spoken) -> None:
        self._spoken = spoken

    async def start(self) -> None:
        """It is ready."""

    async def transcribe(self, samples: Samples, hints: Hints) -> AsyncGenerator[Transcript, None]:
        for final in (False, True):
            yield self._transcript(samples, final=final)

    async def partial(self, samples: Samples, hints: Hints) -> Transcript:
        return self._transcript(samples, final=False)

    async def aclose(self) -> None:
        """It holds nothing."""

    def _transcript(self, samples: Samples, *, final: bool) -> Transcript:
        seconds = len(samples) / SAMPLE_RATE
        said = self._spoken.until(self._spoken.begin + seconds - 0.3).rstrip(".?")  # the clip begins a little before the speech
        return Transcript(f"{said}.", (), "en", 0.95, seconds, self.name, final)


async def counted(utterances: int, seed: int = synthesis.PUBLISHED_SEED) -> dict[str, Any]:
    """How many of them were split, never ended, or had an answer before their end; faster than in real time."""
    detector = SileroDetector()
    split, unfinished, answered, withdrawn = [], [], [], 0
    for number in range(utterances):
        spoken = synthesis.generate(seed, number)
        listener = Listener(KnowsAll(spoken), detector=detector)
        events = [event async for event in listener.listen(_at_once(spoken.samples))]
        withdrawn += sum(isinstance(event, Withdrawn) for event in events)
        match events[-1]:
            case Final(clip=clip, transcript=transcript):
                if clip.at + clip.seconds < spoken.end - _SAME:
                    split.append(number)
                elif transcript is None or transcript.text.rstrip(".") != spoken.text.rstrip(".?"):
                    answered.append(number)
            case _:
                unfinished.append(number)
    return {
        "count": utterances,
        "seed": seed,
        "longest_pause_ms": 600,
        "split": len(split),
        "unfinished": len(unfinished),
        "answered_early": len(answered),
        "withdrawn": withdrawn,
        "which": {"split": split, "unfinished": unfinished, "answered_early": answered},
        "met": not (split or unfinished or answered),
    }


async def early_times(model: Path, rounds: int, series: Series) -> None:
    """Adds `early` and `last`: milliseconds from an utterance's last sound to its early and its final transcript, in real time. Raises
    RoundFailed where there was no result.

    Where the recogniser took longer than the silence that is the end, the early transcript came with the final one.
    """
    transcriber = WhisperTranscriber(model, Options(device="cpu", decoding=decoding()))
    try:
        await transcriber.start()
        listener = Listener(transcriber)
        await listener.start()
        for number in range(rounds):
            early, final = await _timed(listener, synthesis.generate(synthesis.PUBLISHED_SEED, number))
            series.add("early", early)
            series.add("last", final)
    finally:
        await transcriber.aclose()


async def _timed(listener: Listener, spoken: Spoken) -> tuple[float, float]:
    began = time.monotonic()
    events: list[tuple[float, HearingEvent]] = []
    async with contextlib.aclosing(listener.listen(in_time(spoken.samples, began), Hints("en"))) as heard:
        events = [(time.monotonic() - began, event) async for event in heard]
    final, end = events[-1]
    if not isinstance(end, Final) or end.transcript is None:
        raise RoundFailed("no final transcript")
    early = max((at for at, event in events if isinstance(event, Early) and at > spoken.end), default=final)
    return (early - spoken.end) * 1000, (final - spoken.end) * 1000


async def _at_once(samples: Samples) -> AsyncIterator[AudioBlock]:
    for start in range(0, len(samples), _BLOCK):
        yield AudioBlock(samples[start : start + _BLOCK], start / SAMPLE_RATE)
        for _ in range(5):  # whoever waits for a transcript gets on
            await asyncio.sleep(0)


async def in_time(samples: Samples, began: float) -> AsyncIterator[AudioBlock]:
    """A block comes when its last sample would have been taken up."""
    for start in range(0, len(samples), _BLOCK):
        due = began + (start + _BLOCK) / SAMPLE_RATE
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        yield AudioBlock(samples[start : start + _BLOCK], began + start / SAMPLE_RATE)
