"""`mmassist bench prompts`: what it costs to ask a model, in time and in bytes, beside named opponents.

Three parts: from the screen to the body of a request, the bytes of named screens, and from the key press to the first word of a
streamed answer. It runs in a private virtual desktop, its own where it is not in one already.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mmassist.measure import bodies, first_word, sent_bytes
from mmassist.measure import figures as measured
from mmassist.measure.figures import Figure, Verdict
from mmassist.measure.own_desktop import in_desktop, print_report
from mmassist.measure.series import MISHAPS, Asked, Series, tell


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bench: the figures that it gives, and how. `run` is told how many rounds to make."""

    asked: tuple[Asked, ...]
    run: Callable[[Series, int], None]


PARTS = (
    Part(bodies.asked(), bodies.measure),
    Part(sent_bytes.asked(), sent_bytes.measure),
    Part(first_word.ASKED, first_word.measure),
)


def measure(rounds: int = 30, parts: tuple[Part, ...] = PARTS) -> dict[str, Any]:
    """Measures all figures over `rounds` rounds each; about six minutes for 6. Says on standard error how far it is.

    A part that fails is reported as failed, and the others go on. Raises DesktopError where there is no virtual desktop to be had.
    """
    if "MMASSIST_DESKTOP" not in os.environ:
        return in_desktop("mmassist.measure.prompts", rounds)
    began, load = time.monotonic(), os.getloadavg()[0]
    found = [figure for part in parts for figure in figures_of(part, rounds)]
    return {
        "command": f"mmassist bench prompts --rounds {rounds}",
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


def figures_of(part: Part, rounds: int) -> list[Figure]:
    """Runs one part. What goes wrong in it ends up in its figures."""
    tell("; ".join(asked.name for asked in part.asked))
    series, failure = Series(), ""
    try:
        part.run(series, rounds)
    except MISHAPS as error:
        failure = f"{type(error).__name__}: {error}"
        tell(f"  {failure.partition(chr(10))[0]}")
    return [series.figure(asked, failure) for asked in part.asked]


def main() -> int:
    """What runs inside of that desktop."""
    return print_report(measure)


if __name__ == "__main__":
    sys.exit(main())
