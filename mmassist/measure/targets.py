"""`mmassist bench targets`: what is under the pointer, the warm command line, and windows with thousands of controls.

All of it is asked by commands that go through the running app, in a private virtual desktop, its own where it is not in one already.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from mmassist.measure import figures as measured
from mmassist.measure import programs
from mmassist.measure.commanded import Commanded
from mmassist.measure.figures import Verdict
from mmassist.measure.in_front import InFront
from mmassist.measure.own_desktop import in_desktop, print_report
from mmassist.measure.prompts import Part, figures_of
from mmassist.measure.series import Asked, RoundFailed, Series
from mmassist.measure.warm import COMMAND, described, timed, warm_app

CONTROLS = 4990
"""Of a large window; with what holds them some 5,000 nodes."""
_FEW = 3
"""Rounds of what takes seconds."""
_OPENING = 120.0
_ALONE = "the same command without the app"

POINTER = Asked(
    "pointer",
    "describe --pointer, a place seen before: trigger to its first fact",
    "ms",
    100,
    (("pointer alone", f"{_ALONE}, from its start"),),
    "When the first sentence is given to the voice, by the app's own clock.",
)
COMMAND_LINE = Asked(
    "command line",
    "describe --no-speak --json through the app, less the turn in it",
    "ms",
    30,
    (("python", "python -c pass"), ("isolated", "python -I -S -c pass"), ("help", "mmassist --help"), ("alone", f"{_ALONE}, all of it")),
    "Start and end of the process included.",
)


def _large(key: str, toolkit: str) -> Asked:
    note = "What was known of the window is stale: a word in it has just changed. details: its nodes, and whether the focus was told."
    return Asked(key, f"a window of 5,000 nodes ({toolkit}) that has just changed: trigger to the end of the gist", "ms", 400, (), note)


LARGE_QT, LARGE_GTK = _large("large qt", "Qt"), _large("large gtk", "GTK 3")


def measure_pointer(series: Series, rounds: int) -> None:
    """A button of a calculator, the pointer on it."""
    with programs.galculator() as calculator, warm_app() as warm:
        _point_at(calculator.window)
        for _ in range(2):
            warm.describe("--pointer")

        def one(number: int) -> None:
            answer = warm.describe("--pointer")
            if "Under the pointer" not in answer.told["gist"]:
                raise RoundFailed(f"the gist is {answer.told['gist']!r}")
            series.add("pointer", answer.mark("first_gist"))

        series.rounds(rounds, one)
        with tempfile.TemporaryDirectory() as home:
            for _ in range(min(rounds, _FEW)):
                cold = described(Path(home), "--pointer")
                series.add("pointer alone", cold.took - cold.turn + cold.mark("first_gist"))


def measure_command_line(series: Series, rounds: int) -> None:
    """A window that was described before, so that the turn itself is short."""
    with programs.galculator(), warm_app() as warm:
        for _ in range(2):
            warm.describe()

        def one(number: int) -> None:
            answer = warm.describe()
            series.add("command line", answer.took - answer.turn)
            series.add("python", timed([sys.executable, "-c", "pass"])[0])
            series.add("isolated", timed([sys.executable, "-I", "-S", "-c", "pass"])[0])
            series.details["command line"].setdefault("turn_ms", []).append(answer.turn)

        series.rounds(rounds, one)
        with tempfile.TemporaryDirectory() as home:
            for _ in range(min(rounds, _FEW)):
                series.add("help", timed([str(COMMAND), "--help"])[0])
                series.add("alone", described(Path(home)).took)


def measure_large_qt(series: Series, rounds: int) -> None:
    _measure_large(series, rounds, "large qt", Commanded("mmassist.measure.large_tree_qt", str(CONTROLS)))


def measure_large_gtk(series: Series, rounds: int) -> None:
    _measure_large(series, rounds, "large gtk", _SystemPython("mmassist.measure.large_tree_gtk", str(CONTROLS)))


def _measure_large(series: Series, rounds: int, key: str, program: AbstractContextManager[Commanded]) -> None:
    with program as large, InFront() as in_front:
        in_front.wait(int(large.answer(_OPENING)["window"]), _OPENING)
        series.details[key]["nodes"] = large.ask("count", _OPENING)["nodes"]
        with warm_app() as warm:
            warm.describe()

            def one(number: int) -> None:
                large.ask(f"change {number}", _OPENING)
                answer = warm.describe("--verbosity", "brief")
                if "Inventory" not in answer.told["gist"]:
                    raise RoundFailed(f"the gist is {answer.told['gist']!r}")
                series.add(key, answer.mark("gist"))
                series.details[key].setdefault("focus_told", []).append("Search" in answer.told["gist"])
                series.details[key].setdefault("items", []).append(len(answer.told["items"]))

            series.rounds(rounds, one)


class _SystemPython(Commanded):
    """A child that runs under the system's Python."""

    def __init__(self, module: str, *arguments: str) -> None:
        super().__init__(module, environment={"GTK_MODULES": "gail:atk-bridge"})
        self._argv = ["/usr/bin/python3", str(Path(__file__).with_name(f"{module.rpartition('.')[2]}.py")), *arguments]


def _point_at(window: int) -> None:
    """Puts the mouse pointer into the middle of a window."""
    argv = ["xdotool", "mousemove", "--sync", "--window", str(window), "120", "200"]
    if subprocess.run(argv, check=False, timeout=10).returncode:
        raise RoundFailed("the pointer can't be moved")


PARTS = (
    Part((POINTER,), measure_pointer),
    Part((COMMAND_LINE,), measure_command_line),
    Part((LARGE_QT,), measure_large_qt),
    Part((LARGE_GTK,), measure_large_gtk),
)


def measure(rounds: int = 20, parts: tuple[Part, ...] = PARTS) -> dict[str, Any]:
    """Measures all figures over `rounds` rounds each. Says on standard error how far it is.

    A part that fails is reported as failed, and the others go on. Raises DesktopError where there is no virtual desktop to be had.
    """
    if "MMASSIST_DESKTOP" not in os.environ:
        return in_desktop("mmassist.measure.targets", rounds)
    began, load = time.monotonic(), os.getloadavg()[0]
    found = [figure for part in parts for figure in figures_of(part, rounds)]
    return {
        "command": f"mmassist bench targets --rounds {rounds}",
        "machine": {"cores": os.cpu_count(), "load_before": round(load, 2), "load_after": round(os.getloadavg()[0], 2)},
        "rounds": rounds,
        "seconds": round(time.monotonic() - began, 1),
        "met": all(figure.verdict in (Verdict.MET, Verdict.PUBLISHED) for figure in found),
        "figures": [figure.as_json() for figure in found],
    }


def table(report: Mapping[str, Any]) -> str:
    """The report for eyes and ears that prefer lines."""
    machine = report["machine"]
    load = f"load {machine['load_before']} before, {machine['load_after']} after"
    head = f"{machine['cores']} cores; {load}; {report['rounds']} rounds in {report['seconds']:.0f} s."
    return f"{head}\n\n{measured.table(report['figures'])}"


def main() -> int:
    """What runs inside of that desktop."""
    return print_report(measure)


if __name__ == "__main__":
    sys.exit(main())
