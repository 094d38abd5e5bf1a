"""A worker module for tests: counts, dies, hangs or fails as it is told."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Callable, Iterator

from mmassist.errors import PerceptionError
from mmassist.inference import frames
from mmassist.inference.messages import Message


class EchoHandler:
    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        match request.fields["op"]:
            case "count":
                for number in range(int(request.fields["to"])):
                    if cancelled():
                        return
                    yield Message({"number": number}, request.body)
                    time.sleep(float(request.fields.get("pause", 0)))
            case "sum":
                yield Message({"sum": int(frames.copied(request.fields).sum())})
            case "print":
                os.write(1, b"a native library talks\n")
                yield Message({"printed": True})
            case "fail":
                raise PerceptionError("nothing to read", "Nothing to read.", "Look elsewhere.")
            case "die":
                os._exit(3)
            case "hang":
                time.sleep(3600)
            case "hold":
                _hold_the_interpreter(float(request.fields.get("seconds", 0)))
                yield Message()


def _hold_the_interpreter(seconds: float) -> None:
    """Computes so long that no other thread comes to its turn, as a library may that keeps the interpreter's lock; 0: does nothing any
    more, and keeps it."""
    if not seconds:
        ctypes.PyDLL(None).pause()
    deadline = time.monotonic() + seconds
    sys.setswitchinterval(3600)
    while time.monotonic() < deadline:
        pass
    sys.setswitchinterval(0.005)


def open_handler() -> EchoHandler:
    return EchoHandler()
