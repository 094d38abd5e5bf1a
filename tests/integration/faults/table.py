"""The table of the fault matrix: a row a test, as JSON and as Markdown.

`python -m tests.integration.faults.table FILE...` merges the files of several runs and prints the table.
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


@dataclass(frozen=True)
class Row:
    """Seconds from the fault, or from the use in which it is heard, to the first sound and to the first sample of the sentence."""

    fault: str
    state: str
    heard: str
    sound: float
    sentence: float
    works: bool


class Table:
    def __init__(self) -> None:
        self.rows: list[Row] = []

    def note(self, row: Row) -> None:
        self.rows.append(row)

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [asdict(row) for row in self.rows]
        path.write_text(json.dumps({"load": os.getloadavg()[0], "rows": rows}, indent=1) + "\n", "utf-8")


def markdown(runs: list[list[Row]]) -> str:
    """A line a fault: the median seconds to the first sound in each state, and how many of all cells keep to the goal."""
    cells: dict[tuple[str, str], list[Row]] = {}
    for row in (row for rows in runs for row in rows):
        cells.setdefault((row.fault, row.state), []).append(row)
    faults = list(dict.fromkeys(fault for fault, _ in cells))
    lines = ["| fault | heard | " + " | ".join(STATES) + " |", "|---|---|" + "---|" * len(STATES)]
    for fault in faults:
        when = sorted({row.heard for state in STATES for row in cells.get((fault, state), [])})
        told = [_cell(cells.get((fault, state), [])) for state in STATES]
        lines.append(f"| {fault} | {', '.join(when)} | " + " | ".join(told) + " |")
    medians = [median(row.sound for row in rows) for rows in cells.values()]
    within = sum(value <= GOAL for value in medians)
    figures = f"within {GOAL:.0f} s: {within}; median {median(medians):.2f} s, most {max(medians):.2f} s."
    lines += ["", f"{len(cells)} cells, {len(runs)} runs; {figures}"]
    return "\n".join(lines)


def _cell(rows: list[Row]) -> str:
    if not rows:
        return "not run"
    worked = "" if all(row.works for row in rows) else " (did not work on)"
    return f"{median(row.sound for row in rows):.2f}{worked}"


def main(paths: list[str]) -> None:
    runs = [[Row(**row) for row in json.loads(Path(path).read_text("utf-8"))["rows"]] for path in paths]
    sys.stdout.write(markdown(runs) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
