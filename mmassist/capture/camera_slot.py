"""Where a camera's pictures are put and taken: one place, the newest wins, and nobody waits for whoever is slow."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from mmassist.errors import CaptureError, DeviceLost
from mmassist.values import Pixels

# Seconds. A picture that has waited longer is left for the next one.
_FRESH = 0.012
# How long no picture may come: so long at least and at most, else so many of the usual intervals.
_LEAST_STALL, _MOST_STALL, _INTERVALS = 0.8, 5.0, 4.0
# How long the first picture of a camera may take that has answered.
_FIRST = 2.0
_POLL = 0.1


@dataclass(frozen=True, slots=True)
class Arrived:
    """One picture as the camera gave it. `number` counts from 1; `at`: monotonic time of its arrival.

    `picture`: compressed bytes, or uint8 of shape (height, width, 3), BGR.
    """

    number: int
    at: float
    picture: bytes | Pixels


class Slot:
    """Between the thread that reads a camera and the one that hands pictures on."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._newest: Arrived | None = None
        self._number = 0
        self._intervals: list[float] = []
        self._last = 0.0
        self._failure: CaptureError | None = None
        self._ended = False
        self._waiting = 0
        self._answered = False
        self.stopped = threading.Event()
        """Set when nobody wants pictures any more: the reader ends as soon as it can."""

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for a picture: only then is it worth converting one."""
        return self._waiting > 0

    @property
    def count(self) -> int:
        """How many pictures have come."""
        return self._number

    def answered(self) -> None:
        """The camera is there and has promised pictures."""
        with self._changed:
            self._answered = True

    def arrived(self, picture: bytes | Pixels | None) -> None:
        """A picture came; None: one that was counted and not converted, because nobody waited."""
        with self._changed:
            now = time.monotonic()
            self._number += 1
            self._intervals = [*self._intervals[-9:], now - self._last] if self._number > 1 else []
            self._last = now
            if picture is not None:
                self._newest = Arrived(self._number, now, picture)
                self._changed.notify_all()

    def failed(self, error: CaptureError) -> None:
        """The camera gave up; whoever waits is told."""
        with self._changed:
            self._failure = error
            self._changed.notify_all()

    def ended(self) -> None:
        """A file came to its end."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def take(self, after: int, patience: float, cancelled: Callable[[], bool]) -> Arrived | None:
        """The newest picture whose number is beyond `after`, waited for; None at the end of a file, or when `cancelled`.

        `patience`: seconds that the very first may take where the camera has not answered. Raises what the reader failed with, or
        DeviceLost when nothing comes.
        """
        with self._changed:
            self._waiting += 1
            # Counted in polls, not by the clock: a process that was held up, or slept with the machine, has not been kept waiting.
            silent, seen = 0.0, (self._number, self._answered)
            try:
                while not cancelled():
                    if (newest := self._newest) and newest.number > after and self._is_fresh(newest):
                        return newest
                    if self._failure is not None:
                        raise self._failure
                    if self._ended:
                        return None
                    if (now := (self._number, self._answered)) != seen:
                        silent, seen = 0.0, now
                    if silent > self._allowed(patience):
                        raise _lost(self._number)
                    if not self._changed.wait(_POLL):
                        silent += _POLL
                return None
            finally:
                self._waiting -= 1

    def _is_fresh(self, picture: Arrived) -> bool:
        """The last of a file is given however old it is: no other will come."""
        return self._ended or time.monotonic() - picture.at <= _FRESH

    def _allowed(self, patience: float) -> float:
        """Seconds that the next picture may take."""
        if not self._number:
            return min(patience, _FIRST) if self._answered else patience
        usual = median(self._intervals) if self._intervals else 0.0
        return min(_MOST_STALL, max(_LEAST_STALL, _INTERVALS * usual))


def _lost(number: int) -> DeviceLost:
    if number:
        return DeviceLost(
            f"no picture after number {number}",
            "The camera has stopped giving pictures.",
            "Check its cable or its connection.",
        )
    return DeviceLost(
        "no first picture",
        "The camera gives no picture.",
        "Check that it is switched on and that no other program uses it, then try again.",
    )
