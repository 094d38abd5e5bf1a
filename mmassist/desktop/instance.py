"""One app a user: a lock that goes with the process that holds it, however that ends."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from mmassist.inference import locking

log = logging.getLogger(__name__)

_LOCK = "app.lock"


class Instance:
    """The right to be the app of this user, from `take` until `close` or the end of the process. One a process.

    The file says as long as it is held by whom: one that still does when it is taken was left by a run that was cut short.
    """

    def __init__(self, folder: Path) -> None:
        """`folder`: where the lock is, the same for all instances; made by `take`."""
        self._folder = folder
        self._handle = -1
        self.was_cut = False
        """Whether the run before was killed or crashed, since the user logged in."""

    def take(self) -> bool:
        """Whether no other app has it. Where there can be no lock it is not known of any other."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            log.warning("a second start is not noticed: %s", error.strerror)
            return True
        try:
            locking.lock(handle)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        self.was_cut = bool(os.read(handle, 1))
        self._note(str(os.getpid()).encode())
        return True

    def close(self) -> None:
        """It ends as it should. Idempotent."""
        if self._handle >= 0:
            self._note(b"")
            os.close(self._handle)
        self._handle = -1

    def _note(self, text: bytes) -> None:
        try:
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, text)  # before the old text goes: killed in between, it is still cut short
            os.ftruncate(self._handle, len(text))
        except OSError as error:  # a full disk must not keep the app from starting
            log.warning("whether this run is cut short is not known: %s", error.strerror)


def is_taken(folder: Path) -> bool:
    """Whether an app has it now, for whoever does not want it."""
    try:
        handle = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        locking.lock(handle)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
