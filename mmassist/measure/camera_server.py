"""A camera for the bench: MJPEG over HTTP at 1280 x 720 and 30 pictures a second, each bearing its number as black and white squares.

`python -m mmassist.measure.camera_server` prints its port as a line of JSON; each line that it is told is answered with the times at
which the pictures left, newest last.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections import deque

import numpy as np

from mmassist.measure.commanded import replies
from mmassist.values import Pixels

WIDTH, HEIGHT, RATE = 1280, 720, 30
STILL, MOVING = "/still", "/moving"
COUNT = 60
"""Pictures, sent over and over."""

_SQUARE, _BITS = 24, 6
_BOUNDARY = "bench"


def number_of(pixels: Pixels) -> int:
    """The number that a picture bears, 0 to `COUNT` - 1."""
    middles = pixels[_SQUARE // 2, _SQUARE // 2 : _SQUARE * _BITS : _SQUARE, 1]
    return sum(1 << bit for bit in range(_BITS) if middles[bit] > 127)


def pictures(*, still: bool) -> list[bytes]:
    """A scene with the noise of a sensor as JPEGs of about 130 kB. Something moves in it; or it is `still`, but for one that appears
    for the last quarter of the round."""
    import cv2

    rng = np.random.default_rng(1)
    scene = cv2.GaussianBlur(rng.integers(60, 200, (HEIGHT, WIDTH, 3)).astype(np.uint8), (0, 0), 6)
    scene = np.clip((scene.astype(np.float32) - 130) * 4 + 130, 0, 255).astype(np.uint8)
    made = []
    for number in range(COUNT):
        picture = np.clip(scene + rng.normal(0, 2.0, scene.shape), 0, 255).astype(np.uint8)
        if not still or number >= COUNT * 3 // 4:
            cv2.circle(picture, (600 if still else 200 + 14 * number, 400), 60, (40, 200, 240), -1)
        for bit in range(_BITS):
            picture[:_SQUARE, bit * _SQUARE : (bit + 1) * _SQUARE] = 255 if number >> bit & 1 else 0
        made.append(bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85])[1]))
    return made


def _part(picture: bytes) -> bytes:
    return f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n".encode() + picture + b"\r\n"


class _Server:
    def __init__(self) -> None:
        self.films = {path: [_part(picture) for picture in pictures(still=path == STILL)] for path in (STILL, MOVING)}
        self.sent: deque[float] = deque(maxlen=100_000)

    async def film(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        film = self.films[path]
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary={_BOUNDARY}\r\n\r\n".encode())
        self.sent.clear()
        due = time.monotonic()
        try:
            while True:
                self.sent.append(time.monotonic())
                writer.write(film[(len(self.sent) - 1) % COUNT])
                await writer.drain()
                due += 1 / RATE
                await asyncio.sleep(max(0.0, due - time.monotonic()))
        except ConnectionError:
            writer.close()


async def _serve() -> None:
    reply = replies()
    made = _Server()
    server = await asyncio.start_server(made.film, "127.0.0.1", 0)
    reply({"port": server.sockets[0].getsockname()[1], "bytes": len(made.films[STILL][0])})

    def answer() -> None:
        for _ in sys.stdin:
            reply({"sent": list(made.sent)})

    threading.Thread(target=answer, daemon=True).start()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
