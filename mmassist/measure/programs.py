"""Real programs on the desktop: each is started with a home of its own, waited for until its window is in front, and ended for good."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mmassist.measure.keyboard import Keyboard

_POLL = 0.02


class ProgramFailed(RuntimeError):
    """A program did not come up, or did not do what it was asked to."""


@dataclass(frozen=True, slots=True)
class Program:
    """A running program. `window`: X id of the window that was in front when it had started."""

    process: subprocess.Popen[bytes]
    window: int

    @property
    def pid(self) -> int:
        return self.process.pid

    def wait_in_front(self, title: str, timeout: float = 10.0) -> int:
        """Waits until a window of this program whose title matches the pattern `title` is the active one; returns its id."""
        return _wait_in_front(self.process, title, timeout, unlike=0)

    def suspend(self) -> None:
        """Makes it hang: it keeps its window and answers nothing."""
        os.killpg(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.killpg(self.pid, signal.SIGCONT)

    def end(self) -> None:
        """Ends it and all that it started; returns when it is gone. Idempotent."""
        for stop, patience in ((signal.SIGTERM, 2.0), (signal.SIGKILL, 5.0)):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, stop)
                os.killpg(self.pid, signal.SIGCONT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
                break
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


@contextlib.contextmanager
def program(
    argv: Sequence[str],
    title: str = "",
    *,
    environment: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
    timeout: float = 20.0,
) -> Iterator[Program]:
    """Runs `argv` while the context lasts; yields it once a window of its whose title matches the pattern `title` is in front.

    `files`: what it finds in its folder of configuration, by their paths there. Raises ProgramFailed, with what it printed, if no such
    window comes.
    """
    with tempfile.TemporaryDirectory(prefix="mmassist-program-", ignore_cleanup_errors=True) as home, tempfile.TemporaryFile() as output:
        _furnish(Path(home), files or {})
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=_environment(Path(home), environment or {}),
            start_new_session=True,
        )
        running = Program(process, 0)
        try:
            try:
                running = Program(process, _wait_in_front(process, title, timeout, unlike=0))
            except ProgramFailed as error:
                output.seek(0)
                raise ProgramFailed(f"{argv[0]}: {error}\n{output.read().decode(errors='replace')[-2000:]}") from None
            yield running
        finally:
            running.end()
            _wait_gone(running.window)


@contextlib.contextmanager
def mousepad(text: str, keyboard: Keyboard) -> Iterator[Program]:
    """The editor with an unsaved document: `text`, typed by real keys."""
    with program(["mousepad", "--disable-server"], "Mousepad$") as editor:
        if text:
            keyboard.type(text)
            # the star says that the document has changed, so the keys have arrived
            editor.wait_in_front(r"^\*.*Mousepad$")
        yield editor


def ask_to_close(program: Program, keyboard: Keyboard, title: str, timeout: float = 10.0) -> int:
    """Closes the window in front as a user does (Alt+F4, which the window manager turns into WM_DELETE_WINDOW).

    Returns the id of the dialog, whose title matches `title`, that the program opens instead of going.
    """
    before = active_window()
    deadline = time.monotonic() + timeout
    while True:
        keyboard.press("alt+F4")
        try:
            return _wait_in_front(program.process, title, 2.0, unlike=before)
        except ProgramFailed:
            # a window manager can lose a chord that comes while it still arranges the window
            if time.monotonic() > deadline or program.process.poll() is not None:
                raise


@contextlib.contextmanager
def save_prompt(text: str, keyboard: Keyboard) -> Iterator[Program]:
    """The editor asking whether to save `text`; `window` is the question's."""
    with mousepad(text, keyboard) as editor:
        yield Program(editor.process, ask_to_close(editor, keyboard, "^Save Changes$"))


@contextlib.contextmanager
def galculator() -> Iterator[Program]:
    with program(["galculator"], "galculator") as calculator:
        yield calculator


