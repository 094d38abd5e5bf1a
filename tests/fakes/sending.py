"""A sender without a network: what is drawn is kept, and the helper's side is at hand."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Self

import numpy as np

from mmassist.errors import DeviceMissing, PeerLost, SignallingFailed
from mmassist.support import check_words
from mmassist.support.messages import Candidate, IceServer
from mmassist.support.sender import Connection, Heard, Patch, SenderEvent
from mmassist.values import Pixels
from tests.fakes.broker import sdp


class FakeSender:
    """`picture`: what the helper sees (RGBA), None before anything was drawn. `leaked`: its microphone was opened without
    being hushed. Connects as soon as both sides have a candidate."""

    def __init__(self) -> None:
        self.fingerprint = secrets.token_bytes(32)
        self.picture: Pixels | None = None
        self.drawn = 0
        self.said: list[bytes] = []
        self.is_open = True
        self.listens = self.plays = self.is_hushed = self.leaked = False
        self.has_microphone = True
        self._accepted = False
        self._events: asyncio.Queue[SenderEvent | None] = asyncio.Queue()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.aclose()

    def _here(self) -> None:
        if not self.is_open:
            raise PeerLost("closed")

    async def offer(self, ice: tuple[IceServer, ...]) -> str:
        self._here()
        self._events.put_nowait(Candidate(candidate="candidate:1 1 udp 1 192.0.2.7 9 typ host", mid="0"))
        return sdp(self.fingerprint)

    async def accept(self, sdp: str) -> None:
        self._here()
        try:
            check_words.fingerprint(sdp)
        except SignallingFailed as error:
            raise SignallingFailed("no answer at all") from error
        self._accepted = True

    async def add_candidate(self, candidate: Candidate) -> None:
        self._here()
        if self._accepted:
            self._events.put_nowait(Connection.THERE)

    async def events(self) -> AsyncIterator[SenderEvent]:
        while (event := await self._events.get()) is not None:
            yield event

    async def draw(self, width: int, height: int, patches: tuple[Patch, ...]) -> None:
        self._here()
        self.drawn += 1
        if self.picture is None or self.picture.shape[:2] != (height, width):
            self.picture = np.zeros((height, width, 4), np.uint8)
        for patch in patches:
            high, wide = patch.pixels.shape[:2]
            self.picture[patch.y : patch.y + high, patch.x : patch.x + wide] = patch.pixels

    async def say(self, data: bytes) -> None:
        self._here()
        self.said.append(data)

    async def listen(self, *, on: bool) -> None:
        self._here()
        if on and not self.has_microphone:
            raise DeviceMissing("no microphone")
        self.leaked = self.leaked or (on and not self.is_hushed)
        self.listens = on

    async def hush(self, *, on: bool) -> None:
        self._here()
        self.is_hushed = on

    async def play(self, *, on: bool) -> None:
        self._here()
        self.plays = on

    async def aclose(self) -> None:
        if self.is_open:
            self.is_open = False
            self._events.put_nowait(None)

    def hear(self, data: bytes) -> None:
        """The helper's page sends something."""
        self._events.put_nowait(Heard(data))

    def be_refused(self) -> None:
        """By a relay."""
        self._events.put_nowait(Connection.REFUSED)

    def lose(self) -> None:
        """The connection breaks off."""
        self._events.put_nowait(Connection.LOST)
