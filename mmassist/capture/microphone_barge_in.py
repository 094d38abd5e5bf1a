"""Speaking over the app: what it plays is put beside what the microphone hears, by their times, and taken out of it."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable
from dataclasses import dataclass, replace

import numpy as np

from mmassist.capture.microphone_alignment import HEARD, PLAYED, Alignment
from mmassist.capture.microphone_echo import HISTORY, HOP, EchoFilter
from mmassist.values import SAMPLE_RATE, AudioBlock, Samples

_EARLY = 1024  # samples by which an output may sound before the time that it gives
_LEAD = 64  # samples of the way that may be heard before its loudest part
_CLEAR, _OFTEN, _NEAR = 20.0, 2, 3  # how clear, and how often in a row at the same place, give or take samples, a delay must be found
_UNCLEAR, _HEADSET = 16.0, 45  # how unclear it is, and in how many looks, where there is no echo
_SURELY = 12  # the same where the output has not begun anew
_WALLS = 320  # samples by which the loudest of the ways through a room may come after the first
_FOLLOWED = 24  # samples by which clocks may have come apart; beyond, it is another delay
_KEPT = 8 * SAMPLE_RATE
_MOST = 400  # pieces of 20 ms: as many seconds as are kept
_SAME_RUN = 0.02  # seconds by which pieces of one run may seem to be apart
_TORN = 800  # samples, 50 ms, by which the times of a recording may differ from its count


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`block`: without the app's voice. `near`: 0 to 1, how much of what is left is the user's; 1 while the app is silent.

    `reduced`: decibels by which it is quieter than what was heard.
    """

    block: AudioBlock
    near: float
    reduced: float


class Reference:
    """What the output plays, on the clock of `time.monotonic()`, at `SAMPLE_RATE`. Given on any thread, which it never holds up; looked at
    on another one."""

    def __init__(self) -> None:
        self._handed: deque[tuple[Samples | None, float, int]] = deque(maxlen=_MOST)  # what was given and not looked at
        self._pieces: deque[tuple[int, Samples]] = deque()  # (place of the first sample, samples), in order
        self._run: _Run | None = None
        self._next = 0
        self._starts: deque[int] = deque(maxlen=_MOST)  # of runs, the newest last
        self._count = 0  # of runs

    def played(self, samples: Samples, at: float, rate: int) -> None:
        """Float32 mono, of which the first will sound at `at`: pieces in order, each as soon as it is known, so ahead of the ear."""
        self._handed.append((samples, at, rate))

    def silenced(self, at: float) -> None:
        """What was to sound after `at` was thrown away."""
        self._handed.append((None, at, 0))

    def around(self, place: int, count: int) -> Samples:
        """What sounded from `place` on, in samples since the clock began; zeros where nothing did."""
        while self._handed:
            samples, at, rate = self._handed.popleft()
            if samples is None:
                self._cut(at)
            else:
                self._take(samples, at, rate)
        if place + count > self._next:
            self._end_run()
        found: Samples = np.zeros(count, np.float32)
        for start, samples in self._pieces:
            first, last = max(place, start), min(place + count, start + len(samples))
            if first < last:
                found[first - place : last - place] = samples[first - start : last - start]
        return found

    def run_at(self, place: int) -> int:
        """The number of the output's start that was the last one before `place`."""
        return self._count - sum(start > place for start in self._starts)

    def _take(self, samples: Samples, at: float, rate: int) -> None:
        if self._run is None or not self._run.goes_on(at, rate):
            self._end_run()
            self._run, self._next = _Run(at, rate), round(at * SAMPLE_RATE)
            self._starts.append(self._next)
            self._count += 1
        self._add(self._run.converted(samples, False))

    def _cut(self, at: float) -> None:
        self._end_run()
        end = round(at * SAMPLE_RATE)
        self._pieces = deque((place, samples[: max(0, end - place)]) for place, samples in self._pieces if place < end)

    def _end_run(self) -> None:
        if self._run is not None:
            self._add(self._run.converted(np.zeros(0, np.float32), True))
        self._run = None

    def _add(self, samples: Samples) -> None:
        if len(samples):
            self._pieces.append((self._next, samples))
            self._next += len(samples)
        while self._pieces and self._pieces[0][0] < self._next - _KEPT:
            self._pieces.popleft()


class _Run:
    """Pieces that follow on one another without a hole."""

    def __init__(self, at: float, rate: int) -> None:
        import soxr

        self._rate = rate
        self._origin = at
        self._count = 0
        self._resampler = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32", quality="HQ", vr=True)

    def goes_on(self, at: float, rate: int) -> bool:
        return rate == self._rate and abs(self._origin + self._count / self._rate - at) <= _SAME_RUN

    def converted(self, samples: Samples, last: bool) -> Samples:
        self._count += len(samples)
        return self._resampler.resample_chunk(np.ascontiguousarray(samples), last=last)


