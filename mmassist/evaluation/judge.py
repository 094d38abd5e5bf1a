"""The judge: rules over what is true of a window and what was said about it. Pure; written without sight of the describer.

Each rule yields a `Ruling`: kept, broken (with a reason and the words that broke it), or not applicable. `docs/evaluation.md` tells
the rules in full.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mmassist.evaluation.facts import said_of
from mmassist.evaluation.rules import RULES
from mmassist.evaluation.rulings import Case, Description, Ruling
from mmassist.evaluation.truth import Truth


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rulings on one description, one per rule."""

    rulings: tuple[Ruling, ...]

    @property
    def passed(self) -> bool:
        """No rule is broken."""
        return not self.broken

    @property
    def broken(self) -> tuple[Ruling, ...]:
        return tuple(ruling for ruling in self.rulings if ruling.kept is False)

    def kept(self, rule: str) -> bool | None:
        """Whether that rule is kept; None where it does not apply. Raises KeyError for a rule that there isn't."""
        return {ruling.rule: ruling.kept for ruling in self.rulings}[rule]


def judge(truth: Truth, description: Description) -> Verdict:
    """The verdict on a description of a window."""
    case = Case(truth, description, said_of(truth, description.gist, description.text))
    return Verdict(tuple(rule(case) for rule in RULES))


def description_from_json(data: Mapping[str, Any]) -> Description:
    """Reads what `mmassist describe --json` prints. Raises KeyError or TypeError if it is anything else."""
    return Description(
        gist=str(data["gist"]),
        text=str(data["text"]),
        # What the app says of itself, such as that it is still reading, is no description.
        utterances=tuple(str(said["text"]) for said in data["utterances"] if said.get("channel") != "system"),
        items=tuple(data["items"]),
        lines=tuple(str(line["text"]) for line in data["lines"]),
    )
