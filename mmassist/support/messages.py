"""What the two say to each other in sealed messages before there is a connection between them: JSON, each kind with its fields and their
limits. Whatever else comes is refused."""

from __future__ import annotations

from typing import Annotated, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from mmassist.errors import SignallingFailed
from mmassist.support.check_words import NONCE

LONGEST_NAME = 60
LONGEST_SDP = 24_000
MOST_SERVERS = 8

_Hex32 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Nonce = Annotated[str, Field(pattern=rf"^[0-9a-f]{{{2 * NONCE}}}$")]
_Sdp = Annotated[str, Field(min_length=1, max_length=LONGEST_SDP)]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class IceServer(_Message):
    """A STUN or TURN server that the owner lets be used, in the words of WebRTC's RTCIceServer."""

    urls: tuple[Annotated[str, Field(pattern=r"^(stun|stuns|turn|turns):", max_length=300)], ...] = Field(min_length=1, max_length=8)
    username: str = Field("", max_length=300)
    credential: str = Field("", max_length=300, repr=False)


class Knock(_Message):
    """Helper: here I am. `name` is unverified; `commit` binds to the answer's fingerprint and nonce, see `check_words`."""

    kind: Literal["knock"] = "knock"
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    commit: _Hex32


class Offer(_Message):
    """Owner. `language`: of the words that are compared."""

    kind: Literal["offer"] = "offer"
    sdp: _Sdp
    nonce: _Nonce
    language: str = Field(pattern=r"^[a-z]{2}$")
    ice: tuple[IceServer, ...] = Field((), max_length=MOST_SERVERS)


class Answer(_Message):
    """Helper."""

    kind: Literal["answer"] = "answer"
    sdp: _Sdp
    nonce: _Nonce


class Verdict(_Message):
    """Owner: whether the helper is let in."""

    kind: Literal["verdict"] = "verdict"
    admitted: bool


class Candidate(_Message):
    """Either: where a connection may be tried; only after the verdict."""

    kind: Literal["candidate"] = "candidate"
    candidate: str = Field(max_length=1000)
    mid: str = Field("", max_length=40)


Message = Union[Knock, Offer, Answer, Verdict, Candidate]  # noqa: UP007 # pydantic's discriminator wants it

_ANY: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="kind")])


def packed(message: Message) -> bytes:
    return message.model_dump_json().encode()


def unpacked(data: bytes) -> Message:
    """Raises SignallingFailed."""
    try:
        return _ANY.validate_json(data)
    except ValidationError as error:
        # its text would quote what came
        raise SignallingFailed(
            f"a message with {error.error_count()} faults", "The helper's page sent something that is no message."
        ) from None
