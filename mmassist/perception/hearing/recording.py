"""The samples of one utterance as they come in: cut into the detector's windows, and kept from a little before its beginning."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mmassist.perception.hearing.base import LONGEST
from mmassist.perception.hearing.vad import WINDOW
from mmassist.values import SAMPLE_RATE, AudioBlock, AudioClip, Samples

_BEFORE = 0.3  # seconds that are kept before speech: the detector hears a soft beginning late
_ROOM = round((LONGEST + 2) * SAMPLE_RATE)


class Recording:
    """Times are seconds from its first sample. What is older than needed is forgotten."""

    def __init__(self) -> None:
        self._samples: Samples = np.zeros(2 * _ROOM, np.float32)
        self._held = 0  # samples in the buffer
        self._forgotten = 0  # samples that stood before them
        self._judged = 0  # samples that were given out as windows, from the first
        self._kept_from = 0
        self._began = 0.0
        self.silent = True

    def add(self, block: AudioBlock) -> None:
        """Blocks of more than two seconds are not expected."""
        if self._held == 0 and self._forgotten == 0:
            self._began = block.at
        for start in range(0, len(block.samples), _ROOM // 2):
            self._append(block.samples[start : start + _ROOM // 2])
        self.silent = self.silent and not block.samples.any()

    def windows(self) -> Iterator[Samples]:
        """Those that are complete and were not given out yet."""
        while self._judged + WINDOW <= self._forgotten + self._held:
            start = self._judged - self._forgotten
            self._judged += WINDOW
            yield self._samples[start : start + WINDOW]

    def forget(self, before: float) -> None:
        """Nothing will be asked for from long before `before`."""
        self._kept_from = max(0, round((before - _BEFORE) * SAMPLE_RATE))

    def at(self, seconds: float) -> float:
        """The clock's time of a sample."""
        return self._began + seconds

    def clip(self, begin: float, end: float | None, source: str) -> AudioClip:
        """From a little before `begin` to `end` (None: to the newest sample)."""
        start = max(self._forgotten, round((begin - _BEFORE) * SAMPLE_RATE))
        newest = self._forgotten + self._held
        stop = newest if end is None else min(newest, round(end * SAMPLE_RATE))
        samples = self._samples[start - self._forgotten : max(start, stop) - self._forgotten].copy()
        samples = samples[: round(LONGEST * SAMPLE_RATE)]
        samples.flags.writeable = False
        return AudioClip(samples, self.at(start / SAMPLE_RATE), source)

    def _append(self, samples: Samples) -> None:
        if self._held + len(samples) > len(self._samples):
            kept = max(self._kept_from, self._forgotten + self._held - _ROOM)
            drop = min(self._held, kept - self._forgotten)
            self._samples[: self._held - drop] = self._samples[drop : self._held].copy()
            self._forgotten += drop
            self._held -= drop
        self._samples[self._held : self._held + len(samples)] = samples
        self._held += len(samples)


def level(samples: Samples) -> float:
    """Root mean square."""
    return float(np.sqrt(np.dot(samples, samples) / max(1, len(samples))))
