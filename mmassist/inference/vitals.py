"""Whether a process can go on by itself, as the kernel has it: one that hangs is told from one that waits for a busy machine."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

_COMM = 15  # letters of a process's name that the kernel keeps
_GENERATIONS = 8
_STARTER = "systemd"
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100  # of the processor's time, a second
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


@dataclass(frozen=True, slots=True)
class Work:
    """What a process and all that it has started are about. `is_wanted`: whether any of them wants the processor at this moment. `own`,
    `whole`: seconds for which the process itself, and all of them, have had it since each began."""

    is_wanted: bool
    own: float
    whole: float


def work(pid: int, program: str) -> Work:
    """Where that process is not known, or is the system's starter of services, which has only opened a socket, all that are called
    `program` are asked. Takes some milliseconds; known on Linux alone."""
    names, parents, had = dict[int, str](), dict[int, int](), dict[int, float]()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):  # one that has ended since
            before, _, after = stat.read_text("utf-8", "replace").rpartition(")")
            one, told = int(stat.parent.name), after.split()
            names[one], parents[one], had[one] = before.partition("(")[2], int(told[1]), sum(map(int, told[11:13])) / _TICKS
    is_known = names.get(pid, _STARTER) != _STARTER
    heads = {pid} if is_known else {one for one, name in names.items() if name == program[:_COMM]}
    others = [one for one in parents if one != os.getpid() and _descends(one, heads, parents)]
    is_wanted = any(vitals(one) is Vitals.RUNS for one in others)
    return Work(is_wanted, sum(had[one] for one in others if one in heads), sum(had[one] for one in others))


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
