"""Where everything goes that comes from the other side while a session runs. It is read, held to what is allowed now, and handed on; it can
change nothing of what is allowed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated, ClassVar, Literal, Protocol, Union

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from mmassist.errors import SignallingFailed
from mmassist.support.roles import Right
from mmassist.visible import visible

LONGEST = 4_096
"""Bytes of one message on the data channel."""

_LONGEST_CHAT = 1_000
_A_SECOND, _AT_ONCE = 20.0, 60.0
_ASKED_AGAIN = 10.0  # seconds before the same right may be asked for again

_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    needs: ClassVar[Right | None] = None


class Ask(_Message):
    """Asks the user for a right. That is all it does."""

    kind: Literal["ask"] = "ask"
    right: Annotated[Right, Field(strict=False)]


class Point(_Message):
    """A place in the picture, as shares of its width and height."""

    kind: Literal["point"] = "point"
    needs: ClassVar[Right | None] = Right.POINT
    x: _Share
    y: _Share


class Chat(_Message):
    kind: Literal["chat"] = "chat"
    needs: ClassVar[Right | None] = Right.CHAT
    text: str = Field(min_length=1, max_length=_LONGEST_CHAT)


class Click(_Message):
    """`x`, `y`: as of `Point`."""

    kind: Literal["click"] = "click"
    needs: ClassVar[Right | None] = Right.CONTROL
    x: _Share
    y: _Share


class Type(_Message):
    kind: Literal["type"] = "type"
    needs: ClassVar[Right | None] = Right.CONTROL
    text: str = Field(min_length=1, max_length=200)


Received = Union[Ask, Point, Chat, Click, Type]  # noqa: UP007 # pydantic's discriminator wants it

_ANY: TypeAdapter[Received] = TypeAdapter(Annotated[Received, Field(discriminator="kind")])


class Rules(Protocol):
    """Of `Consent` what can be looked at. What grants is not among it."""

    def require(self, peer: str, right: Right, window: str = "") -> None: ...

    def may_ask(self, peer: str, right: Right) -> bool: ...


class Reception:
    """`shared`: the window that is shared just now. For one peer."""

    def __init__(self, rules: Rules, peer: str, shared: Callable[[], str], clock: Callable[[], float] = time.monotonic) -> None:
        self._rules, self._peer, self._shared, self._clock = rules, peer, shared, clock
        self._tokens, self._at = _AT_ONCE, clock()
        self._asked: dict[Right, float] = {}

    def take(self, data: bytes) -> Received | None:
        """What is to be done or asked; None where the user would only be asked again what they know. Raises ConsentRevoked where it is not
        allowed, SignallingFailed where it is no message or there are too many."""
        self._count()
        message = _read(data)
        if message.needs is not None:
            self._rules.require(self._peer, message.needs, self._shared())
        if isinstance(message, Ask) and not self._is_new(message.right):
            return None
        return message

    def _is_new(self, right: Right) -> bool:
        now = self._clock()
        if not self._rules.may_ask(self._peer, right) or now - self._asked.get(right, -_ASKED_AGAIN) < _ASKED_AGAIN:
            return False
        self._asked[right] = now
        return True

    def _count(self) -> None:
        now = self._clock()
        self._tokens = min(_AT_ONCE, self._tokens + (now - self._at) * _A_SECOND)
        self._at = now
        if self._tokens < 1:
            raise SignallingFailed("too many messages", "The helper's page sends too much.", "What is too much is not taken.")
        self._tokens -= 1


def _read(data: bytes) -> Received:
    """With nothing hidden in its texts. Raises SignallingFailed."""
    if len(data) > LONGEST:
        raise SignallingFailed(f"{len(data)} bytes", "The helper's page sent something that is too long.")
    try:
        message = _ANY.validate_json(data)
    except ValidationError as error:
        raise SignallingFailed(f"a message with {error.error_count()} faults", "The helper's page sent what is no message.") from None
    if isinstance(message, Chat | Type):
        text = visible(message.text)
        if not text.strip():
            raise SignallingFailed("a text that shows nothing", "The helper's page sent what is no message.")
        return message.model_copy(update={"text": text})
    return message
