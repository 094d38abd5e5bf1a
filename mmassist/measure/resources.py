"""What the app takes: memory after many turns, processor time while nothing happens; and how long its help takes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mmassist.inference import heap
from mmassist.measure.commanded import Commanded
from mmassist.measure.desk import Desk, Desks, press
from mmassist.measure.details import SHORT, describe_page
from mmassist.measure.series import Asked, RoundFailed, Series

TURNS, IDLE = 200, 20.0
_WARM_UP = 24
_RESTS = 4 * heap.REST  # seconds until what is free has gone back
MEMORY = (
    Asked(
        "memory",
        f"growth of the app's memory over {TURNS} turns",
        "MB",
        20,
        note="Resident memory of all its processes at rest, the app freshly started. Before: after two dozen turns. Then each turn is cut "
        "off by the next as soon as its gist sounds; every fortieth is a whole turn on a new screen.",
    ),
    Asked("idle", "processor time of all the app's processes on a quiet desktop", "% of a core", 1),
)
HELP = (
    Asked(
        "help",
        "mmassist --help, wall time",
        "ms",
        300,
        (("python", "python -c pass"), ("qt", "python -c 'import PySide6.QtWidgets'")),
        "Five runs after one that does not count, in turns with the others.",
    ),
)
_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Process:
    """One process at one moment. `rss`: resident bytes; `cpu`: seconds of processor time since its start."""

    pid: int
    name: str
    rss: int
    cpu: float


def group(leader: int) -> list[Process]:
    """The processes of a process group, by pid. One that ends meanwhile is left out."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # the name in parentheses may hold anything
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(stat[2]) == leader:
                words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
                found.append(Process(int(folder.name), _name(words), int(stat[21]) * _PAGE, (int(stat[11]) + int(stat[12])) / _TICK))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return sorted(found, key=lambda process: process.pid)


def _name(words: Sequence[str]) -> str:
    """The module that a Python process runs, as the reader of the figures knows it."""
    if "mmassist.inference.serve" in words:
        return words[words.index("mmassist.inference.serve") + 1]
    return "mmassist" if "mmassist" in words else " ".join(words)[:60]


def memory(desks: Desks, series: Series, rounds: int) -> None:
    """Memory of a fresh app before and after many turns, then processor time at rest. Less of both where fewer rounds are asked for."""
    desks.close()
    desk = desks.open(SHORT)
    turns, rest = (TURNS, IDLE) if rounds >= 30 else (rounds * 5, 5.0)
    with Commanded("mmassist.measure.painted_page") as pages:
        for number in range(_WARM_UP):
            _one_turn(desk, pages, number, whole=number % 8 == 0)
        time.sleep(_RESTS)
        before = group(desk.app.pid)
        curve = []
        for number in range(turns):
            _one_turn(desk, pages, _WARM_UP + number, whole=number % 40 == 0)
            if number % 20 == 19:
                curve.append(round(_rss(group(desk.app.pid)) / 1e6, 1))
        desk.quiet()
        time.sleep(_RESTS)
        after = group(desk.app.pid)
        series.add("memory", (_rss(after) - _rss(before)) / 1e6)
        found = {"turns": turns, "before_mb": _by_name(before), "after_mb": _by_name(after), "sum_every_20_turns_mb": curve}
        series.details["memory"] |= found
        _idle(desk, series, rest)


def _one_turn(desk: Desk, pages: Commanded, number: int, *, whole: bool) -> None:
    if whole:
        describe_page(desk, pages, 2_000_000 + number)
    else:
        press(desk)


def _rss(processes: Sequence[Process]) -> int:
    return sum(process.rss for process in processes)


def _by_name(processes: Sequence[Process]) -> Mapping[str, float]:
    return {f"{process.name} ({process.pid})": round(process.rss / 1e6, 1) for process in processes}


def _idle(desk: Desk, series: Series, seconds: float) -> None:
    before = {process.pid: process.cpu for process in group(desk.app.pid)}
    began = time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - began
    after = group(desk.app.pid)
    shares = {f"{process.name} ({process.pid})": (process.cpu - before.pop(process.pid, 0.0)) / took * 100 for process in after}
    if before:
        raise RoundFailed(f"of the app's processes {len(before)} ended while nothing happened")
    series.add("idle", sum(shares.values()))
    series.details["idle"] |= {"seconds": round(took, 1), "by_process": {name: round(share, 2) for name, share in shares.items()}}


def help_time(desks: Desks, series: Series, rounds: int) -> None:
    """The command, an empty Python, and one that loads Qt."""
    command = Path(sys.executable).with_name("mmassist")
    commands = {
        "help": [str(command), "--help"] if command.exists() else [sys.executable, "-m", "mmassist", "--help"],
        "python": [sys.executable, "-c", "pass"],
        "qt": [sys.executable, "-c", "import PySide6.QtWidgets"],
    }
    desks.close()
    for count in range(6):
        for key, argv in commands.items():
            began = time.perf_counter()
            subprocess.run(argv, check=True, capture_output=True)
            if count:
                series.add(key, (time.perf_counter() - began) * 1000)
