"""How well abstentions are told from answers, on sentences of both kinds (abstentions.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from mmassist.dialogue.abstention import abstains


@dataclass(frozen=True, slots=True)
class Abstentions:
    """`missed`: abstentions that were not recognised; `mistaken`: answers that were taken for one."""

    abstaining: int
    telling: int
    missed: tuple[str, ...]
    mistaken: tuple[str, ...]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.abstaining

    @property
    def precision(self) -> float:
        found = self.abstaining - len(self.missed)
        return found / (found + len(self.mistaken)) if found else 0.0

    def as_json(self) -> dict[str, Any]:
        """The figures and what was judged wrongly."""
        counts = {"abstaining": self.abstaining, "telling": self.telling, "recall": self.recall, "precision": self.precision}
        return {**counts, "missed": list(self.missed), "mistaken": list(self.mistaken)}

    def line(self) -> str:
        """For the terminal."""
        return f"Abstentions: {self.abstaining} and {self.telling} answers, precision {self.precision:.3f}, recall {self.recall:.3f}"


def measure() -> Abstentions:
    """Examines all sentences."""
    data = tomllib.loads(files("mmassist.evaluation.grounding").joinpath("abstentions.toml").read_text("utf-8"))
    missed = tuple(text for text in data["abstaining"] if not abstains(text))
    mistaken = tuple(text for text in data["telling"] if abstains(text))
    return Abstentions(len(data["abstaining"]), len(data["telling"]), missed, mistaken)
