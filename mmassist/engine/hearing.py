"""A turn by voice: a key opens the microphone, what is said is a command that is done or a question that is asked."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from mmassist.dialogue.commands import LANGUAGES, Certainty, Commands, Match, commands, grammar, heard, match, vocabulary
from mmassist.dialogue.fusion import UNSURE
from mmassist.engine.doing import Doing
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.parts import Parts
from mmassist.errors import MmassistError, NothingHeard
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.events import Final, HearingEvent, NothingSaid, Partial, Silence
from mmassist.perception.hearing.listener import Manner
from mmassist.values import AudioBlock, AudioClip, Earcon, Scene, Transcript

log = logging.getLogger(__name__)

_HELD = 0.35  # seconds: a key that is let go sooner was tapped, and the end of speech ends the listening
_LONGEST = 45.0
_MOST_WORDS = 120
_ANSWERS = ("yes", "no")


class Blocks(Protocol):
    """What a microphone gives while it is open."""

    def __aiter__(self) -> AsyncIterator[AudioBlock]: ...

    async def aclose(self) -> None: ...


class Microphone(Protocol):
    def open(self) -> Blocks: ...


class Listens(Protocol):
    """Ends of speech and transcripts."""

    def listen(
        self, blocks: AsyncIterator[AudioBlock], hints: Hints | None = None, manner: Manner = Manner.HANDS_FREE
    ) -> AsyncGenerator[HearingEvent, None]: ...

    def release(self) -> None: ...


class Grammar(Protocol):
    """Hears commands without a model."""

    async def known(self, words: frozenset[str]) -> frozenset[str]: ...

    async def hear(self, clip: AudioClip, grammar: str) -> Transcript: ...


@dataclass(frozen=True, slots=True)
class Ears:
    """What listening works with. `language`: of what is said, "" to find out. `advice`: what is said where a question needs a model
    that is not there."""

    microphone: Microphone
    listener: Listens
    grammar: Grammar
    language: str
    advice: str


class Hearing:
    """Belongs to the engine's loop; `listening` may be read on any thread."""

    def __init__(self, engine: Engine, doing: Doing, parts: Parts, ears: Ears, listeners: Listeners) -> None:
        """Of `listeners`, `heard` and `listening` are told."""
        self._engine = engine
        self._doing = doing
        self._parts = parts
        self._ears = ears
        self._heard = listeners.heard
        self._listens = listeners.listening
        self._task: asyncio.Task[None] | None = None
        self._pressed = 0.0
        self._rules: dict[tuple[str, ...], str] = {}
        self._listening = False
        self._silent: NothingHeard | None = None

    @property
    def listening(self) -> bool:
        """Whether the microphone is open."""
        return self._listening

    def press(self, at: float) -> None:
        """The key went down: silences all and listens; a second press ends what is being said."""
        if self._listening:
            self._ears.listener.release()
            return
        self._engine.silence()
        self.stop()
        self._pressed, self._silent = at, None
        self._listening = True
        self._task = asyncio.create_task(self._turn(at), name="hearing")

    def release(self, at: float) -> None:
        """The key went up: if it was held, what was said until now is all."""
        if self._listening and at - self._pressed >= _HELD:
            self._ears.listener.release()

    def stop(self) -> None:
        """Closes the microphone; what was said is dropped."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._listening = False

    def failed(self, error: MmassistError) -> None:
        """For faults of the microphone: who is listening learns why nothing more is heard."""
        if self._listening and isinstance(error, NothingHeard):
            self._silent = error  # a gate may be shut until somebody speaks: told if nobody does
            return
        if self._listening:
            self.stop()
        self._engine.fault(error)

    async def over(self) -> None:
        """Returns when what is being said is dealt with; a turn that it began may go on."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def aclose(self) -> None:
        task = self._task
        self.stop()
        if task is not None:
            await asyncio.wait([task])

    async def _turn(self, at: float) -> None:
        """One thing said, and the answer to "did you mean" if it comes to that."""
        unsure: Match | None = None
        while True:
            try:
                unsure = await self._understood(await self._listen(), unsure, at)
            except MmassistError as error:
                log.warning("hearing: %s", error)
                self._engine.fault(error)
                return
            finally:
                if self._task is asyncio.current_task():  # not where a new press has taken over
                    self._listening = False
            if unsure is None:
                return
            self._engine.announce(f"Did you mean: {unsure.phrase}? Say yes or no.")
            await self._parts.mouth.drained(0)
            at, self._listening = time.monotonic(), True

    async def _listen(self) -> Final:
        """What was said. Raises NothingHeard where nobody spoke."""
        listener = self._ears.listener
        patience = asyncio.get_running_loop().call_later(_LONGEST, listener.release)
        try:
            async with contextlib.aclosing(self._ears.microphone.open()) as blocks:
                return await self._final(listener.listen(self._opened(blocks), self._hints()))
        finally:
            patience.cancel()
            self._listens(False)

    async def _opened(self, blocks: Blocks) -> AsyncGenerator[AudioBlock, None]:
        """The blocks. The first one shows that the device is open, and only then the user is told to speak."""
        is_open = False
        async for block in blocks:
            if not is_open:
                is_open = True
                self._parts.play(Earcon.LISTENING)
                self._listens(True)
            yield block

    async def _final(self, listening: AsyncGenerator[HearingEvent, None]) -> Final:
        async with contextlib.aclosing(listening) as events:
            async for event in events:
                if isinstance(event, Partial):
                    self._heard(event.transcript)
                elif isinstance(event, NothingSaid):
                    raise self._silent or _nothing(event.reason)
                elif isinstance(event, Final):
                    self._parts.play(Earcon.HEARD)
                    return event
        raise NothingHeard("the microphone ended")

    def _hints(self) -> Hints:
        turn = self._engine.last
        return Hints(self._ears.language, _words_of(turn.scene) if turn and turn.scene else ())

    async def _understood(self, final: Final, unsure: Match | None, at: float) -> Match | None:
        """Does or asks what was said. `unsure`: what the user was just asked about. Returns the command to be asked about, if any."""
        if final.error is not None:
            self._engine.fault(final.error)
        if final.transcript is None:
            return await self._by_grammar(final.clip, unsure, at)
        transcript = final.transcript
        self._heard(transcript)
        if not transcript.text.strip():
            raise NothingHeard("an empty transcript", "I could not make out any words.", "Say it again, nearer to the microphone.")
        found = match(transcript.text, commands(transcript.language if transcript.language in LANGUAGES else self._ears.language))
        if unsure is not None and found is not None and found.name in _ANSWERS:
            self._answered(found.name, unsure, at)
            return None
        if found is not None:
            return self._commanded(found, at)
        if not transcript.confidence >= UNSURE:
            self._engine.tell(f"I understood: {transcript.text}")
        self._doing.ask(transcript.text, transcript.confidence, at)
        return None

    async def _by_grammar(self, clip: AudioClip, unsure: Match | None, at: float) -> Match | None:
        among = self._expected(unsure)
        transcript = await self._ears.grammar.hear(clip, await self._rules_of(among))
        self._heard(transcript)
        found = heard(transcript.text, transcript.confidence, among)
        if found is None:
            self._engine.announce(f"I heard no command that I know. {self._ears.advice}")
            return None
        if unsure is not None:
            self._answered(found.name, unsure, at)
            return None
        return self._commanded(found, at)

    def _expected(self, unsure: Match | None) -> Commands:
        """What can be said now: a short word such as yes is heard in any noise, and only known where it was asked for."""
        if unsure is not None:
            return commands().only(*_ANSWERS)
        return commands() if self._engine.offers else commands().without(*_ANSWERS)

    async def _rules_of(self, among: Commands) -> str:
        names = tuple(one.name for one in among.commands)
        if names not in self._rules:
            self._rules[names] = grammar(among, await self._ears.grammar.known(vocabulary(among)))
        return self._rules[names]

    def _commanded(self, found: Match, at: float) -> Match | None:
        if found.certainty is Certainty.UNSURE:
            return found
        self._doing.do(found, at)
        return None

    def _answered(self, answer: str, unsure: Match, at: float) -> None:
        if answer == "yes":
            self._doing.do(unsure, at)
        else:
            self._engine.announce("All right, nothing is done.")


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
