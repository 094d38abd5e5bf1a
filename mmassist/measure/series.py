"""Samples as they come in, and rounds that are repeated when they go wrong."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mmassist.measure.commanded import ChildFailed
from mmassist.measure.figures import Figure, Samples
from mmassist.measure.programs import ProgramFailed
from mmassist.measure.running import AppFailed
from mmassist.measure.sink import NothingHeard


class RoundFailed(RuntimeError):
    """A round measured something else than it was to measure."""


MISHAPS = (RoundFailed, AppFailed, ProgramFailed, ChildFailed, NothingHeard, OSError, ValueError, KeyError)
"""What may go wrong with programs, sound and answers. A round is repeated, a part of the bench is reported as failed."""
_PATIENCE = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that a part of the bench is to give. `opponents`: the key and the name of each one's samples."""

    key: str
    name: str
    unit: str
    target: float | None
    opponents: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(slots=True)
class Series:
    """Samples by key, of one part of the bench; `details` by figure, `repeated` rounds in words."""

    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    details: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    repeated: list[str] = field(default_factory=list)

    def add(self, key: str, value: float) -> None:
        self.values[key].append(value)

    def rounds(self, count: int, one: Callable[[int], None]) -> None:
        """Runs `one` `count` times. A round that fails is repeated; after a few of those in all, its error is raised."""
        done = tries = 0
        while done < count:
            try:
                one(tries)
            except MISHAPS as error:
                self.repeated.append(f"{type(error).__name__}: {str(error).partition(chr(10))[0]}")
                tell(f"    repeated: {self.repeated[-1]}")
                if len(self.repeated) > max(_PATIENCE, count // 5):
                    raise
            else:
                done += 1
            tries += 1

    def figure(self, asked: Asked, failure: str = "") -> Figure:
        """What came of it. Rounds that were repeated are no secret."""
        details = {**self.details.get(asked.key, {}), **({"repeated_rounds": list(self.repeated)} if self.repeated else {})}
        samples = Samples(asked.name, tuple(self.values.get(asked.key, ())), failure)
        opponents = tuple(Samples(name, tuple(self.values.get(key, ()))) for key, name in asked.opponents)
        return Figure(asked.key, asked.unit, asked.target, samples, opponents, asked.note, details)


def tell(text: str) -> None:
    """Progress, for whoever waits; standard output is for the result."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
