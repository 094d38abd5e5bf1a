"""The app's windows on the real desktop, by real keys."""

from __future__ import annotations

import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from mmassist.desktop.chords import default_keys, defaults
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from tests.integration.own_window import to_front, wait_title, windows

pytestmark = pytest.mark.timeout(200)

_PATIENCE = 30.0  # seconds for something to be heard


def test_a_setting_is_found_changed_heard_and_kept(app: RunningApp, keyboard: Keyboard, home: Path) -> None:
    to_front()
    keyboard.press("alt+g")
    wait_title("Settings")
    for key in ("r", "a", "t", "e", "Return", "Tab"):  # to the search, the list, the range
        keyboard.press(key)
    pressed = keyboard.press("Up")
    app.wait_spoken("Saved.", pressed, timeout=_PATIENCE)
    written = tomllib.loads(next(home.rglob("settings.toml")).read_text("utf-8"))
    assert written["speech"]["rate"] == 310


def test_the_welcome_is_finished_by_keys_alone(home: Path, keyboard: Keyboard) -> None:
    """As by somebody who hears and sees nothing: each key is pressed after what was spoken."""
    with RunningApp(home, welcomed=False) as app:
        app.wait_spoken("Press up arrow until I speak as fast as you like", timeout=_PATIENCE)
        pressed = keyboard.press("Up")
        app.wait_spoken("320 words a minute", pressed, timeout=_PATIENCE)
        pressed = keyboard.press("Return")
        app.wait_spoken("Try it now: press the first of them", pressed, timeout=_PATIENCE)
        pressed = keyboard.press(default_keys()["describe"])
        app.wait_spoken("That was it", pressed, timeout=_PATIENCE)
        assert any("Welcome to mmassist" in event.text for event in app.spoken(pressed))
        pressed = keyboard.press("Return")
        app.wait_spoken("each time, chosen", pressed, timeout=_PATIENCE)
        pressed = keyboard.press("Up")
        app.wait_spoken("Nothing, chosen. Nothing ever leaves this computer", pressed, timeout=_PATIENCE)
        pressed = keyboard.press("Return")
        app.wait_spoken("Press Enter to finish", pressed, timeout=_PATIENCE)
        pressed = keyboard.press("Return")
        app.wait_spoken("The welcome is over", pressed, timeout=_PATIENCE)
    kept = tomllib.loads(next(home.rglob("settings.toml")).read_text("utf-8"))
    assert (kept["speech"]["rate"], kept["privacy"]["sending"]) == (320, "local")
    with RunningApp(home, welcomed=False) as app:
        app.wait_spoken("mmassist is ready", timeout=_PATIENCE)


def test_a_letter_is_tried_given_and_in_use_at_once(app: RunningApp, keyboard: Keyboard) -> None:
    subprocess.run([sys.executable, "-m", "mmassist", "run", "--window", "keys"], check=True, timeout=60)
    wait_title("Keys")
    time.sleep(0.5)  # while a window manager arranges windows it holds the keyboard
    keyboard.press("alt+s")
    for key in ("n", "e", "x", "t", "space", "b", "u", "t", "t", "o", "n", "Return", "Return"):  # to the table, and to the key's field
        keyboard.press(key)
    pressed = keyboard.press("shift+v")
    app.wait_spoken("Shift V is free", pressed, timeout=_PATIENCE)
    keyboard.press("Tab")
    pressed = keyboard.press("space")
    app.wait_spoken("next button: Shift+V", pressed, timeout=_PATIENCE)
    keyboard.press("Escape")
    to_front()
    pressed = keyboard.press(str(defaults()["leader"]))
    keyboard.press("shift+v")
    app.wait_spoken("Nothing has been described yet", pressed, timeout=_PATIENCE)


def test_the_first_start_on_a_german_desktop_is_german(home: Path, keyboard: Keyboard) -> None:
    with RunningApp(home, welcomed=False, environment={"LANG": "de_DE.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}) as app:
        app.wait_spoken("Drücken Sie Pfeil auf, bis ich so schnell spreche, wie Sie mögen", timeout=_PATIENCE)
        pressed = keyboard.press("Up")
        app.wait_spoken("320 Wörter pro Minute", pressed, timeout=_PATIENCE)
        pressed = keyboard.press("Return")
        app.wait_spoken("Steuerung Umschalt F1 beschreibt das Fenster im Vordergrund", pressed, timeout=_PATIENCE)
        pressed = keyboard.press("Escape")
        app.wait_spoken("Die Begrüßung ist zu Ende", pressed, timeout=_PATIENCE)


def test_a_window_comes_where_the_main_one_is_only_in_the_tray(home: Path, keyboard: Keyboard) -> None:
    with programs.tray_host(), RunningApp(home):
        subprocess.run([sys.executable, "-m", "mmassist", "run", "--window", "settings"], check=True, timeout=60)
        wait_title("Settings")
        time.sleep(0.5)  # while a window manager arranges windows it holds the keyboard
        keyboard.press("Escape")
        deadline = time.monotonic() + _PATIENCE
        while windows("Settings"):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert windows() == []
