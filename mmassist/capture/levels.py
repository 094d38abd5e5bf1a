"""How loud a microphone is, in figures, in sentences and as a tone. Pure.

Levels are in dBFS: decibels below the loudest that the format can hold, so that a full-scale sine has a peak of 0 and an RMS of -3.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mmassist.values import SAMPLE_RATE, AudioBlock, Samples

NOTHING = -120.0
"""dBFS; what is below is said to be this."""

_CLIPPED_AT = 0.985  # of full scale; converters and servers clip a little below it
_RUN = 3  # samples in a row at the limit; one alone may be a peak
_HUMS = ((50.0, 100.0, 150.0), (60.0, 120.0, 180.0))  # Hz of the mains and what goes with it


@dataclass(frozen=True, slots=True)
class Level:
    """Of one block. `rms`, `peak`: dBFS, without its constant part. `clipped`: samples at the limit, in runs.

    `muted`: every sample is zero. `offset`: the constant part, -1 to 1.
    """

    rms: float
    peak: float
    clipped: int = 0
    muted: bool = False
    offset: float = 0.0


def level(samples: Samples) -> Level:
    """Of mono samples, any number. About 30 microseconds for a block."""
    if not samples.size or not samples.any():
        return Level(NOTHING, NOTHING, muted=True)
    offset = float(samples.mean())
    centred = samples - np.float32(offset)
    return Level(
        decibels(float(np.sqrt(np.mean(centred * centred)))),
        decibels(float(np.abs(centred).max())),
        _clipped(samples),
        offset=offset,
    )


def decibels(amplitude: float) -> float:
    """dBFS of an amplitude, 0 to 1."""
    return max(NOTHING, 20 * math.log10(amplitude)) if amplitude > 0 else NOTHING


def _clipped(samples: Samples) -> int:
    at_limit = np.abs(samples) >= _CLIPPED_AT
    if not at_limit.any():
        return 0
    edges = np.flatnonzero(np.diff(np.concatenate(([False], at_limit, [False])).astype(np.int8)))
    runs = edges[1::2] - edges[::2]
    return int(runs[runs >= _RUN].sum())


def hum(samples: Samples) -> float:
    """The part of the power, 0 to 1, that is mains hum (50 or 60 Hz and its first overtones). Needs half a second or more."""
    if samples.size < SAMPLE_RATE // 2 or not samples.any():
        return 0.0
    power = np.abs(np.fft.rfft((samples - samples.mean()) * np.hanning(samples.size))) ** 2
    width = samples.size / SAMPLE_RATE  # bins per Hz

    def near(hertz: float) -> float:
        return float(power[max(0, round((hertz - 3) * width)) : round((hertz + 3) * width) + 1].sum())

    total = float(power.sum())
    return max(sum(near(hertz) for hertz in tones) for tones in _HUMS) / total if total else 0.0


class Advice(StrEnum):
    """What a user can do about a level, as it is spoken."""

    MUTED = "Silence. The microphone may be muted."
    CLIPPING = "Clipping: move away from the microphone, or turn it down."
    TOO_QUIET = "Too quiet: come closer, or turn the microphone up."
    NOISY = "Noisy: it is nearly as loud between your words as while you speak."
    HUM = "There is a hum: try another socket or cable."
    OFFSET = "The microphone has a fault: its sound is off centre. Try another socket or cable."
    GOOD = "Good level."


# dBFS of speech (its louder parts, RMS by block) and of what is between; from the targets for voice in ITU-T P.56 and P.1100, with room
# to both sides, because recognisers put up with more than listeners do.
_QUIET_SPEECH = -45.0
_NOISE_FLOOR = -35.0
_LEAST_CONTRAST = 10.0  # dB
_CLIPPED_SHARE = 0.05  # of the blocks
_OFFSET = 0.05
_HUM_SHARE = 0.6
_ENOUGH = 31  # blocks: a second


def advice(history: Sequence[Level], hum_share: float = 0.0) -> tuple[Advice, ...]:
    """What to say of the levels of a time in which somebody spoke, most important first; empty for less than a second of them.

    `hum_share`: see `hum`. `GOOD` stands alone.
    """
    if len(history) < _ENOUGH:
        return ()
    if all(level.muted for level in history):
        return (Advice.MUTED,)
    rms = np.array([level.rms for level in history])
    loud, between = float(np.percentile(rms, 90)), float(np.percentile(rms, 10))
    found: list[Advice] = []
    if sum(level.clipped > 0 for level in history) >= max(2, _CLIPPED_SHARE * len(history)):
        found.append(Advice.CLIPPING)
    if loud < _QUIET_SPEECH:
        found.append(Advice.TOO_QUIET)
    if hum_share > _HUM_SHARE:
        found.append(Advice.HUM)
    elif between > _NOISE_FLOOR and loud - between < _LEAST_CONTRAST:
        found.append(Advice.NOISY)
    if float(np.median([abs(level.offset) for level in history])) > _OFFSET:
        found.append(Advice.OFFSET)
    return tuple(found) or (Advice.GOOD,)


_LOWEST, _HIGHEST = 200.0, 1600.0  # Hz: three octaves, easily told apart on a small loudspeaker
_FROM, _TO = -60.0, 0.0  # dBFS


def pitch(level: Level) -> float:
    """Hz of the tone that tells `level` to the ear: an octave for each 20 dB of the peak, 0 (no tone) for a muted one."""
    if level.muted:
        return 0.0
    share = (min(max(level.peak, _FROM), _TO) - _FROM) / (_TO - _FROM)
    return float(_LOWEST * (_HIGHEST / _LOWEST) ** share)


class LevelMeter:
    """Takes the blocks of a running recording and remembers the last seconds. Used from one thread."""

    def __init__(self, seconds: float = 3.0) -> None:
        self._most = max(_ENOUGH, round(seconds * SAMPLE_RATE / 512))
        self._history: list[Level] = []
        self._samples: list[Samples] = []
        self._told: set[Advice] = set()

    def add(self, block: AudioBlock) -> Level:
        found = level(block.samples)
        self._history = [*self._history, found][-self._most :]
        self._samples = [*self._samples, block.samples][-self._most :]
        return found

    def advice(self) -> tuple[Advice, ...]:
        """For now: see `advice` above."""
        samples = np.concatenate(self._samples) if self._samples else np.zeros(0, np.float32)
        return advice(self._history, hum(samples))

    def news(self) -> tuple[Advice, ...]:
        """What of it was not told yet, each once; nothing where all is good."""
        fresh = tuple(each for each in self.advice() if each not in self._told and each is not Advice.GOOD)
        self._told.update(fresh)
        return fresh
