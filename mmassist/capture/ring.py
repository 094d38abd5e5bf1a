"""A bounded ring of sound between the device's thread, which must never wait, and the thread that works on it."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

from numpy.typing import NDArray

Frames = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """What the device gave in one go. `frames`: shape (n, channels), in the device's dtype. `at`: when it was handed over.

    `held`: how long the last frame had waited in the device until then, in seconds, as far as it knows.
    `lost`: frames before it that nobody took in time. `broke`: the device says that it lost some itself, it does not say how many.
    """

    frames: Frames = field(repr=False)
    at: float
    held: float = 0.0
    broke: bool = False
    lost: int = 0


class Ring:
    """One thread puts, one takes. What does not fit pushes out what is oldest, and the piece after it says how much that was."""

    def __init__(self, capacity: int) -> None:
        """`capacity`: frames; the newest piece stays even if it is longer."""
        self._capacity = capacity
        self._pieces: deque[Piece] = deque()
        self._held = 0
        self._lost = 0
        self._broke = False
        self._ready = threading.Condition()

    def put(self, piece: Piece) -> None:
        """Any length; the frames must not change afterwards. Never waits for the taker's work."""
        with self._ready:
            self._pieces.append(piece)
            self._held += len(piece.frames)
            while self._held > self._capacity and len(self._pieces) > 1:
                old = self._pieces.popleft()
                self._held -= len(old.frames)
                self._lost += len(old.frames) + old.lost
                self._broke = self._broke or old.broke
            self._ready.notify()

    def take(self, timeout: float) -> Piece | None:
        """The oldest piece, waiting up to `timeout` seconds for one; None if none came."""
        with self._ready:
            if not self._ready.wait_for(lambda: bool(self._pieces), timeout):
                return None
            piece = self._pieces.popleft()
            self._held -= len(piece.frames)
            lost, broke, self._lost, self._broke = self._lost, self._broke, 0, False
        return replace(piece, lost=piece.lost + lost, broke=piece.broke or broke)
