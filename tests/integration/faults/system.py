"""Faults of the disk, the desktop and the computer itself."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import time

from tests.integration.faults.backends import describe
from tests.integration.faults.fault import Fault, Heard, always, nothing
from tests.integration.faults.house import House

_ASLEEP = 3.0  # seconds


def _all_of_it(house: House) -> list[int]:
    """The app and its workers."""
    from mmassist.measure.running import _members

    return _members(house.running.pid)


def _sleep(house: House) -> None:
    """As a computer that is suspended: nothing of the app runs for some seconds."""
    pids = _all_of_it(house)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    time.sleep(_ASLEEP)  # the fault itself
    for pid in pids:
        os.kill(pid, signal.SIGCONT)


def _no_more_files(house: House) -> None:
    """Nothing can be written to a file of the app's any more, as on a full disk."""
    resource.prlimit(house.running.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def _files_again(house: House) -> None:
    resource.prlimit(house.running.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _corrupt(house: House) -> None:
    """Rubbish over the record of turns."""
    for name in ("metrics.db", "metrics.db-wal"):
        path = house.home / "data" / name
        if path.exists():
            with path.open("r+b") as file:
                file.write(os.urandom(max(4096, path.stat().st_size)))


def _lock(house: House) -> None:
    house.held = sqlite3.connect(house.home / "data" / "metrics.db", isolation_level=None)
    house.held.execute("BEGIN EXCLUSIVE")


def _unlock(house: House) -> None:
    if house.held is not None:
        house.held.close()
        house.held = None


FAULTS = (
    Fault("suspend and resume", _sleep, nothing, always(Heard("mmassist was held up", "seconds", None, mended_first=True))),
    Fault("disk full for the record", _no_more_files, _files_again, always(Heard("The record of turns can't be", "disk", used=describe))),
    Fault("record corrupt", _corrupt, nothing, always(Heard("The record of turns was damaged", "kept as", used=describe))),
    Fault("record locked", _lock, _unlock, always(Heard("The record of turns is in use", "Close other programs", used=describe))),
)
