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

# Looks at what is being said may take this share of the time: the one that counts must not wait for them.
_SHARE = 0.5
_WORD = 0.3  # seconds of speech that are no word yet
# Seconds: where a look takes longer, the whole is asked for at once in a pause, or it would not be ready by the end of it.
_QUICK = 0.45


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a look that was begun `at` gave; None while it goes on."""

    at: float
    transcript: Transcript | None = None


@dataclass(frozen=True, slots=True)
class _Whole:
    """The final transcript in the making, of all that was said before this pause."""

    clip: AudioClip
    transcript: asyncio.Task[Transcript]


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
        self._look: asyncio.Task[None] | None = None
        self._seen = _Seen(0.0)
        self._rest = 0.0  # until when nothing is looked at of its own accord
        self._cost = 0.0  # seconds, of the last look
        self._whole: _Whole | None = None
        self._end: asyncio.Task[None] | None = None
        self._told_early = False

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
        whole = self._whole.transcript if self._whole else None
        tasks = [task for task in (self._pump, self._look, whole, self._end) if task is not None]
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
                self._seen, self._rest = _Seen(began), began + _WORD
            case Step.PAUSED:
                self._pause()
            case Step.RESUMED:
                self._go_on()
            case Step.ENDED:
                self._events.put_nowait(Ended())
                self._end = self._watched(self._conclude(released), "transcript")
            case Step.NOBODY:
                self._end = self._watched(self._nothing(released), "nothing")

    def _kept(self) -> None:
        """After a block: forgets what is not needed, and looks at what is said if it is time to."""
        began, now, transcriber = self._endpoint.began, self._endpoint.now, self._room.transcriber
        self._recording.forget(now - 0.5 if began is None else began)
        if transcriber is None or began is None:
            return
        if self._endpoint.settled:
            if self._whole is None:
                self._whole = self._begun(transcriber, self._said(None))
        elif not self._endpoint.paused and not self._looking and now >= self._rest:
            silent = self._looks_at_silence and self._endpoint.silent_since is not None and not self._is_seen
            if silent or now >= self._seen.at + self._room.partial_every:
                self._look_now(transcriber)

    @property
    def _looking(self) -> bool:
        return self._look is not None and not self._look.done()

    @property
    def _looks_at_silence(self) -> bool:
        """Not while a key is held: the end is told then, and who lets go must not wait for a look."""
        return self._endpoint.by_silence and self._cost < _QUICK

    @property
    def _is_seen(self) -> bool:
        """Whether the last look was begun in the silence of this moment: nothing was said since."""
        return self._endpoint.silent_since is not None and self._seen.at > self._endpoint.silent_since

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

    def _look_now(self, transcriber: Transcriber) -> None:
        self._seen = _Seen(self._endpoint.now)
        self._look = self._watched(self._glance(transcriber, self._said(None)), "look")

    async def _glance(self, transcriber: Transcriber, clip: AudioClip) -> None:
        """Tells what is understood by now: as an early transcript, if it is of all that was said before a pause."""
        began = time.monotonic()
        with contextlib.suppress(MmassistError):  # the next look, or the end, meets the same
            self._seen = replace(self._seen, transcript=await transcriber.partial(clip.samples, self._hints()))
        self._cost = time.monotonic() - began
        self._rest = self._endpoint.now + self._cost / _SHARE - self._cost
        if self._end is not None or self._endpoint.began is None or self._seen.transcript is None:
            return
        if self._endpoint.paused:
            self._tell_early(self._seen.transcript)
        else:
            self._events.put_nowait(Partial(self._seen.transcript))

    def _pause(self) -> None:
        """The look that the first silence began is the early transcript, or there is none yet, or it is too old."""
        if self._room.transcriber is None:
            return
        if not self._is_seen:
            if self._look is not None:
                self._look.cancel()
            if self._looks_at_silence:
                self._look_now(self._room.transcriber)
        elif self._seen.transcript is not None:
            self._tell_early(self._seen.transcript)

    def _tell_early(self, transcript: Transcript) -> None:
        self._told_early = True
        self._events.put_nowait(Early(transcript))
        self._endpoint.judged(self._room.judge(transcript))

    def _go_on(self) -> None:
        if self._whole is not None:
            self._whole.transcript.cancel()
            self._whole = None
        if self._told_early:
            self._told_early = False
            self._events.put_nowait(Withdrawn())

    def _begun(self, transcriber: Transcriber, clip: AudioClip) -> _Whole:
        task = asyncio.create_task(self._understood_whole(transcriber, clip), name="whole transcript")
        task.add_done_callback(_noted)
        return _Whole(clip, task)

    async def _understood_whole(self, transcriber: Transcriber, clip: AudioClip) -> Transcript:
        """After the look, which is sooner made."""
        if self._look is not None:
            await asyncio.wait([self._look])
        return await self._understood(transcriber, clip, self._hints())

    async def _understood(self, transcriber: Transcriber, clip: AudioClip, hints: Hints) -> Transcript:
        """Where there was no look at what is all, perhaps, its first text is the early transcript."""
        found = None
        async with contextlib.aclosing(transcriber.transcribe(clip.samples, hints)) as transcripts:
            async for found in transcripts:
                if not found.final and not self._told_early and self._end is None:
                    self._tell_early(found)
        if found is None:
            raise WorkerLost("the transcriber gave nothing")
        return found

    async def _understood_at_once(self, transcriber: Transcriber, clip: AudioClip) -> Transcript:
        """Somebody waits: without words."""
        return await self._understood(transcriber, clip, replace(self._hints(), timed=False))

    async def _conclude(self, released: bool) -> None:
        """What was made in the pause is the final one: nothing was added since."""
        if self._look is not None:
            self._look.cancel()
        end = self._endpoint.ended + self._tail if self._endpoint.paused or not released else None
        clip = self._whole.clip if self._whole else self._said(end)
        if self._room.transcriber is None:
            self._events.put_nowait(Final(clip, None))
            return
        try:
            transcript = await (self._whole.transcript if self._whole else self._understood_at_once(self._room.transcriber, clip))
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
            transcript = await self._understood_at_once(transcriber, clip)
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
        log.debug("a transcript failed: %r", task.exception())
