"""Speaking over the app: what it plays is put beside what the microphone hears, by their times, and taken out of it."""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mmassist.capture.microphone_echo import HOP, EchoFilter
from mmassist.values import SAMPLE_RATE, AudioBlock, Samples

if TYPE_CHECKING:
    import soxr

_LEAD = 512  # samples by which an output may sound before the time that it gives
_KEPT = 8 * SAMPLE_RATE
_SAME_RUN = 0.02  # seconds by which pieces of one run may seem to be apart
_TIGHT = 8.0  # samples, half a millisecond, by which the two clocks may differ on average before they are drawn together
_SLOW = 0.03  # of that average, a block
_TORN = 800  # samples, 50 ms, beyond which they are set anew


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`block`: without the app's voice. `near`: 0 to 1, how much of what is left is the user's; 1 while the app is silent.

    `reduced`: decibels by which it is quieter than what was heard.
    """

    block: AudioBlock
    near: float
    reduced: float


class Reference:
    """What the output plays, on the clock of `time.monotonic()`, at `SAMPLE_RATE`. May be written on one thread and read on another."""

    def __init__(self, rate: int) -> None:
        """`rate`: of what is played."""
        self._rate = rate
        self._lock = threading.Lock()
        self._pieces: deque[tuple[int, Samples]] = deque()  # (place of the first sample, samples), in order
        self._resampler: soxr.ResampleStream | None = None
        self._origin = 0.0  # of the run, in seconds
        self._count = 0  # played of the run, at `rate`
        self._next = 0

    def played(self, samples: Samples, at: float) -> None:
        """Float32 mono, of which the first will sound at `at`: pieces in order, each as soon as it is known, so ahead of the ear."""
        with self._lock:
            if self._resampler is None or abs(self._origin + self._count / self._rate - at) > _SAME_RUN:
                self._end_run()
                self._begin_run(at)
            self._count += len(samples)
            self._add(self._converted(samples, False))

    def silenced(self, at: float) -> None:
        """What was to sound after `at` was thrown away."""
        with self._lock:
            self._end_run()
            end = round(at * SAMPLE_RATE)
            self._pieces = deque((place, samples[: max(0, end - place)]) for place, samples in self._pieces if place < end)

    def around(self, place: int, count: int) -> Samples:
        """What sounded from `place` on, in samples since the clock began; zeros where nothing did."""
        found: Samples = np.zeros(count, np.float32)
        with self._lock:
            if place + count > self._next:
                self._end_run()
            for start, samples in self._pieces:
                first, last = max(place, start), min(place + count, start + len(samples))
                if first < last:
                    found[first - place : last - place] = samples[first - start : last - start]
        return found

    def _begin_run(self, at: float) -> None:
        import soxr

        self._resampler = soxr.ResampleStream(self._rate, SAMPLE_RATE, 1, dtype="float32", quality="HQ", vr=True)
        self._origin, self._count, self._next = at, 0, round(at * SAMPLE_RATE)

    def _end_run(self) -> None:
        if self._resampler is not None and self._count:
            self._add(self._converted(np.zeros(0, np.float32), True))
        self._resampler = None

    def _converted(self, samples: Samples, last: bool) -> Samples:
        return self._resampler.resample_chunk(np.ascontiguousarray(samples), last=last) if self._resampler else samples[:0]

    def _add(self, samples: Samples) -> None:
        if len(samples):
            self._pieces.append((self._next, samples))
            self._next += len(samples)
        while self._pieces and self._pieces[0][0] < self._next - _KEPT:
            self._pieces.popleft()


class BargeIn:
    """Takes the app's voice out of a running recording, block by block. Used from one thread; half a millisecond a block."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._filter = EchoFilter()
        self._place: int | None = None  # of the next block, by its number of samples
        self._apart = 0.0  # samples by which its time is ahead of that, on average

    def clean(self, block: AudioBlock) -> Cleaned:
        """Of blocks in order; their length must be a multiple of `HOP`."""
        place = self._aligned(block)
        reference = self._reference.around(place + _LEAD, len(block.samples))
        cleaned: Samples = np.empty_like(block.samples)
        near = 1.0
        for start in range(0, len(cleaned), HOP):
            hop = slice(start, start + HOP)
            cleaned[hop], share = self._filter.clean(block.samples[hop], reference[hop])
            near = min(near, share)
        cleaned.flags.writeable = False
        return Cleaned(replace(block, samples=cleaned), near, _decibels(block.samples) - _decibels(cleaned))

    def _aligned(self, block: AudioBlock) -> int:
        """The block's place by its count of samples, drawn to its time so slowly that the filter can follow."""
        told = round(block.at * SAMPLE_RATE)
        if self._place is None or block.lost or abs(told - self._place) > _TORN:
            self._place, self._apart = told, 0.0
        self._apart += _SLOW * (told - self._place - self._apart)
        if abs(self._apart) > _TIGHT:
            step = int(math.copysign(1, self._apart))
            self._place, self._apart = self._place + step, self._apart - step
        place, self._place = self._place, self._place + len(block.samples)
        return place


def _decibels(samples: Samples) -> float:
    return 10 * math.log10(float(np.mean(samples * samples)) + 1e-12)


async def without_echo(blocks: AsyncIterable[AudioBlock], barge_in: BargeIn) -> AsyncGenerator[AudioBlock, None]:
    """`blocks` as they come, the app's voice taken out of them."""
    async for block in blocks:
        yield barge_in.clean(block).block
