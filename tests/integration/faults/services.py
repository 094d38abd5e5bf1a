"""What the app talks to over the loopback while it is tested: a model's server and a camera, which change their manners when told to."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path

import cv2
import numpy as np

from mmassist.values import Pixels
from tests.contract.remote import USED
from tests.fakes.mjpeg import CONTENT_TYPE, grey, jpeg, part
from tests.fakes.servers.base import Connection, Request, chunk, head
from tests.fakes.servers.base import read_request as read
from tests.fakes.servers.openai_wires import ChatWire

WIRE = ChatWire()
SHORT = ("All is well. ",)
_WORDS = ("red", "green", "blue", "brown", "white", "black", "grey", "pink", "gold", "dark")
LONG = tuple(f"This is the {one} and {other} part of a text that takes a while. " for one in _WORDS for other in _WORDS if one != other)
_RATE = 15


class Model(StrEnum):
    """How the model's server behaves. `HOLDS`: it takes the request and says nothing until it is told something else. `STALLS`: the same in
    the middle of its answer."""

    ANSWERS = "answers"
    READS = "reads a long text"
    HOLDS = "holds"
    FAILS = "500"
    LIMITS = "429"
    REFUSES = "401"
    CUTS = "cuts"
    BABBLES = "babbles"
    HANGS_UP = "hangs up"
    STALLS = "stalls"


class Film(StrEnum):
    """How the camera behaves."""

    SHOWS = "shows"
    STALLS = "stalls"
    GARBAGE = "garbage"
    RESIZED = "resized"
    DENIED = "401"
    BUSY = "503"
    CUT = "cut"
    DARK = "dark"
    HTML = "html"


_STATUS = {Model.FAILS: 500, Model.LIMITS: 429, Model.REFUSES: 401}


class _Listener:
    """A TCP server at one port that can be closed and opened again."""

    def __init__(self, serve: Callable[[Connection, Request], Awaitable[None]], tls: ssl.SSLContext | None = None) -> None:
        self._serve = serve
        self._tls = tls
        self.port = 0
        self.requests = 0
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port, ssl=self._tls)
            self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Nobody can connect, and those who are connected are thrown out."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self.throw_out()

    def throw_out(self) -> None:
        for writer in tuple(self._writers):
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while (request := await read(reader)) is not None:
                self.requests += 1
                await self._serve(Connection(reader, writer), request)
        except (ConnectionError, ValueError, asyncio.CancelledError):
            pass
        finally:
            self._writers.discard(writer)
            writer.transport.abort()


class Services:
    """Both of them on a loop of one thread, from `start` to `close`. The other methods may be called from any thread."""

    def __init__(self) -> None:
        self.model = Model.ANSWERS
        self.film = Film.SHOWS
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="services", daemon=True)
        self._changed = asyncio.Event()
        self._chat = _Listener(self._answer)
        self._camera = _Listener(self._show)
        self._secure = _Listener(self._answer, untrusted())
        self._pictures = {False: jpeg(_scene(640, 480)), True: jpeg(_scene(800, 600))}
        self._dark = jpeg(grey(2, 640, 480))

    def start(self) -> None:
        self._thread.start()
        self._do(self._chat.open())
        self._do(self._camera.open())
        self._do(self._secure.open())

    def close(self) -> None:
        self._do(self._chat.close())
        self._do(self._camera.close())
        self._do(self._secure.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _do(self, work: Awaitable[None]) -> None:
        async def doing() -> None:
            await work

        asyncio.run_coroutine_threadsafe(doing(), self._loop).result(10)

    @property
    def model_url(self) -> str:
        return f"http://127.0.0.1:{self._chat.port}"

    @property
    def secure_url(self) -> str:
        """The model's server with a certificate that nobody vouches for."""
        return f"https://127.0.0.1:{self._secure.port}"

    @property
    def camera_url(self) -> str:
        return f"http://127.0.0.1:{self._camera.port}/film"

    @property
    def asked(self) -> int:
        """How many requests the model's server has had."""
        return self._chat.requests

    def behave(self, model: Model) -> None:
        """Also for the request that it holds."""
        self.model = model
        self._loop.call_soon_threadsafe(self._changed.set)

    def show(self, film: Film) -> None:
        """At once, also for those who look already; whom a camera throws out or lets in, it does at once."""
        self.film = film
        if film in (Film.DENIED, Film.BUSY, Film.HTML):
            self._loop.call_soon_threadsafe(self._camera.throw_out)

    def cut_the_network(self) -> None:
        self._do(self._chat.close())

    def mend_the_network(self) -> None:
        self._do(self._chat.open())

    def unplug_camera(self) -> None:
        self._do(self._camera.close())

    def plug_in_camera(self) -> None:
        self._do(self._camera.open())

    # On the loop.

    async def _answer(self, connection: Connection, request: Request) -> None:
        if request.method != "POST":
            await _whole(connection, 404)
            return
        while self.model is Model.HOLDS:
            self._changed.clear()
            await self._changed.wait()
        if self.model is Model.HANGS_UP:
            connection.writer.transport.abort()
        elif (status := _STATUS.get(self.model)) is not None:
            headers = {"Retry-After": "600"} if status == 429 else {}
            await _whole(connection, status, WIRE.error(status, "The server said this, and nobody shall hear it."), headers)
        else:
            await self._stream(connection)

    async def _stream(self, connection: Connection) -> None:
        await connection.send(head(200, WIRE.content_type) + chunk(WIRE.opening()))
        if self.model is Model.BABBLES:
            await connection.send(chunk(b"data: {this is no JSON\n\n") + b"0\r\n\r\n")
            return
        reads = self.model is Model.READS
        for piece in LONG if reads or self.model is Model.CUTS else SHORT:
            await connection.send(chunk(WIRE.text(piece)))
            if self.model is Model.CUTS:
                connection.writer.transport.abort()
                return
        while (
            reads or self.model is Model.STALLS
        ) and not connection.is_gone:  # an answer that ends is remembered, and would be the next one too
            self._changed.clear()
            await self._changed.wait()
        await connection.send(chunk(WIRE.ending("model-9", USED)) + b"0\r\n\r\n")

    async def _show(self, connection: Connection, request: Request) -> None:
        statuses = {Film.DENIED: 401, Film.BUSY: 503}
        if (status := statuses.get(self.film)) is not None:
            await _whole(connection, status)
            return
        if self.film is Film.HTML:
            await connection.send(head(200, "text/html", {"Content-Length": "15"}, chunked=False) + b"<p>Log in.</p>\n")
            return
        await connection.send(head(200, CONTENT_TYPE, chunked=False))
        number = 0
        while self.film not in (Film.DENIED, Film.BUSY, Film.CUT):
            if self.film is not Film.STALLS:
                await connection.send(part(self._picture()))
                number += 1
            await asyncio.sleep(1 / _RATE)
        connection.writer.transport.abort()

    def _picture(self) -> bytes:
        if self.film is Film.GARBAGE:
            return b"this is no picture " * 200
        return self._dark if self.film is Film.DARK else self._pictures[self.film is Film.RESIZED]


def untrusted() -> ssl.SSLContext:
    """Of a server whose certificate nobody vouches for."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        command += ["-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(Path(folder) / "cert.pem", Path(folder) / "key.pem")
        return context


async def _whole(connection: Connection, status: int, body: bytes = b"{}", headers: dict[str, str] | None = None) -> None:
    told = {"Content-Length": str(len(body)), **(headers or {})}
    await connection.send(head(status, "application/json", told, chunked=False) + body)


def _scene(width: int, height: int) -> Pixels:
    """Something well lit with edges in it, BGR."""
    picture = np.full((height, width, 3), 150, np.uint8)
    rng = np.random.default_rng(4)
    for _ in range(40):
        corner = (int(rng.integers(0, width - 60)), int(rng.integers(0, height - 60)))
        colour = tuple(int(part) for part in rng.integers(30, 230, 3))
        cv2.rectangle(picture, corner, (corner[0] + 50, corner[1] + 40), colour, -1)
    cv2.putText(picture, "GATE 14", (60, height // 2), cv2.FONT_HERSHEY_SIMPLEX, 2.0, (10, 10, 10), 4)
    made: Pixels = picture
    return made
