"""The app's engine over fakes, and someone who gives it commands: what is said to each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from mmassist.dialogue.commands import Certainty, Match
from mmassist.engine.conversing import Conversation
from mmassist.engine.doing import Doing, Manner, States
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.turn import Options
from mmassist.engine.walking import Stop
from mmassist.errors import NothingToTake
from mmassist.values import Box, Node, Outline, Role, State
from tests.fakes.parts import FakeOutlines, FakeParts

_SHOWN = frozenset({State.SHOWING})
OUTLINE = Outline(
    (
        Node(Role.WINDOW, "Untitled 1", -1, _SHOWN, box=Box(100, 50, 400, 300)),
        Node(Role.TEXT_FIELD, "Name", 0, _SHOWN | {State.FOCUSED, State.EDITABLE}, value="Ann Lee", box=Box(120, 80, 200, 30)),
        Node(Role.PASSWORD, "Password", 0, _SHOWN, box=Box(120, 120, 200, 30)),
        Node(Role.BUTTON, "Save", 0, _SHOWN, box=Box(400, 310, 80, 30)),
    ),
    focus=1,
    complete=True,
    at=1.0,
)


HELPED = (
    *("troubleshoot", "problem", "step-done", "step-failed", "step-again", "troubleshoot-end", "need-right"),
    *("invite", "invite-code", "admit", "refuse", "end-help", "share-monitor", "share-window", "give-control", "tell-helper"),
)


class NoWishes:
    def wish(self, text: str) -> bool:
        return False

    def watch_with(self, camera: str) -> None: ...

    def end(self) -> None: ...


@dataclass
class NoHelper:
    """`did`: its commands, as they came."""

    did: list[str] = field(default_factory=list)

    @property
    def actions(self) -> dict[str, Callable[[Match, float], None]]:
        return {name: lambda match, at: self.did.append(match.name) for name in HELPED}

    def hush(self) -> None: ...

    def forget(self) -> None:
        self.did.append("forget")

    def away(self) -> None: ...

    async def aclose(self) -> None: ...


def nobody() -> Stop:
    raise NothingToTake("nobody points")


def no_states() -> States:
    """Commands that switch nothing."""
    return States(lambda: None, Conversation(False, ""), lambda step: None, list, nobody, (NoHelper(),))


@dataclass
class Commanded:
    """A window of `OUTLINE` is in front. `copied`: what came to the clipboard, which takes it if it `takes`."""

    fakes: FakeParts = field(default_factory=lambda: FakeParts(outlines=FakeOutlines(OUTLINE)))
    takes: bool = True
    copied: list[str] = field(default_factory=list)
    engine: Engine = field(init=False)
    doing: Doing = field(init=False)

    def __post_init__(self) -> None:
        listeners = Listeners(spoken=lambda spoken: None, turn=lambda turn: None, copied=self._copy)
        self.engine = Engine(self.fakes.parts(), listeners, Options())
        self.fakes.mouth.on_started = self.engine.heard
        states = no_states()
        self.doing = Doing(self.engine, self.fakes.parts(), Manner(), NoWishes(), states)

    def _copy(self, text: str, done: Callable[[bool], object]) -> None:
        if self.takes:
            self.copied.append(text)
        done(self.takes)

    async def hear(self, name: str, rest: str = "") -> list[str]:
        """What is said at a command, once the turn that it may have begun, or what it does, is over."""
        self.fakes.mouth.said.clear()
        self.doing.do(Match(name, name, Certainty.SURE, rest), time.monotonic())
        for kind in ("act", "turn "):  # an act may begin a turn
            for task in asyncio.all_tasks():
                if task.get_name().startswith(kind):
                    await asyncio.wait([task])
        await asyncio.sleep(0.01)
        return [utterance.text for utterance in self.fakes.mouth.said]

    async def aclose(self) -> None:
        await self.doing.aclose()
        await self.engine.aclose()
