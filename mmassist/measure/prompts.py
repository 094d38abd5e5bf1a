"""`mmassist bench prompts`: what it costs to ask a model, in time and in bytes, beside named opponents.

Three parts: from the screen to the body of a request, the bytes of named screens, and from the key press to the first word of a
streamed answer. It runs in a private virtual desktop, its own where it is not in one already.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mmassist.errors import DesktopError
from mmassist.measure import bodies, first_word, sent_bytes
from mmassist.measure import figures as measured
from mmassist.measure.figures import Figure, Verdict
from mmassist.measure.series import MISHAPS, Asked, Series, tell

_SCRIPT = Path(__file__).parents[2] / "packaging" / "virtual-desktop.sh"


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
    """Measures all figures over `rounds` rounds each; about ten minutes for 30. Says on standard error how far it is.

    A part that fails is reported as failed, and the others go on. Raises DesktopError where there is no virtual desktop to be had.
    """
    if "MMASSIST_DESKTOP" not in os.environ:
        return _in_desktop(rounds)
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


def _in_desktop(rounds: int) -> dict[str, Any]:
    """Runs itself in a desktop of its own. The desktop ends with this process, however that ends."""
    remedy = "Run it from a source checkout whose make setup-desktop has passed."
    if not _SCRIPT.exists():
        raise DesktopError(f"{_SCRIPT} is not there", "The virtual desktop that this is measured in is not installed.", remedy)
    argv = ["setpriv", "--pdeathsig", "TERM", str(_SCRIPT), sys.executable, "-m", "mmassist.measure.prompts", str(rounds)]
    try:
        done = subprocess.run(argv, stdout=subprocess.PIPE, text=True, check=False)
        return dict(json.loads(done.stdout))
    except (OSError, json.JSONDecodeError) as error:
        raise DesktopError(f"the virtual desktop failed: {error}", "The virtual desktop could not be used.", remedy) from error


def main() -> int:
    """The inside of `_in_desktop`: the number of rounds in, one object out."""
    sys.stdout.write(json.dumps(measure(int(sys.argv[1])), ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
