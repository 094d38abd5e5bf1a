"""The eye of watches on a camera: people, text, and any change, looked for at a gentle rate."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math

from mmassist.engine.watch.contract import Camera, DeskNews, Senses
from mmassist.engine.watch.eye import Audience
from mmassist.engine.watch.judges import Needs
from mmassist.engine.watch.notices import Moved, PersonSeen, Settled, TextKnown, TextSeen, TimePassed
from mmassist.errors import CaptureError, DeviceMissing, PerceptionError, PermissionDenied, WorkerLost
from mmassist.perception.camera.exposure import Light, exposure
from mmassist.perception.watching.news import News
from mmassist.perception.watching.people import People
from mmassist.perception.watching.words import holds
from mmassist.values import Frame, TextLine

log = logging.getLogger(__name__)

# Seconds between two pictures, how long nothing must change before it is at rest, and between two readings of what moves on; after which
# what never rests is shown all the same, and after which a reading that failed is tried again.
_RATE, _REST, _READING, _RESTLESS, _RETRY = 0.25, 0.6, 1.5, 3.0, 5.0
# Seconds for which nothing can be seen for want of light before that is said: a camera that is switched on finds its exposure first; one
# that has seen is only passed by.
_DARK, _DIMMED = 2.0, 0.5
# Seconds between two tries to open a camera that was lost, the first and the longest, and after which it is given up.
_AGAIN, _SELDOM, _GIVEN_UP = 1.0, 15.0, 600.0


class CameraEye:
    """Until the camera ends, or it is cancelled. A camera's picture is never twice the same, so whole pictures are read, now and then."""

    def __init__(self, source: str, senses: Senses, audience: Audience) -> None:
        self._source = source
        self._senses = senses
        self._audience = audience
        self._people: People | None = None
        self._frame: Frame | None = None
        self._changed_at = -math.inf
        self._read_at = -math.inf
        self._unsettled_since: float | None = None
        self._unread = self._unreadable = False
        self._lines: tuple[str, ...] | None = None
        self._judged: Frame | None = None
        self._light, self._light_since, self._told_light = Light.FINE, -math.inf, Light.FINE
        self._has_seen = False
        self._lost_at: float | None = None
        self._roused = asyncio.Event()
        self._is_asked = True
        self.began = asyncio.Event()
        """Set when what changes from now on is noticed."""

    def hear(self, news: DeskNews) -> None:
        """A camera has nothing to do with the desktop."""

    def rouse(self) -> None:
        """What is seen already is told to whoever is new."""
        self._is_asked = self._unread = True
        self._roused.set()

    async def run(self) -> None:
        """Raises CaptureError where the camera can't be opened, or was lost and does not come back."""
        if self._senses.camera is None:
            raise DeviceMissing("no camera source", "No camera can be watched here.")
        pause = _AGAIN
        try:
            while True:
                try:
                    camera = await self._senses.camera(self._source)
                    async with contextlib.aclosing(camera):
                        await self._follow(camera)
                    return
                except CaptureError as error:
                    pause = _AGAIN if self._lost_at is None else min(2 * pause, _SELDOM)
                    self._lose(error)
                await self._rest(pause)
        finally:
            self.began.set()

    def _lose(self, error: CaptureError) -> None:
        """Says once that the camera was lost. Raises what can't mend itself."""
        now = asyncio.get_running_loop().time()
        log.warning("a watched camera: %s", error)
        if not self.began.is_set() or isinstance(error, PermissionDenied):
            raise error
        self._frame = None
        if self._lost_at is None:
            self._lost_at = now
            self._audience.fault(error)
            self._audience.remark("camera lost")
        elif now - self._lost_at > _GIVEN_UP:
            raise error

    async def _rest(self, seconds: float) -> None:
        """Until it is worth another try: whoever begins to watch does not wait."""
        self._roused.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._roused.wait()

    async def _follow(self, camera: Camera) -> None:
        loop = asyncio.get_running_loop()
        pictures = asyncio.create_task(self._take(camera), name="watched camera")
        try:
            while not pictures.done():
                await self._look(loop.time())
                await asyncio.wait([pictures], timeout=_RATE)
            await self._look(loop.time())
            await pictures
        finally:
            pictures.cancel()
            await asyncio.wait([pictures])

    async def _take(self, camera: Camera) -> None:
        """Keeps the newest picture that differs from the one before."""
        loop = asyncio.get_running_loop()
        async with contextlib.aclosing(camera.changes()) as changes:
            async for frame in changes:
                if self._frame is None:
                    self._found()
                self._frame, self._changed_at, self._unread = frame, loop.time(), True
                self._unsettled_since = self._unsettled_since or loop.time()
                await asyncio.sleep(_RATE)

    def _found(self) -> None:
        """The first picture; what happened since the camera was lost is not known: nobody may call it rest."""
        self._has_seen = False
        if self._lost_at is not None:
            self._lost_at = None
            self._audience.remark("seen")
            self._audience.notice(Moved())

    async def _look(self, now: float) -> None:
        frame, needs = self._frame, self._audience.needs
        if frame is None:
            return
        self.began.set()
        self._lit(frame, now)
        moved, rests = now - self._changed_at <= _RATE, now - self._changed_at >= _REST
        if moved:
            self._audience.notice(Moved())
        if (due := self._audience.due) is not None and now >= due:
            self._audience.notice(TimePassed())
        if Needs.PEOPLE in needs:
            self._audience.notice(PersonSeen(await asyncio.to_thread(self._present, frame)))
        since = self._unsettled_since
        if Needs.FRAMES in needs and since is not None and (rests or now >= since + _RESTLESS):
            self._unsettled_since = None
            self._audience.notice(Settled(frame))
        if Needs.TEXT in needs and self._unread and (rests or self._lines is None) and now >= self._read_at + _READING:
            self._read_at, self._unread = now, False
            await self._read(frame)

    def _lit(self, frame: Frame, now: float) -> None:
        """Says once that there is too little light to see, or too much, and once that it can be seen again."""
        if frame is not self._judged:
            self._judged = frame
            light = exposure(frame.pixels).light  # a millisecond
            self._has_seen = self._has_seen or light is Light.FINE
            if light is not self._light:
                self._light, self._light_since = light, self._changed_at
        if self._light is not self._told_light and now >= self._light_since + (_DIMMED if self._has_seen else _DARK):
            self._told_light = self._light
            self._audience.remark("seen" if self._light is Light.FINE else f"camera {self._light}")

    def _present(self, frame: Frame) -> bool:
        if self._people is None:
            self._people = People()
        return self._people.look(frame.pixels)

    async def _read(self, frame: Frame) -> None:
        """A recogniser that fails is said once and tried again: it is started anew."""
        try:
            await self._read_whole(frame)
        except (PerceptionError, WorkerLost) as error:
            log.warning("a camera's picture could not be read: %s", error)
            if not self._unreadable:
                self._audience.fault(error)
            self._unreadable = self._unread = True
            self._read_at += _RETRY
        else:
            self._unreadable = False

    async def _read_whole(self, frame: Frame) -> None:
        found: list[TextLine] = []
        async with contextlib.aclosing(self._senses.texts.read(frame)) as batches:
            async for batch in batches:
                found += batch
        lines = tuple(line.text for line in found)
        before, self._lines = lines if self._lines is None else self._lines, lines
        new = tuple(line for line in lines if not any(holds(old, line) for old in before))
        gone = tuple(line for line in before if not any(holds(now, line) for now in lines))
        if self._is_asked:
            self._is_asked = False
            self._audience.notice(TextKnown(lines))
        if new or gone:
            self._audience.notice(TextSeen(News(new, (), gone), lines))
