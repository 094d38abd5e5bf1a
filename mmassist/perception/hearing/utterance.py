"""One utterance while it is heard: the sound goes in on one side, events come out on the other, and transcripts are made beside."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from mmassist.errors import MmassistError, WorkerLost
from mmassist.perception.hearing.base import Hints, Transcriber
from mmassist.perception.hearing.endpoint import Endpoint, Options, Step
from mmassist.perception.hearing.events import Early, Ended, Final, HearingEvent, NothingSaid, Partial, Silence, SpeechStarted, Withdrawn
from mmassist.perception.hearing.recording import Recording, level
from mmassist.perception.hearing.vad import Detector
from mmassist.values import AudioBlock, AudioClip, Transcript

log = logging.getLogger(__name__)

# A partial transcript may take this share of the time: the early one must not wait for it.
_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Room:
    """What an utterance is heard with; as in `Listener`."""

    detector: Detector
    transcriber: Transcriber | None
    judge: Callable[[Transcript], float]
    hints: Hints
    partial_every: float
    source: str


class Utterance:
    """Belongs to one asyncio loop; used once."""

    def __init__(self, room: Room, options: Options, *, by_silence: bool) -> None:
        self._room = room
        self._tail = options.early
        self._endpoint = Endpoint(options, by_silence=by_silence)
        self._recording = Recording()
        self._events: asyncio.Queue[HearingEvent | BaseException] = asyncio.Queue()
        self._pump: asyncio.Task[None] | None = None
        self._partial: asyncio.Task[None] | None = None
        self._early: asyncio.Task[Transcript] | None = None
        self._end: asyncio.Task[None] | None = None
        self._told_early = False
        self._partial_due = 0.0

    async def events(self, blocks: AsyncIterator[AudioBlock]) -> AsyncIterator[HearingEvent]:
        """Ends after `Final` or `NothingSaid`. Raises what `blocks` raises."""
        self._pump = self._watched(self._hear(blocks), "hearing")
        while True:
            event = await self._events.get()
            if isinstance(event, BaseException):
                raise event
            yield event
            if isinstance(event, Final | NothingSaid):
                return

    def hold(self) -> None:
        """From now on only `release` ends it."""
        self._endpoint.by_silence = False

    def release(self) -> None:
        if self._end is None:
            self._stepped(self._endpoint.release(), released=True)

    async def aclose(self) -> None:
        """Gives up whatever is under way."""
        tasks = [task for task in (self._pump, self._partial, self._early, self._end) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _hear(self, blocks: AsyncIterator[AudioBlock]) -> None:
        async for block in blocks:
            self._recording.add(block)
            for window in self._recording.windows():
                if self._end is not None:
                    return
                step = self._endpoint.heard(self._room.detector.probability(window), level(window))
                if step is not None:
                    self._stepped(step)
            if self._end is not None:
                return
            self._kept()
            await asyncio.sleep(0)  # a file's blocks are all there at once
        self.release()

    def _stepped(self, step: Step, *, released: bool = False) -> None:
        match step:
            case Step.STARTED:
                began = self._endpoint.began or 0.0
                self._events.put_nowait(SpeechStarted(self._recording.at(began)))
                self._partial_due = began + self._room.partial_every
            case Step.PAUSED:
                self._look_early()
            case Step.RESUMED:
                self._go_on()
            case Step.ENDED:
                self._events.put_nowait(Ended())
                self._end = self._watched(self._conclude(released), "transcript")
            case Step.NOBODY:
                self._end = self._watched(self._nothing(released), "nothing")

    def _kept(self) -> None:
        """After a block: forgets what is not needed, and looks at what is said if it is time to."""
        began = self._endpoint.began
        self._recording.forget(self._endpoint.now - 0.5 if began is None else began)
        if self._room.transcriber is None or began is None or self._endpoint.paused or self._endpoint.now < self._partial_due:
            return
        if self._partial is None or self._partial.done():
            self._partial = self._watched(self._look(self._room.transcriber, self._said(None)), "partial transcript")

    def _watched(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """A task whose failure ends `events`: nobody is left waiting."""
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._events.put_nowait(error)

    def _said(self, end: float | None) -> AudioClip:
        return self._recording.clip(self._endpoint.began or 0.0, end, self._room.source)

    async def _look(self, transcriber: Transcriber, clip: AudioClip) -> None:
        began = time.monotonic()
        self._partial_due = self._endpoint.now + self._room.partial_every
        with contextlib.suppress(MmassistError):  # the next look, or the end, meets the same
            transcript = await transcriber.partial(clip.samples, self._hints())
            self._events.put_nowait(Partial(transcript))
        cost = time.monotonic() - began
        self._partial_due = max(self._partial_due, self._endpoint.now + cost / _SHARE)

    def _look_early(self) -> None:
        if self._partial is not None:
            self._partial.cancel()
        if self._room.transcriber is not None:
            work = self._understood_early(self._room.transcriber, self._said(self._endpoint.ended + self._tail))
            self._early = asyncio.create_task(work, name="early transcript")
            self._early.add_done_callback(_noted)

    def _go_on(self) -> None:
        if self._early is not None:
            self._early.cancel()
            self._early = None
        if self._told_early:
            self._told_early = False
            self._events.put_nowait(Withdrawn())

    async def _understood_early(self, transcriber: Transcriber, clip: AudioClip) -> Transcript:
        """Tells what is understood at a glance, and returns the whole."""
        glance = await transcriber.partial(clip.samples, self._hints())
        if self._end is None:
            self._told_early = True
            self._events.put_nowait(Early(glance))
            self._endpoint.judged(self._room.judge(glance))
        return await self._understood(transcriber, clip)

    async def _understood(self, transcriber: Transcriber, clip: AudioClip) -> Transcript:
        async with contextlib.aclosing(transcriber.transcribe(clip.samples, self._hints())) as transcripts:
            found = [transcript async for transcript in transcripts]
        if not found:
            raise WorkerLost("the transcriber gave nothing")
        return found[-1]

    async def _conclude(self, released: bool) -> None:
        """What was made in the pause is the final one: nothing was added since."""
        if self._partial is not None:
            self._partial.cancel()
        paused = self._endpoint.paused
        clip = self._said(self._endpoint.ended + self._tail if paused or not released else None)
        if self._room.transcriber is None:
            self._events.put_nowait(Final(clip, None))
            return
        early = self._early if paused else None
        try:
            transcript = await (early or self._understood(self._room.transcriber, clip))
        except WorkerLost:
            transcript = None
        except MmassistError as error:
            self._events.put_nowait(Final(clip, None, error))
            return
        if transcript is None:
            await self._once_more(self._room.transcriber, clip)
        else:
            self._events.put_nowait(Final(clip, transcript))

    async def _once_more(self, transcriber: Transcriber, clip: AudioClip) -> None:
        """The worker has started again by now, and what was said is still here."""
        log.warning("the speech recogniser was lost: asked again")
        try:
            transcript = await self._understood(transcriber, clip)
        except MmassistError as error:
            self._events.put_nowait(Final(clip, None, error))
        else:
            self._events.put_nowait(Final(clip, transcript))

    async def _nothing(self, released: bool) -> None:
        reason = Silence.DEVICE_SILENT if self._recording.silent else Silence.RELEASED if released else Silence.NOBODY_SPOKE
        self._events.put_nowait(NothingSaid(reason))

    def _hints(self) -> Hints:
        return replace(self._room.hints, voiced=self._endpoint.voiced)


def _noted(task: asyncio.Task[Transcript]) -> None:
    """A transcript that nobody waits for any more may have failed."""
    if not task.cancelled() and task.exception() is not None:
        log.debug("an early transcript failed: %r", task.exception())
