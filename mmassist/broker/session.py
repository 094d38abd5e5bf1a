"""One who is connected: says first which place they want, then gives and gets frames that the broker can't read.

Over the socket, text is the broker's own, as JSON, and bytes are the frames. The first word is {"version": 1, "role": "owner" or "helper",
"room", "token"}, with "seconds" where it is an owner's. The broker answers {"joined": true, "peer": whether the other is there, "seconds",
"ice": servers}, to an owner also "page" where helpers get it at another address, and goes on with {"peer": true or false} whenever that
changes, or it answers {"refused": why}. An owner may say {"hold": seconds} and {"end": true}.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import secrets
import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from mmassist.broker.counters import Counters
from mmassist.broker.limits import Bucket, Buckets
from mmassist.broker.options import Options
from mmassist.broker.rooms import Place, Refused, Role, Rooms, RoomsLost
from mmassist.broker.turn import Turn

VERSION = 1

_ROOM = re.compile(r"[A-Za-z0-9_-]{22}|\d{6}", re.ASCII)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_FRAME, _HERE, _GONE, _REPLACED, _HELD, _ENDED = b"F", b"P", b"G", b"R", b"H", b"E"


class Closing(StrEnum):
    """Why a connection ends, with its code (RFC 6455, 7.4; those from 4000 are ours)."""

    BAD = "bad"
    REFUSED = "refused"
    TOO_FAST = "too-fast"
    TOO_SLOW = "too-slow"
    REPLACED = "replaced"
    OVER = "over"
    RESTARTING = "restarting"

    @property
    def code(self) -> int:
        return _CODES[self]


_CODES = {
    Closing.BAD: 1008,
    Closing.REFUSED: 4001,
    Closing.TOO_FAST: 4002,
    Closing.TOO_SLOW: 4003,
    Closing.REPLACED: 4004,
    Closing.OVER: 4005,
    Closing.RESTARTING: 1012,
}


class Ended(Exception):
    """This connection is over."""

    def __init__(self, closing: Closing, why: str = "") -> None:
        super().__init__(closing.value)
        self.closing = closing
        self.why = why or closing.value


@dataclass(frozen=True, slots=True)
class Wish:
    """The first word."""

    place: Place
    token: str = field(repr=False)
    seconds: float


@dataclass(frozen=True, slots=True)
class Desk:
    """What every session of a broker shares. `misses`: who asks for rooms that are not there."""

    rooms: Rooms
    options: Options
    counters: Counters
    misses: Buckets
    turn: Turn | None
    page: str = ""


class Session:
    def __init__(self, desk: Desk, socket: WebSocket, address: str) -> None:
        self._desk, self._socket, self._address = desk, socket, address
        self._outbox: asyncio.Queue[str | bytes | Ended] = asyncio.Queue()
        self._id = secrets.token_bytes(8)
        self._until = 0.0
        self._replaced = False

    async def run(self) -> None:
        """Until one of the two ends it. The socket is accepted, and closed in the end."""
        options = self._desk.options
        try:
            async with asyncio.timeout(options.first_word):
                wish = read_wish(await self._socket.receive_text(), options)
            await self._stay(wish)
        except (WebSocketDisconnect, WebSocketDisconnected):
            return
        except (TimeoutError, KeyError):  # silent, or bytes where words are due
            await self._close(Ended(Closing.BAD))
        except RoomsLost:
            await self._close(Ended(Closing.RESTARTING))
        except Ended as ended:
            await self._close(ended)

    def end(self, closing: Closing) -> None:
        """From the loop."""
        self._outbox.put_nowait(Ended(closing))

    async def _stay(self, wish: Wish) -> None:
        place, rooms = wish.place, self._desk.rooms
        left = await self._claimed(wish)
        self._until = time.monotonic() + left
        await rooms.listen(place, self._deliver)
        try:
            await rooms.post(place, _REPLACED + self._id)
            peer = await rooms.post(place.opposite, _HERE) > 0
            page = {"page": self._desk.page} if self._desk.page and place.role is Role.OWNER else {}
            self._say({"joined": True, "peer": peer, "seconds": round(left, 1), "ice": self._ice(), **page})
            self._desk.counters.count(f"joined-{place.role}")
            await self._both_ways(wish)
        finally:
            rooms.forget(place, self._deliver)
            if not self._replaced:
                with contextlib.suppress(RoomsLost):
                    await rooms.post(place.opposite, _GONE)

    async def _claimed(self, wish: Wish) -> float:
        """Raises Ended where the place is not to be had. Who guesses rooms is soon told nothing any more."""
        if not self._desk.misses.has(self._address):
            raise Ended(Closing.REFUSED, "too-many")
        try:
            return await self._desk.rooms.claim(wish.place, wish.token, wish.seconds)
        except Refused as refused:
            self._desk.misses.take(self._address)
            raise Ended(Closing.REFUSED, refused.why.value) from None

    async def _both_ways(self, wish: Wish) -> None:
        """Ends with whatever ends first."""
        tasks = [asyncio.create_task(self._read(wish)), asyncio.create_task(self._write())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done():
                    task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self, wish: Wish) -> None:
        options, now = self._desk.options, time.monotonic
        bucket = Bucket(options.frames_a_second, options.frames_at_once, options.frames_at_once, now())
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            if not bucket.take(now()):
                raise Ended(Closing.TOO_FAST)
            if (frame := message.get("bytes")) is not None:
                await self._relay(wish.place, frame)
            else:
                await self._told(wish, message.get("text") or "")

    async def _relay(self, place: Place, frame: bytes) -> None:
        if len(frame) > self._desk.options.longest:
            raise Ended(Closing.BAD)
        if await self._desk.rooms.post(place.opposite, _FRAME + frame):
            self._desk.counters.count("relayed")
        else:
            self._desk.counters.count("nobody-there")
            self._say({"peer": False})

    async def _told(self, wish: Wish, text: str) -> None:
        """What an owner says to the broker itself."""
        said, room = _object(text), wish.place.room
        if wish.place.role is not Role.OWNER or len(said) != 1:
            raise Ended(Closing.BAD)
        try:
            if said.get("end") is True:
                await self._desk.rooms.end(room, wish.token)
                await self._desk.rooms.post(wish.place.opposite, _ENDED)
                raise Ended(Closing.OVER)
            wanted = _number(said.get("hold"), self._desk.options.held_seconds)
            left = await self._desk.rooms.hold(room, wish.token, wanted)
        except Refused as refused:
            raise Ended(Closing.REFUSED, refused.why.value) from None
        self._until = time.monotonic() + left
        await self._desk.rooms.post(wish.place.opposite, _HELD + str(left).encode())

    async def _write(self) -> None:
        while True:
            try:
                async with asyncio.timeout_at(asyncio.get_running_loop().time() + max(0.0, self._until - time.monotonic())):
                    item = await self._outbox.get()
            except TimeoutError:
                if self._until <= time.monotonic():  # it may have been held meanwhile
                    raise Ended(Closing.OVER) from None
                continue
            if isinstance(item, Ended):
                raise item
            if isinstance(item, str):
                await self._socket.send_text(item)
            else:
                await self._socket.send_bytes(item)

    def _deliver(self, parcel: bytes) -> None:
        kind, content = parcel[:1], parcel[1:]
        if kind == _FRAME:
            self._put(content)
        elif kind in (_HERE, _GONE):
            self._say({"peer": kind == _HERE})
        elif kind == _REPLACED:
            if content != self._id:
                self._replaced = True
                self.end(Closing.REPLACED)
        elif kind == _HELD:
            self._until = time.monotonic() + float(content)
        elif kind == _ENDED:
            self.end(Closing.OVER)

    def _say(self, words: dict[str, Any]) -> None:
        self._put(json.dumps(words))

    def _put(self, item: str | bytes) -> None:
        if self._outbox.qsize() >= self._desk.options.outbox:
            self.end(Closing.TOO_SLOW)
        else:
            self._outbox.put_nowait(item)

    def _ice(self) -> list[dict[str, object]]:
        return [self._desk.turn.server(time.time(), secrets.token_hex(4))] if self._desk.turn else []

    async def _close(self, ended: Ended) -> None:
        self._desk.counters.count(f"ended-{ended.why}")
        with contextlib.suppress(WebSocketDisconnect, WebSocketDisconnected):
            if ended.closing is Closing.REFUSED:
                await self._socket.send_text(json.dumps({"refused": ended.why}))
            await self._socket.close(ended.closing.code, ended.why)


def read_wish(text: str, options: Options) -> Wish:
    """Raises Ended."""
    said = _object(text)
    role, room, token = said.get("role"), said.get("room"), said.get("token")
    if said.get("version") != VERSION or role not in tuple(Role) or not isinstance(room, str) or not isinstance(token, str):
        raise Ended(Closing.BAD)
    if not _ROOM.fullmatch(room) or not _TOKEN.fullmatch(token):
        raise Ended(Closing.BAD)
    seconds = _number(said.get("seconds"), options.room_seconds) if role == Role.OWNER else 0.0
    return Wish(Place(room, Role(role)), token, seconds)


def _object(text: str) -> dict[str, Any]:
    """Raises Ended."""
    if len(text) > 500:
        raise Ended(Closing.BAD)
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise Ended(Closing.BAD) from None
    if not isinstance(said, dict):
        raise Ended(Closing.BAD)
    return said


def _number(value: object, most: float) -> float:
    """Seconds, `most` where more are wished for. Raises Ended."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        raise Ended(Closing.BAD)
    return min(float(value), most)
