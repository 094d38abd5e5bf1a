"""A page that goes on below is scrolled, read once and in order, and put back: real programs, by their pixels alone."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mmassist.capture.screen import ScreenGrabber
from mmassist.desktop.wheel import XWheel
from mmassist.desktop.windows import WindowTracker
from mmassist.measure.keyboard import Keyboard
from mmassist.perception.change import changed_tiles
from mmassist.perception.stitching import moved, opaque
from mmassist.values import Pixels, Target, Window
from tests.integration.programs.running import front, program, until

_WORDS = ("amber", "basket", "candle", "dragon", "engine", "forest", "garden", "hammer", "island", "jacket")
READ = (sys.executable, "-m", "mmassist", "read", "--json", "--no-speak", "--by", "line")
FIRST, LAST = 100, 150


def _line(number: int) -> str:
    return f"{number} {_WORDS[number % 10]} {_WORDS[number // 10 % 10]} and a {_WORDS[number * 7 % 10]}"


TEXT = "\n".join(_line(number) for number in range(FIRST, LAST + 1))
NOTICE = ("--text-info", "--title=Notice", "--width=700", "--height=500", "--font=DejaVu Sans 12")


@pytest.fixture
def tracker() -> Iterator[WindowTracker]:
    found = WindowTracker()
    found.start()
    yield found
    found.close()


@contextlib.contextmanager
def notice(tmp_path: Path, tracker: WindowTracker) -> Iterator[Window]:
    """A long text in a window of GTK 3."""
    letter = tmp_path / "notice.txt"
    letter.write_text(TEXT)
    with program(("zenity", *NOTICE, f"--filename={letter}")) as running:
        yield front(tracker, running, "Notice")


def picture(window: Window) -> Pixels:
    grabber = ScreenGrabber()
    try:
        return grabber.grab(Target(), window, (0, 0)).pixels
    finally:
        grabber.close()


def looks_as(before: Pixels, window: Window) -> bool:
    """But for a caret that blinks. A scroll bar of GTK's fades a second after the last move."""
    return int(changed_tiles(opaque(before), opaque(picture(window))).sum()) <= 2


def read(*arguments: str) -> dict[str, Any]:
    done = subprocess.run((*READ, *arguments), capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def numbers(told: dict[str, Any]) -> list[int]:
    """Of the lines, in the order that they are read in."""
    return [int(found[0]) for unit in told["units"] if (found := re.match(r"\d+", unit["text"]))]


@pytest.mark.timeout(300)
def test_a_long_text_is_read_to_its_end_and_put_back(tmp_path: Path, tracker: WindowTracker) -> None:
    with notice(tmp_path, tracker) as window:
        before = picture(window)
        told = read("--scroll", "--no-outline")
        assert numbers(told) == [*range(FIRST, LAST + 1)]
        assert told["warnings"] == []
        until(lambda: looks_as(before, window))


@pytest.mark.timeout(120)
def test_a_text_that_its_program_tells_whole_is_not_scrolled(tmp_path: Path, tracker: WindowTracker) -> None:
    with notice(tmp_path, tracker) as window:
        before = picture(window)
        told = read("--scroll")
        assert numbers(told) == [*range(FIRST, LAST + 1)]
        assert "ocr" not in told["timings"]
        assert looks_as(before, window)


@pytest.mark.timeout(120)
def test_control_c_while_it_scrolls_puts_the_page_back(tmp_path: Path, tracker: WindowTracker) -> None:
    with notice(tmp_path, tracker) as window:
        before = picture(window)
        with program((*READ, "--scroll", "--no-outline")) as reading:
            until(lambda: moved(before, picture(window)), seconds=60)
            reading.send_signal(signal.SIGINT)
            assert reading.wait(timeout=60) != 0
        until(lambda: looks_as(before, window))


@pytest.mark.timeout(120)
def test_escape_stops_the_wheel_and_does_not_reach_the_program(tmp_path: Path, tracker: WindowTracker) -> None:
    with notice(tmp_path, tracker) as window, Keyboard() as keyboard, contextlib.closing(XWheel()) as wheel:
        wheel.open()
        assert not wheel.is_stopped()
        keyboard.press("Escape")  # the dialog would be closed by it
        until(wheel.is_stopped)
        assert not wheel.is_held()
        before = picture(window)
        wheel.turn(int(window.box.centre[0]), int(window.box.centre[1]), 2)
        until(lambda: moved(before, picture(window)))
        wheel.close()
        keyboard.press("Escape")
        until(lambda: not tracker.is_alive(window))
