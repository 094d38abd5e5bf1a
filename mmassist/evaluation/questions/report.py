"""What the evaluation of questions found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from mmassist.evaluation.questions.judging import Outcome, Verdict
from mmassist.evaluation.questions.question import Question

RIGHT = 0.95
"""Of all questions, the part that is asked for; and none may be answered with an invention."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One question. `window`: number, kind and look of the window; `answer`: empty where none was tried; `failure`: why there is none."""

    window: str
    question: Question
    answer: str
    verdict: Verdict
    failure: str = ""

    def line(self) -> str:
        return (
            f"{self.verdict.outcome:12} {self.window}: {self.question.text} -> {self.answer or self.failure or '-'} {self.verdict.reason}"
        )


@dataclass(frozen=True, slots=True)
class QuestionsReport:
    seed: int
    answered: tuple[Answered, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(one.verdict.outcome is outcome for one in self.answered)

    @property
    def met(self) -> bool:
        right = bool(self.answered) and self.count(Outcome.RIGHT) >= RIGHT * len(self.answered)
        return right and not self.count(Outcome.INVENTED)

    def as_json(self) -> dict[str, Any]:
        kinds = Counter(one.question.kind for one in self.answered)
        right = Counter(one.question.kind for one in self.answered if one.verdict.outcome is Outcome.RIGHT)
        return {
            "command": "mmassist evaluate questions",
            "seed": self.seed,
            "questions": len(self.answered),
            "met": self.met,
            **{outcome.value.replace(" ", "_"): self.count(outcome) for outcome in Outcome},
            "kinds": {kind: {"right": right[kind], "of": number} for kind, number in sorted(kinds.items())},
            "answers": [
                {
                    "window": one.window,
                    "kind": one.question.kind,
                    "question": one.question.text,
                    "answer": one.answer,
                    "outcome": one.verdict.outcome.value,
                    "reason": one.verdict.reason or one.failure,
                }
                for one in self.answered
            ],
        }

    def table(self) -> str:
        """For the eye, and, line by line, for the ear."""
        counts = ", ".join(f"{self.count(outcome)} {outcome}" for outcome in Outcome)
        lines = [f"{len(self.answered)} questions, seed {self.seed}: {counts}; {'met' if self.met else 'NOT MET'}"]
        lines += [one.line() for one in self.answered if one.verdict.outcome is not Outcome.RIGHT]
        return "\n".join(lines)
