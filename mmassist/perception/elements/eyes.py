"""The app's own eyes: controls and icons in pictures, by models of ours. Two workers, started when they are first needed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mmassist.errors import ModelCorrupt, ModelMissing
from mmassist.inference.keeping import Keeper
from mmassist.perception import encoder
from mmassist.perception.elements import finder
from mmassist.perception.elements.finder import Found
from mmassist.perception.elements.icons import icons_in
from mmassist.perception.elements.naming import Icon
from mmassist.values import Box, Pixels


class Eyes:
    """Belongs to one asyncio loop. What a damaged model can't tell is not asked for again: `usable` is false from then on."""

    def __init__(self, folder: Path, finding: Keeper | None = None, naming: Keeper | None = None) -> None:
        """`folder`: with the models. `finding`, `naming`: who watches over the workers that find controls and name icons."""
        self._finder = finder.ElementFinder(finder.Options(folder), finding)
        self._encoder = encoder.Encoder(encoder.Options(folder), naming)
        self.usable = True

    async def look(self, pixels: Pixels) -> Found:
        """As `ElementFinder.find`."""
        try:
            return await self._finder.find(pixels)
        except (ModelCorrupt, ModelMissing):
            self.usable = False
            raise

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
