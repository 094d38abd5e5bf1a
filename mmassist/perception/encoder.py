"""What a picture looks like, as a vector: near where pictures look alike, and near the words for what they show.

The model runs in a worker process of its own; it comes with mmassist, and nothing else is ever loaded.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmassist.errors import PerceptionError
from mmassist.inference import shipped
from mmassist.inference.keeping import Keeper
from mmassist.inference.messages import Message
from mmassist.inference.worker import Worker
from mmassist.perception.encoder_scaling import scaled
from mmassist.values import Pixels

MODULE = "mmassist.perception.encoder_process"

Embeddings = NDArray[np.float32]

# Pictures in one request: so often can a cancellation be heard.
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Options:
    """`folder`: where the models are; `kind`: which of them; `hang_after`: seconds of silence after which the worker is killed; `known`:
    how many pictures are remembered by their content."""

    folder: Path = shipped.FOLDER
    kind: str = "icons"
    hang_after: float = 15.0
    known: int = 4096


@dataclass(frozen=True, slots=True)
class Model:
    """What the model is like: `size`, width and height of what it sees; `labels` that it scores, and the score from which on one holds."""

    size: tuple[int, int]
    labels: tuple[str, ...]
    threshold: float


class Encoder:
    """Belongs to one asyncio loop. What was encoded before is known again by its pixels, at the size that the model sees."""

    def __init__(self, options: Options | None = None, keeper: Keeper | None = None, on_fallback: Callable[[], None] | None = None) -> None:
        """`keeper`: who watches over the worker, if anybody does. `on_fallback` is called once, on the loop, when the graphics card gave
        up and the CPU goes on."""
        self._options = options or Options()
        self._worker = Worker(MODULE, hang_after=self._options.hang_after, keeper=keeper)
        self._on_fallback = on_fallback
        self._model: Model | None = None
        self._known: OrderedDict[bytes, tuple[Embeddings, Embeddings]] = OrderedDict()

    @property
    def pid(self) -> int | None:
        """The worker's process id while it runs."""
        return self._worker.pid

    async def start(self) -> Model:
        """Returns once the model is loaded and warm. Raises ModelMissing, ModelCorrupt or WorkerLost: then there are no embeddings."""
        if self._model is None:
            fields = (await self._asked("open")).fields
            self._model = Model((fields["size"][0], fields["size"][1]), tuple(fields["labels"]), fields["threshold"])
        return self._model

    async def encode(self, pictures: Sequence[Pixels]) -> Embeddings:
        """Each picture (any height, any width, 4; BGRA): float32, shape (number of pictures, dimensions), each row of length 1.

        Starts where it was not started. Cancelling it ends the work in the process within a batch. Raises as `start` does, or
        PerceptionError; after either the next call works.
        """
        return (await self._seen(pictures))[0]

    async def scores(self, pictures: Sequence[Pixels]) -> Embeddings:
        """Of each label for each picture, as the model gives them: float32, shape (number of pictures, labels). Otherwise as `encode`."""
        return (await self._seen(pictures))[1]

    async def _seen(self, pictures: Sequence[Pixels]) -> tuple[Embeddings, Embeddings]:
        size = (await self.start()).size
        if not pictures:
            return np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32)
        small = [scaled(picture, *size) for picture in pictures]
        keys = [hashlib.blake2b(picture.tobytes(), digest_size=16).digest() for picture in small]
        found = {key: self._known[key] for key in keys if key in self._known}
        fresh = {key: picture for key, picture in zip(keys, small, strict=True) if key not in found}
        unread = list(fresh)
        for at in range(0, len(unread), _BATCH):
            batch = unread[at : at + _BATCH]
            found.update(zip(batch, await self._rows(np.stack([fresh[key] for key in batch])), strict=True))
        self._remember(found)
        return np.stack([found[key][0] for key in keys]), np.stack([found[key][1] for key in keys])

    async def _rows(self, batch: NDArray[np.uint8]) -> list[tuple[Embeddings, Embeddings]]:
        reply = await self._asked("encode", batch.tobytes(), shape=list(batch.shape))
        if reply.fields["fell_back"] and self._on_fallback:
            self._on_fallback()
            self._on_fallback = None
        rows, scores = reply.fields["rows"], reply.fields["scores"]
        values = np.frombuffer(reply.body, np.float32)
        cut = math.prod(rows)
        return list(zip(values[:cut].reshape(rows), values[cut:].reshape(scores), strict=True))

    async def _asked(self, op: str, body: bytes = b"", **fields: object) -> Message:
        found: Message | None = None
        request = self._worker.request(op, body, folder=str(self._options.folder), kind=self._options.kind, **fields)
        async with contextlib.aclosing(request) as replies:
            async for reply in replies:
                found = reply
        if found is None:
            raise PerceptionError("the encoder gave no answer")
        return found

    def _remember(self, found: dict[bytes, tuple[Embeddings, Embeddings]]) -> None:
        for key, row in found.items():
            self._known[key] = row
            self._known.move_to_end(key)
        while len(self._known) > self._options.known:
            self._known.popitem(last=False)

    async def aclose(self) -> None:
        """Ends the worker. Idempotent."""
        await self._worker.aclose()
