"""What an examination found: one finding a window, their sum, and whether the criteria are met."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from statistics import median
from typing import Any

from mmassist.evaluation.judge import Verdict
from mmassist.evaluation.layout import Spec
from mmassist.evaluation.rulings import Description
from mmassist.evaluation.scores import Placing, Reading

READ_SHARE = 0.98
# What is asked for, each with the rules that must be kept in every window.
NAMED = "title, focus and buttons are named"
CRITERIA = {
    NAMED: ("title_named", "focus_named", "buttons_named"),
    "the order is right": ("question_first", "focus_early", "error_early", "order_kept"),
    "what matters is said": ("default_said", "text_said", "values_said", "selection_said"),
    "nothing is said that is not there": (
        "states_right",
        "password_secret",
        "hidden_unsaid",
        "nothing_invented",
        "roles_right",
        "states_claimed",
        "counts_right",
    ),
    "it is said well": ("no_repeat", "reads_naturally", "heard_as_written"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One window's examination. `failure`: why there is none; the other fields are then empty. `reading`: by script."""

    spec: Spec
    failure: str = ""
    clipped: tuple[str, ...] = ()
    description: Description | None = None
    verdict: Verdict | None = None
    reading: dict[str, Reading] = field(default_factory=dict)
    placing: Placing | None = None
    timings: dict[str, float] = field(default_factory=dict)

    def line(self) -> str:
        """The finding in one line."""
        look = self.spec.look
        head = f"{self.spec.number:3} {self.spec.kind:14} {self.spec.language} {look.toolkit:4} {look.theme:12} {look.points:2} pt"
        head += f" x{look.scale:g}"
        if self.failure or self.verdict is None:
            return f"{head}  FAILED: {self.failure}"
        words = " ".join(f"{script} {one.strict}/{one.words}" for script, one in self.reading.items()) or "-"
        boxes = f"{self.placing.median:.2f}" if self.placing else "-"
        broken = ", ".join(ruling.rule for ruling in self.verdict.broken) or "all rules kept"
        return f"{head}  words {words} IoU {boxes}  {broken}"

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        look = self.spec.look
        found: dict[str, Any] = {
            "number": self.spec.number,
            "kind": str(self.spec.kind),
            "title": self.spec.title,
            "language": self.spec.language,
            "look": {name: getattr(look, name) for name in ("toolkit", "theme", "family", "points", "scale", "text_scale", "roominess")},
            "failure": self.failure,
            "clipped": list(self.clipped),
        }
        if self.description is not None and self.verdict is not None:
            found |= {
                "gist": self.description.gist,
                "text": self.description.text,
                "broken": [{"rule": r.rule, "reason": r.reason, "words": r.words} for r in self.verdict.broken],
                "timings": self.timings,
            }
        if self.reading:
            found["reading"] = {script: _reading(one) for script, one in self.reading.items()}
        if self.placing is not None:
            found["boxes"] = _placing(self.placing)
        return found


