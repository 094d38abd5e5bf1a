"""What a user may name as a camera: a number, a video file, numbered pictures, or the web address of one that sends MJPEG. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from mmassist.errors import DeviceMissing
from mmassist.sayings import saying

MAX_LENGTH = 2048
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]+):/", re.IGNORECASE)
_DEVICE = re.compile(r"^(?:/dev/video)?(\d{1,3})$")
_NUMBERED = re.compile(r"%0?\d?d")
_WHICH = "Name a camera by its number, such as 0, or a video file, or an address that begins with http."


class SourceKind(StrEnum):
    """`PICTURES`: files that bear numbers in their names, such as page%03d.png."""

    DEVICE = "device"
    VIDEO = "video"
    PICTURES = "pictures"
    WEB = "web"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a camera is. `place`: the number, path or URL, without name and password, which only the camera itself is told."""

    kind: SourceKind
    place: str
    name: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def address_of(source: str) -> Address:
    """What `source` names. Raises DeviceMissing for what mmassist does not open."""
    source = source.strip()
    if not source or len(source) > MAX_LENGTH or any(ord(letter) < 32 or ord(letter) == 127 for letter in source):
        raise DeviceMissing("no source", "That names no camera.", _WHICH)
    if device := _DEVICE.match(source):
        return Address(SourceKind.DEVICE, str(int(device[1])))
    if scheme := _SCHEME.match(source):
        return _web(source, scheme[1].lower())
    return Address(SourceKind.PICTURES if len(_NUMBERED.findall(source)) == 1 else SourceKind.VIDEO, source)


def _web(source: str, scheme: str) -> Address:
    if scheme not in ("http", "https"):
        raise DeviceMissing(f"protocol {scheme}", saying("mmassist opens no address that begins with {scheme}.", scheme=scheme), _WHICH)
    try:
        parts = urlsplit(source)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise DeviceMissing("no web address", "That is no web address.", "Check the camera's address.") from error
    if not host:
        raise DeviceMissing("no host", "That web address names no camera.", "Check the camera's address.")
    where = f"[{host}]" if ":" in host else host
    query = f"?{parts.query}" if parts.query else ""
    place = f"{scheme}://{where}{f':{port}' if port else ''}{parts.path or '/'}{query}"
    return Address(SourceKind.WEB, place, unquote(parts.username or ""), unquote(parts.password or ""))
