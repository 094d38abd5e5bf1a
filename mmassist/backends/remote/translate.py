"""From what a client, a service or a network does wrong to our own errors. By tables: `errors.toml` and the two below."""

from __future__ import annotations

import re
import socket
import ssl
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from mmassist import errors
from mmassist.backends.remote.retrying import retry_after
from mmassist.backends.remote.transport import Declined
from mmassist.errors import BackendError, BadAnswer, MmassistError, RequestRejected, ServiceFailed, TimedOut, Unreachable

MALFORMED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What reading a reply raises that is not what it should be, whoever reads it: us, a client, its parsers."""

_SHORT = 200
_RUN = 12  # so many characters in a row from what was sent make a service's text unfit for the log
_BLOB = re.compile(r"[\w+/=-]{25,}")

_LOST = re.compile("disconnected|without sending|peer closed|incomplete", re.IGNORECASE)  # as h11 and httpcore2 put it

_NO_ANSWER = "The server at this backend's address does not answer."
_CHECK = "Check that it runs, and the backend's address in the settings."
# By the names of httpx2's classes, the more exact first: error, spoken, remedy, whether sending it again may help.
_BY_NAME: tuple[tuple[str, type[BackendError], str, str, bool], ...] = (
    ("ConnectTimeout", TimedOut, "The service can't be reached in time.", "Check the network, or choose the embedded backend.", True),
    ("PoolTimeout", TimedOut, "", "", True),
    ("TimeoutException", TimedOut, "", "", False),
    ("ProxyError", Unreachable, "The proxy does not let us through.", "Check the proxy's address in the settings.", False),
    ("UnsupportedProtocol", Unreachable, "The address of this backend is no web address.", "Correct it in the settings.", False),
    ("InvalidURL", Unreachable, "The address of this backend is no web address.", "Correct it in the settings.", False),
    ("ConnectError", Unreachable, "", "", True),
    ("LocalProtocolError", RequestRejected, "", "", False),
    ("DecodingError", BadAnswer, "", "", False),
    ("NetworkError", Unreachable, "The connection was lost.", "Try again.", True),
    ("RemoteProtocolError", Unreachable, "The connection was lost.", "Try again.", True),
    ("StreamError", BadAnswer, "", "", False),
    ("TransportError", Unreachable, "", "", True),
)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a request when it fails. `sent`: its texts, none of which may come back into a log."""

    kind: str
    sent: tuple[str, ...] = ()
    key: str = field(default="", repr=False)


def translated(error: Exception, context: Context) -> BackendError:
    """Our error for anybody's. The caller raises it `from` what it caught."""
    chain = list(_chain(error))
    for link in chain:
        if isinstance(link, Declined):
            return declined(link.status, link.body, context, headers=link.headers)
        if isinstance(link, BackendError):
            return link
        if isinstance(link, MmassistError):
            return BackendError(str(link), link.spoken, link.remedy)
    return _of_network(chain, context) or _of_kind(chain, context)


def declined(status: int, body: str, context: Context, *, headers: dict[str, str] | None = None) -> BackendError:
    """Our error for a status that says no, be it of HTTP or inside a stream, and for the text that came with it."""
    folded = body.casefold()
    error_name = _table()["status"].get(str(status)) or ("ServiceFailed" if status >= 500 else "RequestRejected")
    spoken = remedy = ""
    final = False
    for row in _table()["meaning"]:
        if _fits(row, status, folded, context.kind):
            error_name, spoken, remedy = row["error"], row.get("spoken", ""), row.get("remedy", "")
            final = row.get("final", False)
            break
    kind: type[BackendError] = getattr(errors, error_name)
    error = kind(f"{context.kind}: HTTP {status}: {scrubbed(body, context)}", spoken, remedy, retry_after=retry_after(headers or {}, body))
    error.retryable = kind.retryable and not final
    return error


def scrubbed(text: str, context: Context) -> str:
    """A service's own text, fit for the log: short, one line, without the key, and none at all where it repeats what was sent."""
    text = " ".join(text.split())
    if context.key:  # before anything is cut: half a key is told too
        text = text.replace(context.key, "(key)")
    text = _BLOB.sub("(...)", text[: _SHORT * 4])[:_SHORT]
    sent = " ".join(" ".join(context.sent).split())
    if any(text[at : at + _RUN] in sent for at in range(max(0, len(text) - _RUN + 1))):
        return "(its text repeats what was sent)"
    return "".join(char if char.isprintable() else " " for char in text)


def _fits(row: dict[str, Any], status: int, folded: str, kind: str) -> bool:
    return (
        ("status" not in row or status in row["status"])
        and ("kinds" not in row or kind in row["kinds"])
        and any(word in folded for word in row["words"])
    )


def _of_network(chain: list[BaseException], context: Context) -> BackendError | None:
    """For what the operating system or the TLS library says beneath the client's own error."""
    for link in chain:
        if isinstance(link, ssl.SSLError):
            return _final(
                Unreachable(
                    f"{context.kind}: TLS failed ({getattr(link, 'reason', '') or type(link).__name__})",
                    "The connection to the service is not safe, so nothing was sent.",
                    "Check the clock and the network of this computer, and the backend's address in the settings.",
                )
            )
        if isinstance(link, socket.gaierror):
            return Unreachable(
                f"{context.kind}: no address for the server's name",
                "The service's address can't be found.",
                "Check the network, and the backend's address in the settings.",
            )
        if isinstance(link, ConnectionRefusedError):
            return Unreachable(f"{context.kind}: connection refused", _NO_ANSWER, _CHECK)
        if type(link).__name__ == "RemoteProtocolError" and not _LOST.search(str(link)):
            return BadAnswer(f"{context.kind}: what answers does not speak HTTP")
    return None


def _of_kind(chain: list[BaseException], context: Context) -> BackendError:
    for link in chain:
        names = {base.__name__ for base in type(link).__mro__ if base.__module__.startswith("httpx")}
        for name, kind, spoken, remedy, again in _BY_NAME:
            if name in names:
                made = kind(f"{context.kind}: {type(link).__name__}", spoken, remedy)
                made.retryable = again
                return made
    for link in chain:
        if isinstance(link, TimeoutError):
            return _final(TimedOut(f"{context.kind}: timed out"))  # who waited that long in silence is not made to wait again
        if isinstance(link, OSError):
            return Unreachable(f"{context.kind}: {type(link).__name__}")
        if isinstance(link, MALFORMED):
            return BadAnswer(f"{context.kind}: malformed reply ({type(link).__name__})")
    return ServiceFailed(f"{context.kind}: {type(chain[0]).__name__}")


def _final(error: BackendError) -> BackendError:
    error.retryable = False
    return error


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and all that led to it, each once: causes, contexts and the members of groups."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        link = waiting.pop(0)
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        waiting.extend(each for each in (link.__cause__, link.__context__) if each is not None)
        if isinstance(link, BaseExceptionGroup):
            waiting.extend(link.exceptions)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("mmassist.backends.remote") / "errors.toml").read_text("utf-8"))
