"""Two words that both hear, by which they know that nobody stands between them.

They come from both DTLS fingerprints and a nonce of each side. The helper commits itself to its fingerprint and nonce (SHA-256) before it
learns the owner's: who sits in the middle, even with the whole invitation, can't look for a fingerprint that gives the same words, and is
left with one guess in 65,536 (the short authentication strings of RFC 6189, 4.4.1.1). Pure.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import re
import tomllib
from importlib import resources

from mmassist.errors import SignallingFailed

NONCE = 16
"""Bytes of each side's nonce."""

LANGUAGES = ("en", "de", "es", "fr")

_FINGERPRINT = re.compile(r"^a=fingerprint:(\S+) (\S+)\s*$", re.MULTILINE)
_SHA256 = re.compile(r"[0-9A-F]{2}(:[0-9A-F]{2}){31}", re.ASCII)
_CONTEXT = b"mmassist support check"


def fingerprint(sdp: str) -> bytes:
    """The 32 bytes of the one certificate that a session description vouches for (RFC 8122). Raises SignallingFailed where there is none,
    more than one, or one that is not SHA-256's."""
    found = set(_FINGERPRINT.findall(sdp))
    if len(found) != 1:
        raise SignallingFailed(f"{len(found)} fingerprints")
    kind, digits = found.pop()
    if kind.lower() != "sha-256" or not _SHA256.fullmatch(digits.upper()):
        raise SignallingFailed("a fingerprint of another kind")
    return bytes.fromhex(digits.replace(":", ""))


def commitment(of_fingerprint: bytes, nonce: bytes) -> bytes:
    """What the helper binds itself to before it sees the owner's offer."""
    return hashlib.sha256(_CONTEXT + of_fingerprint + nonce).digest()


def keeps(commit: bytes, of_fingerprint: bytes, nonce: bytes) -> bool:
    """Whether the helper has answered with what it had bound itself to."""
    return len(nonce) == NONCE and hmac.compare_digest(commit, commitment(of_fingerprint, nonce))


def words(language: str, owner: bytes, helper: bytes, nonces: tuple[bytes, bytes]) -> tuple[str, str]:
    """Of the owner's language; English where there is no list of it. `owner`, `helper`: fingerprints; `nonces`: theirs, in this order."""
    found = _lists().get(language, _lists()["en"])
    digest = hashlib.sha256(_CONTEXT + owner + helper + nonces[0] + nonces[1]).digest()
    return found[digest[0]], found[digest[1]]


@functools.cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads((resources.files("mmassist") / "resources" / "check_words.toml").read_text("utf-8"))
