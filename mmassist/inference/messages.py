"""The wire between the app and its worker processes: length-prefixed JSON headers, each with a body of raw bytes.

Layout of one message: two unsigned 32-bit big-endian lengths (header, body), the header as UTF-8 JSON, the body.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from typing import Any

PREFIX = struct.Struct(">II")
MAX_HEADER = 4 << 20
MAX_BODY = 64 << 20


@dataclass(frozen=True, slots=True)
class Message:
    """`fields` must be JSON values; `body` carries what is too large for JSON (samples)."""

    fields: dict[str, Any] = field(default_factory=dict)
    body: bytes = b""


def encode(message: Message) -> bytes:
    header = json.dumps(message.fields, ensure_ascii=False, separators=(",", ":")).encode()
    return PREFIX.pack(len(header), len(message.body)) + header + message.body


def lengths(prefix: bytes) -> tuple[int, int]:
    """Header and body length. Raises ValueError where either is beyond its bound: the stream is not ours or is out of step."""
    header, body = PREFIX.unpack(prefix)
    if header > MAX_HEADER or body > MAX_BODY:
        raise ValueError(f"message of {header} + {body} bytes is over the bound")
    return header, body


def decode(header: bytes, body: bytes) -> Message:
    fields = json.loads(header)
    if not isinstance(fields, dict):
        raise ValueError("message header is not an object")
    return Message(fields, body)
