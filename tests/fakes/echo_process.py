"""A worker module for tests: counts, dies, hangs or fails as it is told."""

from __future__ import annotations

import os
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


def open_handler() -> EchoHandler:
    return EchoHandler()
