"""What the reading of pages in columns found: the order of their lines, and whether paragraphs were put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from mmassist.backends.describer.reading import Passage
from mmassist.evaluation.reading.page import Page
from mmassist.values import Box

GOAL = 0.95
# Of a page's lines so many must have been read for its order to count as right; a paragraph may be misread in so many of its letters.
_LINES, _LETTERS = 0.98, 0.95
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One page. `lines`: that stand on it; `read`: of these read; `wrong`: the first line that came too early, empty where none did.

    `paragraphs`: of more than one line; `whole`: of these told as one text, but for misread letters.
    """

    index: int
    layout: str
    lines: int
    read: int
    wrong: str
    paragraphs: int
    whole: int
    seconds: float

    @property
    def is_right(self) -> bool:
        return not self.wrong and self.read >= _LINES * self.lines

    def line(self) -> str:
        verdict = "right" if self.is_right else f"wrong at “{self.wrong}”" if self.wrong else "not read whole"
        told = f"{self.read} of {self.lines} lines, {self.whole} of {self.paragraphs} paragraphs"
        return f"{self.index}: {self.layout}, {verdict}, {told} ({self.seconds:.1f} s)"


def judged(index: int, page: Page, passages: Sequence[Passage], seconds: float) -> Finding:
    """Compares what was read with how the page was set: each line or row read is the set lines that it covers."""
    boxes = [line.box for passage in passages for line in passage.lines if line.box is not None]
    order = [at for box in boxes for at in _covered(box, page)]
    early = next((after for before, after in pairwise(order) if after < before), -1)
    texts = ["".join(_WORD.findall(passage.text.casefold())) for passage in passages]
    longer = [text for at, text in enumerate(page.texts) if sum(line.paragraph == at for line in page.lines) > 1]
    return Finding(
        index,
        page.layout,
        len(page.lines),
        len(set(order)),
        page.lines[early].text[:30] if early >= 0 else "",
        len(longer),
        sum(any(_is_alike("".join(_WORD.findall(text.casefold())), told) for told in texts) for text in longer),
        seconds,
    )


def _covered(box: Box, page: Page) -> list[int]:
    """The set lines whose middle lies in a box, in their order; else the one that it covers most."""
    inside = [at for at, line in enumerate(page.lines) if box.contains(*line.box.centre)]
    shared = [common.area if (common := line.box.intersection(box)) else 0 for line in page.lines]
    most = max(shared, default=0)
    return inside or ([shared.index(most)] if most else [])


def _is_alike(wanted: str, told: str) -> bool:
    if abs(len(wanted) - len(told)) > (1 - _LETTERS) * len(wanted):
        return False
    return SequenceMatcher(None, wanted, told, autojunk=False).ratio() >= _LETTERS


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """All pages of one seed."""

    seed: int
    findings: tuple[Finding, ...]

    @property
    def met(self) -> bool:
        return bool(self.findings) and sum(one.is_right for one in self.findings) >= GOAL * len(self.findings)

    def as_json(self) -> dict[str, Any]:
        layouts = sorted({one.layout for one in self.findings})
        by_layout = {name: [one for one in self.findings if one.layout == name] for name in layouts}
        return {
            "command": f"mmassist evaluate reading --count {len(self.findings)} --seed {self.seed}",
            "met": self.met,
            "pages": len(self.findings),
            "in_order": sum(one.is_right for one in self.findings),
            "by_layout": {name: {"pages": len(of), "in_order": sum(one.is_right for one in of)} for name, of in by_layout.items()},
            "lines": sum(one.lines for one in self.findings),
            "lines_read": sum(one.read for one in self.findings),
            "paragraphs": sum(one.paragraphs for one in self.findings),
            "paragraphs_whole": sum(one.whole for one in self.findings),
            "seconds_a_page": round(sum(one.seconds for one in self.findings) / max(1, len(self.findings)), 2),
            "misses": [one.line() for one in self.findings if not one.is_right],
        }

    def table(self) -> str:
        """For eyes and ears that prefer lines."""
        told = self.as_json()
        words = "lines read: {lines_read} of {lines}; paragraphs told as one: {paragraphs_whole} of {paragraphs}"
        return "\n".join(
            [
                f"{told['pages']} pages, seed {self.seed}: {told['in_order']} in reading order ({GOAL * 100:.0f} % were aimed at).",
                *(f"  {name}: {of['in_order']} of {of['pages']}" for name, of in told["by_layout"].items()),
                words.format(**told),
                *told["misses"],
            ]
        )
