"""What passes between the two, so that the broker can carry it but neither read, change, turn round nor repeat it.

Each side first says hello, with a nonce and, where the secret is a short code, its share of SPAKE2. From both hellos and the secret
HKDF (RFC 5869, SHA-256) makes one key for each direction; AES-256-GCM (NIST SP 800-38D) then seals message after message, with version,
direction, room and sequence as associated data. A helper who comes again says hello again: what was recorded before opens nothing.

On the wire, in bytes: version, kind, side of the sender; a hello goes on with 16 of nonce and the share, a sealed message with 8 of
sequence (big endian) and the ciphertext with its tag. A third kind, with nothing more, tells that what came did not open, as after a
mistyped code: whoever forges it gains no more than by carrying nothing.
"""

from __future__ import annotations

import hashlib
import secrets
import struct
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from mmassist.errors import SignallingFailed
from mmassist.support.invite import VERSION, Invitation, Kind

if TYPE_CHECKING:
    from spake2 import SPAKE2_A, SPAKE2_B

LONGEST = 32_768
"""Bytes of a frame on the wire."""

_HEAD = struct.Struct(">BBB")
_SEQUENCE = struct.Struct(">Q")
_NONCE, _TAG = 16, 16
_SHARE = 33  # of SPAKE2 over Ed25519: the side, and a point
_CONTEXT = b"mmassist support"
_SPOILT = "What came from the helper is damaged or was changed on its way. It is not used."


class Side(IntEnum):
    OWNER = 1
    HELPER = 2

    @property
    def other(self) -> Side:
        return Side.HELPER if self is Side.OWNER else Side.OWNER


class _Frame(IntEnum):
    HELLO = 0
    SEALED = 1
    UNOPENED = 2


@dataclass(frozen=True, slots=True)
class Hello:
    """What one side says first; `share` is empty where the secret is long."""

    side: Side
    nonce: bytes
    share: bytes = b""

    def as_frame(self) -> bytes:
        return _HEAD.pack(VERSION, _Frame.HELLO, self.side) + self.nonce + self.share


class Greeting:
    """One side's part of agreeing on keys, good for one session."""

    def __init__(self, invitation: Invitation, side: Side) -> None:
        self._invitation = invitation
        self._pake = _pake(invitation, side) if invitation.kind is Kind.CODE else None
        self.hello = Hello(side, secrets.token_bytes(_NONCE), self._pake.start() if self._pake else b"")

    def sealed_with(self, theirs: Hello) -> Channel:
        """Once only. Whether both knew the secret shows with the first message that opens. Raises SignallingFailed."""
        ours = self.hello
        if theirs.side is not ours.side.other or len(theirs.share) != len(ours.share):
            raise SignallingFailed("a hello of the wrong kind", _SPOILT)
        return Channel(self._key(theirs), self._invitation.room, ours, theirs)

    def _key(self, theirs: Hello) -> bytes:
        if self._pake is None:
            return self._invitation.secret
        from spake2 import SPAKEError
        from spake2.ed25519_basic import NotOnCurve

        try:
            return self._pake.finish(theirs.share)
        except (SPAKEError, NotOnCurve, ValueError, AssertionError) as error:  # the library asserts what it was sent
            raise SignallingFailed("a share that is none", _SPOILT) from error


@dataclass(slots=True)
class _Direction:
    key: bytes = field(repr=False)
    next: int = 0


class Channel:
    """Both directions of one session. Not thread-safe."""

    def __init__(self, secret: bytes, room: str, ours: Hello, theirs: Hello) -> None:
        by_side = {ours.side: ours, theirs.side: theirs}
        salt = hashlib.sha256(by_side[Side.OWNER].as_frame() + by_side[Side.HELPER].as_frame()).digest()
        self._side = ours.side
        self._room = room
        self._directions = {side: _Direction(_derived(secret, salt, room, side)) for side in Side}

    def seal(self, message: bytes) -> bytes:
        """A frame for the other side. Raises SignallingFailed where it would be too long."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if len(message) > LONGEST - _HEAD.size - _SEQUENCE.size - _TAG:
            raise SignallingFailed(f"{len(message)} bytes to seal")
        ours = self._directions[self._side]
        head = _HEAD.pack(VERSION, _Frame.SEALED, self._side) + _SEQUENCE.pack(ours.next)
        sealed = AESGCM(ours.key).encrypt(_nonce(ours.next), message, self._bound(head))
        ours.next += 1
        return head + sealed

    def open(self, frame: bytes) -> bytes:
        """What the other side has sealed, if it is the very next of it. Raises SignallingFailed."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        head = _HEAD.size + _SEQUENCE.size
        kind, side = _head(frame)
        if kind is not _Frame.SEALED or side is not self._side.other or len(frame) < head + _TAG:
            raise SignallingFailed("not a sealed message of the other side", _SPOILT)
        theirs = self._directions[side]
        (sequence,) = _SEQUENCE.unpack_from(frame, _HEAD.size)
        if sequence != theirs.next:
            raise SignallingFailed(f"message {sequence} where {theirs.next} is due", _SPOILT)
        try:
            message = AESGCM(theirs.key).decrypt(_nonce(sequence), frame[head:], self._bound(frame[:head]))
        except InvalidTag as error:
            raise SignallingFailed("a message that does not open", _SPOILT) from error
        theirs.next += 1
        return message

    def _bound(self, head: bytes) -> bytes:
        return _CONTEXT + head + self._room.encode("ascii")


def is_hello(frame: bytes) -> bool:
    return len(frame) > 1 and frame[1] == _Frame.HELLO


def unopened(side: Side) -> bytes:
    """The frame that tells that what came did not open."""
    return _HEAD.pack(VERSION, _Frame.UNOPENED, side)


def read_hello(frame: bytes) -> Hello:
    """Raises SignallingFailed."""
    kind, side = _head(frame)
    nonce, share = frame[_HEAD.size : _HEAD.size + _NONCE], frame[_HEAD.size + _NONCE :]
    if kind is not _Frame.HELLO or len(nonce) != _NONCE or len(share) not in (0, _SHARE):
        raise SignallingFailed("not a hello", _SPOILT)
    return Hello(side, nonce, share)


def _head(frame: bytes) -> tuple[_Frame, Side]:
    """Raises SignallingFailed."""
    if not _HEAD.size <= len(frame) <= LONGEST:
        raise SignallingFailed(f"a frame of {len(frame)} bytes", _SPOILT)
    version, kind, side = _HEAD.unpack_from(frame)
    if version != VERSION:
        raise SignallingFailed(
            f"version {version}",
            "The helper's page is of another version than this mmassist.",
            "Bring mmassist and the broker to the newest version.",
        )
    try:
        return _Frame(kind), Side(side)
    except ValueError as error:
        raise SignallingFailed("a frame of no kind", _SPOILT) from error


def _derived(secret: bytes, salt: bytes, room: str, side: Side) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    info = b"/".join((_CONTEXT, str(VERSION).encode(), side.name.lower().encode(), room.encode("ascii")))
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)


def _nonce(sequence: int) -> bytes:
    """12 bytes; each direction of each session has a key of its own, so that none is used twice."""
    return bytes(4) + _SEQUENCE.pack(sequence)


def _pake(invitation: Invitation, side: Side) -> SPAKE2_A | SPAKE2_B:
    from spake2 import SPAKE2_A, SPAKE2_B

    make = SPAKE2_A if side is Side.OWNER else SPAKE2_B
    room = invitation.room.encode("ascii")
    return make(invitation.secret, idA=b"owner/" + room, idB=b"helper/" + room)
