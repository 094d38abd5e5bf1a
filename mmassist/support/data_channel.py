"""What the two say to each other once they are connected: one JSON object a message on a data channel, each kind with its fields and
their limits. Whatever else comes is refused.

The owner makes the channel, ordered and reliable, with `LABEL`, and with `PROTOCOL` as its subprotocol (RFC 8832, 5.1), which carries the
version: a page that doesn't know it says so and closes the channel.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeVar, Union

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from mmassist.errors import SignallingFailed
from mmassist.support.roles import Right
from mmassist.visible import visible

LABEL = "session"
PROTOCOL = "mmassist.1"

LONGEST = 4_096
"""Bytes of one message, either way."""

LONGEST_CHAT = 900
_LONGEST_SPOKEN = 500
_LONGEST_TITLE = 200
_LONGEST_TYPED = 200
LONGEST_ADVICE = 600
_LONGEST_BESIDE = 180

_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
_Right = Annotated[Right, Field(strict=False)]
_Number = Annotated[int, Field(ge=0, le=1_000_000)]
_Count = Annotated[int, Field(ge=0, le=1_000)]

NAMED_KEYS = (
    *("Enter", "Tab", "Escape", "Backspace", "Delete", "Insert", " "),
    *("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"),
    *(f"F{number}" for number in range(1, 13)),
)
"""Keys by their names in W3C's UI Events. Keys that hold the desktop itself (Meta) are not among them."""


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    needs: ClassVar[Right | None] = None


# Either way


class Chat(_Message):
    kind: Literal["chat"] = "chat"
    needs: ClassVar[Right | None] = Right.CHAT
    text: str = Field(min_length=1, max_length=LONGEST_CHAT)


class Bye(_Message):
    """Whoever says it leaves on purpose: it is no loss of the connection."""

    kind: Literal["bye"] = "bye"


# From the helper


class Ask(_Message):
    """Asks the user for a right. That is all it does."""

    kind: Literal["ask"] = "ask"
    right: _Right


class Point(_Message):
    """A place in the picture, as shares of its width and height."""

    kind: Literal["point"] = "point"
    needs: ClassVar[Right | None] = Right.POINT
    x: _Share
    y: _Share


class Click(_Message):
    """`x`, `y`: as of `Point`. `times`: 2 for a double click."""

    kind: Literal["click"] = "click"
    needs: ClassVar[Right | None] = Right.CONTROL
    x: _Share
    y: _Share
    button: Literal["left", "middle", "right"] = "left"
    times: Literal[1, 2] = 1


class Scroll(_Message):
    """`steps`: of the wheel, downwards where they are positive."""

    kind: Literal["scroll"] = "scroll"
    needs: ClassVar[Right | None] = Right.CONTROL
    x: _Share
    y: _Share
    steps: int = Field(ge=-10, le=10)


class Type(_Message):
    kind: Literal["type"] = "type"
    needs: ClassVar[Right | None] = Right.CONTROL
    text: str = Field(min_length=1, max_length=_LONGEST_TYPED)


class Press(_Message):
    """A key that types nothing, or one letter or digit together with Control or Alt."""

    kind: Literal["press"] = "press"
    needs: ClassVar[Right | None] = Right.CONTROL
    key: str = Field(pattern=rf"^([a-z0-9]|{'|'.join(NAMED_KEYS)})$")
    held: tuple[Literal["Control", "Alt", "Shift"], ...] = Field((), max_length=3)


class Advise(_Message):
    """What becomes of the suggestion of that number: `send`, it is told to the user, as it is or as `text`; `drop`, it is not; `again`,
    another one is wanted."""

    kind: Literal["advise"] = "advise"
    needs: ClassVar[Right | None] = Right.ADVISE
    act: Literal["send", "drop", "again"]
    number: _Number = 0
    text: str | None = Field(None, min_length=1, max_length=LONGEST_ADVICE)


class Quality(_Message):
    """How the picture arrives: pictures a second, the share of packets lost, milliseconds there and back."""

    kind: Literal["quality"] = "quality"
    fps: float = Field(ge=0, le=240, allow_inf_nan=False)
    lost: _Share
    rtt: float = Field(ge=0, le=60_000, allow_inf_nan=False)


FromHelper = Union[Ask, Point, Chat, Click, Scroll, Type, Press, Advise, Quality, Bye]  # noqa: UP007 # pydantic's discriminator wants it


