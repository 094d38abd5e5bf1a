"""The worker process that finds controls: `inference.serve` runs it, `elements.finder` talks to it.

`open`: `folder`, where the models are. One reply without fields. `find`: the same, `least`, the score from which on something is reported
(None: that from which on the model is right often enough, which differs between roles), and the picture's shared memory. One reply:
`roles` and `scores`, `kinds`, the chances of each of KINDS, `fell_back` (whether the graphics card gave up), and as its body two float32
arrays, [n, 4] with left, top, right and bottom, and [n, STATES].
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmassist.errors import ModelCorrupt
from mmassist.inference import frames
from mmassist.inference.chosen import chosen
from mmassist.inference.manners import step_back
from mmassist.inference.messages import Message
from mmassist.inference.runtime import Session
from mmassist.perception.elements.boxes import Detections, found_in
from mmassist.perception.elements.vocabulary import KINDS, ROLES, STATES
from mmassist.values import Pixels

KIND = "elements"

# Speech comes first.
_NICE = 5
# Of a model that does not say from which score on it is right.
_TOLD = 0.3
# The network halves a picture up to six times.
_MULTIPLE = 64


class Detector:
    """A model that takes (1, height, width, 3), RGB, 0 to 255, as floats, and gives scores, boxes and states of its cells, and the chances
    of the picture's kinds."""

    def __init__(self, session: Session) -> None:
        """Raises ModelCorrupt for a model that tells other roles, states or kinds than the app knows."""
        self._session = session
        self._told = np.array(json.loads(session.metadata("told") or "[]") or [_TOLD] * len(ROLES), np.float32)
        told = [json.loads(session.metadata(note) or "[]") for note in ("roles", "states", "kinds")]
        if told != [list(ROLES), list(STATES), list(KINDS)]:
            raise ModelCorrupt("the detector tells other roles, states or kinds")
        if self._told.shape != (len(ROLES),):
            raise ModelCorrupt("the detector does not tell of each role from which score on it is told")
        self.find(np.zeros((_MULTIPLE, _MULTIPLE, 4), np.uint8), 1.0)

    @property
    def fell_back(self) -> bool:
        return bool(self._session.fell_back)

    def find(self, pixels: Pixels, least: float | None) -> tuple[Detections, NDArray[np.float32]]:
        """`pixels` [height, width, 4], BGRA; `least`: None for what is told. Boxes lie within the picture. The chances of each kind beside
        them.

        Raises PerceptionError where the runtime fails.
        """
        height, width = pixels.shape[:2]
        scores, boxes, states, kinds = self._session.run_all(_filled(pixels)[None])
        found = found_in(scores[0], boxes[0], states[0], float(self._told.min()) if least is None else least)
        if least is None:
            told = found.scores >= self._told[found.roles]
            found = Detections(found.boxes[told], found.roles[told], found.scores[told], found.states[told])
        sides = np.array([width, height, width, height], np.float32)
        return Detections(np.clip(found.boxes, 0, sides), found.roles, found.scores, found.states), kinds[0]


def _filled(pixels: Pixels) -> NDArray[np.float32]:
    """RGB, its edge drawn out to the right and below until the sides suit the network."""
    height, width = pixels.shape[:2]
    room = ((0, -height % _MULTIPLE), (0, -width % _MULTIPLE), (0, 0))
    return np.pad(pixels[:, :, 2::-1], room, "edge").astype(np.float32)


class ElementsHandler:
    """Answers requests, one at a time. The model is loaded with the first: what is wrong with it is the answer then."""

    def __init__(self) -> None:
        self._detectors: dict[str, Detector] = {}

    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        folder = str(request.fields["folder"])
        if folder not in self._detectors:
            self._detectors[folder] = Detector(chosen(KIND, Path(folder), Session)[1])
        if request.fields["op"] == "open":
            yield Message({})
            return
        try:
            pixels = frames.copied(request.fields)
        except FileNotFoundError:  # the asker let go before its turn came
            return
        if not cancelled():
            least = request.fields["least"]
            yield _answer(self._detectors[folder], pixels, None if least is None else float(least))


def _answer(detector: Detector, pixels: Pixels, least: float | None) -> Message:
    found, kinds = detector.find(pixels, least)
    fields = {
        "roles": found.roles.tolist(),
        "scores": found.scores.tolist(),
        "kinds": kinds.tolist(),
        "fell_back": detector.fell_back,
    }
    return Message(fields, found.boxes.astype(np.float32).tobytes() + found.states.astype(np.float32).tobytes())


def open_handler() -> ElementsHandler:
    step_back(_NICE)
    return ElementsHandler()
