"""Processes that draw windows under the system's Python, on a display of their own."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from mmassist.training.faults import TrainingError
from mmassist.training.screens.truth import Element
from mmassist.training.screens.window import LEAST, SEEN

SYSTEM_PYTHON = "/usr/bin/python3"
PATIENCE = 5.0
"""Seconds that such a process has to end."""


def elements_of(rows: Sequence[dict[str, Any]], width: int, height: int) -> Iterator[Element]:
    """What the process tells of its controls, as far as enough of each is seen in a window of that size."""
    for row in rows:
        x, y, wide, high = row["box"]
        left, top, right, foot = max(0, x), max(0, y), min(width, x + wide), min(height, y + high)
        seen = max(0, right - left) * max(0, foot - top)
        if seen and seen >= SEEN * row["whole"] and min(right - left, foot - top) >= LEAST:
            yield Element(row["role"], (left, top, right - left, foot - top), frozenset(row["states"]), row["label"])


@contextmanager
def display(needs: str) -> Iterator[str]:
    """The name of a display of their own, while the context lasts. Raises TrainingError, which says `needs`, without Xvfb."""
    server = shutil.which("Xvfb")
    if server is None:
        raise TrainingError(needs)
    command = [server, "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        number = process.stdout.readline().decode().strip() if process.stdout else ""
        if not number:
            raise TrainingError("Xvfb did not start")
        yield f":{number}"
    finally:
        ended(process, PATIENCE)


def ended(process: subprocess.Popen[bytes], patience: float) -> None:
    """Ends a process; returns when it is gone."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
