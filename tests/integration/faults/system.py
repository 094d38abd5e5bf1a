"""Faults of the disk, the desktop and the computer itself."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import time
from pathlib import Path

from mmassist.measure import programs
from mmassist.values import Earcon
from tests.integration.faults.backends import describe
from tests.integration.faults.cameras import look
from tests.integration.faults.fault import Deed, Fault, Heard, always, at_once_in, nothing
from tests.integration.faults.house import LONG_ENOUGH, House
from tests.integration.faults.states import State
from tests.integration.programs.running import until

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


def _lock(house: House) -> None:
    house.held = sqlite3.connect(house.home / "data" / "metrics.db", isolation_level=None)
    house.held.execute("BEGIN EXCLUSIVE")


def _unlock(house: House) -> None:
    if house.held is not None:
        house.held.close()
        house.held = None


def _close(house: House) -> None:
    """Returns once no window is in front."""
    house.close_window()
    until(lambda: programs.active_window() == 0, LONG_ENOUGH)


def _open(house: House) -> None:
    house.open_window()


def _few_files(house: House) -> None:
    """Those that are open, and no more: not even in the place of one that is closed."""
    taken = {int(entry.name) for entry in Path(f"/proc/{house.running.pid}/fd").iterdir()}
    free = min(set(range(len(taken) + 1)) - taken)
    _, most = resource.prlimit(house.running.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(house.running.pid, resource.RLIMIT_NOFILE, (free, most))


def _many_files(house: House) -> None:
    _, most = resource.prlimit(house.running.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(house.running.pid, resource.RLIMIT_NOFILE, (most, most))


def _set_clock(ahead: float) -> Deed:
    def deed(house: House) -> None:
        house.order("clock", ahead)

    return deed


_MONTH = 40 * 86_400.0

FAULTS = (
    Fault(
        "window closed",
        _close,
        _open,
        at_once_in(
            State.WATCHING,
            heard=Heard("The window closed", "ends", None),
            used=describe,
            otherwise=Heard("No window is in front", "Switch to a window"),
        ),
    ),
    Fault(
        "screen blank",
        lambda house: house.blacken(),
        lambda house: house.brighten(),
        always(Heard("The screen is blank", "Switch the screen curtain off", used=describe)),
    ),
    Fault("out of file handles", _few_files, _many_files, always(Heard("camera", "", used=look))),
    Fault("clock forward by 40 days", _set_clock(_MONTH), _set_clock(0), always(Heard("", "", Earcon.START, used=describe))),
    Fault("clock back by 40 days", _set_clock(-_MONTH), _set_clock(0), always(Heard("", "", Earcon.START, used=describe))),
    Fault("suspend and resume", _sleep, nothing, always(Heard("", "", Earcon.START, used=describe))),
    Fault("disk full for the record", _no_more_files, _files_again, always(Heard("The record of turns can't be", "disk", used=describe))),
    Fault("record locked", _lock, _unlock, always(Heard("The record of turns is in use", "Close other programs", used=describe))),
)
