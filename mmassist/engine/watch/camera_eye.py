"""The eye of watches on a camera: people, text, and any change, looked for at a gentle rate."""

from __future__ import annotations

import asyncio
import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from mmassist.engine.watch.contract import Cameras, DeskNews, Senses
from mmassist.engine.watch.eye import Audience
from mmassist.engine.watch.judges import Needs
from mmassist.engine.watch.notices import Moved, PersonSeen, Settled, TextKnown, TextSeen, TimePassed
from mmassist.errors import DeviceMissing
from mmassist.perception.watching.news import News
from mmassist.perception.watching.people import People
from mmassist.perception.watching.words import holds
from mmassist.values import Frame, TextLine

# Seconds between two pictures, and between two readings of what is before the camera.
_RATE, _READING = 0.25, 1.5
# A picture of this size tells whether anything moved: mean difference of greys (of 255).
_SMALL, _MOVED = (64, 48), 4.0


class CameraEye:
    """Until the camera ends, or it is cancelled. A camera's picture is never twice the same, so whole pictures are read, now and then."""

    def __init__(self, source: str, senses: Senses, audience: Audience) -> None:
        self._source = source
        self._senses = senses
        self._audience = audience
        self._people: People | None = None
        self._small: NDArray[np.float32] | None = None
        self._fresh = True
        self._read_at = -math.inf
        self._lines: tuple[str, ...] | None = None
        self.began = asyncio.Event()
        """Set when what changes from now on is noticed."""

    def hear(self, news: DeskNews) -> None:
        """A camera has nothing to do with the desktop."""

    def rouse(self) -> None:
        """The next picture comes soon enough."""

    async def run(self) -> None:
        """Raises CaptureError where the camera can't be opened or is lost."""
        if self._senses.camera is None:
            raise DeviceMissing("no camera source", "No camera can be watched here.")
        loop = asyncio.get_running_loop()
        # One thread of its own: a camera blocks, and must not hold up who looks at the screen.
        with ThreadPoolExecutor(1, thread_name_prefix="watched camera") as thread:
            camera = await loop.run_in_executor(thread, self._senses.camera, self._source)
            try:
                await self._follow(camera, thread)
            finally:
                self.began.set()
                await loop.run_in_executor(thread, camera.close)

    async def _follow(self, camera: Cameras, thread: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            frame = await loop.run_in_executor(thread, camera.next_frame)
            if frame is None:
                return
            moved = await loop.run_in_executor(thread, self._has_moved, frame)
            if moved:
                self._fresh = True
                self._audience.notice(Moved())
            if (due := self._audience.due) is not None and began >= due:
                self._audience.notice(TimePassed())
            await self._look(frame, began, thread, moved=moved)
            self.began.set()
            await asyncio.sleep(max(0.0, began + _RATE - loop.time()))

    async def _look(self, frame: Frame, now: float, thread: ThreadPoolExecutor, *, moved: bool) -> None:
        loop, needs = asyncio.get_running_loop(), self._audience.needs
        if Needs.PEOPLE in needs:
            self._audience.notice(PersonSeen(await loop.run_in_executor(thread, self._present, frame)))
        rests = self._fresh and not moved
        if Needs.FRAMES in needs and rests:
            self._audience.notice(Settled(frame))
        if Needs.TEXT in needs and self._fresh and now >= self._read_at + _READING:
            self._read_at = now
            await self._read(frame)
        if rests:
            self._fresh = False

    def _present(self, frame: Frame) -> bool:
        if self._people is None:
            self._people = People()
        return self._people.look(frame.pixels)

    def _has_moved(self, frame: Frame) -> bool:
        import cv2

        grey = cv2.cvtColor(frame.pixels, cv2.COLOR_BGRA2GRAY)
        small = cv2.resize(grey, _SMALL, interpolation=cv2.INTER_AREA).astype(np.float32)
        moved = self._small is None or float(np.abs(small - self._small).mean()) > _MOVED
        self._small = small
        return moved

    async def _read(self, frame: Frame) -> None:
        found: list[TextLine] = []
        async for batch in self._senses.texts.read(frame):
            found += batch
        lines = tuple(line.text for line in found)
        before, self._lines = self._lines, lines
        if before is None:
            self._audience.notice(TextKnown(lines))
            return
        new = tuple(line for line in lines if not any(holds(old, line) for old in before))
        gone = tuple(line for line in before if not any(holds(now, line) for now in lines))
        if new or gone:
            self._audience.notice(TextSeen(News(new, (), gone), lines))
