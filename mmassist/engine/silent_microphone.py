"""A microphone that gives only silence: told soon, unless it has opened up before, as one behind a gate does when somebody speaks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mmassist.errors import NothingHeard
from mmassist.values import Earcon

_PATIENCE = 2.2  # seconds from the sound that something may be wrong to the sentence: who is about to speak has begun by then


class SilentMicrophone:
    """Belongs to the engine's loop. One listening at a time."""

    def __init__(self, play: Callable[[Earcon], None], tell: Callable[[str], None]) -> None:
        self._play = play
        self._tell = tell
        self._was_heard = False
        self._timer: asyncio.TimerHandle | None = None
        self.reason: NothingHeard | None = None
        """Why nothing is heard, as far as that is known."""
        self.is_told = False
        """Whether the user knows it."""

    def listened(self) -> None:
        """It is listened to from now on."""
        self.ended()
        self.reason, self.is_told = None, False

    def is_silent(self, reason: NothingHeard) -> None:
        """It has given nothing since it was listened to."""
        if self.reason is None and not self._was_heard:
            self._play(Earcon.ERROR)
            self._timer = asyncio.get_running_loop().call_later(_PATIENCE, self._say, reason)
        self.reason = reason

    def spoke(self) -> None:
        """Somebody is heard by it."""
        self.ended()
        self._was_heard = self._was_heard or self.reason is not None
        self.reason = None

    def replaced(self) -> None:
        """It is gone: the next one may be another."""
        self.ended()
        self._was_heard = False

    def ended(self) -> None:
        """It is no longer listened to."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _say(self, reason: NothingHeard) -> None:
        self.is_told = True
        self._tell(reason.told)
