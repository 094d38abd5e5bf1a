"""Walking what was seen in real programs: the focus and the pointer go to an item, and a second word clicks it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from types import ModuleType

import pytest

from mmassist.desktop import x11
from mmassist.dialogue.commands import Certainty, Match
from mmassist.engine.conversing import Conversation
from mmassist.engine.doing import Doing, Manner, States
from mmassist.engine.engine import Listeners
from mmassist.engine.parts import Windows
from mmassist.measure.keyboard import Keyboard
from mmassist.settings import Settings
from mmassist.values import Spoken
from mmassist.wiring.rooms import Rooms, open_rooms
from tests.integration.programs.running import xdotool

pytestmark = pytest.mark.timeout(180)
ASKED = "To click it, say confirm"


class NoWishes:
    def wish(self, text: str) -> bool:
        return False

    def end(self) -> None: ...


@dataclass
class User:
    """Someone who gives commands to the app's engine, and hears what it says."""

    rooms: Rooms
    doing: Doing
    heard: list[str]

    def do(self, name: str, rest: str = "") -> None:
        self.heard.clear()
        self.doing.do(Match(name, name, Certainty.SURE, rest), time.monotonic())

    async def hear(self, name: str, text: str, rest: str = "", seconds: float = 30.0) -> str:
        """Gives a command until something is said that holds `text`; returns all that was said."""
        self.do(name, rest)
        ends = time.monotonic() + seconds
        while text not in " ".join(self.heard):
            assert time.monotonic() < ends, f"{text!r} was not said, but {self.heard}"
            await asyncio.sleep(0.05)
        return " ".join(self.heard)

    async def describe(self, text: str) -> None:
        """Describes the window in front until it tells `text`: programs fill their trees a while after their windows show."""
        ends = time.monotonic() + 40
        while True:
            self.do("describe")
            assert self.doing.began is not None
            turn = await self.doing.began
            told = f"{turn.gist} {turn.text} " + " ".join(item.name for item in turn.scene.items if turn.scene) if turn.scene else ""
            if text in told:
                return
            assert time.monotonic() < ends, told

    @property
    def windows(self) -> Windows:
        assert self.rooms.parts.windows is not None
        return self.rooms.parts.windows


@pytest.fixture
async def user(home: object) -> AsyncIterator[User]:
    heard: list[str] = []

    def spoken(spoken: Spoken) -> None:
        heard.append(spoken.utterance.text)

    async with open_rooms(Settings(), Listeners(spoken, lambda turn: None), speak=False) as rooms:
        states = States(lambda: None, Conversation(False, ""), lambda step: None, list)
        doing = Doing(rooms.engine, rooms.parts, Manner(), NoWishes(), states)
        yield User(rooms, doing, heard)
        await doing.aclose()


async def test_a_calculator_s_button_is_clicked_at_the_second_word(user: User, programs: ModuleType) -> None:
    with programs.galculator():
        await user.describe("7")
        assert "7, toggle button" in await user.hear("where", "7, toggle button", "the 7 button")
        asked = await user.hear("click", ASKED)
        assert "7, toggle button" in asked
        said = await user.hear("confirm", "7", seconds=40)
        await asyncio.sleep(1)
        said = " ".join(user.heard)
    assert said.startswith("Clicked.")
