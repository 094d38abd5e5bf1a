"""A worker module for tests: a microphone's process that does what the device's name says, a word a time that it is asked to listen.

"fine": noise; "overdriven": the greatest sample alone; "silent": zeros; "muted": zeros, and said to be; "missing", "busy": cannot be
opened; "hung": says so and ends; "fades": noise, then zeros; "sticks": noise, then nothing any more; "toils": noise,
and a pause of 1.6 s in it in which it keeps the processor busy. "missing+fine" cannot be opened the
first time, and then it can. A process that is started with MICROPHONE_NOW in its environment goes by that instead.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

import numpy as np

from mmassist.errors import DeviceBusy, DeviceMissing
from mmassist.inference.messages import Message

_BLOCK = 512


class ScriptedHandler:
    def __init__(self) -> None:
        self._asked = 0

    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        words = os.environ.get("MICROPHONE_NOW", str(request.fields["device"])).split("+")
        word = words[min(self._asked, len(words) - 1)]
        self._asked += 1
        match word:
            case "missing":
                raise DeviceMissing("scripted", "No microphone is there.", "Connect one.")
            case "busy":
                raise DeviceBusy("scripted")
            case "hung":
                yield Message({"hung": True})
                os._exit(3)
        yield Message({"device": word, "label": word.capitalize(), "muted": word == "muted"})
        count = 0
        while not cancelled():
            loud = word in ("fine", "sticks", "toils") or (word == "fades" and count < 10)
            samples = np.full(_BLOCK, 1.0 if word == "overdriven" else 0.01 if loud else 0.0, np.float32)
            yield Message({"at": time.monotonic(), "lost": 0}, samples.tobytes())
            count += 1
            if word == "toils" and count == 10:
                _toil(1.6)
            time.sleep(3600 if word == "sticks" and count == 10 else 0.005)


def _toil(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def open_handler() -> ScriptedHandler:
    return ScriptedHandler()
