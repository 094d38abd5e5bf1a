"""The lines of a prompt, each with how long it is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from mmassist.dialogue.seen import Rank


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `kind`: of `[left_out]`, for when it has to go; `distance`: within a rank the nearest stays longest."""

    line: str
    rank: Rank
    kind: str
    distance: float = 0.0
    place: str = ""


@dataclass(slots=True)
class Written:
    """`entries` in reading order; `lost`: how many more there are of each kind than are ever written down."""

    entries: list[Entry] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
