"""What the reading of photographed pages found: words, order, and what was said of those that nobody could read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from mmassist.evaluation.pages_photographed.legible import Legibility
from mmassist.evaluation.pages_photographed.photograph import Shot
from mmassist.perception.camera.reading import Outcome

WORDS, SAID = 0.95, 1.0
_EDGE = re.compile(r"^\W+|\W+$")
_EXPECTED = {Legibility.BLURRED: {Outcome.BLURRED}, Legibility.DARK: {Outcome.DARK, Outcome.COVERED}}


@dataclass(frozen=True, slots=True)
class Finding:
    """One page. `words`: that stand on it; `found`: of these read; `in_order`: read in their order; `extra`: read and not there."""

    index: int
    layout: str
    legibility: Legibility
    outcome: Outcome
    words: int
    found: int
    in_order: int
    extra: int
    shot: Shot
    seconds: float
    missed: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether it was read, or said why not."""
        if self.legibility is Legibility.LEGIBLE:
            return self.outcome in (Outcome.READ, Outcome.PARTLY)
        return self.outcome in _EXPECTED[self.legibility]

    def line(self) -> str:
        missed = f", missed {' '.join(self.missed[:6])}" if self.missed and self.legibility is Legibility.LEGIBLE else ""
        return (
            f"{self.index}: {self.layout}, {self.shot.bend}, {self.legibility.value}: {self.outcome.value}, "
            f"{self.found} of {self.words} words{missed} ({self.seconds:.1f} s)"
        )


def words_of(texts: Iterable[str]) -> list[str]:
    """As a listener hears them: without case and without marks at their edges."""
    return [word for text in texts for part in text.split() if (word := _EDGE.sub("", part).casefold())]


def compared(wanted: Sequence[str], read: Sequence[str]) -> tuple[int, int, int, tuple[str, ...]]:
    """Words found, found in order, read and not there, and those that were missed."""
    there, got = words_of(wanted), words_of(read)
    common = sum((Counter(there) & Counter(got)).values())
    blocks = SequenceMatcher(None, there, got, autojunk=False).get_matching_blocks()
    return common, sum(block.size for block in blocks), len(got) - common, tuple((Counter(there) - Counter(got)).elements())


@dataclass(frozen=True, slots=True)
class PagesReport:
    """All pages of one seed."""

    seed: int
    findings: tuple[Finding, ...]

    @property
    def met(self) -> bool:
        read = self._share(self._of(Legibility.LEGIBLE))
        return read is not None and read >= WORDS and all(self._said(kind) in (None, SAID) for kind in _EXPECTED)

    def _of(self, kind: Legibility) -> list[Finding]:
        return [one for one in self.findings if one.legibility is kind]

    def _share(self, findings: Sequence[Finding], what: str = "found") -> float | None:
        total = sum(one.words for one in findings)
        return sum(getattr(one, what) for one in findings) / total if total else None

    def _said(self, kind: Legibility) -> float | None:
        of_kind = self._of(kind)
        return sum(one.is_right for one in of_kind) / len(of_kind) if of_kind else None

    def as_json(self) -> dict[str, Any]:
        legible = self._of(Legibility.LEGIBLE)
        groups = {
            "layout": {name: self._share([one for one in legible if one.layout == name]) for name in sorted({o.layout for o in legible})},
            "bend": {
                name: self._share([one for one in legible if one.shot.bend == name]) for name in sorted({o.shot.bend for o in legible})
            },
        }
        return {
            "command": f"mmassist evaluate pages --count {len(self.findings)} --seed {self.seed}",
            "met": self.met,
            "pages": len(self.findings),
            "legible": {
                "pages": len(legible),
                "words": sum(one.words for one in legible),
                "found": self._share(legible),
                "found_in_order": self._share(legible, "in_order"),
                "not_there": sum(one.extra for one in legible),
                "pages_below_95_percent": sum(one.found < WORDS * one.words for one in legible),
                "said_to_be_unreadable": sum(not one.is_right for one in legible),
                "by": groups,
            },
            "too_blurred": {"pages": len(self._of(Legibility.BLURRED)), "said": self._said(Legibility.BLURRED)},
            "too_dark": {"pages": len(self._of(Legibility.DARK)), "said": self._said(Legibility.DARK)},
            "seconds_a_page": round(sum(one.seconds for one in self.findings) / max(1, len(self.findings)), 2),
            "misses": [one.line() for one in self.findings if not one.is_right or (one in legible and one.found < WORDS * one.words)],
        }

    def table(self) -> str:
        """For eyes and ears that prefer lines."""
        told = self.as_json()
        legible = told["legible"]
        lines = [
            f"{told['pages']} photographs, seed {self.seed}; {legible['pages']} that a person could read, with {legible['words']} words.",
            f"words read: {_percent(legible['found'])} (at least 95 % were aimed at), in their order "
            f"{_percent(legible['found_in_order'])}, read and not there: {legible['not_there']}",
            *(f"  {name}: {_percent(share)}" for kind in legible["by"].values() for name, share in kind.items()),
            f"too blurred, and said so: {_percent(told['too_blurred']['said'])} of {told['too_blurred']['pages']}",
            f"too dark, and said so: {_percent(told['too_dark']['said'])} of {told['too_dark']['pages']}",
            f"said of a legible page that it can't be read: {legible['said_to_be_unreadable']}",
            *told["misses"],
        ]
        return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{share * 100:.1f} %"
