"""What a web server's reply says of a file, and what it means when there is none. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mmassist.errors import PullFailed
from mmassist.inference.store.journal import Facts
from mmassist.inference.store.source import Absent, Interrupted, Request, Restart
from mmassist.sayings import saying

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHA1 = re.compile(r"[0-9a-f]{40}")
_STRONG = re.compile(r'"[!#-~]{1,200}"')
_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15}|\*)")
_PAGES = ("text/html", "application/xhtml+xml")
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
_LONGEST_PAUSE = 60.0


def of_hub(headers: Mapping[str, str]) -> dict[str, str]:
    """What the hub itself names, on whichever step of the way: the digest and the repository's state.

    A large file's digest is that of its LFS pointer (SHA-256); a small one's is Git's own, and is believed only beside a revision.
    """
    tag = headers.get("x-linked-etag", headers.get("etag", "")).strip().removeprefix("W/").strip('"')
    revision = headers.get("x-repo-commit", "").strip()
    named: dict[str, str] = {}
    if _SHA1.fullmatch(revision):
        named["revision"] = revision
        if _SHA1.fullmatch(tag):
            named["git"] = tag
    if _SHA256.fullmatch(tag) and ("x-linked-etag" in headers or named):
        named["sha256"] = tag
    return named


def judged(request: Request, status: int, headers: Mapping[str, str], facts: Facts) -> tuple[Facts, int]:
    """The facts with what this last reply adds, and where its bytes begin.

    Raises Restart where they don't fit those that are here, Absent, Interrupted or PullFailed where they are none.
    """
    _refused(request, status, headers)
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _PAGES:
        raise PullFailed(
            "a web page came instead of the file",
            "A web page came instead of the model. What had come before is kept.",
            "Log in to the network first, then run the same command again.",
        )
    if headers.get("content-encoding", "identity").strip().lower() not in ("", "identity") or kind.startswith("multipart/"):
        raise PullFailed(
            "the reply is packed, though that was not asked for",
            "The server sends the model in a form that was not asked for. What had come before is kept.",
            "Try another network or another hub.",
        )
    tag = headers.get("etag", "").strip()
    identity = tag if _STRONG.fullmatch(tag) else ""
    start, total = _extent(request, status, headers)
    found = Facts(facts.source, total, identity, facts.sha256, facts.git, facts.revision)
    if start and request.facts is not None and not found.same_file(request.facts):
        raise Restart("The file has changed at the source.")
    return found, start


def _extent(request: Request, status: int, headers: Mapping[str, str]) -> tuple[int, int]:
    """Where the bytes begin, and how long the whole file is (-1: not said)."""
    if status == 200:
        length = headers.get("content-length", "")
        return 0, int(length) if length.isdecimal() and len(length) < 16 else -1
    found = _RANGE.fullmatch(headers.get("content-range", "").strip())
    if status != 206 or found is None:
        raise Restart("The server does not understand where to go on.")
    first, last, total = int(found[1]), int(found[2]), -1 if found[3] == "*" else int(found[3])
    if first != request.start or last < first or (total >= 0 and last >= total):
        raise Restart("The server goes on at another place.")
    return first, total


def _refused(request: Request, status: int, headers: Mapping[str, str]) -> None:
    if status in (200, 206):
        return
    if status in (404, 410):
        raise Absent
    if status == 416 and request.start:
        raise Restart("The file has become shorter at the source.")
    if status in _LATER:
        pause = headers.get("retry-after", "")
        raise Interrupted("The server is busy.", min(_LONGEST_PAUSE, float(pause)) if pause.isdecimal() and len(pause) < 9 else 0)
    if status == 407:
        raise PullFailed("HTTP 407", "The proxy wants a name and a password.", "Give them in the proxy's address in the environment.")
    if status in (401, 403):
        raise PullFailed(
            f"HTTP {status}",
            saying("The hub does not give {model} to everybody, or it is no longer there.", model=request.model.title),
            "Choose another model, or copy it from a folder with --from.",
        )
    raise PullFailed(f"HTTP {status}", "The hub gave an answer that is not understood.", "Try again later, or use another hub.")
