"""What is pressed goes to the commands, with the sound that each has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest

from mmassist.desktop.contracts import Struck, Told
from mmassist.desktop.strokes import Stroke
from mmassist.dialogue.commands import names
from mmassist.engine.keytable import Keytable
from mmassist.errors import HotkeyTaken
from mmassist.settings import KeySettings, ProgramKeySettings, Settings
from mmassist.values import Earcon
from mmassist.wiring import keys as module
from mmassist.wiring.key_conflicts import Conflicts
from mmassist.wiring.keys import Keyboard
from tests.fakes.parts import WINDOW

LEADER, DESCRIBE, ASK, STOP = "Ctrl+Shift+F6", "Ctrl+Shift+F1", "Ctrl+Shift+F3", "Ctrl+Shift+F7"


class FakeKeys:
    """Binds what is not taken, and lends the keyboard."""

    def __init__(self, *taken: str) -> None:
        self.taken = taken
        self.bound: dict[str, tuple[Told, Told | None]] = {}
        self.struck: Struck | None = None

    def start(self) -> None: ...

    def bind(self, chord: str, pressed: Told, released: Told | None = None) -> None:
        if chord in self.taken:
            raise HotkeyTaken(f"{chord} is taken", "It is taken.")
        self.bound[chord] = (pressed, released)

    def unbind(self, chord: str) -> None:
        self.bound.pop(chord, None)

    def hold(self, struck: Struck, patience: float, lapsed: Told) -> None:
        self.struck = struck

    def let_go(self) -> None:
        self.struck = None

    def close(self) -> None: ...

    def press(self, chord: str) -> None:
        pressed, released = self.bound[chord]
        pressed(1.0)
        if released is not None:
            released(2.0)

    def letter(self, name: str) -> None:
        """After the leader."""
        assert self.struck is not None
        struck = self.struck
        struck(Stroke((name,), True, 1.0))
        struck(Stroke((name,), False, 2.0))


@dataclass
class App:
    """All that the keyboard asks of the app, written down in `did`."""

    settings: Settings = field(default_factory=Settings)
    did: list[object] = field(default_factory=list)
    fronts: list[Callable[[Any], None]] = field(default_factory=list)

    def note(self, what: str) -> Callable[..., None]:
        return lambda *given: self.did.append(what)

    def keyboard(self, keys: FakeKeys) -> Keyboard:
        tracker = SimpleNamespace(subscribe=self.fronts.append, active=lambda: None)
        engine = SimpleNamespace(
            fault=lambda error: self.did.append(str(error.spoken)),
            announce=self.did.append,
            describe=self.note("described"),
            silence=self.note("silence"),
        )
        rooms = SimpleNamespace(engine=engine, play=self.did.append, tracker=tracker)
        hearing = SimpleNamespace(stop=lambda: None, press=self.note("hears"), release=self.note("heard"))
        doing = SimpleNamespace(do=lambda match, at: self.did.append(match.name))
        support = SimpleNamespace(stopped=self.note("stopped"))
        senses = SimpleNamespace(hearing=hearing, doing=doing, support=support, keytable=Keytable(self.settings.keys.options(), names()))
        thread = SimpleNamespace(call=lambda what, *given: what(*given))
        return Keyboard(keys, cast(Any, thread), cast(Any, rooms), cast(Any, senses), lambda: self.settings, lambda field: None)


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other program has keys of its own."""
    monkeypatch.setattr(module, "Conflicts", lambda keys: Conflicts(keys, list))


async def settled() -> None:
    for task in asyncio.all_tasks():
        if task.get_name() == "conflicts of keys":
            await asyncio.wait([task])


@pytest.mark.parametrize(
    ("chord", "did"),
    [
        (DESCRIBE, [Earcon.START, "described"]),
        (ASK, [Earcon.START, "hears", "heard"]),
        (STOP, ["silence", "stopped"]),
    ],
)
async def test_a_key_of_its_own(chord: str, did: list[object]) -> None:
    app, keys = App(), FakeKeys()
    app.keyboard(keys).bind()
    await settled()
    keys.press(chord)

    assert app.did == did


@pytest.mark.parametrize(
    ("letter", "did"),
    [
        ("d", [Earcon.START, "described"]),  # as the key: pressed again it accepts what was offered
        ("r", [Earcon.START, "read"]),
        ("n", ["next"]),  # what is told of the item is its own answer
        ("a", [Earcon.START, "hears", "heard"]),
        ("s", ["silence", "stopped"]),
        ("?", [Earcon.START, "keys"]),
    ],
)
async def test_a_letter(letter: str, did: list[object]) -> None:
    app, keys = App(), FakeKeys()
    app.keyboard(keys).bind()
    await settled()
    keys.press(LEADER)
    keys.letter(letter)

    assert app.did == [Earcon.LETTER, *did]


async def test_a_key_of_its_own_ends_the_leader() -> None:
    app, keys = App(), FakeKeys()
    app.keyboard(keys).bind()
    await settled()
    keys.press(LEADER)
    keys.press(STOP)

    assert keys.struck is None
    assert app.did == [Earcon.LETTER, "silence", "stopped"]


async def test_a_taken_key_is_said_once_and_the_others_work() -> None:
    app, keys = App(), FakeKeys(DESCRIBE)
    keyboard = app.keyboard(keys)
    keyboard.bind()
    await settled()
    keyboard.bind()
    await settled()

    assert app.did == ["It is taken. It is set for: describe the window."]
    assert set(keys.bound) == {LEADER, ASK, STOP}


async def test_in_a_program_its_own_keys_hold_and_elsewhere_the_usual_ones() -> None:
    there = ProgramKeySettings(leader="none", chords={"next": "Ctrl+Shift+F9"})
    app, keys = App(Settings(keys=KeySettings(programs={WINDOW.program: there}))), FakeKeys()
    app.keyboard(keys).bind()
    await settled()
    usual = set(keys.bound)
    for front in app.fronts:
        front(WINDOW)
    await settled()
    special = set(keys.bound)
    for front in app.fronts:
        front(None)  # nothing is in front for a moment
        front(SimpleNamespace(program="Another"))
    await settled()

    assert special == (usual - {LEADER}) | {"Ctrl+Shift+F9"}
    assert set(keys.bound) == usual


async def test_new_settings_hold_at_once_and_the_same_are_not_told_again() -> None:
    contradictory = KeySettings(letters={"describe": "n"})
    app, keys = App(Settings(keys=contradictory)), FakeKeys()
    keyboard = app.keyboard(keys)
    keyboard.bind()
    keyboard.use(contradictory.options())
    keyboard.use(KeySettings(leader="Ctrl+Shift+F9").options())
    await settled()

    assert [text for text in app.did if "set twice" in str(text)] == [
        "The letter N is set twice. It stays with: describe the window. Without a letter is: next item."
    ]
    assert LEADER not in keys.bound
    assert "Ctrl+Shift+F9" in keys.bound
    await keyboard.aclose()


async def test_a_letter_without_a_command_is_answered_by_a_soft_sound_before_it_is_told() -> None:
    app, keys = App(), FakeKeys()
    keyboard = app.keyboard(keys)
    keyboard.bind()
    keys.press(LEADER)
    keys.letter("Shift+W")
    await settled()
    await keyboard.aclose()
    sound, told = app.did[-2:]
    assert sound is Earcon.LEFT
    assert str(told) == "There is no command on Shift W. Press the leader key twice to hear the letters."
