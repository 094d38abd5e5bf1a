"""Whether a process can go on by itself, as the kernel has it: one that hangs is told from one that waits for a busy machine."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from enum import Enum, auto
from pathlib import Path

_COMM = 15  # letters of a process's name that the kernel keeps
_GENERATIONS = 8
_STARTER = "systemd"
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


def are_busy(pid: int, program: str) -> bool:
    """Whether that process, or any that it has started, wants the processor at this moment. Where it is not known, or is the system's
    starter of services, which has only opened a socket, all that are called `program` are asked. Takes some milliseconds; known on Linux
    alone."""
    names, parents = dict[int, str](), dict[int, int]()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):  # one that has ended since
            before, _, after = stat.read_text("utf-8", "replace").rpartition(")")
            names[int(stat.parent.name)], parents[int(stat.parent.name)] = before.partition("(")[2], int(after.split()[1])
    is_known = names.get(pid, _STARTER) != _STARTER
    heads = {pid} if is_known else {one for one, name in names.items() if name == program[:_COMM]}
    others = (one for one in parents if one != os.getpid() and _descends(one, heads, parents))
    return any(vitals(one) is Vitals.RUNS for one in others)


def _descends(pid: int, heads: set[int], parents: Mapping[int, int]) -> bool:
    for _ in range(_GENERATIONS):
        if pid in heads:
            return True
        pid = parents.get(pid, 0)
    return False


def _judged(states: set[str]) -> Vitals:
    """`states`: letters as in proc(5), small."""
    if not states or states & {"z", "x"}:
        return Vitals.UNKNOWN
    if states == {"t"}:
        return Vitals.STOPPED
    return Vitals.ASLEEP if states <= {"s", "t"} else Vitals.RUNS