@contextlib.contextmanager
def xterm(command: str, title: str = "terminal") -> Iterator[Program]:
    """A terminal, the program without an accessibility tree, in which the shell runs `command` and then waits."""
    with program(
        ["xterm", "-fa", "DejaVu Sans Mono", "-fs", "12", "-T", title, "-e", "sh", "-c", f"{command}; exec sleep 3600"], title
    ) as shown:
        yield shown


@contextlib.contextmanager
def qt_program(
    script: Path, title: str = "", arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """A Qt program: `script`, run by this Python, on the real display."""
    settings = {"QT_QPA_PLATFORM": "xcb", **(environment or {})}
    with program([sys.executable, str(script), *arguments], title, environment=settings) as shown:
        yield shown


@contextlib.contextmanager
def gtk_program(
    script: Path, title: str = "", arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """A GTK program: `script`, run by the system's Python, which has GTK's bindings."""
    with program(["/usr/bin/python3", str(script), *arguments], title, environment=environment) as shown:
        yield shown


@contextlib.contextmanager
def tray_host() -> Iterator[None]:
    """A panel that shows tray icons; a window manager alone has none."""
    process = subprocess.Popen(
        ["trayer", "--edge", "bottom"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for_tray(process)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait_for_tray(process: subprocess.Popen[bytes], timeout: float = 10.0) -> None:
    deadline = time.monotonic() + timeout
    while not _xdotool("search", "--class", "trayer"):
        if process.poll() is not None or time.monotonic() > deadline:
            raise ProgramFailed("the tray host did not come up")
        time.sleep(_POLL)


def active_window() -> int:
    """X id of the window in front, 0 if none is. Openbox goes on naming the last window once it is gone: that one has no geometry."""
    found = re.search(r"^WINDOW=(\d+)$", _xdotool("getactivewindow", "getwindowgeometry", "--shell"), re.MULTILINE)
    return int(found[1]) if found else 0


def window_title(window: int) -> str:
    return _xdotool("getwindowname", str(window))


def _wait_gone(window: int) -> None:
    """The window manager notices a moment later that a window is no longer there."""
    deadline = time.monotonic() + 2.0
    while window and active_window() == window and time.monotonic() < deadline:
        time.sleep(_POLL)


def _environment(home: Path, settings: Mapping[str, str]) -> Mapping[str, str]:
    """The desktop's, with folders of its own and settings kept in memory: no program finds or leaves anything."""
    folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
    # what pytest draws on is its own affair
    inherited = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "PYTHONPATH")}
    return {**inherited, **folders, "GSETTINGS_BACKEND": "memory", "GIO_USE_VFS": "local", **settings}


def _furnish(home: Path, files: Mapping[str, str]) -> None:
    for path, content in files.items():
        place = home / "config" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content, "utf-8")


def _wait_in_front(process: subprocess.Popen[bytes], title: str, timeout: float, *, unlike: int) -> int:
    deadline = time.monotonic() + timeout
    while True:
        window = active_window()
        if window and window != unlike and _group(window) in (process.pid, 0) and re.search(title, window_title(window)):
            return window
        if process.poll() is not None:
            raise ProgramFailed(f"ended with code {process.returncode}")
        if time.monotonic() > deadline:
            raise ProgramFailed(f"no window called {title!r} came to the front in {timeout:.0f} s; {window_title(window)!r} is there")
        time.sleep(_POLL)


def _group(window: int) -> int:
    """Process group of the window's program; its leader is the process that was started. 0 where the window does not tell, as those of
    old toolkits."""
    pid = _xdotool("getwindowpid", str(window))
    with contextlib.suppress(ProcessLookupError):
        return os.getpgid(int(pid)) if pid else 0
    return -1


def _xdotool(*arguments: str) -> str:
    """What xdotool says, or nothing where the window is gone."""
    return subprocess.run(["xdotool", *arguments], capture_output=True, text=True, check=False).stdout.strip()
