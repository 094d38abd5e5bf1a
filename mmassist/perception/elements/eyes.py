"""The app's own eyes: controls and icons in pictures, by models of ours. Two workers, started when they are first needed."""

from __future__ import annotations

import asyncio
import hashlib
from collections import deque
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from mmassist.errors import ModelCorrupt, ModelMissing
from mmassist.inference.keeping import Keeper
from mmassist.perception import encoder
from mmassist.perception.elements import finder
from mmassist.perception.elements.finder import Found
from mmassist.perception.elements.icons import icons_in
from mmassist.perception.elements.naming import Icon
from mmassist.values import Box, Pixels

_KEPT = 2
"""Pictures whose controls are known: what is looked at again and has not changed costs no model."""


class Eyes:
    """Belongs to one asyncio loop. What a damaged model can't tell is not asked for again: `usable` is false from then on."""

    def __init__(self, folder: Path, finding: Keeper | None = None, naming: Keeper | None = None) -> None:
        """`folder`: with the models. `finding`, `naming`: who watches over the workers that find controls and name icons."""
        self._finder = finder.ElementFinder(finder.Options(folder), finding)
        self._encoder = encoder.Encoder(encoder.Options(folder), naming)
        self._keepers = [keeper for keeper in (finding, naming) if keeper is not None]
        self._known: deque[tuple[bytes, Found]] = deque(maxlen=_KEPT)
        self.usable = True

    async def start(self) -> None:
        """Returns once both models are loaded and warm; at once where one of them is not to be used. Raises ModelMissing, ModelCorrupt or
        WorkerLost."""
        if not self.usable or any(keeper.refusal is not None for keeper in self._keepers):
            return
        try:
            await self._finder.start()
            await self._encoder.start()
        except (ModelCorrupt, ModelMissing):
            self.usable = False
            raise

    async def look(self, pixels: Pixels) -> Found:
        """As `ElementFinder.find`; at once where the picture is one of the last ones."""
        key = await asyncio.to_thread(_digest, pixels)
        known = next((found for before, found in self._known if before == key), None)
        if known is not None:
            return known
        try:
            found = await self._finder.find(pixels)
        except (ModelCorrupt, ModelMissing):
            self.usable = False
            raise
        self._known.append((key, found))
        return found

    async def icons(self, pixels: Pixels, boxes: Mapping[int, Box]) -> dict[int, Icon]:
        """As `icons_in`."""
        try:
            return await icons_in(self._encoder, pixels, boxes)
        except (ModelCorrupt, ModelMissing):
            self.usable = False
            raise

    async def aclose(self) -> None:
        """Ends the workers. Idempotent."""
        await self._finder.aclose()
        await self._encoder.aclose()


def _digest(pixels: Pixels) -> bytes:
    """Of a picture, which takes 8 megabytes itself; 10 ms at 1080p."""
    found = hashlib.blake2b(repr(pixels.shape).encode(), digest_size=16)
    found.update(np.ascontiguousarray(pixels).data)
    return found.digest()
