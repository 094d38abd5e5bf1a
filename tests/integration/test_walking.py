"""Walking what was seen in real programs: the focus and the pointer go to an item, and a second word clicks it."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import ModuleType

import pytest

from mmassist.dialogue.commands import Certainty, Match
from mmassist.engine.conversing import Conversation
from mmassist.engine.doing import Doing, Manner, States
from mmassist.engine.engine import Listeners
from mmassist.engine.parts import Windows
from mmassist.measure.keyboard import Keyboard
from mmassist.settings import Settings
from mmassist.values import Spoken
from mmassist.wiring.rooms import Rooms, open_rooms
from tests.fakes.commanded import NoHelper, nobody
from tests.integration.programs.running import xdotool

pytestmark = pytest.mark.timeout(300)
ASKED = "To click it, say confirm"


class NoWishes:
    def wish(self, text: str) -> bool:
        return False

    def end(self) -> None: ...

    def watch_with(self, camera: str) -> None: ...


@dataclass
class User:
    """Someone who gives commands to the app's engine, and hears what it says."""

    rooms: Rooms
    doing: Doing
    heard: list[str]

    def do(self, name: str, rest: str = "") -> None:
        self.heard.clear()
        self.doing.do(Match(name, name, Certainty.SURE, rest), time.monotonic())

    async def hear(self, name: str, text: str, rest: str = "", seconds: float = 60.0) -> str:
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

    async def values(self) -> list[str]:
        """What the controls of the window in front hold, asked of its program now."""
        window, outlines = self.windows.in_front(), self.rooms.parts.outlines
        assert window is not None and outlines is not None
        outline = await outlines.read(window, deadline=2)
        assert outline is not None
        return [node.value for node in outline.nodes if node.value]

    async def sees_value(self, value: str) -> None:
        """Waits until some control of the window in front holds it."""
        ends = time.monotonic() + 30
        while value not in (found := await self.values()):
            assert time.monotonic() < ends, found
            await asyncio.sleep(0.05)

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
        states = States(lambda: None, Conversation(False, ""), lambda step: None, list, nobody, (NoHelper(),))
        doing = Doing(rooms.engine, rooms.parts, Manner(), NoWishes(), states)
        yield User(rooms, doing, heard)
        await doing.aclose()


async def test_a_button_is_clicked_at_the_second_word_alone(user: User, programs: ModuleType) -> None:
    with programs.galculator() as calculator:
        await user.describe("7")
        assert "7, toggle button" in await user.hear("where", "7, toggle button", "the 7 button")
        assert "7, toggle button" in await user.hear("click", ASKED)
        await user.hear("spell", "7")
        await user.hear("next", ",")
        before = await user.values()
        refused = await user.hear("confirm", "nothing to confirm")

        await user.hear("where", "7, toggle button", "the 7 button")
        await user.hear("click", ASKED)
        clicked = await user.hear("confirm", "New text")
        after = await user.values()

        await user.hear("where", "8, toggle button", "the 8 button")
        pointed = await user.hear("go-pointer", "8, toggle button")
        found = user.windows.in_front()
        assert found is not None
        x, y = user.windows.pointer()
        xdotool("windowmove", str(calculator.window), "250", "210")
        moved = await user.hear("click", "nothing is done")
        calculator.end()
        closed = await user.hear("click", "nothing is done")
    assert refused.startswith("There is nothing to confirm.")
    assert ("7" in before, "7" in after) == (False, True)
    assert clicked.startswith("Clicked.")
    assert "“7”" in clicked
    assert pointed.startswith("The pointer is on it: 8")
    assert found.box.contains(x, y)
    assert " has moved " in moved
    assert closed.startswith("The window has closed")


async def test_the_focus_goes_to_a_field_and_typing_lands_there(user: User, programs: ModuleType, keyboard: Keyboard) -> None:
    asked = ["--forms", "--title=Where from", "--text=Who comes?", "--add-entry=Name", "--add-entry=Town"]
    with programs.program(["zenity", *asked], "^Where from$") as form:
        await user.describe("Town")
        await user.hear("where", "Town, text field", "Town")
        focused = await user.hear("go-focus", "Focus on")
        await asyncio.to_thread(keyboard.type, "Bonn")
        await user.sees_value("Bonn")
        await user.hear("where", "OK, button", "OK")
        await user.hear("click", ASKED)
        await user.hear("confirm", "Clicked.")
        code = await asyncio.to_thread(form.process.wait, 20)
    assert focused == "Focus on Town, text field, empty."
    assert code == 0


async def test_another_window_in_front_is_said_and_what_comes_of_a_click_is_described(
    user: User, programs: ModuleType, keyboard: Keyboard
) -> None:
    with programs.save_prompt("some words", keyboard):
        await user.describe("Cancel")
        await user.hear("where", "Cancel, button", "Cancel")
        with programs.xterm("true", "in the way"):
            other = await user.hear("click", "nothing is done")
        await user.describe("Cancel")
        await user.hear("where", "Cancel, button", "Cancel")
        await user.hear("click", ASKED)
        clicked = await user.hear("confirm", "some words")
    assert other.startswith("Another window is in front now")
    assert clicked.startswith("Clicked. ")
    assert "Mousepad" in clicked


async def test_what_only_the_picture_shows_is_clicked_with_the_mouse(user: User, programs: ModuleType) -> None:
    """A program that tells nothing of its controls."""
    asked = ["--question", "--title=Old files", "--text=Shall they go?", "--ok-label=Remove", "--cancel-label=Keep"]
    with programs.program(["zenity", *asked], "^Old files$", environment={"NO_AT_BRIDGE": "1"}) as question:
        await user.describe("Remove")
        told = await user.hear("again", "Remove")
        where = await user.hear("where", "Remove, button", "the Remove button")
        before = await user.hear("previous-button", "Keep")
        walked = await user.hear("next-button", "Remove")
        refused = await user.hear("go-focus", "can't be given the focus")
        await user.hear("go-pointer", "The pointer is on it")  # which lights it
        asked_about = await user.hear("click", ASKED)
        await user.hear("confirm", "Clicked.")
        code = await asyncio.to_thread(question.process.wait, 20)
    assert "Controls by their look alone." in told
    assert "Remove, button, by its look, " in where
    assert "Keep, button, by its look, 1 of 2" in before
    assert "Remove, button, by its look, 2 of 2" in walked
    assert refused.startswith("Only the picture shows this")
    assert "Remove, button, by its look, " in asked_about
    assert code == 0


async def test_a_question_that_a_program_opens_within_its_own_action_is_described(user: User, programs: ModuleType) -> None:
    """Qt answers a press only when what it opened is closed."""
    shown = (
        "from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton; app = QApplication([]); button = QPushButton('Tidy up'); "
        "button.setWindowTitle('Drawer'); button.clicked.connect(lambda: QMessageBox.question(button, 'Sure', 'Do you mean it?')); "
        "button.show(); app.exec()"
    )
    with programs.program([sys.executable, "-c", shown], "^Drawer$", environment={"QT_QPA_PLATFORM": "xcb"}):
        await user.describe("Tidy up")
        await user.hear("where", "Tidy up, button", "Tidy up")
        await user.hear("click", ASKED)
        clicked = await user.hear("confirm", "Do you mean it?")
    assert clicked.startswith("Clicked.")
