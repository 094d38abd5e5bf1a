"""How the last starts of the app ended: after some that crashed in a row the next one is a safe one.

A run leaves a file in a folder until it is known to be well: until it is ended as it should be, or has run for a while. The file is
locked as long as its process lives, so that what is there without a lock is a start that crashed, and a second instance is none.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from mmassist.inference import locking

log = logging.getLogger(__name__)

CRASHES = 3
"""Starts in a row that crashed, before the next one is safe."""
YOUNG = 120.0
"""Seconds after which a run has not crashed at its start."""

_MARK = "*.start"
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


def crashed(folder: Path) -> int:
    """How many starts before now crashed, one after the other."""
    return len(_left(folder))


class Start:
    """One start of the app. Made and used on the main thread, but for `well`."""

    def __init__(self, folder: Path) -> None:
        """Leaves its mark in `folder`, which is made. Where that can't be written, starts are not counted."""
        self._folder = folder
        self._mark: Path | None = None
        self._lock = -1
        self._forgetting = threading.RLock()  # a signal may come in the middle of it
        self.crashed = 0
        """Starts before this one that crashed, in a row."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.crashed = crashed(folder)
            name = f"{time.time_ns()}-{os.getpid()}"
            mark, hidden = folder / f"{name}.start", folder / f".{name}"
            # Locked before it has the name by which it is found; Windows gives no other name to an open file.
            first = mark if sys.platform == "win32" else hidden
            self._lock = os.open(first, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            locking.lock(self._lock)
            self._mark = mark if first is mark else hidden.rename(mark)
        except OSError as error:
            log.warning("starts are not counted: %s", error.strerror)

    def well(self) -> None:
        """It has run for a while, or ended as it should: starts that crashed before it count no more. Any thread; idempotent."""
        self.forget()
        for mark in _left(self._folder):
            mark.unlink(missing_ok=True)

    def forget(self) -> None:
        """It could not start for a reason that was told: it counts neither way."""
        with self._forgetting:
            if sys.platform == "win32":  # where no open file can be removed
                self._let_go()
            if self._mark is not None:
                self._mark.unlink(missing_ok=True)
            self._let_go()
            self._mark = None

    def _let_go(self) -> None:
        if self._lock >= 0:
            os.close(self._lock)
        self._lock = -1


@contextlib.contextmanager
def ended_by_signals(start: Start, goodbye: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Who ends the app by a signal, as the end of a session does, has not seen it crash, however early that is. `goodbye` is called then
    too, and may be called again. Main thread."""
    before = {number: signal.getsignal(number) for name in _SIGNALS if (number := getattr(signal, name, None)) is not None}

    def ends(number: int, frame: FrameType | None) -> None:
        start.well()
        goodbye()
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)
            return
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    ours = [number for number, handler in before.items() if handler not in (signal.SIG_IGN, None)]
    for number in ours:
        signal.signal(number, ends)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, before[number])


def _left(folder: Path) -> list[Path]:
    """Marks of runs whose processes are gone."""
    found = []
    for mark in sorted(folder.glob(_MARK)):
        try:
            handle = os.open(mark, os.O_RDONLY)
        except OSError:  # its run has just become well
            continue
        try:
            if not locking.is_locked(handle):
                found.append(mark)
        finally:
            os.close(handle)
    return found
