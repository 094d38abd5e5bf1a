"""Global keys against a real X server: pressed by xdotool, as a keyboard would."""

from __future__ import annotations

import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest

from mmassist.desktop.chords import default_keys
from mmassist.desktop.hotkeys import Hotkeys
from mmassist.desktop.windows import WindowTracker
from mmassist.errors import DesktopError, HotkeyTaken, SettingsError
from mmassist.measure.keyboard import Keyboard
from tests.integration.programs.running import MOUSEPAD, front, program, until, xdotool

pytestmark = pytest.mark.desktop

CHORD = "Ctrl+Shift+F1"
PRESS = ("key", "ctrl+shift+F1")


@pytest.fixture
def hotkeys() -> Iterator[Hotkeys]:
    hotkeys = Hotkeys()
    hotkeys.start()
    yield hotkeys
    hotkeys.close()


def arrived(presses: list[float], count: int) -> bool:
    return len(presses) == count


def settled(presses: list[float]) -> int:
    """How many presses came, once no more do."""
    time.sleep(0.2)
    return len(presses)


@pytest.mark.parametrize("action", sorted(default_keys()))
def test_the_default_keys_fire(hotkeys: Hotkeys, action: str) -> None:
    presses: list[float] = []
    chord = default_keys()[action]
    hotkeys.bind(chord, presses.append)
    xdotool("key", chord.replace("Ctrl", "ctrl").replace("Shift", "shift"))

    assert settled(presses) == 1


@pytest.mark.parametrize("locks", [(), ("Caps_Lock",), ("Num_Lock",), ("Scroll_Lock",), ("Caps_Lock", "Num_Lock")])
def test_it_fires_under_every_lock(hotkeys: Hotkeys, locks: tuple[str, ...]) -> None:
    presses: list[float] = []
    hotkeys.bind(CHORD, presses.append)
    for lock in locks:
        xdotool("key", lock)
    try:
        xdotool(*PRESS)

        assert settled(presses) == 1
    finally:
        for lock in locks:
            xdotool("key", lock)


def test_holding_it_is_one_press(hotkeys: Hotkeys) -> None:
    presses: list[float] = []
    hotkeys.bind(CHORD, presses.append)
    xdotool("keydown", "ctrl", "keydown", "shift", "keydown", "F1")
    time.sleep(1.5)
    xdotool("keyup", "F1", "keyup", "shift", "keyup", "ctrl")

    assert settled(presses) == 1


def test_letting_go_is_told_once_and_not_before(hotkeys: Hotkeys) -> None:
    presses: list[float] = []
    releases: list[float] = []
    hotkeys.bind(CHORD, presses.append, releases.append)
    xdotool("keydown", "ctrl", "keydown", "shift", "keydown", "F1")
    time.sleep(1.2)
    before = len(releases)
    xdotool("keyup", "F1", "keyup", "shift", "keyup", "ctrl")

    assert settled(releases) == 1
    assert before == 0
    assert releases[0] > presses[0] + 1


def test_a_thousand_presses_are_a_thousand(hotkeys: Hotkeys) -> None:
    presses: list[float] = []
    hotkeys.bind(CHORD, presses.append)
    xdotool("keydown", "ctrl", "keydown", "shift")
    try:
        subprocess.run(("xdotool", "key", "--repeat", "1000", "--delay", "4", "F1"), check=True, timeout=60)
    finally:
        xdotool("keyup", "shift", "keyup", "ctrl")

    assert settled(presses) == 1000


def test_the_key_does_not_reach_the_program_in_front(hotkeys: Hotkeys) -> None:
    tracker = WindowTracker()
    tracker.start()
    presses: list[float] = []
    hotkeys.bind("Ctrl+w", presses.append)
    try:
        with program(MOUSEPAD) as editor:
            window = front(tracker, editor, "Mousepad")
            xdotool("key", "ctrl+w")  # would close the editor's window

            assert (settled(presses), tracker.is_alive(window)) == (1, True)
    finally:
        tracker.close()


def test_a_key_that_another_program_has_is_named(hotkeys: Hotkeys) -> None:
    other = Hotkeys()
    other.start()
    other.bind(CHORD, lambda at: None)
    try:
        with pytest.raises(HotkeyTaken) as caught:
            hotkeys.bind(CHORD, lambda at: None)
    finally:
        other.close()

    assert caught.value.spoken == "The key Control Shift F1 is already taken by another program."


