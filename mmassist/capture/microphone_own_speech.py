"""What the app says itself must not be taken for the user's: when it sounded, and blocks without what was heard meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, Callable
from dataclasses import dataclass, replace

import numpy as np

from mmassist.values import SAMPLE_RATE, AudioBlock, Samples

_KEPT = 60.0  # seconds for which a span is remembered


@dataclass(frozen=True, slots=True)
class Room:
    """How the app's sound gets to its own microphone.

    `latency`: seconds from when the output says that something sounds until it does, beyond what it knows of. `tail`: seconds for which
    a room and a wireless loudspeaker go on sounding. `early`: seconds by which an output may say it too late.
    """

    latency: float = 0.0
    tail: float = 0.25
    early: float = 0.03


class OwnSpeech:
    """The spans in which the app's own output sounds. Used from one thread; times are `time.monotonic()` seconds."""

    def __init__(self, room: Room = Room()) -> None:
        self._room = room
        self._spans: deque[tuple[float, float]] = deque()  # of a known end
        self._since: list[float] = []  # one for each that sounds
        self.on_change: Callable[[], None] = lambda: None
        """Called each time that something begins or ceases to sound."""

    def started(self, at: float) -> None:
        """The output begins to sound at `at`. Several may sound at once, for a moment: one that was cut off, and the next."""
        self._since.append(at + self._room.latency - self._room.early)
        self.on_change()

    def ended(self, at: float) -> None:
        """One that sounded falls silent at `at`, or was cut off; the oldest. Without one that sounds nothing happens."""
        if self._since:
            self._spans.append((self._since.pop(0), at + self._room.latency + self._room.tail))
            self._forget(at)
            self.on_change()

    def _forget(self, at: float) -> None:
        while self._spans and self._spans[0][1] < at - _KEPT:
            self._spans.popleft()

    @property
    def is_sounding(self) -> bool:
        return bool(self._since)

    def overlaps(self, begin: float, end: float) -> bool:
        """Whether the app was to be heard at any time between the two."""
        return any(since < end for since in self._since) or any(since < end and begin < until for since, until in self._spans)


@dataclass(frozen=True, slots=True)
class Heard:
    """A block as recognisers may have it. `own`: the app spoke during it, and what was heard was taken out."""

    block: AudioBlock
    own: bool


def muted(block: AudioBlock, own: OwnSpeech) -> Heard:
    """The block, or silence in its place if the app was heard in any part of it. Silence and not a hole: times stay as they are."""
    if not own.overlaps(block.at, block.at + len(block.samples) / SAMPLE_RATE):
        return Heard(block, False)
    silence: Samples = np.zeros_like(block.samples)
    silence.flags.writeable = False
    return Heard(replace(block, samples=silence), True)


async def without_own_speech(blocks: AsyncIterable[AudioBlock], own: OwnSpeech) -> AsyncGenerator[AudioBlock, None]:
    """`blocks` as they come, silence in place of those in which the app spoke."""
    async for block in blocks:
        yield muted(block, own).block
