"""When a device's samples were taken up, in `time.monotonic()` seconds, from the unsteady times at which they are handed over."""

from __future__ import annotations

import statistics
from collections import deque

from mmassist.capture.ring import Piece

_NEAR = 1.0  # seconds of sound within which the promptest hand-over sets the clock
_HOLE = 0.06  # seconds by which all of them must be late before sound is taken to be missing
_OVERFLOW = 0.005  # the same where the device itself says that some is


class DeviceClock:
    """Counts frames and compares the count with the time. Used from one thread.

    A hand-over may be late (a busy machine) but never early, so the promptest of the last second is believed. If all of a second
    are late by the same, frames are missing, and how many is known. What is missing is counted as if it had come. How long a device
    holds a sample before it hands it over is what it says itself, at the median: single values are often wrong.
    """

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._count = 0
        self._zero: float | None = None  # when frame 0 was taken up
        self._recent: deque[tuple[int, float]] = deque()  # (count, what it makes of `_zero`)
        self._held: deque[float] = deque(maxlen=100)

    def observe(self, piece: Piece) -> int:
        """Returns how many frames are missing before it, the known ones included."""
        self._count += piece.lost
        broke = piece.broke or bool(piece.lost)
        zero = piece.at - (self._count + len(piece.frames)) / self._rate
        if broke:
            self._recent.clear()
        self._recent.append((self._count, zero))
        self._held.append(piece.held)
        while self._recent[0][0] < self._count - _NEAR * self._rate:
            self._recent.popleft()
        missing = self._missing(min(zero for _, zero in self._recent), broke)
        if missing:
            self._count += missing
            self._recent.clear()
        self._count += len(piece.frames)
        return piece.lost + missing

    def _missing(self, prompt: float, broke: bool) -> int:
        # After a hole the first hand-over may be a late one: only a whole second of them is believed.
        settled = self._count - self._recent[0][0] >= 0.9 * _NEAR * self._rate
        if self._zero is None or prompt < self._zero:
            self._zero = prompt
        elif prompt - self._zero > (_OVERFLOW if broke else _HOLE) and (broke or settled):
            return round((prompt - self._zero) * self._rate)
        elif settled:
            self._zero = prompt  # follows a device whose rate is not quite what it says
        return 0

    def time_of(self, seconds: float) -> float:
        """When the sound `seconds` after frame 0 was taken up. Only after the first `observe`."""
        return (self._zero or 0.0) + seconds - statistics.median(self._held)
