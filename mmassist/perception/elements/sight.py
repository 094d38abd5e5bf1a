"""All that the app's own eyes tell of a picture: its text, its controls, their names. Workers of their own, asked side by side."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from mmassist.errors import MmassistError
from mmassist.perception.elements.eyes import Eyes
from mmassist.perception.elements.naming import Controls, Named, without_text
from mmassist.perception.elements.plausible import plausible, telling
from mmassist.perception.reading_order import ordered
from mmassist.perception.text import TextReader
from mmassist.values import Fault, Frame, TextLine

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Seen:
    """`controls`: those that a user is told, in the order they were found, the surest first; `lines` in reading order; `kinds`: how likely
    the whole is each of `vocabulary.KINDS`; `timings` in milliseconds.

    `trouble`: why icons have no names, where the encoder could not be used.
    """

    controls: tuple[Named, ...]
    lines: tuple[TextLine, ...]
    kinds: Mapping[str, float]
    timings: Mapping[str, float]
    trouble: Fault | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """Belongs to one asyncio loop, and owns nothing: who made the two closes them."""

    reader: TextReader
    eyes: Eyes

    async def see(self, frame: Frame) -> Seen:
        """Raises as `ElementFinder.find` and `TextReader.read`; without names for icons it goes on."""
        began = time.monotonic()
        reading = asyncio.create_task(_timed(self._lines(frame)), name="text of a picture")
        try:
            seen, found = await _timed(self.eyes.look(frame.pixels))
            lines, read = await reading
        finally:
            reading.cancel()
            await asyncio.wait([reading])
        elements = await asyncio.to_thread(plausible, seen.elements, frame.pixels, lines)
        wanted = await asyncio.to_thread(without_text, elements, lines)
        trouble, begun = None, time.monotonic()
        try:
            icons = await self.eyes.icons(frame.pixels, wanted)
        except MmassistError as error:
            icons, trouble = {}, Fault(str(error), error.spoken, error.remedy)
        now = time.monotonic()
        timings = {"text": read, "elements": found, "icons": _milliseconds(begun, now), "all": _milliseconds(began, now)}
        controls = await asyncio.to_thread(telling, Controls(elements, icons), lines)
        return Seen(controls, lines, seen.kinds, timings, trouble)

    async def _lines(self, frame: Frame) -> tuple[TextLine, ...]:
        found: list[TextLine] = []
        async with contextlib.aclosing(self.reader.read(frame)) as batches:
            async for batch in batches:
                found.extend(batch)
        return ordered(found)


async def _timed(work: Awaitable[Result]) -> tuple[Result, float]:
    """What it gives, and its milliseconds."""
    began = time.monotonic()
    found = await work
    return found, _milliseconds(began, time.monotonic())


def _milliseconds(begin: float, end: float) -> float:
    return round((end - begin) * 1000, 1)
