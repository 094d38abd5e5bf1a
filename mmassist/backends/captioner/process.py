"""The worker process that the captioner runs in: `inference.serve` runs it, `captioner.Captioner` talks to it.

`answer`: `folder`, where the models are, `question`, `things` (role, label, box, states and sureness of each). One reply: `written`, the
numbers of the words and, behind these, of the things, and `least`, how sure what it is told of must be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from mmassist.backends.captioner.memory import Thing, remembered, told
from mmassist.backends.captioner.reading import Reading, Writing
from mmassist.backends.captioner.words import words
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
        things = [Thing(role, label, (*box,), frozenset(states), *sure) for role, label, box, states, *sure in request.fields["things"]]
        sure, at = told(things, reading.least)
        written, known = [], len(words().all)
        for number in writing.write(reading.read(remembered(str(request.fields["question"]), sure, reading.buckets))):
            if cancelled():
                return
            written.append(number if number < known else known + at[number - known])
        yield Message({"written": written, "least": reading.least})


def open_handler() -> CaptionerHandler:
    step_back(_NICE)
    return CaptionerHandler()
