"""A real broker on loopback for tests, and a helper as a page would be one."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
from collections.abc import AsyncIterator, Callable

import uvicorn

from mmassist.broker.serve import Serving, config
from mmassist.support import check_words, messages, sealing
from mmassist.support.broker_line import BrokerLine, Joined
from mmassist.support.invite import Invitation
from mmassist.support.messages import Answer, Candidate, Knock, Message, Offer, Verdict
from mmassist.support.sealing import Channel, Greeting, Side


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


class Running:
    """A broker that can be restarted on the same port."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._port = serving.port
        self._server: uvicorn.Server | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self, serving: Serving | None = None) -> None:
        """`serving`: otherwise than before."""
        self._serving = serving or self._serving
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((self._serving.host, self._port))
        self._port = listening.getsockname()[1]
        self._server = uvicorn.Server(config(self._serving))
        self._task = asyncio.create_task(self._server.serve(sockets=[listening]))
        await until(lambda: self._server is not None and self._server.started)

    async def stop(self) -> None:
        assert self._server is not None
        assert self._task is not None
        self._server.should_exit = True
        await self._task


@contextlib.asynccontextmanager
async def running(serving: Serving | None = None) -> AsyncIterator[Running]:
    broker = Running(serving or Serving(port=0))
    await broker.start()
    try:
        yield broker
    finally:
        await broker.stop()


def sdp(print_of: bytes) -> str:
    return f"v=0\r\na=fingerprint:sha-256 {print_of.hex(':').upper()}\r\n"


class Helper:
    """Speaks as the page does. `joined` is set while connected with the owner there."""

    def __init__(self, broker: str, invitation: Invitation, name: str = "Ada", token: str = "") -> None:
        self.name = name
        self.fingerprint = secrets.token_bytes(32)
        self.line = BrokerLine(broker, invitation.room, Side.HELPER, asyncio.get_running_loop().time() + 1e6, token)
        self.said: asyncio.Queue[Message | str] = asyncio.Queue()
        self.owner_there = asyncio.Event()
        self._nonce = secrets.token_bytes(check_words.NONCE)
        self._invitation = invitation
        self._greeting: Greeting | None = None
        self.channel: Channel | None = None
        self._running = asyncio.create_task(self._run())

    async def _run(self) -> None:
        async with contextlib.aclosing(self.line.events()) as events:
            async for event in events:
                if isinstance(event, bytes):
                    self._take(event)
                elif isinstance(event, Joined):
                    self.owner_there.set() if event.peer else self.owner_there.clear()
                elif hasattr(event, "there"):
                    self.owner_there.set() if event.there else self.owner_there.clear()
                else:
                    self.owner_there.clear()

    def _take(self, frame: bytes) -> None:
        if sealing.is_hello(frame):
            assert self._greeting is not None
            self.channel = self._greeting.sealed_with(sealing.read_hello(frame))
            self.said.put_nowait("hello")
        elif frame == sealing.unopened(Side.OWNER):
            self.said.put_nowait("unopened")
        else:
            assert self.channel is not None
            self.said.put_nowait(messages.unpacked(self.channel.open(frame)))

    async def greet(self, invitation: Invitation | None = None) -> None:
        await asyncio.wait_for(self.owner_there.wait(), 20)
        self._greeting = Greeting(invitation or self._invitation, Side.HELPER)
        await self.line.send(self._greeting.hello.as_frame())
        assert await self.hears() == "hello"

    async def hears(self) -> Message | str:
        return await asyncio.wait_for(self.said.get(), 20)

    async def say(self, message: Message) -> bytes:
        assert self.channel is not None
        frame = self.channel.seal(messages.packed(message))
        await self.line.send(frame)
        return frame

    async def knock(self) -> None:
        commit = check_words.commitment(self.fingerprint, self._nonce)
        await self.say(Knock(name=self.name, commit=commit.hex()))

    async def answer(self, print_of: bytes = b"") -> tuple[str, str]:
        """Waits for the offer; the words that the helper sees."""
        offer = await self.hears()
        assert isinstance(offer, Offer)
        await self.say(Answer(sdp=sdp(print_of or self.fingerprint), nonce=self._nonce.hex()))
        nonces = bytes.fromhex(offer.nonce), self._nonce
        return check_words.words(offer.language, check_words.fingerprint(offer.sdp), print_of or self.fingerprint, nonces)

    async def admitted(self) -> bool:
        verdict = await self.hears()
        assert isinstance(verdict, Verdict)
        return verdict.admitted

    async def add_candidate(self) -> None:
        await self.say(Candidate(candidate="candidate:1 1 udp 1 192.0.2.1 9 typ host"))

    async def leave(self) -> None:
        self._running.cancel()
        await asyncio.wait([self._running])
