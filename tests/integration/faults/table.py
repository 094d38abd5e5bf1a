"""The table of the fault matrix: a row a test, as JSON and as Markdown.

`python -m tests.integration.faults.table MERGED FILE...` merges the files of several runs into one and prints the table. The file of a
run has a line of JSON a row, for several processes add to it.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

STATES = ("idle", "listening", "thinking", "speaking", "watching")
GOAL = 1.0  # seconds
AT_START = "at the start"
"""When something is heard that is met before there is any state: tried while idle alone."""


@dataclass(frozen=True)
class Row:
    """Seconds from the fault, or from the use in which it is heard, to the first sound and to the first sample of the sentence."""

    fault: str
    state: str
    heard: str
    sound: float
    sentence: float
    works: bool
    """Whether it went on; always so, for a test in which it did not fails and leaves no row."""


class Table:
    """The rows of one run, added to its file one after the other: a run that is broken off keeps what it has."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def note(self, row: Row) -> None:
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            line = json.dumps({"load": round(os.getloadavg()[0], 2), **asdict(row)}) + "\n"
            with self._path.open("ab", buffering=0) as file:  # in one write, which no other process's falls into
                file.write(line.encode())


def markdown(runs: list[list[Row]]) -> str:
    """A line a fault: the median seconds to the first sound in each state, and how many of all cells keep to the goal."""
    cells: dict[tuple[str, str], list[Row]] = {}
    for row in (row for rows in runs for row in rows):
        cells.setdefault((row.fault, row.state), []).append(row)
    faults = list(dict.fromkeys(fault for fault, _ in cells))
    lines = ["| fault | heard | " + " | ".join(STATES) + " |", "|---|---|" + "---|" * len(STATES)]
    for fault in faults:
        when = sorted({row.heard for state in STATES for row in cells.get((fault, state), [])})
        missing = "-" if when == [AT_START] else "failed"  # a test that failed leaves no row
        told = [_cell(cells.get((fault, state), []), len(runs), missing) for state in STATES]
        lines.append(f"| {fault} | {', '.join(when)} | " + " | ".join(told) + " |")
    if not cells:
        return "No test has passed."
    medians = [median(row.sound for row in rows) for rows in cells.values()]
    within = sum(value <= GOAL for value in medians)
    figures = f"within {GOAL:.0f} s: {within}; median {median(medians):.2f} s, most {max(medians):.2f} s."
    lines += ["", f"{len(cells)} cells, {len(runs)} runs; {figures}"]
    return "\n".join(lines)


def _cell(rows: list[Row], runs: int, missing: str) -> str:
    if not rows:
        return missing
    return f"{median(row.sound for row in rows):.2f}" + (f" ({len(rows)} of {runs})" if len(rows) < runs else "")


def read(path: Path) -> tuple[list[Row], list[float]]:
    """The rows of a run, and the load of the machine at each."""
    noted = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    loads = [row.pop("load") for row in noted]
    return [Row(**row) for row in noted], loads


def main(merged: str, paths: list[str]) -> None:
    runs = [read(Path(path)) for path in paths]
    told = [{"load": loads, "rows": [asdict(row) for row in rows]} for rows, loads in runs]
    Path(merged).write_text(json.dumps({"runs": told}, indent=1) + "\n", "utf-8")
    loads = ", ".join(f"{median(loads):.1f}" for _, loads in runs if loads)
    sys.stdout.write(f"{markdown([rows for rows, _ in runs])} Median load of each run: {loads}.\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
