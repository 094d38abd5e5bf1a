"""The whole keyboard held for a letter, against a real X server, in front of a real editor."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmassist.desktop.hotkeys import Hotkeys
from mmassist.desktop.strokes import Stroke
from mmassist.desktop.windows import WindowTracker
from mmassist.measure.keyboard import Keyboard
from tests.integration.programs.running import MOUSEPAD, front, program, until, xdotool

pytestmark = pytest.mark.desktop

LEADER = "Ctrl+Shift+F6"
PRESS = ("key", "ctrl+shift+F6")
LONG = 30.0


class Listener:
    """Holds the keyboard at the leader, and takes one letter or several."""

    def __init__(self, hotkeys: Hotkeys, letters: int = 1, patience: float = LONG) -> None:
        self.hotkeys, self.letters, self.patience = hotkeys, letters, patience
        self.strokes: list[Stroke] = []
        self.presses: list[float] = []
        self.lapsed: list[float] = []
        hotkeys.bind(LEADER, self.pressed)

    def pressed(self, at: float) -> None:
        self.presses.append(at)
        self.hotkeys.hold(self.struck, self.patience, self.lapsed.append)

    def struck(self, stroke: Stroke) -> None:
        self.strokes.append(stroke)
        if len(self.down) >= self.letters:
            self.hotkeys.let_go()

    @property
    def down(self) -> list[Stroke]:
        return [stroke for stroke in self.strokes if stroke.is_down]

    @property
    def names(self) -> list[tuple[str, ...]]:
        return [stroke.names for stroke in self.down]


@pytest.fixture
def hotkeys() -> Iterator[Hotkeys]:
    hotkeys = Hotkeys()
    hotkeys.start()
    yield hotkeys
    hotkeys.close()


@pytest.fixture
def layout() -> Iterator[None]:
    yield
    setxkbmap("us")


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Path]:
    """A file that is open in the editor in front."""
    file = tmp_path / "typed.txt"
    file.write_text("")
    tracker = WindowTracker()
    tracker.start()
    try:
        with program((*MOUSEPAD, str(file))) as running:
            front(tracker, running, "typed")
            yield file
    finally:
        tracker.close()


def setxkbmap(*arguments: str) -> None:
    subprocess.run(("setxkbmap", *arguments), check=True, timeout=20)
    time.sleep(0.3)  # the server tells every client of the new keys


def typed(file: Path) -> str:
    """What the editor has got: it is saved by key, which shows that the keyboard works again."""
    before = file.stat().st_mtime_ns
    xdotool("key", "ctrl+s")
    until(lambda: file.stat().st_mtime_ns != before)
    time.sleep(0.2)
    return file.read_text()


def test_the_letter_reaches_us_and_not_the_editor(hotkeys: Hotkeys, editor: Path) -> None:
    listener = Listener(hotkeys)
    xdotool("type", "one ")
    xdotool(*PRESS)
    xdotool("key", "d")
    until(lambda: len(listener.strokes) == 2)
    xdotool("type", "two")

    assert typed(editor).strip() == "one two"
    assert listener.names == [("d",)]


def test_a_letter_that_is_held_down_is_one_stroke_and_never_typed(hotkeys: Hotkeys, editor: Path) -> None:
    listener = Listener(hotkeys)
    xdotool("type", "x")
    xdotool(*PRESS)
    xdotool("keydown", "d")
    time.sleep(1.2)
    before = [stroke.is_down for stroke in listener.strokes]
    xdotool("keyup", "d")
    until(lambda: len(listener.strokes) == 2)

    assert typed(editor).strip() == "x"
    assert before == [True]
    assert not listener.strokes[1].is_down
    assert listener.strokes[1].at > listener.strokes[0].at + 0.9


def test_modifiers_that_are_still_held_belong_to_the_leader(hotkeys: Hotkeys) -> None:
    listener = Listener(hotkeys)
    xdotool("keydown", "ctrl", "keydown", "shift", "key", "F6", "key", "d", "keyup", "shift", "keyup", "ctrl")
    until(lambda: len(listener.strokes) == 2)

    assert listener.names == [("d",)]


def test_letters_that_follow_at_once_are_not_lost_to_the_editor(hotkeys: Hotkeys, editor: Path) -> None:
    listener = Listener(hotkeys)
    with Keyboard() as keyboard:
        for _ in range(20):
            keyboard.press(LEADER)
            keyboard.press("d")
            until(lambda: len(listener.strokes) == 2 * listener.letters)
            listener.letters += 1
    xdotool("type", "after")

    assert listener.names == [("d",)] * 20
    assert typed(editor).strip() == "after"


def test_shift_pressed_anew_counts(hotkeys: Hotkeys) -> None:
    listener = Listener(hotkeys)
    xdotool(*PRESS)
    xdotool("key", "shift+b")
    until(lambda: len(listener.strokes) == 2)

    assert listener.names == [("Shift+B",)]


@pytest.mark.parametrize("lock", ["Caps_Lock", "Num_Lock"])
def test_locks_change_no_letter(hotkeys: Hotkeys, lock: str) -> None:
    listener = Listener(hotkeys, letters=2)
    xdotool("key", lock)
    try:
        xdotool(*PRESS)
        xdotool("key", "b")
        until(lambda: len(listener.strokes) == 2)
    finally:
        xdotool("key", lock)

    assert listener.names[0] == ("b",)


def test_several_letters_after_one_leader(hotkeys: Hotkeys, editor: Path) -> None:
    listener = Listener(hotkeys, letters=4)
    xdotool(*PRESS)
    for key in ("n", "n", "question", "Escape"):
        xdotool("key", key)
    until(lambda: len(listener.strokes) == 8)
    xdotool("type", "after")

    assert listener.names == [("n",), ("n",), ("?",), ("Escape",)]
    assert typed(editor).strip() == "after"


def test_a_chord_of_its_own_is_heard_while_the_keyboard_is_held(hotkeys: Hotkeys) -> None:
    listener, stops = Listener(hotkeys), list[float]()
    hotkeys.bind("Ctrl+Shift+F7", stops.append)
    xdotool(*PRESS)
    xdotool("key", "ctrl+shift+F7")
    until(lambda: stops)

    assert listener.strokes == []


def test_it_lapses_by_itself_and_the_editor_gets_the_keys_again(hotkeys: Hotkeys, editor: Path) -> None:
    listener = Listener(hotkeys, patience=0.5)
    xdotool(*PRESS)
    until(lambda: listener.lapsed)
    xdotool("type", "free")

    assert typed(editor).strip() == "free"
    assert listener.strokes == []


def test_closing_gives_the_keyboard_back(editor: Path) -> None:
    hotkeys = Hotkeys()
    hotkeys.start()
    listener = Listener(hotkeys)
    xdotool(*PRESS)
    until(lambda: listener.presses)
    hotkeys.close()
    xdotool("type", "free")

    assert typed(editor).strip() == "free"


def test_a_fault_of_whoever_listens_leaves_nobody_with_a_dead_keyboard(
    hotkeys: Hotkeys, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = Listener(hotkeys)
    failures: list[object] = []
    monkeypatch.setattr("threading.excepthook", failures.append)

    def fails(stroke: Stroke) -> None:
        raise RuntimeError("a fault in what listens")

    monkeypatch.setattr(listener, "struck", fails)
    xdotool(*PRESS)
    xdotool("key", "d")
    until(lambda: failures)
    xdotool("type", "free")

    assert typed(editor).strip() == "free"


@pytest.mark.parametrize(
    ("arguments", "keysym", "names"),
    [
        (("fr",), "q", ("q", "a")),  # where an American keyboard has its A
        (("de",), "z", ("z", "y")),
        (("fr",), "question", ("?",)),
        (("de",), "question", ("?",)),
        (("us,ru",), "d", ("d",)),
    ],
)
def test_a_letter_is_that_of_the_layout_in_use(
    hotkeys: Hotkeys, layout: None, arguments: tuple[str, ...], keysym: str, names: tuple[str, ...]
) -> None:
    setxkbmap(*arguments)
    listener = Listener(hotkeys)
    xdotool(*PRESS)
    xdotool("key", keysym)
    until(lambda: len(listener.strokes) == 2)

    assert listener.names[0][: len(names)] == names


@pytest.mark.parametrize(
    ("layout_name", "keysym", "letter"), [("ru", "Cyrillic_ve", "d"), ("gr", "Greek_delta", "d"), ("ara", "Arabic_yeh", "d")]
)
def test_where_the_layout_is_not_latin_the_key_is_called_as_it_is_printed(
    hotkeys: Hotkeys, layout: None, layout_name: str, keysym: str, letter: str
) -> None:
    setxkbmap(layout_name)
    listener = Listener(hotkeys)
    xdotool(*PRESS)
    xdotool("key", keysym)
    until(lambda: len(listener.strokes) == 2)

    assert letter in listener.names[0]
