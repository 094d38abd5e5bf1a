"""What the evaluation of troubleshooting found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from mmassist.evaluation.troubleshooting.scenario import BACKENDS

LEAST = 0.9
"""Of all troubles, the part in which every step is to be judged rightly; and none may be called solved that is not."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One trouble with one backend. `expected`, `found`: of each step done, undone or wrong; `claimed`: whether it was called solved,
    `solved`: whether it was. `failure`: why it was not played to its end; `absent`: the program is not installed."""

    name: str
    kind: str
    backend: str
    expected: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    claimed: bool = False
    solved: bool = False
    told: tuple[str, ...] = ()
    failure: str = ""
    absent: bool = False

    @property
    def noticed(self) -> bool:
        """Whether each step was judged rightly."""
        return not self.failure and self.expected == self.found

    @property
    def is_false(self) -> bool:
        return self.claimed and not self.solved

    def line(self) -> str:
        verdict = "FALSE" if self.is_false else "right" if self.noticed else "WRONG"
        told = "" if self.noticed else " | " + " / ".join(self.told)
        return f"{verdict:5} {self.backend:8} {self.name}: {', '.join(self.found)} {self.failure}{told}"


@dataclass(frozen=True, slots=True)
class TroubleReport:
    outcomes: tuple[Outcome, ...]

    def of(self, backend: str) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if one.backend == backend and not one.absent)

    @property
    def met(self) -> bool:
        played = [self.of(backend) for backend in BACKENDS if self.of(backend)]
        right = all(sum(one.noticed for one in some) >= LEAST * len(some) for some in played)
        return bool(played) and right and not any(one.is_false for one in self.outcomes)

    def as_json(self) -> dict[str, Any]:
        counts = {
            backend: {
                "troubles": len(some),
                "noticed": sum(one.noticed for one in some),
                "steps": sum(len(one.expected) for one in some),
                "steps_right": sum(a == b for one in some for a, b in zip(one.expected, one.found, strict=False)),
                "solved": sum(one.solved for one in some),
                "called_solved": sum(one.claimed for one in some),
                "called_solved_falsely": sum(one.is_false for one in some),
            }
            for backend in BACKENDS
            if (some := self.of(backend))
        }
        absent = sorted({one.name for one in self.outcomes if one.absent})
        return {
            "command": "mmassist evaluate troubleshooting",
            "met": self.met,
            **counts,
            "absent": absent,
            "outcomes": [{**asdict(one), "noticed": one.noticed} for one in self.outcomes],
        }

    def table(self) -> str:
        """For the eye, and, line by line, for the ear."""
        lines = []
        for backend in BACKENDS:
            if some := self.of(backend):
                false = sum(one.is_false for one in some)
                right = sum(one.noticed for one in some)
                claimed = sum(one.claimed for one in some)
                solved = sum(one.solved for one in some)
                lines.append(
                    f"{backend}: {right} of {len(some)} troubles noticed; {solved} were solved, {claimed} called so, {false} falsely"
                )
        lines += [one.line() for one in self.outcomes if not one.noticed]
        return "\n".join([*lines, "met" if self.met else "NOT MET"])
