"""A raw HTTP/1.1 server on loopback that does what the test wrote, well or badly, and what a wire format must tell of itself."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol, TypeAlias
from urllib.parse import urlsplit

from mmassist.values import Usage

_POLL = 0.002


@dataclass(frozen=True)
class Request:
    """One request as it came. Header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = field(repr=False)

    @property
    def json(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.body)
        return read


@dataclass
class Connection:
    """One client's connection, as a behaviour sees it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    sent: int = 0

    @property
    def is_gone(self) -> bool:
        return self.reader.at_eof() or self.reader.exception() is not None or self.writer.is_closing()

    async def send(self, data: bytes) -> None:
        """Raises ConnectionError once the client is gone."""
        if self.is_gone:
            raise ConnectionResetError
        self.writer.write(data)
        await self.writer.drain()
        self.sent += len(data)

    async def gone(self) -> None:
        """Returns when the client has closed the connection."""
        for _ in itertools.count():
            if self.is_gone:
                return
            await asyncio.sleep(_POLL)


Behaviour: TypeAlias = Callable[[Connection, Request], Awaitable[None]]


class Server:
    """Answers the n-th request with the n-th behaviour, and with the last one ever after."""

    def __init__(self, *behaviours: Behaviour, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.behaviours = behaviours
        self.host = host
        self.tls = tls
        self.requests: list[Request] = []
        self.connections: list[Connection] = []
        self.left_at: list[float] = []  # loop times at which a client left before its answer was complete
        self.left = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def sent(self) -> int:
        """Bytes of all answers so far."""
        return sum(connection.sent for connection in self.connections)

    async def __aenter__(self) -> Server:
        self._server = await asyncio.start_server(self._accept, self.host, 0, ssl=self.tls)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._server.wait_closed()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        connection = Connection(reader, writer)
        self.connections.append(connection)
        try:
            while (request := await read_request(reader)) is not None:
                await self._answer(connection, request)
                if request.headers.get("connection") == "close":
                    break
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _answer(self, connection: Connection, request: Request) -> None:
        behaviour = self.behaviours[min(len(self.requests), len(self.behaviours) - 1)]
        self.requests.append(request)
        watching = asyncio.create_task(connection.gone())
        answering = asyncio.ensure_future(behaviour(connection, request))
        try:
            await asyncio.wait([watching, answering], return_when=asyncio.FIRST_COMPLETED)
            if watching.done() and not answering.done():
                self.left_at.append(asyncio.get_running_loop().time())
                self.left.set()
                raise ConnectionResetError
            answering.result()
        finally:
            for task in (watching, answering):
                task.cancel()
            await asyncio.wait([watching, answering])


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """None at the end of the connection."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if headers.get("transfer-encoding") == "chunked":
        return Request(method, target, headers, await _chunked(reader))
    return Request(method, target, headers, await reader.readexactly(int(headers.get("content-length", 0))))


async def _chunked(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body


def head(status: int, content_type: str, headers: dict[str, str] | None = None, *, chunked: bool = True) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase if status in set(HTTPStatus) else 'Unknown'}"]
    lines += [f"Content-Type: {content_type}"] if content_type else []
    lines += ["Transfer-Encoding: chunked"] if chunked else []
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def says(*chunks: bytes, content_type: str, pause: float = 0.0, headers: dict[str, str] | None = None) -> Behaviour:
    """A whole answer, `pause` seconds before each chunk."""

    async def behave(connection: Connection, request: Request) -> None:
        await connection.send(head(200, content_type, headers))
        for data in chunks:
            await asyncio.sleep(pause)
            await connection.send(chunk(data))
        await connection.send(b"0\r\n\r\n")

    return behave


def cuts(*chunks: bytes, content_type: str) -> Behaviour:
    """A beginning; then the connection is lost."""

    async def behave(connection: Connection, request: Request) -> None:
        await connection.send(head(200, content_type) + b"".join(map(chunk, chunks)))
        connection.writer.close()
        await connection.writer.wait_closed()

    return behave


def hangs(*chunks: bytes, content_type: str) -> Behaviour:
    """A beginning; then nothing, until the client leaves."""

    async def behave(connection: Connection, request: Request) -> None:
        await connection.send(head(200, content_type) + b"".join(map(chunk, chunks)))
        await asyncio.Event().wait()

    return behave


async def silence(connection: Connection, request: Request) -> None:
    """Takes the request and says nothing at all."""
    await asyncio.Event().wait()


async def hangs_up(connection: Connection, request: Request) -> None:
    """Takes the request and closes the connection."""
    connection.writer.close()
    await connection.writer.wait_closed()