def test_a_failed_binding_leaves_nothing_grabbed(hotkeys: Hotkeys) -> None:
    other, presses = Hotkeys(), list[float]()
    other.start()
    other.bind(CHORD, lambda at: None)
    with pytest.raises(HotkeyTaken):
        hotkeys.bind(CHORD, presses.append)
    other.close()
    xdotool(*PRESS)

    assert settled(presses) == 0


def test_an_unbound_key_is_free_for_others(hotkeys: Hotkeys) -> None:
    presses: list[float] = []
    hotkeys.bind(CHORD, lambda at: None)
    hotkeys.unbind(CHORD)
    other = Hotkeys()
    other.start()
    try:
        other.bind(CHORD, presses.append)
        xdotool(*PRESS)

        assert settled(presses) == 1
    finally:
        other.close()


def test_binding_again_replaces_what_it_does(hotkeys: Hotkeys) -> None:
    first, second = list[float](), list[float]()
    hotkeys.bind(CHORD, first.append)
    hotkeys.bind(CHORD, second.append)
    xdotool(*PRESS)

    assert (settled(first), settled(second)) == (0, 1)


def test_it_fires_after_another_keyboard_layout(hotkeys: Hotkeys) -> None:
    presses: list[float] = []
    hotkeys.bind("Ctrl+Shift+y", presses.append)
    subprocess.run(("setxkbmap", "de"), check=True)
    try:
        time.sleep(0.3)
        xdotool("key", "ctrl+shift+y")

        assert settled(presses) == 1
    finally:
        subprocess.run(("setxkbmap", "us"), check=True)


def test_a_press_right_behind_news_of_the_keyboard_is_not_lost(hotkeys: Hotkeys) -> None:
    """As when another keyboard is touched for the first time: the server announces a mapping, and the chord follows at once."""
    presses: list[float] = []
    hotkeys.bind(CHORD, presses.append)
    with Keyboard() as keyboard:
        for _ in range(30):
            subprocess.run(["xmodmap", "-e", "keycode 250 = F24"], check=True)
            keyboard.press(CHORD)
            time.sleep(0.02)

    assert settled(presses) == 30


def test_a_key_that_is_not_on_the_keyboard_is_refused(hotkeys: Hotkeys) -> None:
    subprocess.run(("setxkbmap", "ru"), check=True)
    try:
        time.sleep(0.3)
        with pytest.raises(SettingsError) as caught:
            hotkeys.bind("Ctrl+Shift+q", lambda at: None)
    finally:
        subprocess.run(("setxkbmap", "us"), check=True)

    assert caught.value.spoken == "The key Control Shift Q is not on this keyboard."


def test_a_press_is_heard_within_milliseconds(hotkeys: Hotkeys) -> None:
    from Xlib import XK, X
    from Xlib.display import Display
    from Xlib.ext import xtest

    presses: list[float] = []
    hotkeys.bind(CHORD, presses.append)
    keyboard = Display()
    codes = [next(iter(keyboard.keysym_to_keycodes(XK.string_to_keysym(key))))[0] for key in ("Control_L", "Shift_L", "F1")]
    delays = []
    for count in range(1, 31):
        for code in codes[:2]:
            xtest.fake_input(keyboard, X.KeyPress, code)
        keyboard.sync()
        started = time.monotonic()
        xtest.fake_input(keyboard, X.KeyPress, codes[2])
        keyboard.sync()
        until(partial(arrived, presses, count))
        delays.append(presses[-1] - started)
        for code in reversed(codes):
            xtest.fake_input(keyboard, X.KeyRelease, code)
        keyboard.sync()
        time.sleep(0.01)
    keyboard.close()

    assert statistics.median(delays) < 0.1


def test_without_a_display_the_error_says_so() -> None:
    with pytest.raises(DesktopError) as caught:
        Hotkeys("no display").start()

    assert caught.value.spoken == "There is no graphical desktop to look at."


def test_closing_ends_the_thread_and_frees_the_keys() -> None:
    first, second = Hotkeys(), Hotkeys()
    first.start()
    first.bind(CHORD, lambda at: None)
    first.close()
    second.start()
    second.bind(CHORD, lambda at: None)
    second.close()

    assert not [thread for thread in threading.enumerate() if thread.name == "hotkeys"]