@dataclass(frozen=True, slots=True)
class WindowsReport:
    """All findings of one run."""

    seed: int
    findings: tuple[Finding, ...]

    def rules(self) -> dict[str, tuple[int, int]]:
        """By rule: in how many windows it was kept, and in how many it applied."""
        rulings = [ruling for finding in self.findings if finding.verdict for ruling in finding.verdict.rulings]
        applied = Counter(ruling.rule for ruling in rulings if ruling.kept is not None)
        kept = Counter(ruling.rule for ruling in rulings if ruling.kept)
        return {rule: (kept[rule], applied[rule]) for rule in dict.fromkeys(ruling.rule for ruling in rulings)}

    @property
    def reading(self) -> dict[str, Reading]:
        """Of all windows together, by script."""
        found: dict[str, Reading] = {}
        for finding in self.findings:
            for script, one in finding.reading.items():
                found[script] = found[script] + one if script in found else one
        return dict(sorted(found.items(), key=lambda pair: -pair[1].words))

    def languages(self) -> dict[str, dict[str, int]]:
        """By language: how many windows; in how many title, focus and every button were named; in how many all rules were kept."""
        found: dict[str, dict[str, int]] = {}
        for finding in self.findings:
            of = found.setdefault(finding.spec.language, {"windows": 0, "named": 0, "all_kept": 0})
            of["windows"] += 1
            verdict = finding.verdict
            of["named"] += verdict is not None and all(verdict.kept(rule) is not False for rule in CRITERIA[NAMED])
            of["all_kept"] += verdict is not None and verdict.passed
        return dict(sorted(found.items()))

    @property
    def placing(self) -> Placing | None:
        """Of all windows together; None if there is none."""
        placings = [finding.placing for finding in self.findings if finding.placing]
        return reduce(add, placings) if placings else None

    @property
    def failures(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.failure)

    def criteria(self) -> dict[str, bool]:
        """What is asked for, and whether it is met; a window that could not be examined meets nothing."""
        rules = self.rules()
        complete = bool(self.findings) and not self.failures
        met = {name: complete and all(_always_kept(rules.get(rule)) for rule in wanted) for name, wanted in CRITERIA.items()}
        if (latin := self.reading.get("Latin")) is not None:
            met[f"pixels alone: {READ_SHARE:.0%} of the words in Latin script are read"] = complete and latin.strict_recall >= READ_SHARE
        return met

    @property
    def met(self) -> bool:
        """Every criterion is met."""
        return all(self.criteria().values())

    def timings(self) -> dict[str, float]:
        """Medians in milliseconds over the windows, by stage."""
        stages = dict.fromkeys(stage for finding in self.findings for stage in finding.timings)
        return {stage: round(median(f.timings[stage] for f in self.findings if stage in f.timings), 1) for stage in stages}

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "seed": self.seed,
            "windows": len(self.findings),
            "met": self.met,
            "criteria": self.criteria(),
            "rules": {rule: {"kept": kept, "of": applied} for rule, (kept, applied) in self.rules().items()},
            "languages": self.languages(),
            "reading": {script: _reading(one) for script, one in self.reading.items()},
            "boxes": _placing(self.placing) if self.placing else None,
            "timings": self.timings(),
            "failures": [f"{finding.spec.number}: {finding.failure}" for finding in self.failures],
            "findings": [finding.as_json() for finding in self.findings],
        }

    def table(self) -> str:
        """For the eye, and, line by line, for the ear."""
        lines = [f"{len(self.findings)} windows, seed {self.seed}"]
        lines += [f"  {'met    ' if met else 'NOT MET'}  {name}" for name, met in self.criteria().items()]
        lines += [f"  {rule:18} {kept:3} of {applied}" for rule, (kept, applied) in self.rules().items()]
        for language, of in self.languages().items():
            lines.append(f"  {language}: {of['named']} of {of['windows']} named, {of['all_kept']} keep all rules")
        for script, one in self.reading.items():
            recall = f"{one.strict_recall:.2%} strictly, {one.tolerant_recall:.2%} tolerantly"
            lines.append(f"  {script}, words read: {recall}, of {one.words}; {one.spurious} that are nowhere")
        if self.placing:
            lines.append(f"  boxes: median IoU {self.placing.median:.3f}, at least 0.5 for {self.placing.good_share:.1%}")
        for finding in self.findings:
            lines += [f"{finding.spec.number:3} FAILED {finding.failure}"] if finding.failure else []
            broken = finding.verdict.broken if finding.verdict else ()
            lines += [f"{finding.spec.number:3} {ruling.rule}: {ruling.reason} | {ruling.words}" for ruling in broken]
        return "\n".join(lines)


def _always_kept(counts: tuple[int, int] | None) -> bool:
    return counts is not None and counts[0] == counts[1]


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "words": reading.words,
        "strict_recall": round(reading.strict_recall, 4),
        "tolerant_recall": round(reading.tolerant_recall, 4),
        "read": reading.read,
        "spurious": reading.spurious,
        "missed": list(reading.missed),
    }


def _placing(placing: Placing) -> dict[str, Any]:
    return {
        "controls": len(placing.ious),
        "median_iou": round(placing.median, 3),
        "share_of_0.5": round(placing.good_share, 3),
        "missing": list(placing.missing),
    }
