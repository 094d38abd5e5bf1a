"""What a turn sees, of which tree, text and controls may still be coming in."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from mmassist.engine.aiming import Aim, part_of
from mmassist.engine.border import Look
from mmassist.engine.look import Reading, scene_of
from mmassist.engine.viewing import Viewing
from mmassist.values import Box, Frame, Outline, PictureKind, Window

_KIND = 0.3  # seconds


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

    @property
    def kind(self) -> PictureKind | None:
        """What the whole looks like, as far as that is known."""
        return self.looked_for.looks_like if self.looked_for else None

    async def read(self, seconds: float) -> bool:
        """Waits for tree and text, at most `seconds`; whether nothing more of them comes."""
        ends = time.monotonic() + seconds
        await self.aim.outline.wait(seconds)
        is_read = self.reading is None or await self.reading.wait(max(0.0, ends - time.monotonic()))
        return is_read and not self.aim.outline.pending

    async def settled(self, seconds: float, *, text_first: bool = False) -> bool:
        """Waits for tree, text and controls, at most `seconds`; whether nothing more comes. `text_first`: what kind of picture a file is
        keeps its text back no longer than a moment."""
        ends = time.monotonic() + seconds
        is_read, viewing = await self.read(seconds), self.looked_for
        left = max(0.0, ends - time.monotonic())
        is_hurried = text_first and not self.frame.target.on_screen and self.tells_something("")
        patience = min(left, _KIND) if is_hurried else left
        return (viewing is None or await viewing.wait(patience)) and is_read

    def tells_something(self, question: str) -> bool:
        """Whether anything is known beside the title. For an answer what kind of picture it is does not count, and none is given as long as
        controls are looked for that it may be about."""
        if question and (viewing := self.looked_for) is not None and viewing.unknown is not None:
            return False
        return self.outline is not None or (self.kind is not None and not question) or bool(self.reading and self.reading.lines)

    async def searched(self, seconds: float) -> None:
        """Waits, at most `seconds`, for the place where nothing but pixels tells what may leave."""
        if (viewing := self.looked_for) is not None and viewing.unknown is not None:
            await viewing.wait(seconds)

    def look(self) -> Look:
        """As it is now."""
        viewing = self.looked_for
        controls = viewing.controls if viewing else ()
        scene = scene_of(self.frame, self.aim.window, self.outline, self.reading, controls, looks_like=self.kind)
        unread = self.reading.unread if self.reading else ()
        illegible = self.reading.illegible if self.reading else ()
        unsearched = viewing.unknown if viewing else None
        if self.aim.outline.lacks_fields:
            unsearched = Box(0, 0, self.frame.width, self.frame.height)
        look = Look(self.frame, scene, self.readable, unread, illegible, self.others, unsearched=unsearched)
        return replace(look, is_searched=self.aim.outline.knows_fields)
