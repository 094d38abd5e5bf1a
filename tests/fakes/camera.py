"""A camera that shows the pictures it is given, and what may go wrong with one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence

import numpy as np

from mmassist.errors import CaptureError, DeviceLost
from mmassist.values import Frame, Pixels, Target, TargetKind

TARGET = Target(TargetKind.CAMERA, path="fake")


class FakeCamera:
    """Gives one picture every `interval` seconds of real time (0: one each time it is asked); an error in their place is raised."""

    def __init__(self, pictures: Sequence[Pixels | CaptureError], interval: float = 0.0) -> None:
        self._pictures = pictures
        self._interval = interval
        self._given = 0
        self._began = time.monotonic()
        self.closed = False

    async def latest(self) -> Frame:
        frame = await self._next()
        if frame is None:
            raise DeviceLost("the end", "The recording has ended.", "Start it again.")
        return frame

    async def frames(self) -> AsyncGenerator[Frame, None]:
        while (frame := await self._next()) is not None:
            yield frame

    async def changes(self) -> AsyncGenerator[Frame, None]:
        given: Pixels | None = None
        async for frame in self.frames():
            if given is None or not np.array_equal(given, frame.pixels):
                given = frame.pixels
                yield frame

    async def aclose(self) -> None:
        self.closed = True

    async def _next(self) -> Frame | None:
        at = max(self._given, int((time.monotonic() - self._began) / self._interval)) if self._interval else self._given
        if at >= len(self._pictures):
            return None
        await asyncio.sleep(max(0.0, self._began + at * self._interval - time.monotonic()))
        self._given = at + 1
        picture = self._pictures[at]
        if isinstance(picture, CaptureError):
            raise picture
        shown = picture.copy()
        shown.flags.writeable = False
        return Frame(shown, (0, 0), TARGET, time.monotonic())
