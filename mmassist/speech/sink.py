"""Where speech goes: the contract between the queue and the sound output, and the sink that makes no sound."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mmassist.errors import SpeechError
from mmassist.values import Earcon


@dataclass(frozen=True, slots=True)
class Tag:
    """Which utterance samples belong to. `serial` is unique within a run."""

    turn_id: int
    serial: int


class Listener(Protocol):
    """What a sink reports, on a thread of its own or on the caller's: hand it over, return at once, raise nothing.

    `at`: `time.monotonic()` seconds.
    """

    def sounding(self, tag: Tag, at: float) -> None:
        """The first sample of an utterance goes out."""
        ...

    def sounded(self, tag: Tag, at: float) -> None:
        """The last sample of a finished utterance has gone out."""
        ...

    def sink_back(self) -> None:
        """There is a device again after `sink_lost`."""
        ...

    def sink_moved(self, error: SpeechError) -> None:
        """The chosen device is gone, and it sounds at another; or it is there again."""
        ...

    def sink_lost(self, error: SpeechError) -> None:
        """There is no sound; told once until there is sound again. Reports go on in time as if it sounded."""
        ...


class Tap(Protocol):
    """Who is given all that sounds, as it is rendered: so ahead of the ear."""

    def played(self, samples: NDArray[np.float32], at: float, rate: int) -> None:
        """Float32 mono, of which the first will sound at `at`, in `time.monotonic()` seconds. On the sound device's own thread: take it
        and return, without a lock."""
        ...

    def silenced(self, at: float) -> None:
        """What was to sound after `at` was thrown away."""
        ...


class Sink(Protocol):
    """Any method may be called on any thread and returns at once. An utterance is reported in the order of its `append`s."""

    def open(self, listener: Listener) -> None: ...

    def use_rate(self, sample_rate: int) -> None:
        """Samples have this rate from now on. What sounds or waits is dropped if it had another."""
        ...

    def append(self, tag: Tag, samples: bytes) -> None:
        """Adds int16 mono samples behind all speech that is there."""
        ...

    def finish(self, tag: Tag) -> None:
        """No more samples will come for this utterance. One without samples is reported too."""
        ...

    def clear(self, turn_id: int | None = None) -> None:
        """Silences a turn's speech, or all, at once. What is silenced is not reported any more, but for reports under way."""
        ...

    def drop(self, tag: Tag) -> None:
        """Silences one utterance."""
        ...

    def play(self, earcon: Earcon) -> None:
        """Sounds over the speech, from now; an earcon that still sounds is cut off."""
        ...

    def close(self) -> None:
        """Silences all and lets go of the device. Idempotent."""
        ...


class NullOutput:
    """A sink for text only: an utterance has sounded as soon as it is finished. Reports on the caller's thread."""

    def __init__(self) -> None:
        self._listener: Listener | None = None

    def open(self, listener: Listener) -> None:
        self._listener = listener

    def use_rate(self, sample_rate: int) -> None:
        pass

    def append(self, tag: Tag, samples: bytes) -> None:
        pass

    def finish(self, tag: Tag) -> None:
        if self._listener:
            at = time.monotonic()
            self._listener.sounding(tag, at)
            self._listener.sounded(tag, at)

    def clear(self, turn_id: int | None = None) -> None:
        pass

    def drop(self, tag: Tag) -> None:
        pass

    def play(self, earcon: Earcon) -> None:
        pass

    def close(self) -> None:
        self._listener = None
