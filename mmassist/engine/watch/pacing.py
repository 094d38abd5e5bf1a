"""Not more often than asked: what comes too soon after an announcement is kept, and told together. Pure: times are given in."""

from __future__ import annotations

import math

# So many lines are read out one by one; of more only their number and the last.
_FEW = 3


class Pacer:
    """Of one watch. `pace`: least seconds between the begin of two announcements."""

    def __init__(self, pace: float) -> None:
        self._pace = pace
        self.next = -math.inf
        """When something may be told again."""
        self._lines: list[str] = []
        self._count = 0

    def add(self, lines: tuple[str, ...]) -> None:
        """More that is to be told."""
        self._count += len(lines)
        self._lines = [*self._lines, *lines][-_FEW:]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self._count

    def take(self, now: float) -> tuple[tuple[str, ...], int]:
        """What is to be told now, and of how many lines it is the end. The next time is `pace` later."""
        lines, count = tuple(self._lines), self._count
        self._lines, self._count, self.next = [], 0, now + self._pace
        return (lines, count) if count <= _FEW else (lines[-1:], count)
