"""Windows of real programs that no training rendered, by their pixels alone, beside what their accessibility trees say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from mmassist.evaluation.eyes.tree import Control
from mmassist.evaluation.eyes.truth import seen_of
from mmassist.evaluation.metrics import Detected, Present, mean_average_precision
from mmassist.measure import looking
from mmassist.measure.looking import Entry, looked_at
from mmassist.perception.elements.finder import Element, ElementFinder
from mmassist.perception.elements.naming import Named
from mmassist.perception.elements.sight import Sight
from mmassist.perception.watching.words import tokens
from mmassist.values import Frame

PRECISION, RIGHT, WRONG = 0.60, 0.70, 0.10

LEAST = 0.05
"""The score from which on what is found counts for the precision."""

_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Seen:
    """One window: what the tree says, and what the eyes say. `found`: what the user would be told; `possible`: what the detector finds down
    to a score that nobody is told of, for a precision is that of all thresholds."""

    window: str
    present: tuple[Control, ...]
    found: tuple[Named, ...]
    possible: tuple[Element, ...]


Look: TypeAlias = Callable[[Frame, Seen], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ProgramsReport:
    """`mean`, `by_kind`: average precision at an overlap of one half. `buttons`: those that show nothing but an icon and have a name in the
    tree; of them `right`, `wrong`, and the rest is "unlabelled" or was not found. `absent`: packages that are not installed."""

    windows: int
    controls: int
    mean: float
    by_kind: Mapping[str, float]
    buttons: int
    right: int
    wrong: int
    absent: tuple[str, ...]
    failed: tuple[str, ...]

    @property
    def met(self) -> bool:
        named = self.buttons > 0 and self.right >= RIGHT * self.buttons and self.wrong <= WRONG * self.buttons
        return self.windows > 0 and self.mean >= PRECISION and named


def entries() -> tuple[Entry, ...]:
    """All of programs.toml."""
    return looking.entries(Path(__file__).with_name("programs.toml"))


@dataclass(frozen=True, slots=True)
class Examined:
    """What is examined. `sight`: as the app has it; `finder`: the same detector, that reports from `LEAST` on."""

    sight: Sight
    finder: ElementFinder


async def examine(eyes: Examined, words: Mapping[str, Sequence[str]], look: Look, progress: Callable[[str], None]) -> ProgramsReport:
    """`words`: all that a label is called, by its name; `look`: has a further look at each window. In a desktop with a window manager.
    Raises as `Sight.see`."""
    seen, failed = list[Seen](), list[str]()
    wanted = entries()
    async for entry, shown in looked_at(wanted, failed):
        frame, told = shown.frame, await eyes.sight.see(shown.frame)
        possible = (await eyes.finder.find(frame.pixels)).elements
        one = Seen(entry.name, seen_of(shown, told.lines), told.controls, possible)
        progress(f"{entry.name}: {len(one.present)} controls in the tree, {len(one.found)} seen")
        seen.append(one)
        await look(frame, one)
    absent = sorted({entry.package for entry in wanted if not entry.is_installed})
    return judged(seen, words, tuple(absent), tuple(failed))


def judged(seen: Sequence[Seen], words: Mapping[str, Sequence[str]], absent: tuple[str, ...], failed: tuple[str, ...]) -> ProgramsReport:
    """Pure."""
    present = [Present(one.window, control.kind, control.box) for one in seen for control in one.present]
    found = [Detected(one.window, element.role, element.box, element.confidence) for one in seen for element in one.possible]
    precision = mean_average_precision(present, found, _OVERLAP) if present else None
    buttons = [(control, one.found) for one in seen for control in one.present if control.kind == "icon button" and control.name]
    given = [_name_at(control, named) for control, named in buttons]
    right = [means(name, control.name, words) for name, (control, _) in zip(given, buttons, strict=True)]
    return ProgramsReport(
        windows=len(seen),
        controls=len(present),
        mean=precision.mean if precision else 0.0,
        by_kind=precision.by_kind if precision else {},
        buttons=len(buttons),
        right=sum(right),
        wrong=sum(bool(name) and not is_right for name, is_right in zip(given, right, strict=True)),
        absent=absent,
        failed=failed,
    )


def _name_at(control: Control, found: Sequence[Named]) -> str:
    """What the eyes call the control that they see there; "" where they see or know nothing."""
    best = max(found, key=lambda named: named.element.box.iou(control.box), default=None)
    return best.name if best is not None and best.element.box.iou(control.box) >= _OVERLAP else ""


def means(given: str, name: str, words: Mapping[str, Sequence[str]]) -> bool:
    """Whether one of the words for what was given stands in the program's own name, or the other way round: "Save" and "Save the file"."""
    own = set(tokens(name))
    return any(said and (said <= own or own <= said) for said in (set(tokens(word)) for word in (given, *words.get(given, ()))))
