"""The worker process that the captioner runs in: `inference.serve` runs it, `captioner.Captioner` talks to it.

`answer`: `folder`, where the models are, `question`, `things` (role, label, box and states of each), and as the body what the icon encoder
makes of each, float32 [things, dimensions], or nothing. One reply: `written`, the numbers of the words and, behind these, of the things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from mmassist.backends.captioner.memory import Thing, remembered
from mmassist.backends.captioner.reading import Reading, Writing
from mmassist.inference.chosen import chosen
from mmassist.inference.manners import step_back
from mmassist.inference.messages import Message
from mmassist.inference.runtime import Session

READER, WRITER = "captioner-reader", "captioner-writer"

# Speech comes first.
_NICE = 5


class CaptionerHandler:
    """Answers requests, one at a time. The models are loaded with the first: what is wrong with them is the answer then."""

    def __init__(self) -> None:
        self._opened: dict[str, tuple[Reading, Writing]] = {}

    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        folder = str(request.fields["folder"])
        if folder not in self._opened:
            reader, writer = (chosen(kind, Path(folder), Session)[1] for kind in (READER, WRITER))
            self._opened[folder] = Reading(reader), Writing(writer)
        reading, writing = self._opened[folder]
        things = [Thing(role, label, (*box,), frozenset(states)) for role, label, box, states in request.fields["things"]]
        looks = np.zeros((len(things), reading.looks), np.float32)
        if request.body:
            looks = np.frombuffer(request.body, np.float32).reshape(looks.shape)
        written = []
        for number in writing.write(reading.read(remembered(str(request.fields["question"]), things, looks, reading.buckets))):
            if cancelled():
                return
            written.append(number)
        yield Message({"written": written})


def open_handler() -> CaptionerHandler:
    step_back(_NICE)
    return CaptionerHandler()
