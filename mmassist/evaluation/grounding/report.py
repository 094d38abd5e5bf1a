"""What the evaluation of grounding found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mmassist.evaluation.grounding.abstentions import Abstentions
from mmassist.values import ClaimKind, Verdict

_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Case:
    """One answer. `is_right`: it says what stands there; `is_there`: its value stands somewhere on the screen."""

    kind: ClaimKind
    screen: str
    source: str
    answer: str
    is_right: bool
    is_there: bool
    verdict: Verdict

    @property
    def is_fault(self) -> bool:
        """A wrong value that stands nowhere, and no mark on it."""
        return not self.is_right and not self.is_there and self.verdict is Verdict.CONFIRMED


@dataclass(frozen=True, slots=True)
class Rates:
    """Of one kind. Tampered: called confirmed though the value stands nowhere; standing in another place, and of
    those confirmed; called probable.
    Right: unconfirmed, probable."""

    kind: str
    pairs: int
    nowhere_confirmed: int
    misplaced: int
    misplaced_confirmed: int
    tampered_probable: int
    right_unconfirmed: int
    right_probable: int


@dataclass(frozen=True, slots=True)
class GroundingReport:
    """`met`: no tampered value that stands nowhere was called confirmed."""

    seed: int
    cases: tuple[Case, ...]
    abstentions: Abstentions

    @property
    def met(self) -> bool:
        return not any(case.is_fault for case in self.cases)

    def rates(self) -> list[Rates]:
        """By kind, and of all in the end."""
        kinds = sorted({case.kind for case in self.cases})
        return [_rates(kind.value, [case for case in self.cases if case.kind is kind]) for kind in kinds] + [_rates("all", self.cases)]

    def by_source(self) -> list[Rates]:
        """By where the screen is known from."""
        return [_rates(one, [case for case in self.cases if case.source == one]) for one in ("tree", "pixels", "both")]

    def as_json(self) -> dict[str, Any]:
        """All figures, and the answers that were judged wrongly."""
        names = Rates.__slots__
        rows = [{name: getattr(row, name) for name in names} for row in (*self.rates(), *self.by_source())]
        faults = [case.answer for case in self.cases if case.is_fault]
        missed = [case.answer for case in self.cases if case.is_right and case.verdict is Verdict.UNCONFIRMED]
        return {
            "seed": self.seed,
            "met": self.met,
            "rates": rows,
            "faults": faults,
            "right_but_unconfirmed": missed[:_MOST_SHOWN],
            "abstentions": self.abstentions.as_json(),
        }

    def table(self) -> str:
        """For the terminal."""
        head = f"{'':10}{'pairs':>7}{'nowhere,':>11}{'elsewhere,':>12}{'tampered,':>11}{'right,':>13}{'right,':>10}"
        second = f"{'':10}{'':>7}{'confirmed':>11}{'confirmed':>12}{'probable':>11}{'unconfirmed':>13}{'probable':>10}"
        rows = [
            f"{row.kind:10}{row.pairs:7}{row.nowhere_confirmed:11}{f'{row.misplaced_confirmed}/{row.misplaced}':>12}"
            f"{_share(row.tampered_probable, row.pairs):>11}"
            f"{_share(row.right_unconfirmed, row.pairs):>13}{_share(row.right_probable, row.pairs):>10}"
            for row in (*self.rates(), *self.by_source())
        ]
        end = "Met: no tampered value that stands nowhere was called confirmed." if self.met else "Not met."
        return "\n".join([head, second, *rows, self.abstentions.line(), end])


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _rates(kind: str, cases: Sequence[Case]) -> Rates:
    tampered = [case for case in cases if not case.is_right]
    right = [case for case in cases if case.is_right]
    return Rates(
        kind,
        len(tampered),
        sum(case.is_fault for case in tampered),
        sum(case.is_there for case in tampered),
        sum(case.is_there and case.verdict is Verdict.CONFIRMED for case in tampered),
        sum(case.verdict is Verdict.PROBABLY for case in tampered),
        sum(case.verdict is Verdict.UNCONFIRMED for case in right),
        sum(case.verdict is Verdict.PROBABLY for case in right),
    )
