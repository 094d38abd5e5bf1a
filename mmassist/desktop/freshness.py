"""When to read an outline again: soon after the user did something, seldom while a program merely fidgets.

Pure: times are given in, nothing is waited for.
"""

from __future__ import annotations

from dataclasses import dataclass

# A dialog is usually built within this time of its first event.
SETTLE = 0.08
# Pause after a reading, in multiples of what it took: bounds the cost of a user who never rests to a fifth.
_PAUSE = 4.0
# What a program that changes by itself may cost: a share of the time, saved up to some seconds of reading.
SHARE = 0.003
SAVINGS = 0.2
# Browsers lay a page out anew within this time of their window's new size, and tell nobody.
LAYOUT = 0.6


@dataclass(slots=True)
class Freshness:
    """The pace of re-reading. `cost`: seconds the last reading took. `read_at`: when that ended. `savings`: seconds to spend as of
    `saved_at`."""

    read_at: float = float("-inf")
    cost: float = 0.0
    stirred_at: float = float("-inf")
    savings: float = SAVINGS
    saved_at: float = float("-inf")

    def stir(self, now: float) -> None:
        """The user did something: focus moved, another window came."""
        self.stirred_at = now

    def has_read(self, started: float, ended: float) -> None:
        """A reading took place that the user asked for."""
        self.read_at, self.cost = ended, ended - started

    def has_reread(self, started: float, ended: float) -> None:
        """A reading took place in the background; unless the user caused it, it is paid for."""
        if self.saved_at > float("-inf"):
            self.savings = min(SAVINGS, self.savings + SHARE * (ended - self.saved_at))
        self.saved_at = ended
        if self.stirred_at < self.read_at:
            self.savings -= ended - started
        self.has_read(started, ended)

    def due(self, now: float) -> float:
        """When to read again, given that something has changed by `now`."""
        soon = max(now + SETTLE, self.read_at + _PAUSE * self.cost)
        if self.stirred_at >= self.read_at:
            return soon
        missing = self.cost - self.savings
        return max(soon, self.saved_at + missing / SHARE) if missing > 0 else soon


@dataclass(slots=True)
class Sizing:
    """Since when the window that is looked at has had its size."""

    window: int = 0
    size: tuple[int, int] = (0, 0)
    since: float = float("-inf")

    def is_settled(self, window: int, size: tuple[int, int], now: float) -> bool:
        """Whether a page in it has been laid out for that size."""
        if (window, size) != (self.window, self.size):
            self.window, self.size, self.since = window, size, now
        return now - self.since > LAYOUT
