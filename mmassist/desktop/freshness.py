"""When to read an outline again: soon after the user did something, seldom while a program merely fidgets.

Pure: times are given in, nothing is waited for.
"""

from __future__ import annotations

from dataclasses import dataclass

# A dialog is usually built within this time of its first event.
SETTLE = 0.08
# Pause after a reading, in multiples of what it took: 4 bounds a busy user's cost to a fifth, 400 an idle one's to a quarter percent.
_AFTER_USER = 4.0
_AFTER_PROGRAM = 400.0
_LONGEST = 60.0


@dataclass(slots=True)
class Freshness:
    """The pace of re-reading one window. `cost`: seconds its last reading took. `read_at`: when that ended."""

    read_at: float = float("-inf")
    cost: float = 0.0
    stirred_at: float = float("-inf")

    def stir(self, now: float) -> None:
        """The user did something: focus moved, another window came."""
        self.stirred_at = now

    def has_read(self, started: float, ended: float) -> None:
        """A reading took place."""
        self.read_at, self.cost = ended, ended - started

    def due(self, now: float) -> float:
        """When to read again, given that something has changed by `now`."""
        factor = _AFTER_USER if self.stirred_at >= self.read_at else _AFTER_PROGRAM
        return max(now + SETTLE, self.read_at + min(_LONGEST, self.cost * factor))
