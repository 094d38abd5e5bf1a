"""One look at a target: the picture at once, the outline within its deadline, the text as it is read."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Coroutine, Sequence
from dataclasses import replace
from typing import Any

from mmassist.engine.parts import Outlines, Parts, Texts
from mmassist.errors import MmassistError
from mmassist.perception.elements.naming import Named
from mmassist.perception.scene import merge
from mmassist.values import Box, Frame, Outline, PictureKind, Role, Scene, TextLine, Window

_CLOSE = 0.05
"""Seconds before its deadline at which a reading of a tree gives up to put together what it has."""


class Background:
    """Work on one picture that goes on while the turn speaks. Belongs to the engine's loop."""

    def __init__(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._task = asyncio.create_task(work, name=name)

    async def wait(self, seconds: float | None = None) -> bool:
        """Waits for its end, at most `seconds`; true if it has ended (well or not)."""
        done, _ = await asyncio.wait([self._task], timeout=seconds)
        return bool(done)

    async def outlasts(self, other: Coroutine[Any, Any, None], seconds: float) -> bool:
        """Waits until it or `other` has ended, at most `seconds`; true if that was `other`. What is left of `other` is given up."""
        against = asyncio.create_task(other)
        try:
            await asyncio.wait([self._task, against], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            return against.done() and not self._task.done()
        finally:
            against.cancel()
            await asyncio.wait([against])

    async def aclose(self) -> None:
        """Gives up what is still under way."""
        self._task.cancel()
        await asyncio.wait([self._task])
        if self._task.cancelled():
            # It keeps how it ended until somebody asks, and with that, in a circle, itself and its picture.
            with contextlib.suppress(asyncio.CancelledError):
                self._task.result()


class Reading(Background):
    """The text of one picture, being read in the background. Belongs to the engine's loop."""

    def __init__(self, texts: Texts, frame: Frame, first: Box | None) -> None:
        self.lines: tuple[TextLine, ...] = ()
        self.complete = False
        self.error: MmassistError | None = None
        self._texts = texts
        self._frame = frame
        super().__init__(self._run(texts.read(frame, first)), "reading")

    async def _run(self, batches: AsyncGenerator[tuple[TextLine, ...], None]) -> None:
        try:
            async with contextlib.aclosing(batches):
                async for batch in batches:
                    self.lines += batch
            self.complete = True
        except MmassistError as error:
            self.error = error

    @property
    def unread(self) -> tuple[Box, ...]:
        """The parts of the picture whose text is not known yet, or never will be because the reading failed."""
        return () if self.complete else self._texts.unread(self._frame)

    @property
    def illegible(self) -> tuple[Box, ...]:
        """Where there is text that could not be read."""
        return self._texts.illegible(self._frame)


class OutlineReading:
    """The outline of one window: the warm one, or one that is being read."""

    def __init__(self, parts: Parts, window: Window | None, deadline: float) -> None:
        self.outline: Outline | None = None
        self.error: MmassistError | None = None
        self.lacks_fields = False
        """Whether fields for passwords may be missing in it, as far as they were looked for: see `know_fields`."""
        self._is_searched = False
        self._task: asyncio.Task[Outline | None] | None = None
        self._outlines, self._window = parts.outlines, window
        self._deadline, self._took = deadline, 0.0
        if window is None or parts.outlines is None:
            return
        self.outline = parts.outlines.warm(window)
        if self.outline is None:
            self._task = asyncio.create_task(self._read(parts.outlines, window), name="outline")

    async def _read(self, outlines: Outlines, window: Window) -> Outline | None:
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            return await outlines.read(window, deadline=self._deadline)
        finally:
            self._took = clock() - began

    @property
    def pending(self) -> bool:
        return self._task is not None and not self._task.done()

    async def go_on(self, deadline: float) -> None:
        """Reads once more, for at most `deadline` seconds, a tree that was not read to its end in time: LibreOffice, say, or a large page.
        `outline` is what was read until then."""
        outline = await self.wait()
        is_cut = was_cut(outline, self._took, self._deadline)
        if self._task is None or self._outlines is None or self._window is None or self.error or not is_cut:
            return
        self._task = asyncio.create_task(self._read_again(self._outlines, self._window, deadline), name="outline")

    async def _read_again(self, outlines: Outlines, window: Window, deadline: float) -> Outline | None:
        again = await outlines.read(window, deadline=deadline)
        before = self.outline
        is_more = again is not None and (before is None or again.complete or len(again.nodes) > len(before.nodes))
        return again if is_more else before

    @property
    def knows_fields(self) -> bool:
        """Whether it has all fields for passwords, or they were looked for."""
        return self._is_searched or self.outline is None or self.outline.complete or not self.outline.nodes

    async def know_fields(self, deadline: float) -> None:
        """Before anything leaves: of a tree that was cut short, for its size or the time it takes, the fields for passwords that are
        missing are looked for, for at most `deadline` seconds, and added. Raises DesktopError."""
        outline = await self.wait()
        if outline is None or outline.complete or not outline.nodes or self._outlines is None or self._window is None:
            return
        self.lacks_fields = self._is_searched = True
        whole = await self._outlines.read(self._window, deadline=deadline, whole=True)
        told = whole.nodes if whole is not None else ()
        known = {(node.name, node.box) for node in outline.nodes if node.role is Role.PASSWORD}
        missing = [replace(node, parent=0) for node in told if node.role is Role.PASSWORD and (node.name, node.box) not in known]
        self._task, self.outline = None, replace(outline, nodes=(*outline.nodes, *missing))
        self.lacks_fields = whole is None or not whole.complete  # None: it had a tree before, and has gone quiet since

    async def wait(self, seconds: float | None = None) -> Outline | None:
        """The outline if there is one within `seconds`. A program without a tree is None as well, and so is a reading that failed:
        `error` tells."""
        if self._task is not None:
            await asyncio.wait([self._task], timeout=seconds)
            if self._task.done():
                try:
                    self.outline = self._task.result()
                except MmassistError as error:
                    self.error = error
        return self.outline

    async def aclose(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])


def was_cut(outline: Outline | None, took: float, deadline: float) -> bool:
    """Whether the reading of a tree, which took so many seconds, was ended by its deadline, and there may be more."""
    return took >= deadline - _CLOSE and not (outline and outline.complete)


def scene_of(
    frame: Frame,
    window: Window | None,
    outline: Outline | None,
    reading: Reading | None,
    controls: Sequence[Named] = (),
    strange: Sequence[Box] = (),
    looks_like: PictureKind | None = None,
) -> Scene:
    """The scene as known so far. `controls`: seen by the pixels alone. `strange`: where no text counts, for it is none of the window's
    (picture's space). `looks_like`: the whole."""
    lines = tuple(line for line in reading.lines if not any(line.box.intersection(box) for box in strange)) if reading else ()
    return merge(
        target=frame.target,
        window=window,
        frame_box=frame.box,
        outline=outline,
        lines=lines,
        text_read=bool(reading and reading.complete),
        controls=controls,
        illegible=reading.illegible if reading else (),
        looks_like=looks_like,
    )
