"""The one maker of HTTP clients: one server, no redirects, bounded replies, and nothing said that need not be."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from mmassist.backends.base import Options
from mmassist.backends.remote.address import PORTS, Address, proxy_for
from mmassist.errors import BackendError, BadAnswer, Unreachable

if TYPE_CHECKING:
    import httpx2

_STREAMS = ("text/event-stream", "application/x-ndjson", "application/json", "application/stream+json")
# All else tells of this machine, lets a service know it again, or is added by the environment behind the user's back.
_FRAMING = ("accept", "connection", "content-length", "content-type", "host", "transfer-encoding")
_SENT = frozenset((*_FRAMING, "authorization", "x-api-key", "x-goog-api-key", "anthropic-version"))
_STEP = 2048
_IDLE = 300.0  # seconds a connection is kept for the next turn: a TLS handshake costs two round trips


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes. `line`: of one event's line; `error`: what is read of a refusal, for `error_time` seconds. `lines`: how many there may be,
    `event`: how many in one event, since some readers of events take the square of their number.

    Far beyond any honest answer: 4,000 tokens are some 1.5 MB in 12,000 lines.
    """

    reply: int = 8_000_000
    line: int = 1_000_000
    lines: int = 100_000
    event: int = 2_000
    error: int = 65_536
    error_time: float = 1.0


class Declined(BackendError):
    """The server answered with an error. `body` may repeat what was sent: it goes into no message."""

    def __init__(self, status: int, headers: dict[str, str], body: str) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.headers = headers
        self.body = body


def make(address: Address, options: Options, limits: Limits | None = None) -> httpx2.AsyncClient:
    """A client for one backend. Blocks for some 30 ms while certificates are read; opens nothing.

    What is sent elsewhere than to `address` raises Unreachable before a connection is made, and so does a redirect after it; an error
    status raises Declined; what is no stream, is compressed, or exceeds the limits raises BadAnswer.
    """
    import httpx2

    within = limits or Limits()
    times = httpx2.Timeout(options.total, connect=options.connect, pool=options.connect)

    async def checked_request(request: httpx2.Request) -> None:
        url = request.url
        if (url.scheme, url.host.lower(), url.port or PORTS.get(url.scheme)) != address.origin:
            raise _elsewhere()
        for name in [name for name in request.headers if name.lower() not in _SENT]:
            del request.headers[name]
        request.extensions = {**request.extensions, "timeout": times.as_dict()}  # an SDK may have set others, or none
        request.headers["user-agent"] = "mmassist"
        request.headers["accept-encoding"] = "identity"

    async def checked_response(response: httpx2.Response) -> None:
        if 300 <= response.status_code < 400:
            raise _elsewhere()
        if response.status_code >= 400:
            raise Declined(response.status_code, dict(response.headers), await _beginning(response, within))
        if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
            raise BadAnswer("the reply is compressed, though that was not asked for")
        kind = response.headers.get("content-type", _STREAMS[0]).partition(";")[0].strip().lower()
        if kind not in _STREAMS:
            raise BadAnswer(f"the reply is {kind[:40]!r}, no stream of events")
        # Only in a stream of events an empty line ends one.
        bounds = within if kind == _STREAMS[0] else replace(within, event=within.lines)
        response.stream = _bounded(cast(httpx2.AsyncByteStream, response.stream), bounds)

    # Reading the system's certificates takes its time: without them nobody is trusted, which is as well where nothing is encrypted.
    verify = True if address.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx2.AsyncClient(
        transport=httpx2.AsyncHTTPTransport(
            verify=verify,
            proxy=proxy_for(address, options.proxy) or None,
            limits=httpx2.Limits(max_connections=8, max_keepalive_connections=2, keepalive_expiry=_IDLE),
        ),
        timeout=times,
        follow_redirects=False,
        trust_env=False,
        event_hooks={"request": [checked_request], "response": [checked_response]},
    )


def _elsewhere() -> Unreachable:
    error = Unreachable(
        "redirected to another address",
        "The service sent us to another address. Nothing was sent there.",
        "Correct the backend's address in the settings, or log in to the network first.",
    )
    error.retryable = False
    return error


async def _beginning(response: httpx2.Response, limits: Limits) -> str:
    """The first bytes of an error's body, as far as they come soon."""
    import httpx2

    read = bytearray()
    try:
        async with asyncio.timeout(limits.error_time):
            async for chunk in cast(httpx2.AsyncByteStream, response.stream):
                read += chunk[: limits.error - len(read)]
                if len(read) >= limits.error:
                    break
    except (TimeoutError, httpx2.HTTPError):
        pass  # a body that does not come says nothing: the status does
    return read.decode("utf-8", "replace")


def _bounded(stream: httpx2.AsyncByteStream, limits: Limits) -> httpx2.AsyncByteStream:
    import httpx2

    class Bounded(httpx2.AsyncByteStream):
        """The reply's bytes as they come; more than the limits raise BadAnswer, so that garbage costs neither memory nor time."""

        async def __aiter__(self) -> AsyncIterator[bytes]:
            total = line = lines = event = 0
            before = b""
            async for chunk in stream:
                total += len(chunk)
                lines += max(chunk.count(b"\n"), chunk.count(b"\r"))
                newline = chunk.rfind(b"\n")
                line = line + len(chunk) if newline < 0 else len(chunk) - newline - 1
                joined = before + chunk
                empty = max(joined.rfind(b"\n\n"), joined.rfind(b"\n\r\n"))
                event = event + chunk.count(b"\n") if empty < 0 else joined.count(b"\n", empty)
                before = joined[-2:]
                if total > limits.reply or line > limits.line or lines > limits.lines or event > limits.event:
                    raise BadAnswer(f"the reply is endless: stopped after {total} bytes")
                for start in range(0, len(chunk), _STEP):
                    yield chunk[start : start + _STEP]
                    if start:
                        await asyncio.sleep(0)  # whoever reads it takes its time; the loop has others to look after

        async def aclose(self) -> None:
            await stream.aclose()

    return Bounded()
