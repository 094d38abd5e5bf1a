"""From the queue's utterances to sound: pieces of text to samples for the sink, or to a talker; and by another voice where one fails."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable, Collection
from typing import TypeVar

from mmassist.errors import PluginError, SpeechError, VoiceUnavailable, WorkerLost
from mmassist.plugins import translated
from mmassist.speech import figures
from mmassist.speech.durations import reached, seconds_of
from mmassist.speech.job import Job
from mmassist.speech.sink import Sink, Tag
from mmassist.speech.succession import Succession
from mmassist.speech.voices.base import Placed, Talker, Voice, VoiceOptions, pieces

_T = TypeVar("_T")
log = logging.getLogger(__name__)

_FIRST = 0.1  # seconds of sound that are gathered before the device is started: a start costs a few ms
_AHEAD = 0.25  # seconds before its predecessor's end at which an utterance can no longer be overtaken
_LEAD = 2.0  # seconds of sound from which on no further piece of an utterance is made
_LAST_RETRIES = 4
_SLOW = 1.1  # as `_pace`: that of a voice which is not known, so that words come twice rather than not at all
_NOTHING = 0.001  # seconds that are not worth waiting for


class Delivery:
    """Belongs to one asyncio loop. One utterance is made at a time; what is `out`, committed to the sink, sounds in that order."""

    def __init__(
        self, sink: Sink, voices: Succession, changed: asyncio.Event, sounding: Callable[[Tag, float], None], sounded: Callable[[Tag], None]
    ) -> None:
        """`changed` is set whenever an utterance begins, ends or goes. `sounding`, `sounded`: what a talker begins and ends to say, for the
        sink can't tell."""
        self._sink = sink
        self._voices = voices
        self._changed = changed
        self._sounding = sounding
        self._sounded = sounded
        self._floor = 0  # the newest turn that others were silenced for
        self._pace = 0.0  # seconds that pieces took, for one that they should have taken; 0: not known yet
        self._lacks: dict[str, set[str]] = {}  # by an engine's name, what it has no voice of
        self.out: dict[Tag, Job] = {}

    async def make(self, job: Job, options: Callable[[Job, Collection[str]], VoiceOptions]) -> None:
        """Returns once all of it was given to the sink, or was said. `options`: how it is to be said now, by none of those voices; asked
        for each piece."""
        if await self._voices.somebody() is None:
            self._voices.stand_in()
        texts = pieces(figures.said(job.utterance.text))
        for index, text in enumerate(texts):
            await self._make_piece(job, text, options)
            if job.held:
                await self._commit(job)
                self._hand_over(job)
            job.share = (index + 1) / len(texts)
        if job.talked:
            self._sounded(job.tag)
        else:
            await self._commit(job)
            self._sink.finish(job.tag)

    async def _make_piece(self, job: Job, text: str, asked: Callable[[Job, Collection[str]], VoiceOptions]) -> None:
        """When the voice is lost in the middle it goes on where it was: by itself, at the very next sample, as long as it gets further each
        time; then by another voice."""
        left, had, options = text, 0, asked(job, ())  # bytes of `left` that the sink has
        while (voice := await self._voices.somebody()) is not None:
            lacks = self._lacks.setdefault(voice.name, set())
            if options.voice in lacks:
                options = asked(job, lacks)
            piece = _Piece(left, had)
            try:
                if isinstance(voice, Talker):
                    await self._talk(job, voice, piece, options)
                else:
                    await self._synthesise(job, voice, piece, options)
                self._voices.worked()
                return
            except (SpeechError, WorkerLost) as error:
                log.warning("voice %s: %s", voice.name, error)
                if isinstance(error, VoiceUnavailable) and options.voice and not had and not isinstance(voice, Talker):
                    lacks.add(options.voice)
                    self._voices.tell_missing(options.voice, error)
                    continue
                before, had = had, max(had, piece.given - sum(map(len, job.held)))
                job.held.clear()
                if had > before:
                    job.retries = 0
                if isinstance(error, WorkerLost) and not isinstance(voice, Talker) and job.retries < self._retries():
                    job.retries += 1
                    continue
                if not isinstance(voice, Talker):
                    place = voice.place(had) if isinstance(voice, Placed) else None
                    seconds = had / 2 / voice.sample_rate
                    piece.said = reached(left, seconds / (self._pace or _SLOW), options.rate) if place is None else place
                    if piece.said:
                        self._voices.worked()
                left, had = left[piece.said :], 0
                await self._voices.fall_back(error)

    def _retries(self) -> int:
        """How often in a row a voice is asked again whose process was lost before it got any further: where there is no other, better
        often than not at all."""
        return 1 if self._voices.has_another else _LAST_RETRIES

    async def _synthesise(self, job: Job, voice: Voice, piece: _Piece, options: VoiceOptions) -> None:
        while (ahead := self.ahead(job)) > _LEAD + _NOTHING:
            await self.change(None if job.begun is None else ahead - _LEAD)
        skip = piece.given  # a voice that is asked again says the same again
        made = 0
        async with contextlib.aclosing(_sound(voice.name, voice.synthesise(piece.text, options))) as chunks:
            async for chunk in chunks:
                made += len(chunk)
                if fresh := chunk[max(0, len(chunk) - max(0, made - skip)) :]:
                    piece.given += len(fresh)
                    await self._take(job, fresh)
        expected = seconds_of(piece.text, options.rate)
        if made and expected:
            took = made / 2 / voice.sample_rate / expected
            self._pace = 0.7 * self._pace + 0.3 * took if self._pace else took

    async def _talk(self, job: Job, voice: Talker, piece: _Piece, options: VoiceOptions) -> None:
        """Once all before it has sounded: a talker can't be asked to wait."""
        while len(self.out) > (job.tag in self.out):
            await self.change()
        while (ahead := self.ahead(job)) > _NOTHING:
            await self.change(None if job.begun is None else ahead)
        if job.tag.turn_id > self._floor:
            self._floor = job.tag.turn_id
            await voice.take_floor()
        job.committed = True
        self.out[job.tag] = job
        now = asyncio.get_running_loop().time
        try:
            async with contextlib.aclosing(_sound(voice.name, voice.speak(piece.text, options))) as positions:
                async for position in positions:
                    piece.said = position
                    job.talked = True
                    job.share = position / len(piece.text)
                    self._sounding(job.tag, now())
        finally:  # whoever goes on for it has to know what has sounded
            if job.begun is not None:
                job.handed = now() - job.begun

    async def _take(self, job: Job, chunk: bytes) -> None:
        job.held.append(chunk)
        starts = not job.committed or self.ahead(job) <= _NOTHING  # for the first time, or again behind a silence
        if starts and self._seconds(job.held) < _FIRST:
            return
        await self._commit(job)
        self._hand_over(job)

    async def _commit(self, job: Job) -> None:
        """Waits until it is this job's turn to sound: shortly before its predecessor ends."""
        if job.committed:
            return
        while self.out:
            last = next(reversed(self.out.values()))
            left = self.ahead(last) - _AHEAD
            if last.begun is not None and left <= _NOTHING:
                break
            await self.change(None if last.begun is None else left)
        job.committed = True
        self.out[job.tag] = job

    def _hand_over(self, job: Job) -> None:
        if job.held:
            self._sink.append(job.tag, b"".join(job.held))
            job.handed += self._seconds(job.held)
            job.talked = False
            job.held.clear()

    def _seconds(self, chunks: list[bytes]) -> float:
        voice = self._voices.speaking
        return 0.0 if voice is None or isinstance(voice, Talker) else sum(map(len, chunks)) / 2 / voice.sample_rate

    def ahead(self, job: Job) -> float:
        """Seconds of sound that the sink holds of this job."""
        elapsed = asyncio.get_running_loop().time() - job.begun if job.begun is not None else 0.0
        return job.handed - elapsed

    async def quiet(self) -> None:
        """Returns once all that is out has sounded."""
        while any(self.ahead(job) > _NOTHING for job in self.out.values()):
            await self.change(0.05)

    async def change(self, seconds: float | None = None) -> None:
        """Waits until something changes, so long at the most."""
        self._changed.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()


async def _sound(name: str, stream: AsyncGenerator[_T, None]) -> AsyncGenerator[_T, None]:
    """What a voice yields. Whatever it raises that no voice should is a SpeechError: so the next one goes on where it was."""
    async with contextlib.aclosing(stream):
        while True:
            try:
                with translated(f"voice {name}"):
                    item = await anext(stream, None)
            except PluginError as error:
                log.error("voice %s is at fault", name, exc_info=error)
                raise SpeechError(str(error)) from error
            if item is None:
                return
            yield item


class _Piece:
    """`given`: bytes of its samples that went on their way; `said`: letters that were said."""

    def __init__(self, text: str, given: int) -> None:
        self.text = text
        self.given = given
        self.said = 0
