"""What Orca says of the app's other windows, focus by focus; the welcome leaves it to say what has the focus."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

import pytest

from mmassist.engine.own_windows import OwnWindow
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.running import RunningApp
from mmassist.measure.speech_server import Said, SpeechServer
from tests.integration.own_window import wait_title
from tests.integration.test_screen_reader import app, pytestmark, server, walk

__all__ = ["app", "pytestmark", "server"]  # fixtures and marks

WINDOWS: dict[OwnWindow, tuple[str, tuple[str, ...]]] = {
    OwnWindow.SETTINGS: (
        "Settings",
        (
            "All settings. | List with",
            "Value of Start, at login check box not checked.",
            "Help: Start mmassist whenever you log in.",
            "Reset all... push button.",
            "Add... push button. | A backend, or a profile or keys of a program.",
            "Status:",
            "Close push button.",
            "Search text. | A word of its name or of what it does.",
        ),
    ),
    OwnWindow.KEYS: (
        "Keys",
        (
            "New key, tried read only text. | It is only tried.",
            "Give it to the command push button.",
            "No key for it push button.",
            "Usual keys for it push button.",
            "Reset all... push button.",
            "Status:",
            "Close push button.",
            "In program editable combo box. | What you change is changed in it alone.",
            "Search text. | A word of what it does, or a key.",
            "Keys. | table with",
        ),
    ),
    OwnWindow.HISTORY: (
        "History",
        (
            "Program combo box. | All programs.",
            "Entries, newest first. | list.",
            "Text of the entry read only text.",
            "Older push button. | Adds older entries to the list.",
            "Delete push button. | The entries that are chosen in the list.",
            "Export... push button. | All entries that the search finds.",
            "Wipe all... push button.",
            "Status:",
            "Close push button.",
            "Search text. | Words that were said, all of them.",
        ),
    ),
    OwnWindow.ABOUT: (
        "About mmassist",
        (
            "Status:",
            "Licences read only text.",
            "Check again push button.",
            "Save a file for a helper... push button.",
            "Close push button.",
            "About: mmassist",
            "What is there and what is missing read only text.",
        ),
    ),
    OwnWindow.WELCOME: (
        "Welcome to mmassist",
        (
            "Language combo box. | English.",
            "Pitch 50 spin button.",
            "Volume 90 spin button.",
            "Next push button.",
            "Say it again push button.",
            "mmassist tells you what is on your screen.",
            "Rate 300 spin button.",
        ),
    ),
}


@pytest.fixture
def opened(app: RunningApp, keyboard: Keyboard) -> Keyboard:
    return keyboard


def _names(title: str, said: Said) -> bool:
    """Whether Orca says that this window came."""
    return not said.ours and said.text.startswith(title)


def test_orca_says_each_control_of_each_window(opened: Keyboard, server: SpeechServer) -> None:
    for window, (title, controls) in WINDOWS.items():
        subprocess.run([sys.executable, "-m", "mmassist", "run", "--window", window.value], check=True, timeout=60)
        wait_title(title)
        server.wait_said(partial(_names, title), timeout=40)
        walk(server, opened, controls)
        opened.press("Escape")
        wait_title("mmassist")
    ours = [one.text for one in server.said() if one.ours]
    assert [text for text in ours if text.endswith(("button.", "change it.", "choose."))] == []