# From the owner: texts are cut where they are too long, since they come from windows' titles and the like


def _cut(longest: int) -> BeforeValidator:
    return BeforeValidator(lambda text: text if len(text) <= longest else text[: longest - 1] + "…")


class Granted(_Message):
    """`seconds`: for which the right still holds."""

    right: _Right
    seconds: int = Field(ge=0, le=86_400)


class Rights(_Message):
    """On each change, and first of all. `may_ask`: what there is any use in asking for."""

    kind: Literal["rights"] = "rights"
    granted: tuple[Granted, ...] = Field((), max_length=len(Right))
    may_ask: tuple[_Right, ...] = Field((), max_length=len(Right))


class Shown(_Message):
    """What the helper's picture shows, on each change. `live`; `locked`, while the screen is; `stopped`, when nothing is shared.
    `passwords`, `windows`: how many fields and excluded windows are covered. `checking`: whether something is still withheld until it is
    known what is in it."""

    kind: Literal["shown"] = "shown"
    sharing: Literal["live", "locked", "stopped"]
    title: Annotated[str, _cut(_LONGEST_TITLE)] = Field("", max_length=_LONGEST_TITLE)
    passwords: _Count = 0
    windows: _Count = 0
    checking: bool = False


class Spoken(_Message):
    """What the user hears of something that the helper did."""

    kind: Literal["spoken"] = "spoken"
    text: Annotated[str, _cut(_LONGEST_SPOKEN)] = Field(min_length=1, max_length=_LONGEST_SPOKEN)


class Refused(_Message):
    """Something that the helper asked for or did is not done. `no`: the user said so. `right`: where one is missing."""

    kind: Literal["refused"] = "refused"
    why: Literal["no", "no-right", "too-many", "not-understood"]
    right: Annotated[Right | None, Field(strict=False)] = None


class Advice(_Message):
    """What the assistant would tell the user next. `none`: it works on nothing; `thinking`; `open`: it waits for the helper's word; `sent`:
    the user was told this; `dropped`. `problem`: what it takes to be wrong; `news`: what became of the step before."""

    kind: Literal["advice"] = "advice"
    state: Literal["none", "thinking", "open", "sent", "dropped"]
    number: _Number = 0
    text: Annotated[str, _cut(LONGEST_ADVICE)] = Field("", max_length=LONGEST_ADVICE)
    problem: Annotated[str, _cut(_LONGEST_BESIDE)] = Field("", max_length=_LONGEST_BESIDE)
    news: Annotated[str, _cut(_LONGEST_BESIDE)] = Field("", max_length=_LONGEST_BESIDE)


FromOwner = Union[Rights, Shown, Spoken, Advice, Chat, Refused, Bye]  # noqa: UP007 # as above

_HELPER: TypeAdapter[FromHelper] = TypeAdapter(Annotated[FromHelper, Field(discriminator="kind")])
_OWNER: TypeAdapter[FromOwner] = TypeAdapter(Annotated[FromOwner, Field(discriminator="kind")])
_T = TypeVar("_T")


def packed(message: FromHelper | FromOwner) -> str:
    """What is sent. Raises SignallingFailed where it would be too long."""
    text = message.model_dump_json(exclude_none=True)
    if len(text.encode()) > LONGEST:
        raise SignallingFailed(f"{len(text)} characters to send")
    return text


def from_helper(data: str | bytes) -> FromHelper:
    """With nothing hidden in its texts. Raises SignallingFailed."""
    message = _read(_HELPER, data)
    if isinstance(message, Chat | Type | Advise) and message.text is not None:
        text = visible(message.text)
        if not text.strip():
            raise SignallingFailed("a text that shows nothing", "The helper's page sent what is no message.")
        return message.model_copy(update={"text": text})
    return message


def from_owner(data: str | bytes) -> FromOwner:
    """As a page reads it. Raises SignallingFailed."""
    return _read(_OWNER, data)


def _read(kinds: TypeAdapter[_T], data: str | bytes) -> _T:
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(raw) > LONGEST:
        raise SignallingFailed(f"{len(raw)} bytes", "The helper's page sent something that is too long.")
    try:
        return kinds.validate_json(raw)
    except ValidationError as error:
        # its text would quote what came
        raise SignallingFailed(f"a message with {error.error_count()} faults", "The helper's page sent what is no message.") from None
