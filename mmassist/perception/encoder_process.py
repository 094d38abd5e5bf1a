"""The worker process that encodes pictures: `inference.serve` runs it, `perception.encoder` talks to it.

`open`: `folder`, where the models are, and `kind`. One reply: `size`, width and height of the pictures that the model takes, its `labels`
and its `threshold`. `encode`: the same two, and `shape`, (n, height, width, 3), of the pictures in the body, uint8 RGB. One reply: `rows`
and `scores`, the shapes of the two float32 arrays in its body, and `fell_back`: whether the graphics card gave up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmassist.errors import ModelCorrupt
from mmassist.inference.chosen import chosen
from mmassist.inference.manners import step_back
from mmassist.inference.messages import Message
from mmassist.inference.runtime import FixedSession
from mmassist.inference.shipped import Shipped

# Speech comes first.
_NICE = 5
# A recorded graph is for one number of pictures: batches are filled up to the next of these.
_BATCHES = (1, 8, 32)
_TYPES: Mapping[str, type[np.generic]] = {"tensor(uint8)": np.uint8, "tensor(float)": np.float32, "tensor(float16)": np.float16}


class Tower:
    """One image tower, of which the first output is a picture's direction and the second, if there is one, the scores of its labels.

    It takes (n, height, width, 3), RGB, 0 to 255, as bytes or as floats. `row`: what the manifest says of it.
    """

    def __init__(self, row: Shipped, session: FixedSession) -> None:
        """Raises ModelCorrupt for a model that takes something else."""
        self.row, self._session = row, session
        shape, kind = session.input
        if len(shape) != 4 or shape[3] != 3 or kind not in _TYPES or not all(isinstance(side, int) for side in shape[1:]):
            raise ModelCorrupt(f"{row.name} takes no pictures")
        self.size = int(shape[2]), int(shape[1])
        self.labels: list[str] = json.loads(session.metadata("labels") or "[]")
        self.threshold = float(session.metadata("threshold") or 0)
        self._type = _TYPES[kind]
        self._session.warm((1, self.size[1], self.size[0], 3), dtype=self._type)

    @property
    def fell_back(self) -> bool:
        return bool(self._session.fell_back)

    def seen(self, pictures: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Rows of length 1, and scores, (n, labels). `pictures`: at least one. Raises PerceptionError where the runtime fails."""
        # int8 takes its scale from the whole batch: alone, a picture is the same vector each time. On a CPU it takes no longer.
        batches = [pictures[at : at + 1] for at in range(len(pictures))] if self.row.precision == "int8" else [pictures]
        rows, scores = (np.concatenate(found) for found in zip(*map(self._run, batches), strict=True))
        lengths = np.sqrt(np.square(rows).sum(axis=1, keepdims=True))
        return rows / np.maximum(lengths, np.float32(1e-12)), scores

    def _run(self, pictures: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        count = len(pictures)
        found = [output[:count].astype(np.float32) for output in self._session.run_all(self._filled(pictures).astype(self._type))]
        return found[0], found[1] if len(found) > 1 else np.zeros((count, 0), np.float32)

    def _filled(self, pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
        if not self._session.on_gpu:
            return pictures
        room = next((size for size in _BATCHES if size >= len(pictures)), len(pictures))
        return np.concatenate([pictures, np.zeros((room - len(pictures), *pictures.shape[1:]), np.uint8)])


class EncoderHandler:
    """Answers requests, one at a time. A model is loaded with its first: what is wrong with it is the answer then."""

    def __init__(self) -> None:
        self._towers: dict[tuple[str, str], Tower] = {}

    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        named = str(request.fields["folder"]), str(request.fields["kind"])
        if named not in self._towers:
            self._towers[named] = opened(Path(named[0]), named[1])
        tower = self._towers[named]
        if request.fields["op"] == "open":
            yield Message({"size": list(tower.size), "labels": tower.labels, "threshold": tower.threshold})
        elif not cancelled():
            rows, scores = tower.seen(np.frombuffer(request.body, np.uint8).reshape(request.fields["shape"]))
            fields = {"rows": list(rows.shape), "scores": list(scores.shape), "fell_back": tower.fell_back}
            yield Message(fields, rows.tobytes() + scores.tobytes())


def opened(folder: Path, kind: str) -> Tower:
    """The tower that suits this machine. Raises ModelMissing or ModelCorrupt."""
    return Tower(*chosen(kind, folder, FixedSession))


def open_handler() -> EncoderHandler:
    step_back(_NICE)
    return EncoderHandler()
