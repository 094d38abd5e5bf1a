"""The leader: what a letter does, and how it ends."""

from __future__ import annotations

import pytest

from mmassist.desktop.contracts import Struck, Told
from mmassist.desktop.strokes import Stroke
from mmassist.engine.leader import KEYS, Leader, Letters
from mmassist.errors import DesktopError
from mmassist.values import Earcon

LETTERS = Letters({"d": "describe", "a": "ask", "n": "next", "?": "keys"}, frozenset({"next"}), 5.0, 8.0)


class FakeKeyboard:
    """Lends the keyboard, or refuses."""

    def __init__(self) -> None:
        self.refusal: DesktopError | None = None
        self.patience = 0.0
        self.held: tuple[Struck, Told] | None = None

    def hold(self, struck: Struck, patience: float, lapsed: Told) -> None:
        if self.refusal:
            raise self.refusal
        self.held, self.patience = (struck, lapsed), patience

    def let_go(self) -> None:
        self.held = None

    def tap(self, *names: str) -> None:
        """A key is pressed and let go; one that went down while it was held comes up to whoever held it."""
        assert self.held is not None
        struck = self.held[0]
        struck(Stroke(names, True, 1.0))
        struck(Stroke(names, False, 2.0))

    def lapse(self) -> None:
        assert self.held is not None
        lapsed, self.held = self.held[1], None
        lapsed(9.0)


class Heard:
    """Keeps `Does`: all that came of it."""

    def __init__(self) -> None:
        self.all: list[object] = []

    def begin(self, command: str, at: float) -> None:
        self.all.append(command)

    def end(self, command: str, at: float) -> None:
        self.all.append(f"{command} ends")

    def play(self, earcon: Earcon) -> None:
        self.all.append(earcon)

    def unknown(self, letter: str) -> None:
        self.all.append(f"unknown {letter}")

    def fault(self, error: DesktopError) -> None:
        self.all.append(error)


@pytest.fixture
def keyboard() -> FakeKeyboard:
    return FakeKeyboard()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def leader(keyboard: FakeKeyboard, heard: Heard) -> Leader:
    return Leader(keyboard, heard, lambda: LETTERS)


def test_a_letter_does_its_command_once_and_the_keyboard_is_given_back(leader: Leader, keyboard: FakeKeyboard, heard: Heard) -> None:
    leader.pressed(0)
    assert keyboard.patience == 5
    keyboard.tap("d")

    assert heard.all == [Earcon.LETTER, "describe", "describe ends"]
    assert keyboard.held is None


def test_after_a_step_the_next_needs_no_leader(leader: Leader, keyboard: FakeKeyboard, heard: Heard) -> None:
    leader.pressed(0)
    keyboard.tap("n")
    assert keyboard.patience == 8
    keyboard.tap("n")
    keyboard.tap("d")

    assert [each for each in heard.all if "ends" not in str(each)] == [Earcon.LETTER, "next", "next", "describe"]
    assert keyboard.held is None


def test_the_first_name_that_has_a_command_counts(leader: Leader, keyboard: FakeKeyboard, heard: Heard) -> None:
    leader.pressed(0)
    keyboard.tap("в", "d")

    assert "describe" in heard.all


@pytest.mark.parametrize(("names", "said"), [(("z",), "unknown z"), ((), "unknown ")])
def test_a_key_without_a_command_is_said_and_ends_it(
    leader: Leader, keyboard: FakeKeyboard, heard: Heard, names: tuple[str, ...], said: str
) -> None:
    leader.pressed(0)
    keyboard.tap(*names)

    assert heard.all == [Earcon.LETTER, said]
    assert keyboard.held is None


def test_escape_leaves_with_a_sound_of_its_own(leader: Leader, keyboard: FakeKeyboard, heard: Heard) -> None:
    leader.pressed(0)
    keyboard.tap("Escape")

    assert heard.all == [Earcon.LETTER, Earcon.LEFT]
    assert keyboard.held is None


def test_that_no_letter_came_is_heard_and_the_leader_works_again(leader: Leader, keyboard: FakeKeyboard, heard: Heard) -> None:
    leader.pressed(0)
    keyboard.lapse()
    leader.pressed(10)
    keyboard.tap("d")

    assert heard.all == [Earcon.LETTER, Earcon.LEFT, Earcon.LETTER, "describe", "describe ends"]


def test_the_leader_twice_tells_the_letters(leader: Leader, keyboard: FakeKeyboard, heard: Heard) -> None:
    leader.pressed(0)
    leader.pressed(1)

    assert heard.all == [Earcon.LETTER, KEYS]
    assert keyboard.held is None


def test_the_leader_after_a_step_begins_anew_and_twice_then_tells_the_letters(leader: Leader, keyboard: FakeKeyboard, heard: Heard) -> None:
    leader.pressed(0)
    keyboard.tap("n")
    leader.pressed(1)
    keyboard.tap("d")
    assert [each for each in heard.all if "ends" not in str(each)] == [Earcon.LETTER, "next", Earcon.LETTER, "describe"]
    assert keyboard.held is None

    leader.pressed(2)
    keyboard.tap("n")
    leader.pressed(3)
    leader.pressed(4)
    assert heard.all[-2:] == [Earcon.LETTER, KEYS]
    assert keyboard.held is None


def test_a_key_of_its_own_ends_it_without_a_word(leader: Leader, keyboard: FakeKeyboard, heard: Heard) -> None:
    leader.pressed(0)
    leader.leave()
    leader.leave()

    assert heard.all == [Earcon.LETTER]
    assert keyboard.held is None


def test_a_keyboard_that_can_not_be_had_is_said(leader: Leader, keyboard: FakeKeyboard, heard: Heard) -> None:
    refusal = keyboard.refusal = DesktopError("held by another")
    leader.pressed(0)
    keyboard.refusal = None
    leader.pressed(1)

    assert heard.all == [refusal, Earcon.LETTER]
