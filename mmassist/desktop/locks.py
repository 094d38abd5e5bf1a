"""Whether the session is locked, put together from all who say so."""

from __future__ import annotations

from collections.abc import Callable

from mmassist.desktop.contracts import Happening


class Locks:
    """Belongs to one thread. Locked as long as anybody says so."""

    def __init__(self, told: Callable[[Happening], None]) -> None:
        """`told` hears of each change."""
        self._told = told
        self._says: dict[str, bool] = {}

    @property
    def locked(self) -> bool:
        return any(self._says.values())

    def say(self, who: str, *, locked: bool) -> None:
        before, self._says[who] = self.locked, locked
        if self.locked is not before:
            self._told(Happening.LOCKED if self.locked else Happening.UNLOCKED)
