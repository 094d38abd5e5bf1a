"""What an evaluation of speech recognition found: the word error rate of each kind of speech, and whether a short window keeps it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from mmassist.evaluation.hearing.scoring import Errors, total

ALLOWED = 0.01
"""By so much the short window may be worse than the whole one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One utterance. `group`: what it is like, such as noise or speed, by name. `fitted`, `whole`: errors with either window."""

    source: str
    group: dict[str, str]
    said: str
    understood: str
    fitted: Errors
    whole: Errors
    milliseconds: float

    def line(self) -> str:
        return f"{self.source}: {self.fitted.wrong} of {self.fitted.words} words wrong ({self.milliseconds:.0f} ms)"


@dataclass(frozen=True, slots=True)
class SpeechReport:
    """`synthetic`: made by espeak-ng of the seed; `recorded`: of the user's folder."""

    model: str
    seed: int
    synthetic: tuple[Finding, ...]
    recorded: tuple[Finding, ...]

    @property
    def met(self) -> bool:
        """Whether the short window costs nothing."""
        every = (*self.synthetic, *self.recorded)
        return total(one.fitted for one in every).rate <= total(one.whole for one in every).rate + ALLOWED

    def as_json(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "seed": self.seed,
            "met": self.met,
            "synthetic": _rates(self.synthetic),
            "recorded": _rates(self.recorded),
            "groups": self._groups(),
            "findings": [
                {"source": one.source, **one.group, "said": one.said, "understood": one.understood, "wrong": one.fitted.wrong}
                for one in (*self.synthetic, *self.recorded)
            ],
        }

    def table(self) -> str:
        lines = [f"Model {self.model}, seed {self.seed}. Word error rate, in brackets with the whole window of 30 s:"]
        for name, found in (("synthetic voices", self.synthetic), ("recordings", self.recorded)):
            if found:
                lines.append(f"  {name}: {_both(found)}, {len(found)} utterances")
        for group, rates in self._groups().items():
            lines.append(f"  by {group}: " + ", ".join(f"{name} {rate['word_error_rate']:.1%}" for name, rate in rates.items()))
        lines.append("The short window keeps the rate." if self.met else "The short window makes it worse: encode the whole one.")
        return "\n".join(lines)

    def _groups(self) -> dict[str, dict[str, dict[str, Any]]]:
        found: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
        for one in self.synthetic:
            for group, name in one.group.items():
                found[group][name].append(one)
        return {group: {name: _rates(tuple(some)) for name, some in sorted(names.items())} for group, names in found.items()}


def _rates(found: tuple[Finding, ...]) -> dict[str, Any]:
    fitted, whole = total(one.fitted for one in found), total(one.whole for one in found)
    return {
        "utterances": len(found),
        "words": fitted.words,
        "word_error_rate": round(fitted.rate, 4),
        "word_error_rate_whole_window": round(whole.rate, 4),
    }


def _both(found: tuple[Finding, ...]) -> str:
    rates = _rates(found)
    return f"{rates['word_error_rate']:.1%} ({rates['word_error_rate_whole_window']:.1%})"
