"""The speech queue: what is said, in which order, by which voice; and silence at once."""

from __future__ import annotations

import asyncio
import bisect
import itertools
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from mmassist.errors import MmassistError, SpeechError
from mmassist.speech.delivery import Delivery
from mmassist.speech.job import Job, place
from mmassist.speech.kept import Kept
from mmassist.speech.languages import voice_for
from mmassist.speech.sink import Sink, Tag
from mmassist.speech.succession import Succession
from mmassist.speech.voices.base import AnyVoice, VoiceOptions
from mmassist.values import Channel, Priority, Spoken, Utterance

log = logging.getLogger(__name__)

_LAST = 0.2  # of an utterance: whoever cuts short no more than this has heard what it was about


@dataclass(frozen=True, slots=True)
class SystemVoice:
    """How the app's own messages are said otherwise than the rest; empty or 0: as that. `pitch` is added to that of the rest."""

    voice: str = ""
    rate: int = 0
    pitch: int = 12
    volume: int = 0

    def of(self, rest: VoiceOptions) -> VoiceOptions:
        return replace(
            rest,
            voice=self.voice or rest.voice,
            rate=self.rate or rest.rate,
            pitch=rest.pitch + self.pitch,
            volume=self.volume or rest.volume,
        )


@dataclass(frozen=True, slots=True)
class Options:
    """`voice`: how text is said. `system`: how the app's own messages are, and nothing else, so that they are told from answers.
    `follow_language`: whether text in another language is read by a voice of that language."""

    voice: VoiceOptions = field(default_factory=VoiceOptions)
    system: SystemVoice = field(default_factory=SystemVoice)
    follow_language: bool = True


