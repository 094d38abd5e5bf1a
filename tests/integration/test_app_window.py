"""The app's own window and tray on the real desktop."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from mmassist.desktop.chords import default_keys
from mmassist.measure import programs
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from mmassist.measure.sink import Sink
from tests.integration.own_window import to_front, windows

pytestmark = pytest.mark.timeout(120)


def test_any_key_in_the_apps_own_window_stops_speech(app: RunningApp, keyboard: Keyboard, sink: Sink) -> None:
    to_front()
    pressed = keyboard.press(default_keys()["describe"])
    app.wait_spoken("mmassist", pressed)
    time.sleep(0.3)
    stopped = keyboard.press("Down")
    assert sink.silence(stopped, lasting=1.0) - stopped < 0.5
    assert app.spoken(stopped + 0.5) == ()


def test_without_a_tray_the_window_is_there_but_not_in_front(home: Path) -> None:
    with programs.galculator() as calculator, RunningApp(home):
        time.sleep(1)
        assert windows()
        assert programs.active_window() == calculator.window


def test_with_a_tray_only_the_icon_is_there(home: Path) -> None:
    with programs.tray_host(), RunningApp(home):
        time.sleep(1)
        assert windows() == []


def test_the_quit_button_ends_the_app(home: Path, keyboard: Keyboard) -> None:
    with RunningApp(home) as app:
        to_front()
        keyboard.press("alt+q")
        deadline = time.monotonic() + 10
        while app.running:
            assert time.monotonic() < deadline
            time.sleep(0.1)
