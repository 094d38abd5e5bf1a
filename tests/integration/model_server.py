"""A model's server beside the running app, in a thread of its own, and the settings of a user who asks it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import cv2
import numpy as np

from mmassist import settings
from mmassist.perception.text import Options, TextReader
from mmassist.privacy.policy import Rule
from mmassist.values import Frame, Pixels, Target
from mmassist.wiring import asking
from tests.contract.command import User
from tests.contract.remote import USED
from tests.fakes.servers.base import Asked, Connection, Request, Server, chunk, head
from tests.fakes.servers.openai_wires import ChatWire

WIRE = ChatWire()
NAME = "mine"


class ModelServer:
    """Answers from `__enter__` to `__exit__` on a loop of its own thread. `sent`: monotonic seconds at which each piece went out."""

    def __init__(self, *pieces: str, pause: float = 0.0, then: Callable[[Request], str] | None = None) -> None:
        """Each answer is `pieces`, `pause` seconds before each; `then`: one more piece, made of the request."""
        self.pieces = pieces
        self.pause = pause
        self.sent: list[float] = []
        self.cut = False
        self._then = then
        self._server = Server(self._behave)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="model server")
        self._ready = threading.Event()
        self._done: asyncio.Event | None = None

    def __enter__(self) -> ModelServer:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._done is not None:
            self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join(10)

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def requests(self) -> list[Request]:
        return self._server.requests

    @property
    def asked(self) -> Asked:
        """What it was asked last."""
        return WIRE.asked(self.requests[-1])

    def wait_for(self, condition: Callable[[ModelServer], object], timeout: float = 20.0) -> float:
        """When it was seen, in monotonic seconds, that `condition` holds."""
        deadline = time.monotonic() + timeout
        while not condition(self):
            assert time.monotonic() < deadline, f"{len(self.requests)} requests, {len(self.sent)} pieces sent"
            time.sleep(0.01)
        return time.monotonic()

    @property
    def was_left(self) -> bool:
        """Whether the client has closed a connection; it keeps those that it had whole answers from."""
        return any(connection.is_gone for connection in self._server.connections)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._done = asyncio.Event()
        async with self._server:
            self._ready.set()
            await self._done.wait()

    async def _behave(self, connection: Connection, request: Request) -> None:
        await connection.send(head(200, WIRE.content_type) + chunk(WIRE.opening()))
        for piece in (*self.pieces, *([self._then(request)] if self._then else [])):
            await asyncio.sleep(self.pause)
            await connection.send(chunk(WIRE.text(piece)))
            self.sent.append(time.monotonic())
        if self.cut:
            connection.writer.close()
            return
        await connection.send(chunk(WIRE.ending("model-9", USED)) + b"0\r\n\r\n")


def set_up(
    home: Path, url: str, rule: Rule = Rule.ALLOW, *, away: bool = True, agreed: bool = True, excluded: tuple[str, ...] = ()
) -> None:
    """Writes the settings of a user whose first choice is the server at `url`.

    `away`: as if it were on another machine, for a proxy stands before it, which is itself.
    """
    user = User(home, privacy={"sending": rule.value, "excluded": list(excluded)})
    user.has(NAME, WIRE, url, model="llama-3.2-vision", first_token=20.0, **({"proxy": url} if away else {}))
    user.settles()
    if agreed and away:
        chosen, problem = settings.load(home / "config" / "settings.toml")
        assert problem is None, problem
        asking.agree(NAME, chosen)


def opened(picture: bytes) -> Pixels:
    """The pixels of a picture that was sent: uint8, (height, width, 4), BGRA."""
    decoded = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2BGRA), np.uint8)


def read(pictures: list[bytes]) -> str:
    """All the text that our own recogniser finds in the pictures."""

    async def reading() -> str:
        reader = TextReader(Options(least_confidence=0.1))
        await reader.start()
        try:
            frames = [Frame(opened(picture), (0, 0), Target(), 0.0) for picture in pictures]
            return "\n".join([line.text for frame in frames async for batch in reader.read(frame) for line in batch])
        finally:
            await reader.aclose()

    return asyncio.run(reading())
