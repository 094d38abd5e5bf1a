"""News that waits while something else goes first: a key press silences it, and does not wipe it out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from mmassist.values import Utterance

# Seconds for which news waits at the most for the gist of what was begun, asked by voice perhaps, and for which who wants quiet has it.
_GIST, _QUIET = 8.0, 3.0


class Kept:
    """Belongs to one asyncio loop."""

    def __init__(self, tell: Callable[[Utterance], None]) -> None:
        """`tell` gets each piece of news when its time has come."""
        self._tell = tell
        self._news: list[Utterance] = []
        self._timer: asyncio.TimerHandle | None = None
        self._takes = self._is_quiet = False

    @property
    def is_empty(self) -> bool:
        return not self._news

    def give_way(self, news: Sequence[Utterance]) -> None:
        """A turn begins: `news` waits until its gist was said."""
        self._is_quiet = False
        self._hold(news, _GIST)

    def give_ear(self, news: Sequence[Utterance]) -> None:
        """The user is listened to: `news` waits until the gist of what they ask for was said; what comes meanwhile need not, for they may
        say nothing for long."""
        self._is_quiet = False
        if news:
            self._hold(news, _GIST)
        self._takes = False

    def hear_out(self) -> None:
        """The user speaks: what comes from now on waits until the gist of that was said."""
        self._hold((), _GIST)

    def be_quiet(self, news: Sequence[Utterance]) -> None:
        """The user wants quiet: `news` waits for a moment. Asked again within it: what waits is dropped."""
        if self._is_quiet:
            self.clear()
        else:
            self._is_quiet = True
            self._hold(news, _QUIET)

    def takes(self, utterance: Utterance) -> bool:
        """Whether it has to wait with the others."""
        if not self._takes or not utterance.lasting:
            return False
        self._news.append(utterance)
        return True

    def release(self) -> None:
        """What waits is told now."""
        news = self._news
        self.clear()
        for utterance in news:
            self._tell(utterance)

    def forget(self, text: str) -> None:
        """That is no news any more."""
        self._news = [utterance for utterance in self._news if utterance.text != text]

    def clear(self) -> None:
        """What waits is dropped."""
        if self._timer is not None:
            self._timer.cancel()
        self._news, self._timer, self._takes, self._is_quiet = [], None, False, False

    def _hold(self, news: Sequence[Utterance], seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._news, self._takes = [*news, *self._news], True
        self._timer = asyncio.get_running_loop().call_later(seconds, self.release)
