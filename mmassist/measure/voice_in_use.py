"""Our Whisper as it is used: the sound comes in real time, and what counts is the time from the moment at which the end is known.

faster-whisper is given the same sound at that moment: it has no way to begin sooner.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np

from mmassist.measure.series import RoundFailed, Series
from mmassist.measure.voice_ends import in_time
from mmassist.measure.voice_opponent import FasterWhisper
from mmassist.measure.voice_speed import decoding, utterance
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.events import Ended, Final
from mmassist.perception.hearing.listener import Listener, Manner
from mmassist.perception.hearing.whisper_transcriber import Options, WhisperTranscriber
from mmassist.values import SAMPLE_RATE, AudioBlock, AudioClip, Samples

_LEAD, _REST = 0.5, 1.6  # seconds before and after what is said
_ROOM = 1e-4  # of full scale: what is heard of a quiet room
_TICK = os.sysconf("SC_CLK_TCK")


async def in_use(model: Path, rounds: int, series: Series) -> None:
    """Adds milliseconds from the end to the final transcript of five seconds of speech: `held`, of a key that is let go with the last
    sample; `free`, of an end that is found by silence. With each, faster-whisper's (`-opponent`) on the same clip, and the share of it in
    percent (`-ratio`). `looks`: percent of one core that the recogniser takes while somebody speaks.

    Raises RoundFailed where there was no result.
    """
    opponent = FasterWhisper(model)
    ours = WhisperTranscriber(model, Options(device="cpu", decoding=decoding()))
    try:
        await ours.start()
        listener = Listener(ours)
        await listener.start()
        for number in range(-1, rounds):  # the first warms both up
            samples, of_round = utterance(number + 1), Series()
            key = _Key(listener, ours.pid)
            _compared(of_round, "held", *await _let_go(listener, samples, key), opponent)
            _compared(of_round, "free", *await _found(listener, samples), opponent)
            of_round.add("looks", 100 * key.spent / (len(samples) / SAMPLE_RATE))
            if number >= 0:
                for name, values in of_round.values.items():
                    series.add(name, values[0])
    finally:
        await ours.aclose()


def _compared(series: Series, key: str, ours: float, clip: AudioClip, opponent: FasterWhisper) -> None:
    theirs = opponent.milliseconds(clip.samples)
    for name, value in ((key, ours), (f"{key}-opponent", theirs), (f"{key}-ratio", 100 * ours / theirs)):
        series.add(name, value)


class _Key:
    """Held while something is said, and let go with its last sample. `spent`: the recogniser's seconds of processor time meanwhile."""

    def __init__(self, listener: Listener, pid: int | None) -> None:
        self._listener = listener
        self._pid = pid
        self.let_go_at = self.spent = 0.0

    async def held(self, samples: Samples) -> AsyncIterator[AudioBlock]:
        before = _processor_time(self._pid)
        async for block in in_time(samples, time.monotonic()):
            yield block
        self.spent = _processor_time(self._pid) - before
        self.let_go_at = time.monotonic()
        self._listener.release()
        await asyncio.Event().wait()


async def _let_go(listener: Listener, samples: Samples, key: _Key) -> tuple[float, AudioClip]:
    async for event in listener.listen(key.held(_in_a_room(samples, 0.0)), Hints("en"), Manner.HELD):
        if isinstance(event, Final):
            return (time.monotonic() - key.let_go_at) * 1000, _understood(event)
    raise RoundFailed("no end")


async def _found(listener: Listener, samples: Samples) -> tuple[float, AudioClip]:
    known = 0.0
    async for event in listener.listen(in_time(_in_a_room(samples, _REST), time.monotonic()), Hints("en")):
        if isinstance(event, Ended):
            known = time.monotonic()
        elif isinstance(event, Final):
            return (time.monotonic() - known) * 1000, _understood(event)
    raise RoundFailed("no end")


def _understood(final: Final) -> AudioClip:
    if final.transcript is None:
        raise RoundFailed("no final transcript")
    return final.clip


def _in_a_room(samples: Samples, rest: float) -> Samples:
    before, after = (np.full(round(seconds * SAMPLE_RATE), _ROOM, np.float32) for seconds in (_LEAD, rest))
    return np.concatenate([before, samples, after])


def _processor_time(pid: int | None) -> float:
    """Seconds, of all threads, since the process began."""
    words = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / _TICK
