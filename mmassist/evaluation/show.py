"""Shows a generated window in the current desktop, in a process of its own, for as long as it is looked at."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from mmassist.errors import DesktopError
from mmassist.evaluation.layout import Look, Spec
from mmassist.evaluation.report import Shown, shown_from_json

SYSTEM_PYTHON = "/usr/bin/python3"
# A window is given up after so many seconds, and its process killed if it doesn't end in so many.
START_SECONDS = 40.0
END_SECONDS = 10.0


def require_display() -> None:
    """Raises DesktopError where there is no display to show windows in."""
    if not os.environ.get("DISPLAY"):
        remedy = "Start one for this command: packaging/virtual-desktop.sh COMMAND, or run it in a graphical session."
        raise DesktopError("DISPLAY is not set", "There is no display to show windows in.", remedy)


def command(toolkit: str) -> list[str]:
    """The command that shows a window with that toolkit."""
    if toolkit in {"qt", "web"}:
        return [sys.executable, "-m", f"mmassist.evaluation.{toolkit}_window"]
    return [SYSTEM_PYTHON, "-m", "evaluation.gtk_window"]


def environment(look: Look) -> dict[str, str]:
    """The environment that gives a window its look."""
    if look.toolkit == "web":
        own = {}
    elif look.toolkit == "qt":
        own = {"QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": f"{look.scale:g}", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    else:
        theme = "Adwaita:dark" if look.theme == "Adwaita-dark" else look.theme
        own = {"GDK_BACKEND": "x11", "GDK_SCALE": f"{look.scale:g}", "GDK_DPI_SCALE": f"{look.text_scale:g}", "GTK_THEME": theme}
        # the system's Python finds this folder as a package of its own, and leaves no compiled files in it
        own |= {"PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**os.environ, **own}


@contextmanager
def window(spec: Spec) -> Iterator[Shown]:
    """Shows the window; inside the block it is painted, active and has the right focus. Ends its process on the way out, whatever
    happens. Raises DesktopError if the window does not come up."""
    with TemporaryFile("w+", encoding="utf-8") as complaints:
        process = subprocess.Popen(
            command(spec.look.toolkit),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=environment(spec.look),
            text=True,
            encoding="utf-8",
        )
        try:
            yield _come_up(process, spec, complaints)
        finally:
            _end(process)


def _come_up(process: subprocess.Popen[str], spec: Spec, complaints: IO[str]) -> Shown:
    if process.stdin is None or process.stdout is None:
        raise DesktopError("the window's process has no pipes")
    try:
        process.stdin.write(json.dumps(spec.as_json()) + "\n")
        process.stdin.flush()
    except BrokenPipeError as error:
        raise DesktopError(f"the window's program did not start: {_last_line(complaints)}") from error
    ready, _, _ = select.select([process.stdout], [], [], START_SECONDS)
    line = process.stdout.readline() if ready else ""
    if not line:
        raise DesktopError(f"the window did not come up: {_last_line(complaints)}")
    shown = shown_from_json(line)
    if not shown.ready:
        raise DesktopError(f"the window did not become active; the focus is on {shown.focus!r}")
    return shown


def _last_line(complaints: IO[str]) -> str:
    complaints.seek(0)
    return (complaints.read().strip().splitlines() or ["no reason given"])[-1]


def _end(process: subprocess.Popen[str]) -> None:
    """The program ends with its input; what does not is killed."""
    try:
        if process.stdin is not None:
            process.stdin.close()
    except BrokenPipeError:
        # it has gone already, which is what is wanted
        process.kill()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
