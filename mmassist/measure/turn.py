"""`mmassist bench turn`: from the key press to the sound, on the real app, with real programs, keys and sound, beside named opponents.

It runs in a private virtual desktop, its own where it is not in one already: a user's own desktop gets no key presses.
"""

from __future__ import annotations

import contextlib
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mmassist.errors import DesktopError
from mmassist.measure import details, presses, resources
from mmassist.measure import figures as measured
from mmassist.measure.desk import Desks
from mmassist.measure.figures import Figure, Verdict
from mmassist.measure.floor import floor
from mmassist.measure.keyboard import Keyboard
from mmassist.measure.own_desktop import in_desktop, print_report
from mmassist.measure.series import MISHAPS, Asked, Series, tell
from mmassist.measure.sink import NothingHeard, Sink


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bench: the figures that it gives, and how. `run` is told how many rounds to make."""

    asked: tuple[Asked, ...]
    run: Callable[[Desks, Series, int], None]


PARTS = (
    Part(presses.ORDINARY, presses.ordinary),
    Part(presses.QUESTION, presses.warm_question),
    Part(presses.COLD, presses.cold_question),
    Part(details.DETAIL, details.detail),
    Part(resources.MEMORY, resources.memory),
    Part(details.GRAB, details.grab),
    Part(resources.HELP, resources.help_time),
)


def measure(turns: int = 30, parts: tuple[Part, ...] = PARTS) -> dict[str, Any]:
    """Measures all figures over `turns` turns each; about eight minutes for 30. Says on standard error how far it is.

    A part that fails is reported as failed, and the others go on. Raises DesktopError where there is no virtual desktop to be had.
    """
    if "MMASSIST_DESKTOP" not in os.environ:
        return in_desktop("mmassist.measure.turn", turns)
    began, load = time.monotonic(), os.getloadavg()[0]
    with contextlib.ExitStack() as stack:
        keyboard, sink = stack.enter_context(Keyboard()), stack.enter_context(Sink())
        try:
            own = floor(sink)
        except (NothingHeard, OSError) as error:
            raise DesktopError(f"no sound: {error}", "The virtual desktop has no sound.", "Run make setup, then try again.") from error
        desks = stack.enter_context(Desks(keyboard, sink, own.median))
        found = [figure for part in parts for figure in figures_of(part, desks, turns)]
    return {
        "command": f"mmassist bench turn --turns {turns}",
        "machine": {**_machine(), "load_before": round(load, 2), "load_after": round(os.getloadavg()[0], 2)},
        "turns": turns,
        "seconds": round(time.monotonic() - began, 1),
        "block_ms": presses.BLOCK_MS,
        "floor_ms": {"median": round(own.median * 1000, 2), "p95": round(own.p95 * 1000, 2), "n": own.runs},
        "met": all(figure.verdict in (Verdict.MET, Verdict.PUBLISHED) for figure in found),
        "figures": [figure.as_json() for figure in found],
    }


def table(report: Mapping[str, Any]) -> str:
    """The report for eyes and ears that prefer lines."""
    machine, own = report["machine"], report["floor_ms"]
    head = (
        f"{machine['cores']} cores, {machine['processor']}; load {machine['load_before']} before, {machine['load_after']} after; "
        f"{report['turns']} turns in {report['seconds']:.0f} s. The sink's own floor: {own['median']:.1f} ms (p95 {own['p95']:.1f})."
    )
    return f"{head}\n\n{measured.table(report['figures'])}"


def figures_of(part: Part, desks: Desks, turns: int) -> list[Figure]:
    """Runs one part. What goes wrong in it ends up in its figures."""
    tell("; ".join(asked.name for asked in part.asked))
    series, failure, began = Series(), "", time.monotonic()
    try:
        part.run(desks, series, turns)
    except MISHAPS as error:
        failure = f"{type(error).__name__}: {error}"
    except subprocess.SubprocessError as error:
        failure = str(error)
    found = [series.figure(asked, failure) for asked in part.asked]
    for figure in found:
        median, p95 = figure.samples.median, figure.samples.p95
        numbers = f"median {median:.1f}, p95 {p95:.1f} {figure.unit}" if median is not None and p95 is not None else "nothing"
        tell(f"  {figure.key}: {numbers}: {figure.verdict.value} {failure.partition(chr(10))[0]}".rstrip())
    tell(f"  ({time.monotonic() - began:.0f} s)")
    return found


def _machine() -> dict[str, Any]:
    model = [line.partition(":")[2].strip() for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")]
    return {"cores": os.cpu_count(), "processor": model[0] if model else platform.machine(), "system": platform.platform()}


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


def main() -> int:
    """What runs inside of that desktop."""
    return print_report(measure)


if __name__ == "__main__":
    sys.exit(main())
