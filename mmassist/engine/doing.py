"""What the app does at a command, spoken or typed: by its name in `resources/commands.toml`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from mmassist.backends.describer.questions import what_changed
from mmassist.backends.describer.reading import Unit
from mmassist.dialogue.commands import Certainty, Match
from mmassist.engine.acting import Acting
from mmassist.engine.brains import EMBEDDED
from mmassist.engine.conversing import ENDED, Conversation
from mmassist.engine.engine import Engine
from mmassist.engine.going import Going
from mmassist.engine.own_windows import OwnWindow
from mmassist.engine.parts import Parts
from mmassist.engine.recalling import Step
from mmassist.engine.record import Reads, Request
from mmassist.engine.walking import Stop, Walk
from mmassist.errors import MmassistError
from mmassist.sayings import run_on, saying
from mmassist.values import Channel, Priority, Target, TargetKind, Turn, Verbosity

_FASTER, _LOUDER = 40, 15
_WHILE_ASKED = frozenset(("confirm", "yes", "again", "spell", "spell-phonetic", "louder", "quieter", "faster", "slower"))
"""Commands after which a click that was asked about can still be confirmed."""
_JUST_NOW = 60.0  # seconds for which a question is about the part of the desktop that was described

_HELP = (
    "Say describe, read the window, briefly or more; what changed; what is under the pointer, what is in the clipboard; "
    "read on, next sentence, line, paragraph or block; next button or next field; where is, and a name; spell or copy; "
    "move the focus, or click, and then confirm; repeat, louder, faster or stop; "
    "tell me when, and what you wait for; "
    "hands free, to be listened to without a key; or ask a question."
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How the user wants to be told of a screen, where a command does not say; `camera`: the one that is looked through; `language`: of
    what is told."""

    verbosity: Verbosity = Verbosity.NORMAL
    preset: str = ""
    camera: str = "0"
    language: str = "en"


class Wishes(Protocol):
    """What the user waits for."""

    def wish(self, text: str) -> bool:
        """Begins to watch; false for what can't be watched for and is a question. Raises MmassistError."""
        ...

    def end(self) -> None: ...

    def watch_with(self, camera: str) -> None:
        """What begins from now on, and needs a camera, looks through that one."""


class Helper(Protocol):
    """Does more than a command at a time, such as working through a problem with the user, or sharing the screen; at these commands."""

    @property
    def actions(self) -> Mapping[str, Callable[[Match, float], None]]: ...

    def hush(self) -> None:
        """What is being found out is not told any more."""

    def forget(self) -> None:
        """All that was asked and seen; it ends without a word."""

    def away(self) -> None:
        """The session is locked, or the computer falls asleep."""

    async def aclose(self) -> None: ...


@dataclass(frozen=True, slots=True)
class States:
    """What a command switches on and off, or tells of. `leave_safe_mode`: all parts are tried again; `recall`: what was told before is told
    again; `keys`: sentences that tell the keys; `pointed`: what somebody who helps has pointed at last; raises MmassistError.
    `helpers`: who does more at commands of their own."""

    leave_safe_mode: Callable[[], None]
    conversation: Conversation
    recall: Callable[[Step], None]
    keys: Callable[[], list[str]]
    pointed: Callable[[], Stop]
    helpers: tuple[Helper, ...]