def drips(data: bytes, *, content_type: str, pause: float = 0.02) -> Behaviour:
    """The bytes one by one, over and over, until the client leaves."""

    async def behave(connection: Connection, request: Request) -> None:
        await connection.send(head(200, content_type))
        while True:
            for number in data:
                await connection.send(chunk(bytes([number])))
                await asyncio.sleep(pause)

    return behave


def floods(data: bytes, total: int, *, content_type: str, headers: dict[str, str] | None = None) -> Behaviour:
    """`data` over and over, up to `total` bytes, as fast as the client takes them."""

    async def behave(connection: Connection, request: Request) -> None:
        await connection.send(head(200, content_type, headers))
        for _ in range(total // len(data)):
            await connection.send(chunk(data))
        await connection.send(b"0\r\n\r\n")

    return behave


def declines(status: int, body: bytes = b"{}", headers: dict[str, str] | None = None, content_type: str = "application/json") -> Behaviour:
    """An answer with a status and a body of its own."""

    async def behave(connection: Connection, request: Request) -> None:
        told = {"Content-Length": str(len(body)), **(headers or {})}
        await connection.send(head(status, content_type, told, chunked=False) + body)

    return behave


def raw(data: bytes) -> Behaviour:
    """The bytes as they are; then the connection is closed."""

    async def behave(connection: Connection, request: Request) -> None:
        await connection.send(data)
        connection.writer.close()
        await connection.writer.wait_closed()

    return behave


async def forwards(connection: Connection, request: Request) -> None:
    """A proxy: hands a request with an absolute target to its server, and the answer back."""
    target = urlsplit(request.target)
    reader, writer = await asyncio.open_connection(target.hostname, target.port)
    try:
        path = target.path + (f"?{target.query}" if target.query else "")
        headers = request.headers | {"connection": "close"}
        lines = [f"{request.method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + request.body)
        while data := await reader.read(65536):
            await connection.send(data)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def tunnels(connection: Connection, request: Request) -> None:
    """A proxy: joins the client to the server that it names (CONNECT), and sees nothing of what passes but its bytes."""
    host, _, port = request.target.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))

    async def pass_on() -> None:
        while data := await connection.reader.read(65536):
            writer.write(data)

    passing = asyncio.create_task(pass_on())
    try:
        await connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        while data := await reader.read(65536):
            await connection.send(data)
    finally:
        passing.cancel()
        await asyncio.wait([passing])
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


@dataclass(frozen=True)
class Asked:
    """What a request's body asks for, read back from a wire format. `turns`: role (user, assistant) and text, oldest first."""

    model: str
    instructions: str
    turns: list[tuple[str, str]]
    text: str
    pictures: list[bytes]
    clips: list[bytes]
    longest: int
    structured: bool


class Wire(Protocol):
    """One wire format: how its service answers, well and badly. The contract runs over every one in `tests.fakes.servers.WIRES`."""

    kind: str
    path: str
    """The target of a request to a server whose base URL is `base_url(server.url)`, up to a query."""
    content_type: str
    hears: bool
    """Whether it can carry a recording of sound."""
    needs_key: bool

    def base_url(self, server: str) -> str:
        """What the user sets as the address of a server at `server` (without a trailing slash)."""
        ...

    def key(self, request: Request) -> str:
        """The key as the request carries it, empty for none; it must be nowhere else in it."""
        ...

    def opening(self) -> bytes:
        """Events before the first word; empty if there are none."""
        ...

    def text(self, text: str) -> bytes:
        """The event of one piece of the answer."""
        ...

    def ending(self, model: str, used: Usage, reason: str = "complete") -> bytes:
        """The last events. `reason`: complete or length."""
        ...

    def filtered(self) -> bytes:
        """The end of an answer that a content filter stopped; empty if there is none."""
        ...

    def refused(self) -> bytes:
        """The events by which the model itself refuses; empty if there are none."""
        ...

    def overloaded(self) -> bytes:
        """An error inside the stream: the service has too much to do."""
        ...

    def malformed(self) -> tuple[bytes, ...]:
        """Events that are none: broken, of the wrong shape."""
        ...

    def error(self, status: int, message: str) -> bytes:
        """The body of an error."""
        ...

    def too_long(self) -> tuple[int, bytes]:
        """Status and body for a prompt that is longer than the model takes."""
        ...

    def asked(self, request: Request) -> Asked: ...


async def collect(events: AsyncIterator[Any], into: list[Any] | None = None) -> list[Any]:
    """All events; `into` holds those that came before an error."""
    heard = [] if into is None else into
    async for event in events:
        heard.append(event)
    return heard
