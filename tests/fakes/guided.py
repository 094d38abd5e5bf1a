"""A problem on a screen that changes as the test says, and what is heard of it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from mmassist.backends.base import Backend
from mmassist.dialogue.commands import Certainty, Match
from mmassist.dialogue.troubleshooting.judging import Judged
from mmassist.engine.choosing import Rules
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.parts import Parts
from mmassist.engine.troubleshooting.advice import Advisor
from mmassist.engine.troubleshooting.guide import Attention, Guide
from mmassist.engine.troubleshooting.keeping import copying
from mmassist.engine.troubleshooting.looking import Looking
from mmassist.engine.turn import Options
from mmassist.engine.watch.notices import WindowOpened
from mmassist.values import Box, Node, Outline, Role, State, Turn, Window
from tests.fakes.answering import FakeAnswering
from tests.fakes.parts import WINDOW, FakeOutlines, FakeParts

SHOWN = frozenset({State.SHOWING})
ERROR = "Postcode is invalid."
DIALOG = replace(WINDOW, id=8, title="Failure", dialog=True)
OWN = replace(WINDOW, id=9, title="mmassist", program="mmassist", pid=os.getpid())


def outline(*nodes: Node) -> Outline:
    root = Node(Role.WINDOW, WINDOW.title, -1, SHOWN, box=WINDOW.box)
    return Outline((root, *nodes), -1, True, time.monotonic(), "gtk")


def form(postcode: str, error: str = "") -> Outline:
    entry = Node(Role.TEXT_FIELD, "Postcode", 0, SHOWN, value=postcode, box=Box(120, 80, 200, 30))
    save = Node(Role.BUTTON, "Save", 0, SHOWN | {State.DEFAULT}, box=Box(400, 310, 80, 30))
    told = [Node(Role.LABEL, error, 0, SHOWN, box=Box(120, 120, 300, 20))] if error else []
    return outline(entry, save, *told)


class Closed:
    def __init__(self, stage: Guided) -> None:
        self._stage = stage

    async def aclose(self) -> None:
        self._stage.watched = False


class _NoBook:
    def note(self, turn: Turn) -> None: ...

    def note_cancelled(self, turn: Turn) -> None: ...


def guide_on(engine: Engine, parts: Parts, attend: Callable[[Guide], Attention | None] = lambda guide: None) -> Guide:
    """One that works with these parts."""
    looking = Looking(parts, engine.screen, parts.answering)
    return Guide(engine, looking, Advisor(parts.answering, _NoBook()), attend, parts.play, copying(engine))


@dataclass
class Guided:
    """`watched`: whether the screen is being watched."""

    backends: tuple[Backend, ...] = ()
    rules: Rules | None = None
    watched: bool = False
    turns: list[Turn] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    fakes: FakeParts = field(default_factory=FakeParts)

    def __post_init__(self) -> None:
        self.fakes.outlines = FakeOutlines(form("12", ERROR))
        self.fakes.answering = FakeAnswering(self.backends, self.rules, {backend.name for backend in self.backends})
        parts = self.fakes.parts()
        self.engine = Engine(parts, Listeners(lambda spoken: None, self.turns.append, copied=self._copy), Options())
        self.fakes.mouth.on_started = self.engine.heard
        self.guide = guide_on(self.engine, parts, self._attend)
        self.guide.follow(self.judged.append, lambda case: None)

    def _copy(self, text: str, done: Callable[[bool], object]) -> None:
        self.copied.append(text)
        done(True)

    def _attend(self, guide: Guide) -> Attention | None:
        self.watched = True
        return Closed(self)

    async def hear(self, command: str, rest: str = "") -> list[str]:
        """What is said at a command."""
        self.fakes.mouth.said.clear()
        self.guide.actions[command](Match(command, command, Certainty.SURE, rest), time.monotonic())
        return await self._said()

    async def change(self, outline: Outline, window: Window = WINDOW) -> list[str]:
        """What is said of a change on the screen."""
        self.shows(outline, window)
        return await self._noticed()

    async def _noticed(self) -> list[str]:
        self.fakes.mouth.said.clear()
        self.guide.notice(WindowOpened(WINDOW))
        await asyncio.sleep(0.5)
        return await self._said()

    async def leaves(self, front: Window | None, *there: Window, minimised: tuple[Window, ...] = ()) -> list[str]:
        """What is said when of all windows these are left, the one in front told apart."""
        windows = self.fakes.windows
        windows.window, windows.others, windows.minimised = front, there, minimised
        return await self._noticed()

    def shows(self, outline: Outline, window: Window = WINDOW) -> None:
        self.fakes.outlines.outline, self.fakes.windows.window = outline, window
        self.fakes.windows.minimised = ()
        self.fakes.windows.others = () if window is WINDOW else (WINDOW,)

    async def _said(self) -> list[str]:
        await self.guide.idle()
        await self.engine.over()
        await asyncio.sleep(0.01)
        return [utterance.text for utterance in self.fakes.mouth.said]
