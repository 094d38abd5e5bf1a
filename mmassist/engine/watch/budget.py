"""How much may be spent on reading: bursts are read at once, a text that never ends is read a part of the time."""

from __future__ import annotations

from dataclasses import dataclass

_SAVINGS, _SHARE = 2.0, 0.25
# On a machine that has no time a reading seems dearer than it is: it never holds up the next one for longer than this is earned.
_DEEPEST = -0.5


@dataclass(slots=True)
class Budget:
    """Seconds of reading that may be spent, as of `at`."""

    credit: float = _SAVINGS
    at: float = 0.0

    def affords(self, now: float) -> bool:
        self._earn(now)
        return self.credit > 0

    def spend(self, seconds: float, now: float) -> None:
        """After the fact: what is overspent has to be earned again first."""
        self._earn(now)
        self.credit = max(_DEEPEST, self.credit - seconds)

    def _earn(self, now: float) -> None:
        self.credit = min(_SAVINGS, self.credit + max(0.0, now - self.at) * _SHARE)
        self.at = now
