"""An invitation: a link to send, whose secret is in the fragment alone, or a code to read over the phone. It holds for ten minutes and for
one helper."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from mmassist.errors import SignallingFailed

SECONDS = 600.0
"""How long an invitation holds."""

VERSION = 1

_ROOM_BYTES, _SECRET_BYTES = 16, 32
_ROOM_DIGITS = _SECRET_DIGITS = 6
_FRAGMENT = re.compile(r"(\d{1,3})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})", re.ASCII)
_NO_ADDRESS = "The address of the broker can't be used."
_HTTPS = "Set one that begins with https."


class Kind(StrEnum):
    LINK = "link"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Invitation:
    """`room`: what the broker knows it by. `secret`: what it never learns; of a code no more than six digits, so that nothing but a PAKE
    may be made of it. `made_at`: by the monotonic clock."""

    kind: Kind
    room: str
    secret: bytes = field(repr=False)
    made_at: float

    def left(self, now: float) -> float:
        """Seconds for which it still holds, 0 when it is over."""
        return max(0.0, self.made_at + SECONDS - now)

    def link(self, broker: str) -> str:
        """What is sent to the helper. Raises SignallingFailed where a browser would not let the page work at that address."""
        return f"{checked(broker)}/#{VERSION}.{self.room}.{_text(self.secret)}"

    @property
    def code(self) -> str:
        """What is read over the phone: twelve digits in fours."""
        digits = self.room + self.secret.decode("ascii")
        return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def by_link(now: float) -> Invitation:
    return Invitation(Kind.LINK, _text(secrets.token_bytes(_ROOM_BYTES)), secrets.token_bytes(_SECRET_BYTES), now)


def by_code(now: float) -> Invitation:
    room, secret = (f"{secrets.randbelow(10**digits):0{digits}}" for digits in (_ROOM_DIGITS, _SECRET_DIGITS))
    return Invitation(Kind.CODE, room, secret.encode("ascii"), now)


def read_link(link: str, now: float) -> Invitation:
    """The helper's side of a link. Raises SignallingFailed."""
    found = _FRAGMENT.fullmatch(link.partition("#")[2])
    if found is None:
        raise SignallingFailed("no invitation in the fragment", "This is not a whole invitation.", "Copy the link again, up to its end.")
    version, room, secret = found.groups()
    if int(version) != VERSION:
        raise SignallingFailed(
            f"version {version}", "This invitation is of another version of mmassist.", "Bring both to the newest version."
        )
    return Invitation(Kind.LINK, room, _bytes(secret), now)


def read_code(code: str, now: float) -> Invitation:
    """The helper's side of a code, with or without spaces. Raises SignallingFailed."""
    digits = re.sub(r"[\s-]", "", code)
    if not (digits.isascii() and digits.isdigit() and len(digits) == _ROOM_DIGITS + _SECRET_DIGITS):
        raise SignallingFailed("no code", "This is not a whole code.", "A code has twelve digits: have it read again.")
    return Invitation(Kind.CODE, digits[:_ROOM_DIGITS], digits[_ROOM_DIGITS:].encode("ascii"), now)


def checked(broker: str) -> str:
    """The broker's address without a slash at its end: https, or http on this computer. Raises SignallingFailed."""
    parts = urlsplit(broker)
    usual = parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname or ""))
    if not usual or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise SignallingFailed("not an https address", _NO_ADDRESS, _HTTPS)
    return broker.rstrip("/")


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    """Raises SignallingFailed where two texts would mean the same secret."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise SignallingFailed("no base64") from error
    if _text(data) != text:
        raise SignallingFailed("not the shortest base64", "This is not a whole invitation.", "Copy the link again, up to its end.")
    return data
