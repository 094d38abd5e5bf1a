"""Whether a process can go on by itself, as the kernel has it: one that hangs is told from one that waits for a busy machine."""

from __future__ import annotations

import contextlib
from enum import Enum, auto
from pathlib import Path

_STOPPED, _ASLEEP = frozenset("Tt"), frozenset("Tts")


class Vitals(Enum):
    """`STOPPED`: by a signal or a debugger, until somebody lets it go on. `ASLEEP`: each of its threads waits for something else than the
    processor, the disk or memory. `UNKNOWN`: it has ended, or this system does not tell."""

    RUNS = auto()
    ASLEEP = auto()
    STOPPED = auto()
    UNKNOWN = auto()


def vitals(pid: int) -> Vitals:
    """At this moment. Takes a few microseconds a thread; known on Linux alone."""
    states = set()
    # Where there is no such folder nothing is told.
    for thread in Path(f"/proc/{pid}/task").glob("*/stat"):
        with contextlib.suppress(OSError, IndexError):  # one that has ended since
            states.add(thread.read_text("ascii", "replace").rpartition(")")[2].split()[0].lower())
    return _judged(states)


def _judged(states: set[str]) -> Vitals:
    """`states`: letters as in proc(5), small."""
    if not states or states & {"z", "x"}:
        return Vitals.UNKNOWN
    if states == {"t"}:
        return Vitals.STOPPED
    return Vitals.ASLEEP if states <= {"s", "t"} else Vitals.RUNS
