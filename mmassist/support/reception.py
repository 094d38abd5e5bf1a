"""Where everything goes that comes from the other side while a session runs. It is read, held to what is allowed now, and handed on; it can
change nothing of what is allowed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mmassist.errors import SignallingFailed
from mmassist.support import data_channel
from mmassist.support.data_channel import Advise, Ask, Chat, FromHelper, Point, Quality
from mmassist.support.roles import Right

_ASKED_AGAIN = 10.0  # seconds before the same right may be asked for again


class Rules(Protocol):
    """Of `Consent` what can be looked at. What grants is not among it."""

    def require(self, peer: str, right: Right, window: str = "") -> None: ...

    def may_ask(self, peer: str, right: Right) -> bool: ...


@dataclass(slots=True)
class _Bucket:
    """So many a second, and so many at once."""

    rate: float
    size: float
    tokens: float
    at: float

    def take(self, now: float) -> bool:
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


_ALL = (20.0, 60.0)
_OF_A_KIND: dict[type, tuple[float, float]] = {Chat: (1.0, 5.0), Advise: (1.0, 5.0), Point: (4.0, 10.0), Quality: (1.0, 3.0)}
"""A second, and at once: the user hears each of them, or can't, and is not to be talked down."""


class Reception:
    """`shared`: the window that is shared just now. For one peer."""

    def __init__(self, rules: Rules, peer: str, shared: Callable[[], str], clock: Callable[[], float] = time.monotonic) -> None:
        self._rules, self._peer, self._shared, self._clock = rules, peer, shared, clock
        now = clock()
        self._all = _Bucket(*_ALL, _ALL[1], now)
        self._kinds = {kind: _Bucket(rate, size, size, now) for kind, (rate, size) in _OF_A_KIND.items()}
        self._asked: dict[Right, float] = {}

    def take(self, data: str | bytes) -> FromHelper | None:
        """What is to be done or asked; None where the user would only be asked again what they know. Raises ConsentRevoked where it is not
        allowed, SignallingFailed where it is no message, TooMany where there are too many."""
        self._count(self._all)
        message = data_channel.from_helper(data)
        if message.needs is not None:
            self._rules.require(self._peer, message.needs, self._shared())
        if isinstance(message, Ask) and not self._is_new(message.right):
            return None
        if (bucket := self._kinds.get(type(message))) is not None:
            self._count(bucket)
        return message

    def _is_new(self, right: Right) -> bool:
        now = self._clock()
        if not self._rules.may_ask(self._peer, right) or now - self._asked.get(right, -_ASKED_AGAIN) < _ASKED_AGAIN:
            return False
        self._asked[right] = now
        return True

    def _count(self, bucket: _Bucket) -> None:
        if not bucket.take(self._clock()):
            raise TooMany("too many messages", "The helper's page sends too much.", "What is too much is not taken.")


class TooMany(SignallingFailed):
    """More than is taken in that time."""
