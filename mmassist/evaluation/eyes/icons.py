"""Icons of themes that no training saw: is the name that the encoder gives them the one that the specification means?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mmassist.evaluation.eyes.drawn import drawings, is_there
from mmassist.evaluation.eyes.themes import SYSTEM, THEMES, ThemeIcon, icons_of
from mmassist.perception.encoder import Encoder

TOP_1, TOP_5, RIGHT, WRONG = 0.70, 0.88, 0.70, 0.10

_NEVER = 1 << 30


@dataclass(frozen=True, slots=True)
class Tally:
    """Shares of `pictures`. `right`, `wrong`: of the names that are given where the model is sure; what is left is "unlabelled"."""

    icons: int
    pictures: int
    top_1: float
    top_5: float
    right: float
    wrong: float

    @property
    def met(self) -> bool:
        return self.pictures > 0 and self.top_1 >= TOP_1 and self.top_5 >= TOP_5


@dataclass(frozen=True, slots=True)
class IconReport:
    """`by`: for each theme and style. `worst`: icons that are named wrongly in most of their pictures, with what they are called."""

    all: Tally
    by: dict[str, Tally]
    worst: list[str]
    absent: list[str]

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "met": self.all.met}


@dataclass(frozen=True, slots=True)
class _Scored:
    icon: ThemeIcon
    label: int
    ranks: list[int]
    sure: list[bool]
    called: list[str]


async def examine(encoder: Encoder, names: dict[str, int], labels: Sequence[str], folder: Path = SYSTEM) -> IconReport:
    """`names`: labels by the specification's names. Needs a QGuiApplication. Raises as `Encoder.scores`."""
    model = await encoder.start()
    where = {label: at for at, label in enumerate(model.labels)}
    scored = []
    for theme in (theme for theme in THEMES if is_there(folder, theme)):
        for icon in icons_of(theme, names, folder):
            pictures = list(drawings(icon))
            label = where.get(labels[names[icon.name]], -1)
            if pictures:
                scores = await encoder.scores(pictures)
                ranks = [int((row > row[label]).sum()) if label >= 0 else _NEVER for row in scores]
                best = [int(row.argmax()) for row in scores]
                sure = [bool(row[at] >= model.threshold) for row, at in zip(scores, best, strict=True)]
                scored.append(_Scored(icon, label, ranks, sure, [model.labels[at] for at in best]))
    by: dict[str, list[_Scored]] = {}
    for one in scored:
        by.setdefault(f"{one.icon.theme}, {one.icon.style}", []).append(one)
    absent = [theme for theme in THEMES if not is_there(folder, theme)]
    tallies = {group: _tally(members) for group, members in sorted(by.items())}
    return IconReport(_tally(scored), tallies, [line for one in scored if (line := _wrong(one))], absent)


def _tally(scored: Sequence[_Scored]) -> Tally:
    ranks = np.array([rank for one in scored for rank in one.ranks])
    sure = np.array([flag for one in scored for flag in one.sure], bool)
    if not ranks.size:
        return Tally(0, 0, 0.0, 0.0, 0.0, 0.0)
    first = ranks == 0
    shares = (first.mean(), (ranks < 5).mean(), (first & sure).mean(), (~first & sure).mean())
    return Tally(len(scored), int(ranks.size), *(round(float(share), 4) for share in shares))


def _wrong(one: _Scored) -> str:
    if sum(rank == 0 for rank in one.ranks) > len(one.ranks) / 2:
        return ""
    usual = max(set(one.called), key=one.called.count)
    return f"{one.icon.theme} {one.icon.name} ({one.icon.style}): {usual}"
