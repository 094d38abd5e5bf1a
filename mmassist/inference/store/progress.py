"""How far a pull is: for a bar, and in sentences for the ear. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from mmassist.inference.store.catalogue import MEGABYTE

_STEP = 10
_RECENT = 15.0  # seconds whose pace counts: an earlier pull's bytes come at once, and would promise too much
_SOON = 5.0


class Stage(StrEnum):
    ASKING = "asking"
    PULLING = "pulling"
    CHECKING = "checking"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes of the whole model; `total` is the catalogue's round figure until the source has said the exact one.

    `note`: a sentence that is to be heard, empty for most.
    """

    stage: Stage
    model: str
    file: str = ""
    done: int = 0
    total: int = 0
    note: str = ""

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0


Report = Callable[[Progress], None]


class Pace:
    """How many seconds are left, from how fast the last seconds went."""

    def __init__(self) -> None:
        self._seen: list[tuple[float, int]] = []

    def add(self, progress: Progress, now: float) -> None:
        """`now`: seconds of a monotonic clock."""
        self._seen.append((now, progress.done))
        while len(self._seen) > 2 and now - self._seen[1][0] > _RECENT:
            del self._seen[0]

    def left(self, progress: Progress) -> float | None:
        """None while too little is known."""
        (began, first), (now, last) = self._seen[0], self._seen[-1]
        if now - began < 1 or last <= first:
            return None
        return (progress.total - progress.done) * (now - began) / (last - first)


class Teller:
    """Says a sentence at each tenth, and each note at once."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._tenth: int | None = None

    def tell(self, progress: Progress, now: float) -> str:
        """The sentence for this moment; empty for most. `now`: seconds of a monotonic clock."""
        if progress.note:
            return progress.note
        if progress.stage is not Stage.PULLING:
            return ""
        self._pace.add(progress, now)
        tenth = progress.percent // _STEP
        if self._tenth is None:
            # An earlier pull may have brought some of it: only what comes from now on is told.
            self._tenth = tenth
            return ""
        if tenth <= self._tenth:
            return ""
        self._tenth = tenth
        return sentence(progress, self._pace.left(progress))


def sentence(progress: Progress, left: float | None) -> str:
    """Such as "30 percent, 40 of 145 megabytes, about 2 minutes left"."""
    said = f"{progress.percent} percent, {megabytes(progress.done)} of {megabytes(progress.total)} megabytes"
    return f"{said}, {duration(left)} left." if left is not None and progress.percent < 100 else f"{said}."


def megabytes(count: int) -> str:
    """Whole ones; of less than ten with one decimal, so that a small model moves too."""
    amount = count / MEGABYTE
    return f"{amount:.0f}" if amount >= 9.95 or count == 0 else f"{amount:.1f}"


def duration(seconds: float) -> str:
    """In round words."""
    if seconds < _SOON:
        return "a few seconds"
    if seconds < 55:
        return f"about {max(1, round(seconds / 5)) * 5} seconds"
    if seconds < 90:
        return "about a minute"
    if seconds < 3570:
        return f"about {round(seconds / 60)} minutes"
    hours = seconds / 3600
    return "about an hour" if hours < 1.25 else f"about {hours:.1f} hours"
