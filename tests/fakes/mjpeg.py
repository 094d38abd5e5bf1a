"""Behaviours of a camera on the network: MJPEG over HTTP, well and badly, for `tests.fakes.servers.base.Server`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from mmassist.values import Pixels
from tests.fakes.servers.base import Behaviour, Connection, Request, head

BOUNDARY = "picture"
CONTENT_TYPE = f"multipart/x-mixed-replace; boundary={BOUNDARY}"


def jpeg(bgr: Pixels) -> bytes:
    done, data = cv2.imencode(".jpg", bgr)
    assert done
    return bytes(data)


def part(picture: bytes, *, length: bool = True) -> bytes:
    size = f"Content-Length: {len(picture)}\r\n" if length else ""
    return f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\n{size}\r\n".encode() + picture + b"\r\n"


def films(pictures: Sequence[bytes], rate: float = 30.0, *, rounds: int = 1000, length: bool = True) -> Behaviour:
    """The pictures over and over, then the end of the stream."""

    async def behave(connection: Connection, request: Request) -> None:
        await connection.send(head(200, CONTENT_TYPE, chunked=False))
        loop = asyncio.get_running_loop()
        began = loop.time()
        for number in range(rounds * len(pictures)):
            await connection.send(part(pictures[number % len(pictures)], length=length))
            await asyncio.sleep(max(0.0, began + (number + 1) / rate - loop.time()))
        connection.writer.close()
        await connection.writer.wait_closed()

    return behave


def stalls(pictures: Iterable[bytes]) -> Behaviour:
    """The pictures once; then nothing, with the connection open."""

    async def behave(connection: Connection, request: Request) -> None:
        await connection.send(head(200, CONTENT_TYPE, chunked=False))
        for picture in pictures:
            await connection.send(part(picture))
            await asyncio.sleep(0.03)
        await asyncio.Event().wait()

    return behave


def grey(level: int, width: int = 320, height: int = 240) -> Pixels:
    """A picture of one grey, BGR."""
    picture: Pixels = np.full((height, width, 3), level, np.uint8)
    return picture
