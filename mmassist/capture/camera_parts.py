"""Takes the pictures out of a multipart/x-mixed-replace stream (MJPEG over HTTP), by RFC 2046. Pure; bounded, whatever is sent."""

from __future__ import annotations

import re

MAX_PICTURE = 20_000_000
"""Bytes; a JPEG of 12 megapixels at the best quality is smaller."""

_MAX_HEADER = 16_384
_LENGTH = re.compile(rb"^content-length:\s*(\d{1,9})\s*$", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(r'boundary="?([^";,\s]{1,200})"?', re.IGNORECASE)


def boundary_of(content_type: str) -> bytes | None:
    """The boundary that a Content-Type names, without its dashes; None where it is no stream of parts."""
    if not content_type.strip().lower().startswith("multipart/"):
        return None
    found = _BOUNDARY.search(content_type)
    return found[1].strip("-").encode("ascii", "replace") if found and found[1].strip("-") else None


class Parts:
    """Fed with what comes over the wire, gives whole parts. Raises ValueError where a part exceeds its bound."""

    def __init__(self, boundary: bytes) -> None:
        """Cameras disagree about the dashes before a boundary: it is looked for without them."""
        self._mark = b"--" + boundary
        self._buffer = bytearray()
        self._inside = False
        self._length: int | None = None
        self._searched = 0

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies of the parts that `data` completes, in order."""
        self._buffer += data
        found = []
        while (body := self._next()) is not None:
            if body:
                found.append(body)
        if len(self._buffer) > MAX_PICTURE + _MAX_HEADER:
            raise ValueError("a part over the bound")
        return found

    def _next(self) -> bytes | None:
        """The next body; empty where a part has none; None until more has come."""
        if not self._inside and not self._enter():
            return None
        if self._length is not None:
            if len(self._buffer) < self._length:
                return None
            return self._cut(self._length)
        end = self._buffer.find(self._mark, max(0, self._searched - len(self._mark)))
        if end < 0:
            self._searched = len(self._buffer)
            return None
        return self._cut(end)

    def _enter(self) -> bool:
        """Goes past the next boundary and the header behind it."""
        at = self._buffer.find(self._mark)
        if at < 0:
            # A boundary may be cut in two.
            del self._buffer[: max(0, len(self._buffer) - len(self._mark))]
            return False
        start = at + len(self._mark)
        end, skip = min(
            ((place, len(gap)) for gap in (b"\r\n\r\n", b"\n\n") if (place := self._buffer.find(gap, start)) >= 0), default=(-1, 0)
        )
        if end < 0:
            if len(self._buffer) - start > _MAX_HEADER:
                raise ValueError("a header over the bound")
            return False
        length = _LENGTH.search(bytes(self._buffer[start:end]).replace(b"\r", b""))
        self._length = int(length[1]) if length and int(length[1]) > 0 else None
        if self._length is not None and self._length > MAX_PICTURE:
            raise ValueError("a part over the bound")
        del self._buffer[: end + skip]
        self._inside, self._searched = True, 0
        return True

    def _cut(self, size: int) -> bytes:
        body = bytes(self._buffer[:size])
        del self._buffer[:size]
        self._inside = False
        return body