class BargeIn:
    """Takes the app's voice out of a running recording, block by block. Used from one thread; about a millisecond a block."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._filter = EchoFilter()
        self._place: int | None = None  # of the next block, by its number of samples
        self._run = 0  # the output's last start
        self._last: Samples = np.zeros(HEARD, np.float32)
        self._delay = _Delay()

    def clean(self, block: AudioBlock) -> Cleaned:
        """Of blocks in order; their length must be a multiple of `HOP`."""
        place, count = self._aligned(block), len(block.samples)
        self._last = np.concatenate((self._last, block.samples))[-HEARD:]
        end = place + count + _EARLY
        if self._delay.look(self._last, self._reference.around(end - PLAYED, PLAYED), self._filter.way):
            self._filter.realigned(self._reference.around(self._from(place) - HISTORY, HISTORY))
        if self._delay.nowhere:
            return Cleaned(block, 1.0, 0.0)
        reference = self._reference.around(self._from(place), count)
        cleaned: Samples = np.empty_like(block.samples)
        near = 1.0
        for start in range(0, count, HOP):
            hop = slice(start, start + HOP)
            cleaned[hop], share = self._filter.clean(block.samples[hop], reference[hop])
            near = min(near, share)
        if self._delay.doubtful or not self._delay.known:
            cleaned[:], near = 0, 0.0
        cleaned.flags.writeable = False
        return Cleaned(replace(block, samples=cleaned), near, _decibels(block.samples) - _decibels(cleaned))

    def _from(self, place: int) -> int:
        """Where what is heard at `place` begins to be played; a little later, so that the way begins within the filter."""
        return place + _EARLY - self._delay.samples + _LEAD

    def _aligned(self, block: AudioBlock) -> int:
        """The block's place by its count of samples, which is steadier than its time; by that where the recording or the output has begun
        anew."""
        told = round(block.at * SAMPLE_RATE)
        run = self._reference.run_at(told + len(block.samples) + _EARLY)
        if self._place is None or block.lost or abs(told - self._place) > _TORN or run != self._run:
            self._place, self._run = told, run
            self._delay.begin()
        place, self._place = self._place, self._place + len(block.samples)
        return place


class _Delay:
    """Of what is heard behind what is played and the times that were told, `_EARLY` included: found anew at each start of the output, and
    followed."""

    def __init__(self) -> None:
        self._alignment = Alignment()
        self._seen = 0  # looks in a row that found the same
        self._found = 0
        self._without = 0  # looks in which there was no echo, less those in which there was
        self.samples = _EARLY
        self.known = True
        self.doubtful = False
        """The last look found another one: something stumbled on the way, if only for a moment."""

    @property
    def nowhere(self) -> bool:
        """Whether nothing of what is played comes back: a headset."""
        return self._without >= _HEADSET

    def begin(self) -> None:
        """It may be another one now."""
        self.known, self._seen = False, 0
        self._alignment.restart()

    def look(self, heard: Samples, played: Samples, way: Samples | None) -> bool:
        """Whether it has changed by more than the filter can follow. `way`: as far as it is known, from `_LEAD` before its main part on."""
        self.doubtful = False
        found = self._alignment.look(heard, played, way)
        if found is None:
            self.known = True
            return False
        if found.clarity < _CLEAR:
            self._without = min(self._without + (found.clarity < _UNCLEAR), _HEADSET)
            return False
        # What has just begun may seem to come back; once a way is known there is no doubt.
        self._without = max(0, self._without - 1) if way is None else 0
        delay, spread = (found.delay, _WALLS) if way is None else (found.delay + _LEAD, _NEAR)
        apart = delay - self.samples
        self.doubtful = way is not None and abs(apart) > _FOLLOWED
        self._found, self._seen = delay, self._seen + 1 if abs(delay - self._found) <= spread else 0
        if self._seen < _OFTEN:
            return False
        if self.known and abs(apart) <= (_WALLS if way is None else _FOLLOWED):
            self.samples += 0 if way is None else max(-1, min(1, apart))
            return False
        if self.known and self._seen < _SURELY:
            return False
        self.samples, self.known, self.doubtful = delay, True, False
        return True


def _decibels(samples: Samples) -> float:
    return 10 * math.log10(float(np.mean(samples * samples)) + 1e-12)


async def without_echo(blocks: AsyncIterable[AudioBlock], barge_in: BargeIn) -> AsyncGenerator[Cleaned, None]:
    """`blocks` as they come, the app's voice taken out of them."""
    async for block in blocks:
        yield barge_in.clean(block)
