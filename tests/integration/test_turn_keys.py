"""The leader key and its letters in the running app, in front of a real editor: what is heard, and that no letter is typed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmassist.desktop.chords import default_keys, defaults
from mmassist.desktop.hotkeys import Hotkeys
from mmassist.desktop.windows import WindowTracker
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import Event, RunningApp
from tests.integration.programs.running import MOUSEPAD, front, program, until, xdotool

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(150)]

LEADER = str(defaults()["leader"])
QUIET = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}


@pytest.fixture
def keyboard() -> Iterator[Keyboard]:
    with Keyboard() as found:
        yield found


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Path]:
    """A file that is open in the editor in front."""
    file = tmp_path / "letter.txt"
    file.write_text("One line.\n")
    tracker = WindowTracker()
    tracker.start()
    try:
        with program((*MOUSEPAD, str(file))) as running:
            front(tracker, running, "letter")
            yield file
    finally:
        tracker.close()


def started(home: Path, keys: str = "") -> RunningApp:
    """With these settings of keys."""
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text(f"version = 2\n[speech]\nrate = 900\n{keys}")
    return RunningApp(home, environment=QUIET)


def walked(app: RunningApp, since: float) -> list[Event]:
    return [event for event in app.spoken(since) if event.channel == "detail"]


def typed(file: Path) -> str:
    before = file.stat().st_mtime_ns
    xdotool("key", "ctrl+s")
    until(lambda: file.stat().st_mtime_ns != before)
    time.sleep(0.2)
    return file.read_text()


def test_letters_do_commands_and_none_is_typed(tmp_path: Path, keyboard: Keyboard, editor: Path) -> None:
    with started(tmp_path / "home") as app:

        def describes() -> bool:
            keyboard.press(LEADER)
            described = keyboard.press("d")
            app.wait_turn(described)
            told = " ".join(event.text for event in app.spoken(described))
            return "Focus on" in told and "Menus:" in told

        until(describes)  # right after its start an editor's focus may not be known yet; it comes after the menus
        # A walk: the leader once, then a key a step, then out.
        keyboard.press(LEADER)
        first = keyboard.press("p")
        until(lambda: walked(app, first))
        second = keyboard.press("p")
        until(lambda: walked(app, second))
        keyboard.press("Escape")
        # A letter without a command, a key without the leader, and the letters told until the stop key.
        keyboard.press(LEADER)
        unknown = keyboard.press("shift+v")
        app.wait_spoken("There is no command on Shift V. Press the leader key twice to hear the letters.", unknown)
        keyboard.press(LEADER)
        time.sleep(0.3)  # as a hand does: an instant repetition is the keyboard's own
        told = keyboard.press(LEADER)
        app.wait_spoken("Press Control Shift F6, let it go, then press a letter.", told)
        app.wait_spoken("To look.", told, timeout=40)
        keyboard.press(default_keys()["stop"])
        keyboard.type("after")

        assert typed(editor) in ("afterOne line.\n", "One line.\nafter\n", "One line.\nafter")
        assert walked(app, first)[0].text != walked(app, second)[0].text


@pytest.mark.parametrize("layout", ["fr", "ru"])
def test_a_letter_works_with_another_layout(tmp_path: Path, keyboard: Keyboard, editor: Path, layout: str) -> None:
    with started(tmp_path / "home") as app:
        subprocess.run(("setxkbmap", layout), check=True, timeout=20)
        try:
            time.sleep(0.5)
            xdotool("key", "ctrl+shift+F6")
            at = time.monotonic()
            xdotool("key", "a" if layout == "fr" else "Cyrillic_ve")  # in France where Q is elsewhere; in Russia on the D
            if layout == "ru":
                app.wait_spoken("Mousepad", at, timeout=30)
            else:
                app.wait_for(lambda event: event.kind == "listening" and event.at >= at, timeout=30)
        finally:
            subprocess.run(("setxkbmap", "us"), check=True, timeout=20)


def test_contradictory_and_taken_keys_are_said_with_what_is_free_and_the_others_work(
    tmp_path: Path, keyboard: Keyboard, editor: Path
) -> None:
    keys = '[keys]\nleader = "Ctrl+Shift+F1"\nstop = "Ctrl+Nonsense"\n[keys.letters]\ndescribe = "n"\ndance = "Shift+V"\n'
    with started(tmp_path / "home", f'{keys}[keys.chords]\nmore = "Alt+F4"\n') as app:
        app.wait_spoken("is free. To take it: mmassist keys set more.", timeout=90)
        said = " ".join(event.text for event in app.spoken())
        keyboard.press("Ctrl+Shift+F1")
        app.wait_spoken("Mousepad", keyboard.press("n"), timeout=30)

        assert "The letter N is set twice. It stays with: describe the window. Without a letter is: next item." in said
        assert "The key Control Shift F1 is set twice. It stays with: the leader key. Without a key is: describe the window." in said
        assert "Control Shift F6 is still free. Set it with mmassist keys set." in said
        assert "The key in the settings is not one I know. It is set for: stop speaking." in said
        assert "The key settings name a command that I do not have: dance." in said
        assert "The key Alt F4 is already taken by Openbox. It is set for: more detail." in said


def test_in_a_program_the_leader_can_be_left_to_it(tmp_path: Path, keyboard: Keyboard, editor: Path) -> None:
    with started(tmp_path / "home", '[keys.programs.Mousepad]\nleader = "none"\n') as app:
        other = Hotkeys()
        other.start()
        try:
            until(lambda: _takes(other))  # the app does not have it while the editor is in front
        finally:
            other.close()
        with program(("zenity", "--info", "--text=Hello", "--title=Notice")) as notice:
            tracker = WindowTracker()
            tracker.start()
            front(tracker, notice, "Notice")
            tracker.close()
            time.sleep(1)
            keyboard.press(LEADER)
            app.wait_spoken("Notice", keyboard.press("d"), timeout=30)


def test_what_is_typed_while_the_app_is_stopped_comes_to_the_editor_once_it_goes_on(
    tmp_path: Path, keyboard: Keyboard, editor: Path
) -> None:
    with started(tmp_path / "home") as app:
        os.kill(app.pid, signal.SIGSTOP)
        try:
            keyboard.press(default_keys()["stop"])
            keyboard.type("after")
        finally:
            os.kill(app.pid, signal.SIGCONT)

        assert "after" in typed(editor)


def _takes(keys: Hotkeys) -> bool:
    from mmassist.errors import HotkeyTaken

    try:
        keys.bind(LEADER, lambda at: None)
    except HotkeyTaken:
        return False
    return True


def test_the_command_line_tries_a_key_before_it_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMASSIST_HOME", str(tmp_path))

    def keys(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", "mmassist", "keys", *arguments)
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    taken, free, checked = keys("set", "next", "Alt+F4"), keys("set", "next"), keys("check")

    assert (taken.returncode, taken.stderr.partition(". ")[0]) == (1, "The key Alt F4 is already taken by Openbox")
    assert (free.returncode, free.stdout.partition(" now")[0]) == (0, "next has the key Ctrl+Shift+F10")
    assert (checked.returncode, checked.stdout) == (0, "All keys are free for mmassist.\n")
