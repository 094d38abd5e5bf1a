"""A process that floods a broker on this computer, as fast as it can: python -m mmassist.measure.broker_flood ADDRESS SECONDS.

From 40 addresses of its own it opens connections that say nothing, rooms, guesses at codes, frames without end, and pages. Prints what it
did as JSON.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mmassist.broker.site import SOCKET

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

_ADDRESSES = 40
_SIDE_BY_SIDE = 60


async def flood(address: str, seconds: float) -> Counter[str]:
    from websockets.asyncio.client import connect
    from websockets.exceptions import WebSocketException

    counted: Counter[str] = Counter()
    until = time.monotonic() + seconds

    async def one(number: int) -> None:
        source = f"127.2.0.{number % _ADDRESSES + 1}"
        attack = _ATTACKS[number % len(_ATTACKS)]
        while time.monotonic() < until:
            counted["tried"] += 1
            try:
                if number % 5 == 4:
                    await _page(address, source)
                    counted["pages"] += 1
                    continue
                async with connect(
                    address + SOCKET,
                    proxy=None,
                    compression=None,
                    local_addr=(source, 0),
                    open_timeout=5,
                    ping_interval=None,
                    close_timeout=0.2,
                ) as line:
                    counted["connected"] += 1
                    await attack(line)
            except (OSError, TimeoutError, WebSocketException):
                counted["turned away or cut"] += 1

    await asyncio.gather(*(one(number) for number in range(_SIDE_BY_SIDE)))
    return counted


async def _rooms(line: ClientConnection) -> None:
    await line.send(_wish("owner", secrets.token_urlsafe(16)))
    await line.recv()


async def _guess(line: ClientConnection) -> None:
    await line.send(_wish("helper", f"{secrets.randbelow(10**6):06}"))
    await line.recv()


async def _frames(line: ClientConnection) -> None:
    await line.send(_wish("owner", secrets.token_urlsafe(16)))
    while True:
        await line.send(bytes(32_000))


async def _silent(line: ClientConnection) -> None:
    await line.recv()


_ATTACKS: tuple[Callable[[ClientConnection], Awaitable[None]], ...] = (_rooms, _guess, _frames, _silent)


def _wish(role: str, room: str) -> str:
    return json.dumps({"version": 1, "role": role, "room": room, "token": secrets.token_urlsafe(32), "seconds": 600})


async def _page(address: str, source: str) -> None:
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, local_addr=(source, 0))
    try:
        writer.write(b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        async with asyncio.timeout(5):
            await reader.read()
    finally:
        writer.close()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(flood(sys.argv[1], float(sys.argv[2])))))
