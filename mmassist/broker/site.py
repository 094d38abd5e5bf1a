"""The broker as an ASGI application: the helper's page, the socket, and what tells whether it is well."""

from __future__ import annotations

import contextlib
import time
import tomllib
from collections import Counter
from collections.abc import AsyncIterator
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from mmassist.broker.counters import Counters
from mmassist.broker.limits import Buckets, address_of
from mmassist.broker.options import Options
from mmassist.broker.rooms import Rooms
from mmassist.broker.session import Closing, Desk, Session
from mmassist.broker.turn import Turn

SOCKET = "/v1/signal"

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), display-capture=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
"""On every response. What the page loads is its own, and no other page may hold or read it."""


class Broker:
    """All that one process shares. `page`: where helpers get the page, where that is another address than the owner's."""

    def __init__(self, rooms: Rooms, options: Options, turn: Turn | None = None, page: str = "") -> None:
        self.counters = Counters()
        self._rooms, self._options = rooms, options
        misses = Buckets(options.misses_a_minute / 60, options.misses_at_once, time.monotonic)
        self._joins = Buckets(options.joins_a_minute / 60, options.joins_at_once, time.monotonic)
        self._desk = Desk(rooms, options, self.counters, misses, turn, page)
        self._sessions: set[Session] = set()
        self._by_address: Counter[str] = Counter()

    def application(self) -> ASGIApp:
        page = _Page(directory=Path(str(resources.files("mmassist"))) / "resources" / "helper", html=True)
        routes = [
            Route("/healthz", self._health),
            Route("/metrics", self._metrics),
            Route("/check_words.json", _check_words),
            Route("/icon.svg", _icon),
            WebSocketRoute(SOCKET, self._socket),
            Mount("/", page),
        ]
        return _Headed(Starlette(routes=routes, lifespan=self._lifespan))

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        await self._rooms.open(self._all_again)
        try:
            yield
        finally:
            await self._rooms.aclose()

    def _all_again(self) -> None:
        for session in self._sessions:
            session.end(Closing.RESTARTING)

    async def _health(self, _: Request) -> Response:
        return PlainTextResponse("ok\n") if self._rooms.healthy() else PlainTextResponse("no rooms\n", 503)

    async def _metrics(self, _: Request) -> Response:
        return PlainTextResponse(self.counters.as_prometheus(self._rooms.healthy()), media_type="text/plain; version=0.0.4")

    async def _socket(self, socket: WebSocket) -> None:
        address = address_of(socket.client.host if socket.client else "")
        if (status := self._unwelcome(socket, address)) is not None:
            self.counters.count(f"turned-away-{status}")
            await socket.send_denial_response(Response(status_code=status))
            return
        session = Session(self._desk, socket, address)
        self._sessions.add(session)
        self._by_address[address] += 1
        self.counters.connections = len(self._sessions)
        try:
            await socket.accept()
            await session.run()
        finally:
            self._sessions.discard(session)
            self._by_address[address] -= 1
            if not self._by_address[address]:
                del self._by_address[address]
            self.counters.connections = len(self._sessions)

    def _unwelcome(self, socket: WebSocket, address: str) -> int | None:
        """The HTTP status with which somebody is turned away before anything is said."""
        origin = socket.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != socket.headers.get("host"):
            return 403  # another site's page, in the browser of somebody who may use this one
        if len(self._sessions) >= self._options.connections:
            return 503
        if self._by_address[address] >= self._options.connections_an_address or not self._joins.take(address):
            return 429
        return None


async def _check_words(_: Request) -> Response:
    """The words that the app has too, for the page."""
    return JSONResponse(tomllib.loads((resources.files("mmassist") / "resources" / "check_words.toml").read_text("utf-8")))


async def _icon(_: Request) -> Response:
    icon = resources.files("mmassist") / "resources" / "icons" / "mmassist.svg"
    return Response(icon.read_bytes(), media_type="image/svg+xml")


class _Page(StaticFiles):
    """The helper's page; sockets belong elsewhere."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).send_denial_response(Response(status_code=404))
        else:
            await super().__call__(scope, receive, send)


class _Headed:
    """Adds `HEADERS` to whatever is answered over HTTP."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def headed(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._inner(scope, receive, headed)
