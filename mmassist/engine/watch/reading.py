"""Reads only what is new: changes of a picture become news of its text."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

import numpy as np

from mmassist.engine.watch.budget import Budget
from mmassist.engine.watch.contract import Texts
from mmassist.perception.watching.canvas import Change, Scroll
from mmassist.perception.watching.glyphs import Draft, Glyphs
from mmassist.perception.watching.news import Book, News, Region, regions
from mmassist.perception.watching.parts import part
from mmassist.perception.watching.words import tokens
from mmassist.values import Box, Frame, Pixels, Target, TextLine

# Seconds of processor time that a reading takes, and each line of it. On a busy machine the clock tells more, but that is not its cost.
_LOOK, _LINE = 0.05, 0.12


class NewsReader:
    """Of one picture, by one `Book`. On the engine's loop. Raises PerceptionError or WorkerLost; what changed then counts as read."""

    def __init__(self, texts: Texts, budget: Budget) -> None:
        self._texts = texts
        self._budget = budget
        self.book = Book()
        self._glyphs = Glyphs()

    def forget(self) -> None:
        """The picture is another one."""
        self.book = Book()

    async def learn(self, pixels: Pixels) -> None:
        """Reads the whole picture."""
        height, width = pixels.shape[:2]
        self.book.learn(await self._lines(pixels, Box(0, 0, width, height)))

    def scroll(self, scrolls: Sequence[Scroll]) -> None:
        """What is known moves with them."""
        for scroll in scrolls:
            self.book.scroll(scroll)

    async def read(self, changes: Sequence[Change], *, gone: bool) -> News:
        """What `changes` of one look say. `gone`: also what was there before is wanted, where it is not known yet."""
        news = News()
        for region in regions(changes):
            news += await self._read(region, gone)
        return news

    async def _read(self, region: Region, gone: bool) -> News:
        fresh = await self._fresh(region) if region.is_written else []
        old = self.book.changed(region)
        if not old and not self.book.complete:
            places = [line.box for line in fresh] or ([region.changed] if gone else [])
            if any(region.was_written(place) for place in places):
                old = [line for line in await self._lines(region.before, region.box) if region.is_rewritten(line)]
        return self.book.update(old, fresh)

    async def _fresh(self, region: Region) -> list[TextLine]:
        """The lines of `region` that changed: by the shapes of their letters where those are known."""
        if (drafts := self._glyphs.read(region)) is not None:
            lines = [await self._completed(draft, region) for draft in drafts]
            if None not in lines:
                return [line for line in lines if line is not None and tokens(line.text)]
        return [line for line in await self._lines(region.after, region.box) if region.is_rewritten(line)]

    async def _completed(self, draft: Draft, region: Region) -> TextLine | None:
        """With the words that are not known by the shapes of their letters; None where they can't be read alone."""
        if draft.open is None:
            return draft.line
        air = draft.open.height // 2
        around = Box(draft.open.x - air, draft.open.y - air, draft.open.width + 2 * air, draft.open.height + 2 * air)
        found = await self._lines(region.after, around.intersection(region.box) or draft.open)
        own = [line for line in found if line.box.contains(*draft.open.centre) or line.box.intersection(draft.open) == draft.open]
        return draft.completed(own[0].text) if len(own) == 1 else None

    async def _lines(self, pixels: Pixels, box: Box) -> list[TextLine]:
        """The lines in `box` of a picture, in the picture's space."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        frame = Frame(np.ascontiguousarray(pixels[part(box)]), (box.x, box.y), Target(), began)
        found: list[TextLine] = []
        try:
            async with contextlib.aclosing(self._texts.read(frame)) as batches:
                async for batch in batches:
                    found += batch
        finally:
            self._budget.spend(min(loop.time() - began, _LOOK + _LINE * len(found)), loop.time())
        lines = [TextLine(line.text, line.box.moved(box.x, box.y), line.confidence) for line in found if tokens(line.text)]
        self._glyphs.learn(pixels, lines)
        return lines