class Doing:
    """Carries commands out. Belongs to the engine's loop; returns at once."""

    def __init__(self, engine: Engine, parts: Parts, manner: Manner, wishes: Wishes, states: States) -> None:
        self._engine = engine
        self._mouth = parts.mouth
        self._manner = manner
        self._wishes = wishes
        self._conversation = states.conversation
        self._pointed_at = states.pointed
        walk = self._walk = Walk(manner.language)
        self._going = Going(engine, walk, self._ask_by)
        self._acting = Acting(engine, parts, walk, self._look_again)
        engine.on_silence, engine.on_forget = self._silenced, self._forgotten
        self.began: asyncio.Task[Turn] | None = None
        """The turn that what was done or asked last has begun."""
        self._actions: dict[str, Callable[[Match, float], None]] = {
            "describe": partial(self._describe, Target()),
            "screen": partial(self._describe, Target(TargetKind.SCREEN)),
            "monitor": partial(self._describe, Target(TargetKind.MONITOR)),
            "pointer": partial(self._describe, Target(TargetKind.POINTER)),
            "focus": partial(self._describe, Target(TargetKind.FOCUS)),
            "region": partial(self._describe, Target(TargetKind.CONTAINER)),
            "clipboard": partial(self._describe, Target(TargetKind.CLIPBOARD)),
            "read": partial(self._read, Reads.ALL),
            "read-on": partial(self._read, Reads.ON),
            "changed": self._changed,
            "error": partial(self._preset, "error"),
            "form": partial(self._preset, "form"),
            "brief": partial(self._verbosity, Verbosity.BRIEF),
            "more": partial(self._verbosity, Verbosity.FULL),
            "again": self._repeat,
            "stop": lambda match, at: engine.silence(),
            "louder": partial(self._speak, 0, _LOUDER),
            "quieter": partial(self._speak, 0, -_LOUDER),
            "faster": partial(self._speak, _FASTER, 0),
            "slower": partial(self._speak, -_FASTER, 0),
            "forget": lambda match, at: engine.forget(),
            "help": lambda match, at: self._announce([_HELP]),
            "keys": lambda match, at: self._announce(states.keys()),
            "settings": lambda match, at: engine.show(OwnWindow.SETTINGS),
            "camera": self._look,
            "watch": self._wish,
            "unwatch": lambda match, at: wishes.end(),
            "leave-safe": lambda match, at: states.leave_safe_mode(),
            "history": lambda match, at: states.recall(Step.NEWEST),
            "history-previous": lambda match, at: states.recall(Step.OLDER),
            "history-next": lambda match, at: states.recall(Step.NEWER),
            "converse": self._converse,
            "part": self._part,
            "yes": self._accept,
            "no": lambda match, at: engine.decline(),
            "pointed": self._pointed,
        }
        self._helpers = states.helpers
        for actions in (self._going.actions, self._acting.actions, *(helper.actions for helper in self._helpers)):
            self._actions |= actions
        for unit in Unit:
            self._actions |= {f"{way}-{unit.value}": partial(self._go, unit, way == "next") for way in ("next", "previous")}

    def tell_as(self, manner: Manner) -> None:
        """How the user wants to be told of a screen from the next command on."""
        self._manner, self._walk.language = manner, manner.language
        self._wishes.watch_with(manner.camera)

    @property
    def names(self) -> frozenset[str]:
        """Of all commands that can be carried out."""
        return frozenset(self._actions)

    def do(self, match: Match, at: float) -> bool:
        """Carries out what was heard; what can't be done is said, and false. `at`: when the user asked for it, monotonic seconds."""
        self.began = None
        if match.name not in _WHILE_ASKED:
            self._acting.forget()
        try:
            self._actions[match.name](match, at)
        except MmassistError as error:
            self._engine.fault(error)
            return False
        return True

    async def asks_to_confirm(self) -> bool:
        """Waits for what was begun beside turns, and tells whether the user is asked to confirm something now."""
        return await self._acting.asks()

    def act_on(self, turn_id: int, index: int, command: str, at: float) -> None:
        """Goes to an item that the user has chosen from a list, by its index in what that turn has seen, and does a command there; without
        a name it is told."""
        try:
            self._going.stand(turn_id, index)
        except MmassistError as error:
            self._engine.fault(error)
        else:
            self.do(Match(command or "again", command, Certainty.SURE), at)

    def ask(self, question: str, heard: float | None, at: float) -> None:
        """A question about the window in front; about what a camera, a file or the clipboard showed, if that was looked at last; about a
        part of the desktop, if that was described just now; or a follow-up."""
        last = self._engine.last
        seen = last.scene.target if last is not None and last.scene is not None else Target()
        is_part = last is not None and seen.is_region and at - last.started < _JUST_NOW
        target = seen if is_part else Target()
        verbosity, elsewhere = self._manner.verbosity, not seen.on_screen
        self.began = self._engine.describe(Request(at, target, verbosity, question=question, heard=heard, again=elsewhere))

    def _wish(self, match: Match, at: float) -> None:
        wish = f"{match.phrase} {match.rest}"
        if not self._wishes.wish(wish):
            self.ask(wish, None, at)

    def _accept(self, match: Match, at: float) -> None:
        """What was offered at the end of the last answer."""
        if self._acting.answer_yes():
            return
        if self._engine.offers:
            self.began = self._engine.describe(Request(at, verbosity=self._manner.verbosity, preset=self._manner.preset))
        else:
            self._engine.announce("I did not ask anything.")

    def _start(self, request: Request) -> None:
        """A command is no yes: what was offered before is not accepted by it."""
        self._engine.decline()
        self.began = self._engine.describe(request)

    def _converse(self, match: Match, at: float) -> None:
        self._conversation.begin()

    def _part(self, match: Match, at: float) -> None:
        self._conversation.end()
        self._engine.announce(ENDED)

    def _pointed(self, match: Match, at: float) -> None:
        """The focus goes where the helper points."""
        self._walk.turn_to(self._pointed_at(), self._engine.seen)
        self._actions["go-focus"](match, at)

    def _describe(self, target: Target, match: Match, at: float) -> None:
        self._start(Request(at, target, self._manner.verbosity, preset=self._manner.preset))

    def _look(self, match: Match, at: float) -> None:
        self._describe(Target(TargetKind.CAMERA, path=self._manner.camera), match, at)

    def _preset(self, name: str, match: Match, at: float) -> None:
        self._start(Request(at, verbosity=self._manner.verbosity, preset=name, exact=True))

    def _read(self, reads: Reads, match: Match, at: float) -> None:
        self._start(Request(at, read=reads))

    def _changed(self, match: Match, at: float) -> None:
        """The describer's own to tell: only it is shown how the window was."""
        self._start(Request(at, verbosity=self._manner.verbosity, question=what_changed(self._manner.language), send=EMBEDDED))

    def _verbosity(self, verbosity: Verbosity, match: Match, at: float) -> None:
        self._start(Request(at, verbosity=verbosity, preset=self._manner.preset, exact=True))

    def _speak(self, rate: int, volume: int, match: Match, at: float) -> None:
        manner = self._mouth.adjust(rate=rate, volume=volume)
        told = saying("{rate} words a minute.", rate=manner.rate) if rate else saying("Volume {volume} percent.", volume=manner.volume)
        self._engine.announce(told)

    def _announce(self, told: list[str]) -> None:
        """A long list waits with its next line for what is to be heard meanwhile, such as that something was copied."""
        with self._engine.answering():
            for text in told:
                self._engine.announce(text, Priority.NORMAL)

    def _repeat(self, match: Match, at: float) -> None:
        turn = self._engine.seen
        with self._engine.answering():
            self._say_again(turn)

    def _say_again(self, turn: Turn | None) -> None:
        if self._going.repeated():
            return
        if read := self._engine.aloud.last:
            self._engine.tell(read)
            return
        said = [spoken.utterance.text for spoken in turn.spoken if spoken.utterance.channel is not Channel.SYSTEM] if turn else []
        if turn is not None and turn.fault is not None and turn.fault.spoken:
            self._engine.announce(run_on(turn.fault.spoken, turn.fault.remedy))
        elif not said:
            self._engine.announce("Nothing was said yet.")
        for text in said:
            self._engine.tell(text)

    def away(self) -> None:
        """The session is locked, or the computer falls asleep: what nobody but the user may leave running ends or waits."""
        for helper in self._helpers:
            helper.away()

    async def aclose(self) -> None:
        """Ends what is under way. Idempotent."""
        for helper in self._helpers:
            await helper.aclose()
        await self._acting.aclose()

    def _silenced(self) -> None:
        self._acting.forget()
        for helper in self._helpers:
            helper.hush()

    def _forgotten(self) -> None:
        self._acting.forget()
        self._walk.forget()
        for helper in self._helpers:
            helper.forget()

    def _look_again(self, is_another: bool) -> None:
        """After a click: the window that came, or what has changed."""
        at = time.monotonic()
        if is_another:
            self._start(Request(at, verbosity=self._manner.verbosity, preset=self._manner.preset))
        else:
            self._start(Request(at, verbosity=self._manner.verbosity, question=what_changed(self._manner.language), send=EMBEDDED))

    def _ask_by(self, question: str, backend: str) -> None:
        at = time.monotonic()
        if backend:
            self._start(Request(at, verbosity=self._manner.verbosity, question=question, send=backend))
        else:
            self.ask(question, None, at)

    def _go(self, unit: Unit, forward: bool, match: Match, at: float) -> None:
        turn = self._engine.seen
        with self._engine.answering():
            self._engine.tell(self._engine.aloud.step(turn.scene if turn else None, unit, forward))
