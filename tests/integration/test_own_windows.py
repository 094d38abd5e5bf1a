"""The app's windows on the real desktop, by real keys."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from tests.integration.own_window import to_front, wait_title

pytestmark = pytest.mark.timeout(120)


def test_a_setting_is_found_changed_heard_and_kept(app: RunningApp, keyboard: Keyboard, home: Path) -> None:
    to_front()
    keyboard.press("alt+g")
    wait_title("Settings")
    for key in ("r", "a", "t", "e", "Return", "Tab"):  # to the search, the list, the range
        keyboard.press(key)
    pressed = keyboard.press("Up")
    app.wait_spoken("Saved.", pressed)
    written = tomllib.loads(next(home.rglob("settings.toml")).read_text("utf-8"))
    assert written["speech"]["rate"] == 310