class Speaker:
    """Says utterances. All methods belong to the loop that `start` ran on; so do the callbacks.

    Within a priority utterances keep their order. The newest turn wins: its first utterance silences older turns, and what they
    still send is dropped; turn 0 belongs to no turn and is not touched by that.
    """

    def __init__(
        self,
        sink: Sink,
        voices: Sequence[AnyVoice],
        options: Options = Options(),
        *,
        on_started: Callable[[Spoken], None] | None = None,
        on_finished: Callable[[Spoken], None] | None = None,
        on_cut: Callable[[], None] | None = None,
        on_fault: Callable[[MmassistError], None] | None = None,
    ) -> None:
        """`voices`: the first one speaks, the others replace it when it fails; none at all means text only. One whose process was lost
        comes back by `bring_back`, or by itself after a while where there is no other.

        `on_started` is told of each utterance when its first sample goes out, `on_finished` when its last one has, `on_cut` when one is
        silenced while it sounds. `on_fault`: a voice was replaced, none is left, or the sound device is gone: each told once.
        """
        self._sink = sink
        self._changed = asyncio.Event()
        self._voices = Succession(voices, sink, self._fault, lambda: self._delivery.quiet())
        self._delivery = Delivery(sink, self._voices, self._changed, self._sounding, self._sounded)
        self._options = options
        self._on_started = on_started
        self._on_finished = on_finished
        self._on_cut = on_cut
        self._on_fault = on_fault
        self._loop: asyncio.AbstractEventLoop | None = None
        self._serials = itertools.count(1)
        self._newest = 0
        self._waiting: list[Job] = []
        self._making: Job | None = None
        self._task: asyncio.Task[None] | None = None
        self._out = self._delivery.out
        self._kept = Kept(self.say)
        self._settled: list[asyncio.Future[None]] = []
        self._runner: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Opens the sound output and warms the voice; a voice that can't be started is replaced. Never raises SpeechError."""
        self._loop = asyncio.get_running_loop()
        self._sink.open(self)
        await self._voices.start()
        self._runner = asyncio.create_task(self._run(), name="speech queue")

    async def aclose(self) -> None:
        """Silences all and ends voices and sound. Idempotent."""
        self.silence()
        if self._runner:
            self._runner.cancel()
            await asyncio.wait([self._runner])
        await asyncio.to_thread(self._sink.close)
        await self._voices.aclose()

    def bring_back(self) -> None:
        """From the next utterance on voices whose processes were lost are tried again, the first choice first."""
        self._voices.bring_back()

    # What is asked for

    def say(self, utterance: Utterance) -> None:
        """Queues an utterance. `Priority.NOW` drops what is sounding; what waits is said afterwards. News goes behind a gist that waits."""
        turn = utterance.turn_id
        if self._kept.takes(utterance):
            return
        if turn and turn < self._newest:
            return
        if turn > self._newest:
            self._newest = turn
            self._drop(lambda other: 0 < other.turn_id < turn)
        serial = next(self._serials)
        job = Job(utterance, Tag(turn, serial), place(utterance, serial, self._unheard()))
        if utterance.priority is Priority.NOW:
            self._interrupt()
        self._enqueue(job)
        if turn and utterance.channel is not Channel.GIST:
            self._kept.release()

    def adjust(self, *, rate: int = 0, volume: int = 0) -> VoiceOptions:
        """Speaks so much faster (words a minute) and louder (percent) from the next sentence on; returns how it speaks then."""
        voice = self._options.voice
        rate, volume = min(max(voice.rate + rate, 80), 900), min(max(voice.volume + volume, 10), 100)
        self._options = replace(self._options, voice=replace(voice, rate=rate, volume=volume))
        return self._options.voice

    def speak_as(self, voice: VoiceOptions) -> None:
        """Speaks so from the next sentence on."""
        self._options = replace(self._options, voice=voice)

    def use(self, options: Options) -> None:
        """Speaks so from the next sentence on, the app's own messages too."""
        self._options = options

    def use_voices(self, voices: Sequence[AnyVoice]) -> None:
        """Speaks by these, the first choice first, from the next utterance on; those that spoke before end."""
        self._voices.use(voices)
        self._changed.set()

    def silence(self, turn_id: int | None = None) -> None:
        """Silences a turn, or all, within a block: what sounds, what is being made, and what waits."""
        if turn_id is None:
            self._kept.clear()
        self._drop(lambda other: turn_id is None or other.turn_id == turn_id)
        self._sink.clear(turn_id)

    def make_way(self) -> None:
        """Silences all for a turn that begins; news that was hardly said to its end is said behind the turn's gist."""
        self._kept.give_way(self._missed())
        self._silence_all()

    def give_ear(self) -> None:
        """Silences all for a user who is listened to; such news is said behind the gist of what they ask for. Until `hear_out`, what is
        new is said at once."""
        self._kept.give_ear(self._missed())
        self._silence_all()

    def hear_out(self) -> None:
        """The user speaks: news waits from now on, for the app must not talk over them."""
        self._kept.hear_out()

    def catch_up(self) -> None:
        """There is time for it: news that waits is said now."""
        self._kept.release()

    def withdraw(self, text: str) -> None:
        """What belongs to no turn and is no longer true is silent, and is not said again."""
        self._kept.forget(text)
        jobs = (*self._out.values(), *self._unheard())
        false = {job.tag for job in jobs if not job.tag.turn_id and job.utterance.text == text}
        self._drop(lambda tag: tag in false)

    def hush(self) -> None:
        """Silences all for the user's sake; news that has not begun waits for some seconds, and is dropped if that is asked for again."""
        jobs = (*self._out.values(), *self._unheard())
        self._kept.be_quiet([job.utterance for job in jobs if job.utterance.lasting and job.begun is None])
        self._silence_all()

    def _missed(self) -> list[Utterance]:
        """News that is to be said again if it is silenced now."""
        jobs = (*self._out.values(), *self._unheard())
        return [job.utterance for job in jobs if job.utterance.lasting and not self._is_as_good_as_said(job)]

    def _is_as_good_as_said(self, job: Job) -> bool:
        """Of what is still being made more is to come, nobody knows how much, unless a talker says it."""
        if job.begun is None or job is self._making:
            return job.begun is not None and job.talked and job.share > 1 - _LAST
        return self._delivery.ahead(job) < _LAST * job.handed

    def _silence_all(self) -> None:
        self._drop(lambda tag: True)
        self._sink.clear()

    def _unheard(self) -> list[Job]:
        """What is not yet given to the sink."""
        making = [self._making] if self._making and not self._making.dropped and self._making.tag not in self._out else []
        return [*making, *self._waiting]

    async def drained(self, turn_id: int) -> None:
        """Returns when nothing of the turn sounds or waits any more."""
        while self._holds(turn_id):
            future = asyncio.get_running_loop().create_future()
            self._settled.append(future)
            await future

    def sounds(self, turn_id: int) -> bool:
        """Whether anything of the turn is being heard: what waits, for a voice that hangs say, is not."""
        return any(job.tag.turn_id == turn_id and job.begun is not None for job in self._out.values())

    def _holds(self, turn_id: int) -> bool:
        jobs = [*self._waiting, *self._out.values(), *([self._making] if self._making else [])]
        return any(job.tag.turn_id == turn_id and not job.dropped for job in jobs) or (turn_id == 0 and not self._kept.is_empty)

    def _drop(self, unwanted: Callable[[Tag], bool]) -> None:
        self._waiting = [job for job in self._waiting if not unwanted(job.tag)]
        for tag in [tag for tag in self._out if unwanted(tag)]:
            self._take_back(self._out[tag])
        if self._making and self._task and unwanted(self._making.tag):
            self._making.dropped = True
            self._task.cancel()
        self._settle()

    def _interrupt(self) -> None:
        """Drops what is sounding; what is merely about to sound goes back to the queue."""
        for job in list(self._out.values()):
            self._take_back(job)
            if job.begun is None and job is not self._making:
                self._put_back(job)
            elif job is self._making and self._task:
                job.dropped = job.begun is not None
                self._task.cancel()
        self._settle()

    def _take_back(self, job: Job) -> None:
        del self._out[job.tag]
        self._sink.drop(job.tag)
        if self._on_cut and job.begun is not None:
            self._on_cut()

    def _put_back(self, job: Job) -> None:
        """Queues a job again where it stood, under a new tag: reports for the old one may be under way."""
        self._enqueue(Job(job.utterance, Tag(job.tag.turn_id, next(self._serials)), job.key))

    def _enqueue(self, job: Job) -> None:
        bisect.insort(self._waiting, job, key=lambda waiting: waiting.key)
        if self._making and self._task and not self._making.committed and job.key < self._making.key:
            self._task.cancel()  # what is being made is overtaken: it goes back to where it stood
        self._changed.set()

    def _settle(self) -> None:
        self._changed.set()
        for future in self._settled:
            if not future.done():
                future.set_result(None)
        self._settled.clear()

    # What is made of it

    async def _run(self) -> None:
        try:
            while True:
                while not self._waiting and not self._voices.is_replaced:
                    await self._delivery.change()
                await self._voices.rested()
                if not self._waiting:
                    continue
                self._making = job = self._waiting.pop(0)
                self._task = asyncio.create_task(self._delivery.make(job, self._options_of), name="synthesis")
                try:
                    await asyncio.wait([self._task])
                    if self._task.cancelled():
                        if not job.dropped:
                            self._put_back(job)
                    elif error := self._task.exception():
                        await self._mishap(job, error)
                finally:
                    self._making = None
                    self._settle()
        finally:
            if self._task:
                self._task.cancel()
                await asyncio.wait([self._task])

    async def _mishap(self, job: Job, error: BaseException) -> None:
        """A voice that raises what no voice should is given up; what it was to say is said by another."""
        if (voice := self._voices.speaking) is None:
            raise error
        log.error("voice %s is at fault", voice.name, exc_info=error)
        if job.tag in self._out:
            self._take_back(job)
        await self._voices.fall_back(SpeechError(f"voice {voice.name}: {error!r}"))
        self._put_back(job)

    def _fault(self, error: MmassistError) -> None:
        if self._on_fault:
            self._on_fault(error)

    def _options_of(self, job: Job, missing: Collection[str]) -> VoiceOptions:
        """`missing`: voices that the engine has not: what was to be said by one of them is said as the rest is, or as the engine has it."""
        channel = job.utterance.channel
        options = self._options.system.of(self._options.voice) if channel is Channel.SYSTEM else self._options.voice
        # Its messages and gists are in the app's own language, whatever they name or quote.
        follow = self._options.follow_language and channel is Channel.DETAIL
        wanted = (voice_for(job.utterance.text, options.voice, follow_language=follow), options.voice, self._options.voice.voice)
        return replace(options, voice=next((voice for voice in wanted if voice not in missing), ""))

    # What the sink reports, on its own thread

    def sounding(self, tag: Tag, at: float) -> None:
        self._on_loop(lambda: self._sounding(tag, at))

    def sounded(self, tag: Tag, at: float) -> None:
        self._on_loop(lambda: self._sounded(tag))

    def sink_back(self) -> None:
        """Nobody can have heard of the loss: it is told now."""
        told = "There was no sound for a while. It is back.", "What was said meanwhile stands in the window of mmassist."
        self._on_loop(lambda: self._fault(SpeechError("the sound device is back", *told)))

    def sink_moved(self, error: SpeechError) -> None:
        self._on_loop(lambda: self._fault(error))

    def sink_lost(self, error: SpeechError) -> None:
        self._on_loop(lambda: self._fault(error))

    def _on_loop(self, call: Callable[[], None]) -> None:
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    def _sounding(self, tag: Tag, at: float) -> None:
        if (job := self._out.get(tag)) and job.begun is None:
            job.begun = at
            self._changed.set()
            if self._on_started:
                self._on_started(Spoken(job.utterance, at))

    def _sounded(self, tag: Tag) -> None:
        if job := self._out.pop(tag, None):
            if self._on_finished and job.begun is not None:
                self._on_finished(Spoken(job.utterance, job.begun))
            if job.is_gist and not any(other.is_gist for other in (*self._out.values(), *self._unheard())):
                self._kept.release()
            self._settle()
