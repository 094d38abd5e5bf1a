"""One app a user: a lock that goes with the process that holds it, however that ends."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from mmassist.inference import locking

log = logging.getLogger(__name__)

_LOCK = "app.lock"


class Instance:
    """The right to be the app of this user, from `take` until the process ends. One a process."""

    def __init__(self, folder: Path) -> None:
        """`folder`: where the lock is, the same for all instances; made by `take`."""
        self._folder = folder
        self._handle = -1

    def take(self) -> bool:
        """Whether no other app has it. Where there can be no lock it is not known of any other."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._handle = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            log.warning("a second start is not noticed: %s", error.strerror)
            return True
        try:
            locking.lock(self._handle)
        except OSError:
            self.close()
            return False
        return True

    def close(self) -> None:
        """Idempotent."""
        if self._handle >= 0:
            os.close(self._handle)
        self._handle = -1
