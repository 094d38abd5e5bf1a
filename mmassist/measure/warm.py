"""The running app and commands that go through it, for `bench targets`: what they print, and how long they take."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mmassist.measure.running import RunningApp
from mmassist.measure.series import RoundFailed

COMMAND = Path(sys.executable).with_name("mmassist")
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed, and how many milliseconds it took, from before it was started until it was gone."""

    told: Mapping[str, Any]
    took: float

    @property
    def turn(self) -> float:
        """Milliseconds of the turn, from its trigger to its end."""
        return float(self.told["timings"]["total"])

    def mark(self, stage: str) -> float:
        """Milliseconds from the trigger to a stage. Raises KeyError where the turn had none."""
        return float(self.told["timings"][stage])


@dataclass(frozen=True, slots=True)
class Warm:
    """A running app. `home`: its folder."""

    app: RunningApp
    home: Path

    def describe(self, *options: str) -> Answer:
        """`mmassist describe --no-speak --json`, through the app. Raises RoundFailed where it fails."""
        return described(self.home, *options)


def described(home: Path, *options: str) -> Answer:
    """The same by whoever answers in this home: by itself where no app runs in it."""
    argv = [str(COMMAND), "describe", "--no-speak", "--json", *options]
    took, out = timed(argv, {"MMASSIST_HOME": str(home)})
    told = json.loads(out)
    if "error" in told:
        raise RoundFailed(f"{told['error']}: {told['spoken']}")
    return Answer(told, took)


def timed(argv: list[str], environment: Mapping[str, str] | None = None) -> tuple[float, str]:
    """Milliseconds from before a command is started until it is gone, and what it printed. Raises RoundFailed where it hangs."""
    began = time.monotonic()
    try:
        done = subprocess.run(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RoundFailed(f"no answer in {_PATIENCE:.0f} s") from None
    return (time.monotonic() - began) * 1000, done.stdout.decode()


@contextmanager
def warm_app() -> Iterator[Warm]:
    """A fresh app that has said its greeting. Raises AppFailed."""
    with tempfile.TemporaryDirectory(prefix="mmassist-home-") as home, RunningApp(Path(home)) as app:
        app.wait_for(lambda event: event.kind == "spoken", timeout=15)
        yield Warm(app, Path(home))
