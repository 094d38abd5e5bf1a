"""Time-limited credentials for coturn's REST API (draft-uberti-behave-turn-rest-00): whoever gets them can relay for a while, and nothing
else can be made of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Turn:
    """`urls`: as in turn:host:3478?transport=udp; `secret`: coturn's static-auth-secret; `seconds`: how long credentials hold."""

    urls: Sequence[str]
    secret: str = field(repr=False)
    seconds: float = 4 * 3600.0

    def server(self, now: float, user: str) -> dict[str, object]:
        """An RTCIceServer with credentials of its own. `now`: by the wall clock, as coturn reads it."""
        username, credential = credentials(self.secret, user, now + self.seconds)
        return {"urls": list(self.urls), "username": username, "credential": credential}


def credentials(secret: str, user: str, until: float) -> tuple[str, str]:
    """User name and password that coturn takes until then (Unix time)."""
    username = f"{int(until)}:{user}"
    return username, base64.b64encode(hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()).decode("ascii")
