"""The sender in a browser's page: its encoder keeps small text legible, and it cancels echoes.

The page (`resources/sender`) is served on this computer alone, at an address that nobody can guess, to one page; it is told over a
WebSocket what to do. It gets pixels that may leave, and never grabs any. For the engine's loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
import secrets
import struct
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from importlib import resources
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from mmassist.errors import DeviceMissing, PeerLost, SignallingFailed, SupportError
from mmassist.support import needs
from mmassist.support.data_channel import LABEL, LONGEST, PROTOCOL
from mmassist.support.messages import LONGEST_SDP, Candidate, IceServer
from mmassist.support.sender import Connection, Heard, Patch, SenderEvent

if TYPE_CHECKING:
    from websockets.asyncio.server import Server, ServerConnection
    from websockets.http11 import Request, Response

_STARTING = 20.0  # seconds for the browser's engine and the page, cold
_ANSWER = 10.0
_HEAD = struct.Struct("<7I")  # of a patch: the picture's width and height, then x, y, width and height, and how many more patches follow
_MOST_EVENTS = 1000
_FILES = {"": ("index.html", "text/html"), "sender.js": ("sender.js", "text/javascript")}
_CHANNEL = {"label": LABEL, "protocol": PROTOCOL, "longest": LONGEST}
_RULES = "default-src 'none'; script-src 'self'; connect-src 'self'; media-src blob:"
log = logging.getLogger(__name__)


class PageSender:
    """`show`: has a browser's engine load an address, and with an empty one end what it has loaded; called on the loop, returns at once.
    Entering it starts the page. Raises SupportError where it does not start, or the extra is missing."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._token = secrets.token_urlsafe(32)
        self._server: Server | None = None
        self._page: ServerConnection | None = None
        self._came = asyncio.Event()
        self._asked: asyncio.Future[dict[str, Any]] | None = None
        self._events: asyncio.Queue[SenderEvent | None] = asyncio.Queue(_MOST_EVENTS)
        self._turn = asyncio.Lock()
        self._is_over = False

    async def __aenter__(self) -> Self:
        needs.require()
        from websockets.asyncio.server import serve

        self._server = await serve(
            self._serve, "127.0.0.1", 0, process_request=self._answer, max_size=4 * LONGEST_SDP, compression=None, close_timeout=0.1
        )
        port = self._server.sockets[0].getsockname()[1]
        self._show(f"http://127.0.0.1:{port}/{self._token}/")
        try:
            async with asyncio.timeout(_STARTING):
                await self._came.wait()
        except TimeoutError as error:
            await self.aclose()
            raise SupportError(
                "the page did not start",
                "The part that sends your screen did not start.",
                "If it stays so, run mmassist doctor.",
            ) from error
        except asyncio.CancelledError:
            await self.aclose()
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.aclose()

    async def offer(self, ice: tuple[IceServer, ...]) -> str:
        return str((await self._ask({"do": "offer", "ice": [_plain(server) for server in ice], **_CHANNEL}))["sdp"])

    async def accept(self, sdp: str) -> None:
        await self._ask({"do": "accept", "sdp": sdp})

    async def add_candidate(self, candidate: Candidate) -> None:
        await self._send(json.dumps({"do": "candidate", "candidate": candidate.candidate, "mid": candidate.mid}))

    async def events(self) -> AsyncIterator[SenderEvent]:
        while (event := await self._events.get()) is not None:
            yield event

    async def draw(self, width: int, height: int, patches: tuple[Patch, ...]) -> None:
        if not patches:
            await self._send(_HEAD.pack(width, height, 0, 0, 0, 0, 0))
        for more, patch in zip(reversed(range(len(patches))), patches, strict=True):
            high, wide = patch.pixels.shape[:2]
            await self._send(_HEAD.pack(width, height, patch.x, patch.y, wide, high, more) + patch.pixels.tobytes())

    async def say(self, data: bytes) -> None:
        await self._send(json.dumps({"do": "say", "text": data.decode()}))

    async def listen(self, *, on: bool) -> None:
        try:
            await self._ask({"do": "listen", "on": on})
        except SignallingFailed as error:
            raise DeviceMissing(
                f"microphone: {error}", "The microphone can't be opened for the helper.", "Check that one is there, and in no other use."
            ) from error

    async def hush(self, *, on: bool) -> None:
        await self._send(json.dumps({"do": "hush", "on": on}))

    async def play(self, *, on: bool) -> None:
        await self._ask({"do": "play", "on": on})

    async def aclose(self) -> None:
        """The page is ended first: what it has not sent yet never leaves."""
        if self._is_over:
            return
        self._is_over = True
        self._show("")
        if self._page is not None:
            self._page.transport.abort()
        self._lose()
        if self._server is not None:
            self._server.close(close_connections=True)
            await self._server.wait_closed()

    def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        """The page's files; None lets the WebSocket through. Whoever does not know the address gets nothing."""
        from websockets.datastructures import Headers
        from websockets.http11 import Response

        token, _, name = request.path.removeprefix("/").partition("/")
        if not hmac.compare_digest(token.encode(), self._token.encode()) or self._is_over:
            return connection.respond(HTTPStatus.NOT_FOUND, "")
        if name == "socket":
            return None if self._page is None else connection.respond(HTTPStatus.CONFLICT, "")
        if name not in _FILES:
            return connection.respond(HTTPStatus.NOT_FOUND, "")
        file, kind = _FILES[name]
        body = (resources.files("mmassist") / "resources" / "sender" / file).read_bytes()
        headers = Headers(
            {
                "Content-Type": f"{kind}; charset=utf-8",
                "Content-Length": str(len(body)),
                "Content-Security-Policy": _RULES,
                "Cache-Control": "no-store",
                "Connection": "close",
            }
        )
        return Response(HTTPStatus.OK, "OK", headers, body)

    async def _serve(self, page: ServerConnection) -> None:
        from websockets.exceptions import ConnectionClosed

        if self._page is not None:
            return
        self._page = page
        self._came.set()
        try:
            while True:
                self._take(json.loads(await page.recv()))
        except ConnectionClosed:
            log.info("sending page: gone")
        finally:
            self._lose()

    def _take(self, said: dict[str, Any]) -> None:
        """What the page says is our own code's; only what it hands on is the helper's."""
        match said:
            case {"answer": dict(answer)} if self._asked is not None and not self._asked.done():
                self._asked.set_result(answer)
            case {"candidate": str(candidate), "mid": str(mid)}:
                self._put(Candidate(candidate=candidate, mid=mid))
            case {"connection": str(state)}:
                self._put(Connection(state))
            case {"heard": str(text)}:
                self._put(Heard(text.encode()[: LONGEST + 1]))
            case {"log": str(text)}:
                log.info("sending page: %s", text)

    def _put(self, event: SenderEvent) -> None:
        """A helper who sends faster than it is taken is heard no further."""
        with contextlib.suppress(asyncio.QueueFull):
            self._events.put_nowait(event)

    def _lose(self) -> None:
        if self._asked is not None and not self._asked.done():
            self._asked.cancel()
        while self._events.full():
            self._events.get_nowait()
        self._events.put_nowait(None)

    async def _ask(self, what: dict[str, Any]) -> dict[str, Any]:
        """Raises PeerLost; SignallingFailed where the page can't do it."""
        async with self._turn:
            return await self._ask_next(what)

    async def _ask_next(self, what: dict[str, Any]) -> dict[str, Any]:
        self._asked = asyncio.get_running_loop().create_future()
        await self._send(json.dumps(what))
        done, _ = await asyncio.wait([self._asked], timeout=_ANSWER)
        if not done or self._asked.cancelled():
            raise PeerLost("the sending page ended")
        answer = self._asked.result()
        if "failed" in answer:
            raise SignallingFailed(f"{what['do']}: {answer['failed']}")
        return answer

    async def _send(self, data: str | bytes) -> None:
        from websockets.exceptions import ConnectionClosed

        if self._page is None or self._is_over:
            raise PeerLost("the sending page is closed")
        try:
            await self._page.send(data)
        except ConnectionClosed as error:
            raise PeerLost("the sending page ended") from error


def _plain(server: IceServer) -> dict[str, Any]:
    return {name: value for name, value in server.model_dump(mode="json").items() if value}
