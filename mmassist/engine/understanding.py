"""What becomes of what was said: a command that is done, asked about or refused; an answer to what was asked; or a question."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto
from typing import Protocol

from mmassist.dialogue.commands import LANGUAGES, Certainty, Commands, Match, commands, grammar, heard, match, vocabulary
from mmassist.dialogue.fusion import UNSURE
from mmassist.engine.doing import Doing
from mmassist.engine.engine import Engine
from mmassist.errors import NothingHeard, WorkerLost
from mmassist.perception.hearing.events import Final
from mmassist.sayings import run_on, saying
from mmassist.values import AudioClip, Transcript, Turn

# What Whisper understood less surely than this is asked about before it is done.
_SURE = 0.6
_ANSWERED_WITHIN = 15.0  # seconds for which "did you mean" can be answered
_ANSWERS = ("yes", "no")
_LAST = frozenset(("stop", "part"))
_CLICK = "click"


class Outcome(Enum):
    """What became of what was said. `ASKED_BACK`: the user should be listened to; `TO_CONFIRM`: the same, once it is asked what they would
    confirm; `OVER`: they want to say no more."""

    DONE = auto()
    ASKED_BACK = auto()
    TO_CONFIRM = auto()
    NOTHING = auto()
    OVER = auto()


class Grammar(Protocol):
    """Hears commands without a model."""

    async def known(self, words: frozenset[str]) -> frozenset[str]: ...

    async def hear(self, clip: AudioClip, grammar: str) -> Transcript: ...


class Understanding:
    """Belongs to the engine's loop."""

    def __init__(self, engine: Engine, doing: Doing, grammar: Grammar, language: str, told: Callable[[Transcript], None]) -> None:
        """`language`: that the user says they speak, "" for none; `told` gets each transcript, with its command if it is one."""
        self._engine = engine
        self._doing = doing
        self._grammar = grammar
        self._language = language
        self._told = told
        self._unsure: tuple[Match | None, float] = (None, 0.0)
        self._rules: dict[tuple[str, ...], str] = {}

    def expect(self, language: str) -> None:
        """The user says now that they speak that one."""
        self._language = language

    @property
    def began(self) -> asyncio.Task[Turn] | None:
        """The turn that what was said last has begun, if any."""
        return self._doing.began

    async def asks_to_confirm(self) -> bool:
        """Waits for what was begun, and tells whether there is something to be confirmed now."""
        return await self._doing.asks_to_confirm()

    async def understood(self, final: Final, advice: str, at: float) -> Outcome:
        """Does or asks what was said. `advice`: what is said of questions where no model heard them. Raises MmassistError."""
        unsure, until = self._unsure
        self._unsure = (None, 0.0)
        unsure = unsure if at < until else None
        if final.transcript is None:
            return await self._by_grammar(final, unsure, advice, at)
        return self._by_words(final.transcript, unsure, at)

    def _by_words(self, transcript: Transcript, unsure: Match | None, at: float) -> Outcome:
        if not transcript.text.strip():
            raise NothingHeard("an empty transcript", "I could not make out any words.", "Say it again, nearer to the microphone.")
        found = self._command_in(transcript)
        if found is None:
            self._told(transcript)
            self._doing.ask(transcript.text, transcript.confidence, at)
            if not transcript.confidence >= UNSURE:
                self._engine.tell(saying("I understood: {text}", text=transcript.text))
            return Outcome.DONE
        self._told(replace(transcript, command=found.name))
        if transcript.confidence < _SURE:
            found = replace(found, certainty=Certainty.UNSURE)
        return self._answered(found, unsure, at) if found.name in _ANSWERS else self._commanded(found, at)

    def _command_in(self, transcript: Transcript) -> Match | None:
        """In the language that was found out, the user's, or English: a single word tells too little of its language."""
        languages = dict.fromkeys((transcript.language, self._language, "en"))
        found = [match(transcript.text, commands(one)) for one in languages if one in LANGUAGES]
        return min(filter(None, found), key=lambda one: one.certainty is Certainty.UNSURE, default=None)

    async def _by_grammar(self, final: Final, unsure: Match | None, advice: str, at: float) -> Outcome:
        among = self._expected(unsure)
        transcript = await self._grammar.hear(final.clip, await self._rules_of(among))
        found = heard(transcript.text, transcript.confidence, among)
        self._told(replace(transcript, command=found.name if found else ""))
        if isinstance(final.error, WorkerLost):
            advice = final.error.told  # told already, and worth a word only where a model was needed
        elif final.error is not None:
            advice = ""
            self._engine.fault(final.error)
        if found is None:
            self._engine.announce(run_on("I heard no command that I know.", advice))
            return Outcome.NOTHING
        return self._answered(found, unsure, at) if found.name in _ANSWERS else self._commanded(found, at)

    def _expected(self, unsure: Match | None) -> Commands:
        """What can be said now: a short word such as yes is heard in any noise, and only known where it was asked for."""
        if unsure is not None:
            return commands().only(*_ANSWERS)
        return commands() if self._engine.offers else commands().without(*_ANSWERS)

    async def _rules_of(self, among: Commands) -> str:
        names = tuple(one.name for one in among.commands)
        if names not in self._rules:
            self._rules[names] = grammar(among, await self._grammar.known(vocabulary(among)))
        return self._rules[names]

    def _commanded(self, found: Match, at: float) -> Outcome:
        if found.certainty is Certainty.SURE:
            return self._did(found, at)
        # A yes from now on answers this question, and no earlier one.
        self._engine.decline()
        self._unsure = (found, time.monotonic() + _ANSWERED_WITHIN)
        self._engine.announce(saying("Did you mean: {phrase}? Say yes or no.", phrase=found.phrase))
        return Outcome.ASKED_BACK

    def _answered(self, answer: Match, unsure: Match | None, at: float) -> Outcome:
        """A yes that was not heard for certain is none: it may send a screen away."""
        if answer.certainty is Certainty.UNSURE:
            self._engine.announce("I am not sure what you answered, so nothing is done.")
            return Outcome.NOTHING
        if unsure is None:
            return self._did(answer, at)
        if answer.name == "yes":
            return self._did(unsure, at)
        self._engine.announce("All right, nothing is done.")
        return Outcome.DONE

    def _did(self, match: Match, at: float) -> Outcome:
        if not self._doing.do(match, at):
            return Outcome.NOTHING
        if match.name == _CLICK:
            return Outcome.TO_CONFIRM
        return Outcome.OVER if match.name in _LAST else Outcome.DONE
