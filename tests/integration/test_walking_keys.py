"""Walking what was seen by keys in the running app: go to a field, copy and spell, give it the focus, type into it, click."""

from __future__ import annotations

import time
from pathlib import Path
from types import ModuleType

import pytest

from mmassist.capture.clipboard_selection import Limits, Selection
from mmassist.desktop import x11
from mmassist.desktop.chords import default_keys, defaults
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from tests.integration.programs.running import xdotool

pytestmark = pytest.mark.timeout(300)
LEADER = str(defaults()["leader"])
_PATIENCE = 40.0  # seconds
FORM = ("--forms", "--title=Where from", "--text=Who comes?", "--add-entry=Name", "--add-entry=Town")


def clipboard() -> str:
    with x11.opened() as connection:
        selection = Selection(connection, Limits())
        held = selection.read("UTF8_STRING", 10_000)
        selection.close()
    return (held or b"").decode()


def letter(keyboard: Keyboard, key: str) -> float:
    """The leader, and then a letter; when that went down."""
    keyboard.press(LEADER)
    return keyboard.press(key)


def typed_there(keyboard: Keyboard, text: str) -> str:
    """Types into what has the focus, and gives what it holds then."""
    keyboard.type(text)
    ends = time.monotonic() + 20
    while True:
        keyboard.press("ctrl+a")
        keyboard.press("ctrl+c")
        time.sleep(0.2)
        if (found := clipboard()) == text or time.monotonic() > ends:
            return found


def test_a_form_is_filled_in_by_its_items_alone(home: Path, programs: ModuleType, keyboard: Keyboard) -> None:
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "settings.toml").write_text("version = 2\n[speech]\nrate = 900\n[keys]\nwalk_seconds = 60\n")
    with programs.program(["zenity", *FORM], "^Where from$") as form, RunningApp(home) as app:
        ends = time.monotonic() + 40
        while "Town" not in str(app.wait_turn(keyboard.press(default_keys()["describe"])).fields["items"]):
            assert time.monotonic() < ends
        app.wait_spoken("Town, text field, empty, 2 of 2", letter(keyboard, "e"), timeout=_PATIENCE)
        app.wait_spoken("There is no heading here.", keyboard.press("j"), timeout=_PATIENCE)
        app.wait_spoken("capital T, O, W, N", keyboard.press("l"), timeout=_PATIENCE)
        app.wait_spoken("Copied, 4 characters.", keyboard.press("c"), timeout=_PATIENCE)
        copied = clipboard()
        app.wait_spoken("Focus on Town, text field, empty.", letter(keyboard, "shift+F"), timeout=_PATIENCE)
        typed = typed_there(keyboard, "Bonn")

        app.wait_spoken("Cancel, button", letter(keyboard, "b"), timeout=_PATIENCE)
        app.wait_spoken("OK, button", keyboard.press("b"), timeout=_PATIENCE)
        asked = keyboard.press("Return")
        app.wait_spoken("To click it", asked, timeout=_PATIENCE)
        time.sleep(0.5)
        assert form.process.poll() is None
        app.wait_spoken("Clicked.", keyboard.press("y"), timeout=_PATIENCE)
        code = form.process.wait(20)
    assert (copied, typed, code) == ("Town", "Bonn", 0)


def test_from_the_list_in_our_window_the_focus_goes_back_into_the_program(home: Path, programs: ModuleType, keyboard: Keyboard) -> None:
    with programs.program(["zenity", *FORM], "^Where from$") as form, RunningApp(home) as app:
        ends = time.monotonic() + 40
        while "Town" not in str(app.wait_turn(keyboard.press(default_keys()["describe"])).fields["items"]):
            assert time.monotonic() < ends
        xdotool("search", "--onlyvisible", "--name", "^mmassist$", "windowactivate", "--sync")
        keyboard.press("alt+i")
        keyboard.type("t")
        app.wait_spoken("Town, text field", keyboard.press("Return"), timeout=_PATIENCE)
        app.wait_spoken("Focus on Town, text field, empty.", keyboard.press("ctrl+f"), timeout=_PATIENCE)
        in_front = form.wait_in_front("^Where from$")
        typed = typed_there(keyboard, "Ulm")
    assert (in_front, typed) == (form.window, "Ulm")
