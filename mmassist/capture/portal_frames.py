"""Pictures of screens from PipeWire, by a process of the system's Python (`pipewire_reader`): what is broken there is survived here."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mmassist.capture import pipewire_reader
from mmassist.capture.portal_layout import picture_of, shape_of
from mmassist.errors import DeviceLost, DeviceMissing
from mmassist.sayings import saying
from mmassist.values import Pixels

SYSTEM_PYTHON = "/usr/bin/python3"
PACKAGES = "python3-gi, gir1.2-gst-plugins-base-1.0 and gstreamer1.0-pipewire"

# Seconds: for the process to come up, for the first picture of a stream, for a newer one than the last, and for any to be handed over.
_START, _FIRST, _NEWER, _HANDING = 10.0, 4.0, 0.07, 3.0
_LONGEST_HEADER = 4096
_PIECE = 1 << 20


class FrameReader:
    """The newest pictures of some streams. All calls on one thread; `close` on any."""

    def __init__(self, descriptor: int, targets: Sequence[str], command: Sequence[str] = (SYSTEM_PYTHON, "-I", pipewire_reader.__file__)):
        """`descriptor`: of the PipeWire remote, the caller's; `targets`: as `pipewire_reader` has them; `command`: that reader."""
        self._descriptor = descriptor
        self._targets = tuple(targets)
        self._command = tuple(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._came: set[int] = set()

    def start(self) -> None:
        """Returns at once; the process comes up beside. Raises DeviceMissing where there is no such Python."""
        kept = (self._descriptor,) if self._descriptor >= 0 else ()
        arguments = [*self._command, str(self._descriptor), *self._targets]
        if not Path(self._command[0]).exists():
            raise _missing(f"no {self._command[0]}")
        self._process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, pass_fds=kept)
        self._came.clear()

    def greet(self) -> None:
        """Waits until it is up. Raises DeviceMissing where PipeWire or GStreamer is not installed, else DeviceLost."""
        self._checked(self._header(time.monotonic() + _START))

    def newest(self, number: int) -> Pixels:
        """The newest picture of a stream: a newer one than the last is waited for a moment, the first one for longer.

        Raises DeviceLost where none comes or the process ended, DeviceMissing, and CaptureError for what is no picture.
        """
        patience = _NEWER if number in self._came else _FIRST
        ends = time.monotonic() + patience + _HANDING
        self._write(f"{number} {round(patience * 1000)}\n".encode())
        shape = shape_of(self._checked(self._header(ends)))
        pixels = picture_of(shape, self._read(shape.size, ends))
        self._came.add(number)
        return pixels

    def close(self) -> None:
        """Ends the process. Idempotent."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()

    def _write(self, line: bytes) -> None:
        if self._process is None or self._process.stdin is None:
            raise _lost("it is not started")
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
        except OSError as error:
            raise _lost("the reader ended") from error

    def _header(self, ends: float) -> dict[str, Any]:
        line = bytearray()
        while not line.endswith(b"\n"):
            if len(line) >= _LONGEST_HEADER:
                raise _lost("a header without an end")
            line += self._read(1, ends)
        try:
            header = json.loads(line)
        except ValueError as error:
            raise _lost("no header") from error
        if not isinstance(header, dict):
            raise _lost("no header")
        return header

    def _read(self, size: int, ends: float) -> bytearray:
        """Exactly so many bytes."""
        if self._process is None or self._process.stdout is None:
            raise _lost("it is not started")
        source = self._process.stdout.fileno()
        data = bytearray(size)
        view, came = memoryview(data), 0
        while came < size:
            ready, _, _ = select.select([source], [], [], max(0.0, ends - time.monotonic()))
            count = os.readv(source, [view[came : came + _PIECE]]) if ready else 0
            if not count:
                raise _lost("the reader ended" if ready else "the reader hangs")
            came += count
        return data

    @staticmethod
    def _checked(header: dict[str, Any]) -> dict[str, Any]:
        error = header.get("error")
        if isinstance(error, str):
            raise _missing(error) if error.startswith("missing") else _lost(error)
        return header


def probe(command: Sequence[str] = (SYSTEM_PYTHON, "-I", pipewire_reader.__file__)) -> None:
    """Whether pictures could be read here at all; some 200 ms. Raises DeviceMissing or DeviceLost."""
    reader = FrameReader(-1, (), command)
    reader.start()
    try:
        reader.greet()
    finally:
        reader.close()


def _missing(reason: str) -> DeviceMissing:
    return DeviceMissing(
        f"PipeWire can't be read: {reason}",
        "The screen's picture can't be read: what reads PipeWire is not installed.",
        saying("Install {PACKAGES}, then start mmassist again.", PACKAGES=PACKAGES),
    )


def _lost(reason: str) -> DeviceLost:
    return DeviceLost(f"the stream of the screen: {reason}", "The desktop sends no picture of the screen any more.", "Press the key again.")
