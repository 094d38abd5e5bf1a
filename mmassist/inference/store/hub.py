"""A model hub on the web, or any server with the same addresses: REPOSITORY/resolve/REVISION/FILE, in ranges, by plain HTTPS.

No key is sent, no cookie is kept, and nothing is unpacked. A redirect to another host is followed: that is how hubs hand out large files.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from mmassist.errors import PullFailed
from mmassist.inference.store import replies, web
from mmassist.inference.store.journal import Facts
from mmassist.inference.store.source import Interrupted, Request, Stream

if TYPE_CHECKING:
    import httpx2

_HOPS = 6


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds. `silence`: no byte for so long. `slowest`: bytes a second; fewer over `watch` seconds, and it is tried anew."""

    connect: float = 15
    answer: float = 60
    silence: float = 30
    watch: float = 30
    slowest: float = 1024


class Hub:
    """A source of models. Belongs to one asyncio loop."""

    def __init__(self, address: str, proxy: str = "", times: Times | None = None) -> None:
        """`proxy`: instead of the environment's. Raises PullFailed for an address that can't be used. Opens nothing yet."""
        self._address = web.checked(address)
        self._proxy = proxy
        self._times = times or Times()
        self._clients: dict[str, httpx2.AsyncClient] = {}
        self.name = urlsplit(self._address).hostname or ""
        self.title = f"The hub {self.name}"

    @contextlib.asynccontextmanager
    async def open(self, request: Request) -> AsyncIterator[Stream]:
        """See `Source`."""
        import httpx2

        try:
            async with contextlib.AsyncExitStack() as held:
                response, facts = await self._answered(request, held)
                facts, start = replies.judged(request, response.status_code, response.headers, facts)
                yield Stream(facts, start, self._watched(response))
        except httpx2.TimeoutException as error:
            raise Interrupted("The server is silent.") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            raise _translated(error) from error

    async def aclose(self) -> None:
        for client in self._clients.values():
            await client.aclose()

    async def _answered(self, request: Request, held: contextlib.AsyncExitStack) -> tuple[httpx2.Response, Facts]:
        """The reply that bears the bytes, after the redirects; and what the hub said of the file on the way."""
        model = request.model
        url = f"{self._address}/{model.repository}/resolve/{quote(request.revision)}/{quote(request.file)}"
        named: dict[str, str] = {}
        for _ in range(_HOPS):
            response = await self._asked(url, request, held)
            if web.origin(url) == web.origin(self._address):
                named |= replies.of_hub(response.headers)
            if response.status_code not in (301, 302, 303, 307, 308) or "location" not in response.headers:
                digests = Facts(self.name, sha256=named.get("sha256", ""), git=named.get("git", ""), revision=named.get("revision", ""))
                return response, digests
            url = web.redirected(url, response.headers["location"])
            await response.aclose()
        raise PullFailed("too many redirects", "The hub sends us from one address to another without end.", "Try again later.")

    async def _asked(self, url: str, request: Request, held: contextlib.AsyncExitStack) -> httpx2.Response:
        client = await self._client(web.proxy_for(url, self._proxy))
        asked = client.build_request("GET", url, headers=_headers(request))
        try:
            async with asyncio.timeout(self._times.answer):
                response = await client.send(asked, stream=True)
        except TimeoutError as error:
            raise Interrupted("The server does not answer.") from error
        finally:
            client.cookies.clear()
        held.push_async_callback(response.aclose)
        return response

    async def _client(self, proxy: str) -> httpx2.AsyncClient:
        if proxy not in self._clients:
            self._clients[proxy] = await asyncio.to_thread(_made, proxy, self._times)  # it reads the system's certificates
        return self._clients[proxy]

    async def _watched(self, response: httpx2.Response) -> AsyncGenerator[bytes, None]:
        """The bytes as they come. A server that only trickles is as good as silent."""
        loop = asyncio.get_running_loop()
        since, count = loop.time(), 0
        async for chunk in response.aiter_raw():
            yield chunk
            count += len(chunk)
            now = loop.time()
            if now - since >= self._times.watch:
                if count < self._times.slowest * (now - since):
                    raise Interrupted("The server sends next to nothing.")
                since, count = now, 0


def _headers(request: Request) -> dict[str, str]:
    headers = {"user-agent": "mmassist", "accept": "*/*", "accept-encoding": "identity"}
    if request.start:
        headers["range"] = f"bytes={request.start}-"
        facts = request.facts
        # Where the hub names a digest that is compared instead: the hosts it sends to may each give the same file another tag.
        if facts is not None and facts.identity and not (facts.sha256 or facts.git):
            headers["if-range"] = facts.identity
    return headers


def _made(proxy: str, times: Times) -> httpx2.AsyncClient:
    import httpx2

    return httpx2.AsyncClient(
        transport=httpx2.AsyncHTTPTransport(verify=True, proxy=proxy or None, limits=httpx2.Limits(max_connections=2)),
        timeout=httpx2.Timeout(times.silence, connect=times.connect),
        follow_redirects=False,
        trust_env=False,
    )


def _translated(error: Exception) -> Exception:
    import httpx2

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return PullFailed(
                "the server's certificate is not to be trusted",
                "The server can't prove that it is the model hub. Nothing was fetched.",
                "Check the date of this computer, or try another network.",
            )
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx2.ProxyError):
        return PullFailed("the proxy refuses", "The proxy does not let us through.", "Check the proxy's address, or give one with --proxy.")
    if isinstance(error, httpx2.ConnectError):
        return Interrupted("The hub can't be reached.")
    if isinstance(error, (httpx2.InvalidURL, httpx2.UnsupportedProtocol)):
        return PullFailed("no web address", "The address of the model hub can't be used.", "Correct it, or leave it out.")
    return Interrupted("The connection was lost.")
