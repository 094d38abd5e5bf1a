"""Starts real programs, waits until their window is in front, and ends them by process id."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from mmassist.desktop.windows import WindowTracker
from mmassist.values import Window

HERE = Path(__file__).parent
QT = (sys.executable, "-P", str(HERE / "qt_desktop.py"))
MOUSEPAD = ("mousepad", "--disable-server")
_GTK = """
import signal, sys, gi
gi.require_version("Gtk", "3.0")
from gi.repository import Gtk
signal.signal(signal.SIGTERM, signal.SIG_DFL)
builder = Gtk.Builder.new_from_file(sys.argv[1])
for row in range(int(sys.argv[2])):
    builder.get_object("orders").append((f"Item {row}", str(row)))
builder.get_object("window").show()
Gtk.main()
"""


def gtk(more_rows: int = 0) -> tuple[str, ...]:
    """The command for the GTK 3 form, its list `more_rows` longer than its three."""
    return ("/usr/bin/python3", "-c", _GTK, str(HERE / "gtk_form.ui"), str(more_rows))


@contextlib.contextmanager
def program(
    command: Sequence[str], environment: Mapping[str, str] | None = None, *, output: IO[bytes] | int = subprocess.DEVNULL
) -> Iterator[subprocess.Popen[bytes]]:
    """The running program, with `environment` on top of ours; killed at the end, even if it is stopped."""
    quiet, merged = subprocess.DEVNULL, {**os.environ, **(environment or {})}
    process = subprocess.Popen(list(command), env=merged, stdin=quiet, stdout=output, stderr=quiet)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()


def until(condition: Callable[[], object], seconds: float = 15.0) -> None:
    """Returns once `condition` is true; fails if it does not become so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def front(tracker: WindowTracker, process: subprocess.Popen[bytes], title: str = "") -> Window:
    """The program's window, once it is in front and shows `title`."""

    def there() -> bool:
        window = tracker.active()
        return window is not None and window.pid == process.pid and title in window.title

    until(there)
    window = tracker.active()
    assert window is not None
    return window


def xdotool(*arguments: str) -> None:
    """Types, clicks and moves windows as a person would."""
    subprocess.run(("xdotool", *arguments), check=True, capture_output=True, timeout=20)


def save_prompt(tracker: WindowTracker, editor: subprocess.Popen[bytes]) -> Window:
    """Types into the editor and asks it to close, until its save prompt is in front: a key pressed too early is lost."""
    xdotool("type", "some words")
    for _ in range(4):
        xdotool("key", "alt+F4")
        with contextlib.suppress(AssertionError):
            until(lambda: (window := tracker.active()) is not None and window.pid == editor.pid and "Save" in window.title, 3)
            break
    return front(tracker, editor, "Save")
