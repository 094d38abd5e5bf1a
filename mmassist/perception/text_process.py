"""The worker process that reads text: `inference.serve` runs it, `perception.text` talks to it.

One operation, `read`: the picture's shared memory and, as `first`, the box to begin with. Replies: `lines`, each a list of
[text, x, y, width, height, confidence] (no text: it can't be read), `left`, the boxes that have not been read yet, and at the end of a
picture that was read whole, `complete`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

from mmassist.errors import PerceptionError
from mmassist.inference import frames, weights
from mmassist.inference.manners import step_back
from mmassist.inference.messages import Message
from mmassist.perception.detector import Detector
from mmassist.perception.page import PageReader
from mmassist.perception.recogniser import Recogniser
from mmassist.values import Box, Pixels, TextLine

# Speech comes first: reading gives way to whatever else wants the processor.
_NICE = 5
# Replies carry what came in this many seconds, so that remembered lines share one and slow ones go out at once.
_HOLD = 0.03


class TextHandler:
    """Answers `read` requests, one at a time."""

    def __init__(self, reader: PageReader) -> None:
        self._reader = reader

    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        try:
            pixels = frames.copied(request.fields)
        except FileNotFoundError:  # the asker let go before its turn came
            return
        first = request.fields.get("first")
        held: list[list[object]] = []
        due = time.monotonic() + _HOLD
        for line in self._reader.read(pixels, Box(*first) if first else None, cancelled):
            held.append(_fields(line))
            if time.monotonic() >= due:
                yield Message({"lines": held, "left": [box.as_list() for box in self._reader.left]})
                held, due = [], time.monotonic() + _HOLD
        if not cancelled():
            yield Message({"lines": held, "left": [], "complete": True})


def _fields(line: TextLine) -> list[object]:
    return [line.text, *line.box.as_list(), line.confidence]


def open_handler() -> TextHandler:
    """Loads both models and runs each once, so that the first picture does not pay for it. Raises ModelMissing or ModelCorrupt."""
    step_back(_NICE)
    detector = Detector(weights.load(weights.DETECTION))
    recogniser = Recogniser(weights.load(weights.RECOGNITION))
    blank: Pixels = np.full((64, 256, 3), 255, np.uint8)
    detector.find(blank)
    if recogniser.read(blank[:24]).text.strip():
        raise PerceptionError("the recogniser reads text in an empty picture")
    return TextHandler(PageReader(detector, recogniser))
