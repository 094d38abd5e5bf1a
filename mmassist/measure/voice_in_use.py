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
    percent (`-ratio`); and percent of one core that the recogniser takes while somebody speaks (`-looks`).

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
            for key, measured in (("held", _let_go), ("free", _found)):
                speaker = _Speaker(listener, ours.pid, samples)
                _compared(of_round, key, *await measured(listener, speaker), opponent)
                of_round.add(f"{key}-looks", 100 * speaker.spent / (len(samples) / SAMPLE_RATE))
            if number >= 0:
                for name, values in of_round.values.items():
                    series.add(name, values[0])
    finally:
        await ours.aclose()


def _compared(series: Series, key: str, ours: float, clip: AudioClip, opponent: FasterWhisper) -> None:
    theirs = opponent.milliseconds(clip.samples)
    for name, value in ((key, ours), (f"{key}-opponent", theirs), (f"{key}-ratio", 100 * ours / theirs)):
        series.add(name, value)


class _Speaker:
    """Says something once. `spent`: the recogniser's seconds of processor time meanwhile; `let_go_at`: when the key was let go."""

    def __init__(self, listener: Listener, pid: int | None, samples: Samples) -> None:
        self._listener = listener
        self._pid = pid
        self._samples = samples
        self.let_go_at = self.spent = 0.0

    async def held(self) -> AsyncIterator[AudioBlock]:
        """A key is held, and let go with the last sample."""
        async for block in self._said(0.0):
            yield block
        self.let_go_at = time.monotonic()
        self._listener.release()
        await asyncio.Event().wait()

    async def free(self) -> AsyncIterator[AudioBlock]:
        async for block in self._said(_REST):
            yield block

    async def _said(self, rest: float) -> AsyncIterator[AudioBlock]:
        sound = _in_a_room(self._samples, rest)
        left = len(sound) - round(rest * SAMPLE_RATE)
        before = _processor_time(self._pid)
        async for block in in_time(sound, time.monotonic()):
            yield block
            if 0 < left <= len(block.samples):
                self.spent = _processor_time(self._pid) - before
            left -= len(block.samples)


async def _let_go(listener: Listener, speaker: _Speaker) -> tuple[float, AudioClip]:
    async for event in listener.listen(speaker.held(), Hints("en"), Manner.HELD):
        if isinstance(event, Final):
            return (time.monotonic() - speaker.let_go_at) * 1000, _understood(event)
    raise RoundFailed("no end")


async def _found(listener: Listener, speaker: _Speaker) -> tuple[float, AudioClip]:
    known = 0.0
    async for event in listener.listen(speaker.free(), Hints("en")):
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
