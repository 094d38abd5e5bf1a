"""A turn by voice: a key opens the microphone, and what is said is understood and done."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Protocol

from mmassist.backends.embedded import ANSWERED
from mmassist.engine.conversing import ENDED, Conversation
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.parts import Parts
from mmassist.engine.silent_microphone import SilentMicrophone
from mmassist.engine.understanding import Outcome, Understanding
from mmassist.errors import DeviceLost, MmassistError, NothingHeard, WorkerLost, as_ours
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.events import Ended, Final, HearingEvent, NothingSaid, Partial, Silence, SpeechStarted
from mmassist.values import AudioBlock, Earcon, Scene, Turn

log = logging.getLogger(__name__)

_HELD = 0.35  # seconds: a key that is let go sooner was tapped, and the end of speech ends the listening
_LONGEST = 45.0
_ASKING = 6.0  # seconds for which "did you mean" is waited for before it is listened to an answer
_FOLLOWING = 6.0  # seconds for which the microphone stays open for a follow-up
_MOST_WORDS = 120
_EMBEDDED = "embedded"  # the backend that describes what it can't answer
# Seconds: from the end of speech to the working sound, from there to the first sentence, and to each one after it.
_SOUND, _FIRST, _NEXT = 0.8, 1.2, 5.0


class Blocks(Protocol):
    """What a microphone gives while it is open."""

    def __aiter__(self) -> AsyncIterator[AudioBlock]: ...

    async def aclose(self) -> None: ...


class Microphone(Protocol):
    """`open` returns at once; the first block comes when the device is open."""

    def open(self) -> Blocks: ...


class Listens(Protocol):
    """Ends of speech and transcripts; see `perception.hearing.listener`."""

    def listen(self, blocks: AsyncIterator[AudioBlock], hints: Hints | None = None) -> AsyncGenerator[HearingEvent, None]: ...

    def hold(self) -> None: ...

    def release(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Ears:
    """What listening works with. `language`: of what is said, "" to find out. `without_own`: the blocks less what the app itself said.

    `advice`: what is said of questions where there is no model to hear them. `conversation`: whether, and how, a follow-up is listened to.
    `rouse`: called each time that it is listened, and when somebody begins to speak, for what will have to understand it.
    """

    microphone: Microphone
    listener: Listens
    without_own: Callable[[Blocks], AsyncGenerator[AudioBlock, None]]
    language: str
    advice: str
    conversation: Conversation
    rouse: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class _Cause:
    """Why it is listened: `at`: when the user asked for it. `blocks`: that are there already, without the app's voice. `nothing` is called
    where nothing comes of it. `follows`: nobody asked for it, so that silence is no fault."""

    at: float
    blocks: Blocks | None = None
    nothing: Callable[[], None] = lambda: None
    follows: bool = False


class Hearing:
    """Belongs to the engine's loop."""

    def __init__(self, engine: Engine, understanding: Understanding, parts: Parts, ears: Ears, listeners: Listeners) -> None:
        """Of `listeners`, `heard` and `listening` are told."""
        self._engine = engine
        self._understanding = understanding
        self._parts = parts
        self._ears = ears
        self._heard = listeners.heard
        self._listens = listeners.listening
        self._task: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[None]] = set()
        self._is_open = self._is_down = self._is_held = False
        self._silence = SilentMicrophone(parts.play, engine.announce)

    @property
    def listening(self) -> bool:
        """Whether the microphone is open, or is being opened."""
        return self._is_open

    def expect(self, language: str) -> None:
        """From the next thing said on that language is spoken; "": it is found out."""
        self._ears = replace(self._ears, language=language)

    def press(self, at: float) -> None:
        """The key went down: silences all and listens; while it listens, a second press ends what is being said."""
        if self._is_open:
            self._ears.listener.release()
            return
        task = self._begin(_Cause(at))
        self._is_down = True
        asyncio.get_running_loop().call_later(_HELD, self._hold, task)

    def tap(self, at: float) -> None:
        """The same by what can't be held, such as a button: the end of speech ends the listening."""
        self.press(at)
        self.release(at)

    def converse(self, at: float) -> None:
        """Listens without a key from now on, after each answer; a second time ends that."""
        conversation = self._ears.conversation
        if conversation.on:
            self.stop()
            conversation.end()
            self._engine.announce(ENDED)
        else:
            conversation.begin()
            self.stop()
            self.tap(at)

    def interrupt(self, at: float, blocks: Blocks, nothing: Callable[[], None]) -> bool:
        """A user speaks over the app: silences it and listens as after a tap. `blocks` begin before the first word, hold nothing of the
        app's own voice, and are closed here. `nothing` is called if nothing was understood. False where it listens already."""
        if self._is_open:
            return False
        self._begin(_Cause(at, blocks, nothing))
        self._listens(True)
        return True

    def _begin(self, cause: _Cause) -> asyncio.Task[None]:
        self.stop()
        self._engine.give_ear()
        self._silence.listened()
        self._is_held = False
        self._is_open, self._is_down = True, False
        self._task = asyncio.create_task(self._turn(cause), name="hearing")
        self._running.add(self._task)
        self._task.add_done_callback(self._ended)
        return self._task

    def release(self, at: float) -> None:
        """The key went up: if it was held, what was said until now is all."""
        self._is_down = False
        if self._is_open and self._is_held:
            self._is_held = False
            self._ears.listener.release()

    def stop(self) -> None:
        """Closes the microphone; what was said is dropped."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self._is_open:
            self._is_open = False
            self._silence.ended()
            self._listens(False)

    def failed(self, error: MmassistError) -> None:
        """For faults of the microphone: who is listening learns why nothing more is heard. One whose process starts again goes on."""
        if self._is_open and isinstance(error, NothingHeard):
            self._silence.is_silent(error)
            return
        if self._is_open and not isinstance(error, WorkerLost):
            self.stop()
        if isinstance(error, DeviceLost):
            self._silence.replaced()
        self._engine.fault(error)

    async def over(self) -> None:
        """Returns when what is being said is dealt with; a turn that it began may go on."""
        if self._running:
            await asyncio.wait(self._running)

    async def aclose(self) -> None:
        self.stop()
        await self.over()

    def _hold(self, task: asyncio.Task[None]) -> None:
        if self._is_down and self._is_open and task is self._task:
            self._is_held = True
            self._ears.listener.hold()

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Whatever ends it is heard; what is no error of ours is named by its kind alone, for its text may quote what was said."""
        self._running.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        ours = as_ours(error)
        log.warning("hearing: %s", ours)
        self._engine.fault(ours)

    async def _turn(self, cause: _Cause) -> None:
        """One thing said, the answer to "did you mean" if it comes to that, and in a conversation what follows."""
        while True:
            try:
                async with contextlib.AsyncExitStack() as company:
                    final = await self._listen(cause, company)
                    outcome = await self._understanding.understood(final, self._ears.advice, cause.at)
            except NothingHeard:
                cause.nothing()
                if cause.follows or self._silence.is_told:
                    self._engine.announce("I stopped listening.")
                    return
                raise
            if outcome in (Outcome.ASKED_BACK, Outcome.TO_CONFIRM):
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_ASKING):
                        if outcome is Outcome.TO_CONFIRM and not await self._understanding.asks_to_confirm():
                            return
                        await self._parts.mouth.drained(0)
                cause = _Cause(time.monotonic(), follows=outcome is Outcome.TO_CONFIRM)
            elif outcome is Outcome.DONE and self._ears.conversation.on:
                if not await self._answered():
                    return
                cause = _Cause(time.monotonic(), follows=True)
            else:
                if outcome is Outcome.NOTHING:
                    cause.nothing()
                return
            self._is_open, self._is_held = True, False
            self._silence.listened()

    async def _answered(self) -> bool:
        """Waits until all is said. Whether to listen on: not after a fault, nor where the turn was broken off."""
        task = self._understanding.began
        if task is not None:
            await asyncio.wait([task])
            if task.cancelled() or task.exception() is not None or not self._is_answer(task.result()):
                return False
        if self._ears.conversation.is_new:
            self._ears.conversation.is_new = False
            self._engine.announce(self._ears.conversation.leaving)
        await self._parts.mouth.drained(0)
        return True

    def _is_answer(self, turn: Turn) -> bool:
        """A question that nobody answered is no beginning of a talk, unless it was said who could be asked."""
        if turn.fault is not None:
            return False
        return not turn.question or turn.backend != _EMBEDDED or turn.metering.model in ANSWERED or self._engine.offers

    async def _listen(self, cause: _Cause, company: contextlib.AsyncExitStack) -> Final:
        """What was said. From its end on somebody keeps the user company until `company` is closed. Raises NothingHeard where nobody
        spoke."""
        listener = self._ears.listener
        self._ears.rouse()
        patience = asyncio.get_running_loop().call_later(_FOLLOWING if cause.follows else _LONGEST, listener.release)
        blocks = cause.blocks or self._ears.microphone.open()
        listening = listener.listen(aiter(blocks) if cause.blocks else self._opened(blocks), self._hints())
        try:
            async with contextlib.aclosing(listening) as events:
                async for event in events:
                    if isinstance(event, SpeechStarted):
                        self._parts.mouth.hear_out()
                        self._silence.spoke()
                        self._ears.rouse()
                        if cause.follows:
                            patience.cancel()
                            patience = asyncio.get_running_loop().call_later(_LONGEST, listener.release)
                    elif isinstance(event, Partial):
                        self._heard(event.transcript)
                    elif isinstance(event, NothingSaid):
                        raise self._silence.reason or _nothing(event.reason)
                    elif isinstance(event, Ended):
                        self._parts.play(Earcon.HEARD)
                        self._closed()
                        await blocks.aclose()
                        await company.enter_async_context(self._company())
                    elif isinstance(event, Final):
                        return event
        finally:
            patience.cancel()
            self._closed()
            await blocks.aclose()
        raise NothingHeard("the microphone ended")

    def _closed(self) -> None:
        if self._task is asyncio.current_task() and self._is_open:  # not where a new press has taken over
            self._is_open = False
            self._silence.ended()
            self._listens(False)

    async def _opened(self, blocks: Blocks) -> AsyncGenerator[AudioBlock, None]:
        """The blocks. The first one shows that the device is open, and only then the user is told to speak."""
        is_open = False
        async for block in self._ears.without_own(blocks):
            if not is_open:
                is_open = True
                self._parts.play(Earcon.LISTENING)
                self._listens(True)
            yield block

    @contextlib.asynccontextmanager
    async def _company(self) -> AsyncIterator[None]:
        """Never silent: while it is being worked out what was said, that is heard."""
        task = asyncio.create_task(self._keep_company(), name="company of hearing")
        try:
            yield
        finally:
            task.cancel()

    async def _keep_company(self) -> None:
        await asyncio.sleep(_SOUND)
        self._parts.play(Earcon.WORKING)
        self._parts.mouth.catch_up()
        pause = _FIRST
        while True:
            await asyncio.sleep(pause)
            self._engine.announce("Still working on what you said.")
            pause = _NEXT

    def _hints(self) -> Hints:
        turn = self._engine.last
        return Hints(self._ears.language, _words_of(turn.scene) if turn and turn.scene else ())


def _nothing(reason: Silence) -> NothingHeard:
    if reason is Silence.DEVICE_SILENT:
        return NothingHeard(reason.value, "The microphone gives only silence.", "Check its switch, and its volume in the sound settings.")
    if reason is Silence.RELEASED:
        return NothingHeard(reason.value, remedy="Hold the key while you speak, or tap it and speak.")
    return NothingHeard(reason.value)


def _words_of(scene: Scene) -> tuple[str, ...]:
    """What stands on the screen, the focus first: names are what is asked about, and what is hard to spell."""
    names = [scene.items[scene.focus].name] if scene.focus >= 0 else []
    names += [item.name for item in scene.items if item.name]
    names += [line.text for line in scene.lines]
    return tuple(dict.fromkeys(names))[:_MOST_WORDS]
