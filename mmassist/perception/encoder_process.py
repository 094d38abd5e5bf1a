"""The worker process that encodes pictures: `inference.serve` runs it, `perception.encoder` talks to it.

One operation, `encode`: `folder`, where the models are, and `shape`, (n, height, width, 3), of the pictures in the body, uint8 RGB; n may
be 0. One reply: `shape`, (n, dimensions), of the float32 rows in its body, and `fell_back`: whether the graphics card gave up.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmassist.errors import ModelMissing
from mmassist.inference import shipped
from mmassist.inference.messages import Message
from mmassist.inference.runtime import CPU_ONLY, FixedSession
from mmassist.inference.shipped import Shipped

# Speech comes first.
_NICE = 5
# A recorded graph is for one number of pictures: batches are filled up to the next of these.
_BATCHES = (1, 8, 32)
_KIND = "encoder"


class Tower:
    """One image tower: pictures in, rows of length 1 out. `row`: what the manifest says of it."""

    def __init__(self, row: Shipped, session: FixedSession) -> None:
        self.row, self._session = row, session
        width, height = row.picture
        self._session.warm(
            (1, height, width, 3) if row.takes_bytes else (1, 3, height, width), dtype=np.uint8 if row.takes_bytes else np.float32
        )

    @property
    def fell_back(self) -> bool:
        return bool(self._session.fell_back)

    def rows(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """`pictures`: (n, height, width, 3), RGB. Raises PerceptionError where the runtime fails."""
        # int8 takes its scale from the whole batch: alone, a picture is the same vector each time. On a CPU it takes no longer.
        batches = [pictures[at : at + 1] for at in range(len(pictures))] if self.row.precision == "int8" else [pictures]
        found = np.concatenate([self._run(batch) for batch in batches])
        lengths = np.sqrt(np.square(found).sum(axis=1, keepdims=True))
        rows: NDArray[np.float32] = found / np.maximum(lengths, np.float32(1e-12))
        return rows

    def _run(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        return self._session.run(self._fed(self._filled(pictures)))[: len(pictures)].astype(np.float32)

    def _filled(self, pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
        if not self._session.on_gpu:
            return pictures
        room = next((size for size in _BATCHES if size >= len(pictures)), len(pictures))
        return np.concatenate([pictures, np.zeros((room - len(pictures), *pictures.shape[1:]), np.uint8)])

    def _fed(self, pictures: NDArray[np.uint8]) -> NDArray[np.uint8] | NDArray[np.float32]:
        if self.row.takes_bytes:
            return pictures
        normal = pictures.astype(np.float32) / np.float32(255)
        normal -= np.array(self.row.mean, np.float32)
        normal /= np.array(self.row.std, np.float32)
        return np.ascontiguousarray(normal.transpose(0, 3, 1, 2))


class EncoderHandler:
    """Answers `encode` requests, one at a time. The model is loaded with the first: what is wrong with it is the answer then."""

    def __init__(self) -> None:
        self._towers: dict[str, Tower] = {}

    def handle(self, request: Message, cancelled: Callable[[], bool]) -> Iterator[Message]:
        folder = str(request.fields["folder"])
        if folder not in self._towers:
            self._towers[folder] = opened(Path(folder))
        tower = self._towers[folder]
        pictures = np.frombuffer(request.body, np.uint8).reshape(request.fields["shape"])
        rows = tower.rows(pictures) if len(pictures) and not cancelled() else np.zeros((0, 0), np.float32)
        yield Message({"shape": list(rows.shape), "fell_back": tower.fell_back}, np.ascontiguousarray(rows).tobytes())


def opened(folder: Path) -> Tower:
    """The tower that suits this machine: in fp16 where a graphics card really runs it, else the smallest for the CPU.

    Raises ModelMissing or ModelCorrupt.
    """
    rows = shipped.rows(_KIND, folder)
    for row in (row for row in rows if row.precision == "fp16"):
        session = FixedSession(shipped.load(row, folder))
        if session.on_gpu:
            return Tower(row, session)
    on_cpu = [row for row in rows if row.precision != "fp16"]
    if not on_cpu:
        raise ModelMissing("no encoder for the CPU", "A model that comes with mmassist is missing.", "Install mmassist again.")
    smallest = min(on_cpu, key=lambda row: row.size)
    return Tower(smallest, FixedSession(shipped.load(smallest, folder), wanted=CPU_ONLY))


def open_handler() -> EncoderHandler:
    os.nice(_NICE)
    return EncoderHandler()
