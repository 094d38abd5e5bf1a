"""What a turn sees, of which tree, text and controls may still be coming in."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from mmassist.engine.aiming import Aim, part_of
from mmassist.engine.border import Look
from mmassist.engine.look import Reading, scene_of
from mmassist.engine.viewing import Viewing
from mmassist.values import Box, Frame, Outline, Window


@dataclass(frozen=True, slots=True)
class Seen:
    """Belongs to the engine's loop. `others`: what else the picture may show."""

    frame: Frame
    aim: Aim
    reading: Reading | None
    viewing: Viewing | None
    readable: bool
    others: tuple[Window, ...]

    @property
    def outline(self) -> Outline | None:
        """As far as it has been read."""
        return part_of(self.aim, self.frame)

    @property
    def looked_for(self) -> Viewing | None:
        """The controls by their look, unless a tree has come since that tells which there are."""
        came = self.outline is not None and bool(self.outline.nodes)
        return None if self.viewing is None or (came and not self.viewing.had_tree) else self.viewing

    async def read(self, seconds: float) -> bool:
        """Waits for tree and text, at most `seconds`; whether nothing more of them comes."""
        ends = time.monotonic() + seconds
        await self.aim.outline.wait(seconds)
        is_read = self.reading is None or await self.reading.wait(max(0.0, ends - time.monotonic()))
        return is_read and not self.aim.outline.pending

    async def settled(self, seconds: float) -> bool:
        """Waits for tree, text and controls, at most `seconds`; whether nothing more comes."""
        ends = time.monotonic() + seconds
        is_read, viewing = await self.read(seconds), self.looked_for
        return (viewing is None or await viewing.wait(max(0.0, ends - time.monotonic()))) and is_read

    def tells_something(self, question: str) -> bool:
        """Whether anything is known beside the title; for an answer what kind of picture it is does not count."""
        is_known = self.viewing is not None and self.viewing.looks_like is not None and not question
        return self.outline is not None or is_known or bool(self.reading and self.reading.lines)

    async def searched(self, seconds: float) -> None:
        """Waits, at most `seconds`, for the place where nothing but pixels tells what may leave."""
        if (viewing := self.looked_for) is not None and viewing.unknown is not None:
            await viewing.wait(seconds)

    def look(self) -> Look:
        """As it is now."""
        viewing = self.looked_for
        controls, kind = (viewing.controls, viewing.looks_like) if viewing else ((), None)
        scene = scene_of(self.frame, self.aim.window, self.outline, self.reading, controls, looks_like=kind)
        unread = self.reading.unread if self.reading else ()
        illegible = self.reading.illegible if self.reading else ()
        unsearched = viewing.unknown if viewing else None
        if self.aim.outline.lacks_fields:
            unsearched = Box(0, 0, self.frame.width, self.frame.height)
        look = Look(self.frame, scene, self.readable, unread, illegible, self.others, unsearched=unsearched)
        return replace(look, is_searched=self.aim.outline.knows_fields)
