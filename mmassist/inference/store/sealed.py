"""Small records that tell when a bit of theirs has changed: JSON behind the SHA-256 of its bytes. Against damage, not against an enemy."""

from __future__ import annotations

import hashlib
import json
from typing import Any


class SealBroken(ValueError):
    """The bytes are not those that were written."""


def seal(value: object) -> bytes:
    """One line of digest, one of JSON. `value` holds JSON values only."""
    body = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body + b"\n"


def unseal(data: bytes) -> Any:
    """Raises SealBroken for any bytes but those that `seal` makes."""
    digest, _, rest = data.partition(b"\n")
    if not rest.endswith(b"\n") or hashlib.sha256(rest[:-1]).hexdigest().encode() != digest:
        raise SealBroken("digest differs")
    try:
        return json.loads(rest)
    except ValueError as error:
        raise SealBroken("no JSON") from error
