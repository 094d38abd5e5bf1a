"""The app's own window, as what tests of the desktop look for and bring to the front."""

from __future__ import annotations

import subprocess
import time

from mmassist.measure import programs

TITLE = "mmassist"


def windows(title: str = TITLE) -> list[str]:
    """Ids of the visible windows with this very title."""
    return subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", f"^{title}$"], capture_output=True, text=True, timeout=10, check=False
    ).stdout.split()


def to_front() -> None:
    """Brings the app's main window to the front, and waits until it has the keyboard."""
    deadline = time.monotonic() + 10
    while not (found := windows()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    subprocess.run(["xdotool", "windowactivate", found[0]], timeout=10, check=True)
    wait_title(TITLE)
    time.sleep(0.5)  # while a window manager arranges windows it holds the keyboard


def wait_title(title: str, timeout: float = 20.0) -> None:
    """Waits until a window of this title is in front."""
    deadline = time.monotonic() + timeout
    while programs.window_title(programs.active_window()) != title:
        assert time.monotonic() < deadline, programs.window_title(programs.active_window())
        time.sleep(0.05)
