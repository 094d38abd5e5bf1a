"""Reading a real program's text: by its key, stopped and gone on with, and on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmassist.desktop.chords import default_keys
from mmassist.desktop.windows import WindowTracker
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from tests.integration.programs.running import MOUSEPAD, front, program

LETTER = "The lift is out of order. Please take the stairs.\n\nIt will be mended on Friday morning by a man from the town.\n"
LEADER = "Ctrl+Shift+F6"
READ_ON = "Ctrl+Shift+F2"


@pytest.fixture
def tracker() -> Iterator[WindowTracker]:
    found = WindowTracker()
    found.start()
    yield found
    found.close()


@pytest.mark.timeout(120)
def test_a_text_is_read_stopped_and_gone_on_with(tmp_path: Path, keyboard: Keyboard, tracker: WindowTracker) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER)
    environment = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "MMASSIST_KEYS__READ_ON": READ_ON}
    with RunningApp(tmp_path / "home", environment=environment) as app, program((*MOUSEPAD, str(letter))) as editor:
        front(tracker, editor, "letter.txt")
        keyboard.press(LEADER)
        pressed = keyboard.press("r")
        app.wait_spoken("The lift is out of order.", pressed, timeout=40)
        second = app.wait_spoken("Please take the stairs.", pressed)
        stopped = keyboard.press(default_keys()["stop"])
        on = keyboard.press(READ_ON)
        app.wait_turn(on, timeout=40)
        told = [event.text for event in app.spoken(on) if event.channel == "detail"]
        assert second.at < stopped
        assert told[:2] == ["Please take the stairs.", "It will be mended on Friday morning by a man from the town."]


@pytest.mark.timeout(120)
def test_the_command_line_reads_by_paragraphs(tmp_path: Path, tracker: WindowTracker) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER)
    with program(("zenity", "--text-info", f"--filename={letter}", "--title=Notice", "--width=700", "--height=500")) as notice:
        front(tracker, notice, "Notice")
        command = (sys.executable, "-m", "mmassist", "read", "--json", "--no-speak", "--by", "paragraph")
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    told = json.loads(done.stdout)
    assert [unit["text"] for unit in told["units"]] == [
        "The lift is out of order. Please take the stairs.",
        "It will be mended on Friday morning by a man from the town.",
    ]
    assert told["heading"].startswith("Notice")
