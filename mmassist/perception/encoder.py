"""What a picture looks like, as a vector: near where pictures look alike, and near the words for what they show.

The model runs in a worker process of its own; it comes with mmassist, and nothing else is ever loaded.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmassist.errors import PerceptionError
from mmassist.inference import shipped
from mmassist.inference.keeping import Keeper
from mmassist.inference.worker import Worker
from mmassist.perception.encoder_scaling import scaled
from mmassist.values import Pixels

MODULE = "mmassist.perception.encoder_process"
KIND = "encoder"

Embeddings = NDArray[np.float32]

# Pictures in one request: so often can a cancellation be heard.
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Options:
    """`folder`: where the models are; `hang_after`: seconds of silence after which the worker is killed; `known`: how many pictures are
    remembered by their content."""

    folder: Path = shipped.FOLDER
    hang_after: float = 15.0
    known: int = 4096


class Encoder:
    """Belongs to one asyncio loop. What was encoded before is known again by its pixels, at the size that the model sees."""

    def __init__(self, options: Options | None = None, keeper: Keeper | None = None, on_fallback: Callable[[], None] | None = None) -> None:
        """`keeper`: who watches over the worker, if anybody does. `on_fallback` is called once, on the loop, when the graphics card gave
        up and the CPU goes on."""
        self._options = options or Options()
        self._worker = Worker(MODULE, hang_after=self._options.hang_after, keeper=keeper)
        self._on_fallback = on_fallback
        self._size: tuple[int, int] | None = None
        self._known: OrderedDict[bytes, Embeddings] = OrderedDict()

    @property
    def pid(self) -> int | None:
        """The worker's process id while it runs."""
        return self._worker.pid

    async def start(self) -> None:
        """Returns once the model is loaded and warm. Raises ModelMissing, ModelCorrupt or WorkerLost: then there are no embeddings."""
        self._size = shipped.rows(KIND, self._options.folder)[0].picture
        await self._asked(np.zeros((0, 1, 1, 3), np.uint8))

    async def encode(self, pictures: Sequence[Pixels]) -> Embeddings:
        """Each picture (any height, any width, 4; BGRA): float32, shape (number of pictures, dimensions), each row of length 1.

        Starts where it was not started. Cancelling it ends the work in the process within a batch. Raises as `start` does, or
        PerceptionError; after either the next call works.
        """
        if self._size is None:
            await self.start()
        if self._size is None or not pictures:
            return np.zeros((0, 0), np.float32)
        small = [scaled(picture, *self._size) for picture in pictures]
        keys = [hashlib.blake2b(picture.tobytes(), digest_size=16).digest() for picture in small]
        fresh = {key: picture for key, picture in zip(keys, small, strict=True) if key not in self._known}
        found = {key: self._known[key] for key in keys if key in self._known}
        unread = list(fresh)
        for at in range(0, len(unread), _BATCH):
            batch = unread[at : at + _BATCH]
            rows = await self._asked(np.stack([fresh[key] for key in batch]))
            found.update(zip(batch, rows, strict=True))
        self._remember(found)
        return np.stack([found[key] for key in keys])

    async def _asked(self, batch: NDArray[np.uint8]) -> Embeddings:
        fields = {"folder": str(self._options.folder), "shape": list(batch.shape)}
        rows: Embeddings | None = None
        async with contextlib.aclosing(self._worker.request("encode", batch.tobytes(), **fields)) as replies:
            async for reply in replies:
                rows = np.frombuffer(reply.body, np.float32).reshape(reply.fields["shape"])
                if reply.fields["fell_back"] and self._on_fallback:
                    self._on_fallback()
                    self._on_fallback = None
        if rows is None:
            raise PerceptionError("the encoder gave no answer")
        return rows

    def _remember(self, found: dict[bytes, Embeddings]) -> None:
        for key, row in found.items():
            self._known[key] = row
            self._known.move_to_end(key)
        while len(self._known) > self._options.known:
            self._known.popitem(last=False)

    async def aclose(self) -> None:
        """Ends the worker. Idempotent."""
        await self._worker.aclose()
