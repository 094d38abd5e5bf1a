"""Stands in for the reader of PipeWire: what it sends is told by its first argument. Run as a process.

python frame_reader.py KIND DESCRIPTOR TARGET...
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

WIDTH, HEIGHT = 8, 4
BLUE, GREEN, RED = 10, 20, 30


def send(header: dict[str, Any], data: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + data)
    sys.stdout.buffer.flush()


def picture(width: int = WIDTH, height: int = HEIGHT, order: str = "BGRx", pad: int = 0) -> tuple[dict[str, Any], bytes]:
    """One of a single colour, but for its first pixel, which is black; `pad`: bytes between the rows."""
    colours = {"B": BLUE, "G": GREEN, "R": RED, "x": 255, "A": 255}
    row = bytes(colours[each] for each in order) * width + bytes(pad)
    data = bytearray(row * height)
    data[:4] = bytes(4)
    return {"width": width, "height": height, "format": order, "stride": len(row), "size": len(data)}, bytes(data)


# What is wrong with a header, by kind.
_WRONG: dict[str, dict[str, Any]] = {
    "huge": {"width": 1 << 30},
    "negative": {"height": -4},
    "narrow": {"stride": WIDTH},
    "words": {"width": "8"},
    "planes": {"format": "I420"},
}
# What comes instead of a header.
_RAW = {"noise": b"\xff\x00" * 4000, "list": b"[1, 2]\n"}


def answer(kind: str, number: int, asked: int) -> None:
    if kind in _RAW:
        sys.stdout.buffer.write(_RAW[kind])
        sys.stdout.buffer.flush()
    elif kind == "none" or (kind == "stops" and asked):
        send({"error": "the stream ended"})
    elif kind == "ends":
        sys.exit(1)
    elif kind == "hangs":
        time.sleep(60)
    elif kind == "empty":
        send(picture()[0] | {"size": 0})
    elif kind == "short":
        header, data = picture()
        send(header, data[:10])
        sys.exit(0)
    else:
        width = WIDTH + asked if kind == "grows" else WIDTH * (number + 1)
        header, data = picture(width, order=kind if kind in ("RGBx", "ABGR", "xRGB") else "BGRx", pad=12 if kind == "padded" else 0)
        send(header | _WRONG.get(kind, {}), data)


def main(kind: str) -> None:
    if kind == "missing":
        send({"error": "missing: the GStreamer element pipewiresrc"})
        return
    send({"streams": 1})
    for asked, line in enumerate(sys.stdin):
        answer(kind, int(line.split()[0]), asked)


if __name__ == "__main__":
    main(sys.argv[1])
