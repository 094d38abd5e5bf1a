"""The figures of turns as plain data and as sentences: for the command line and the app's panel."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from mmassist.dialogue.money import dollars
from mmassist.engine.metrics import Figures, Stats, Times
from mmassist.plurals import counted
from mmassist.sayings import said_day, saying


def stats_object(stats: Stats) -> dict[str, Any]:
    """As `Stats`, with the rate of success, 0 to 1."""
    backends = [asdict(figures) | {"success": round(figures.success, 4)} for figures in stats.backends]
    return asdict(stats) | {"backends": backends}


def sentences(stats: Stats) -> list[str]:
    """What the figures say, a sentence or two for each backend."""
    since = datetime.fromtimestamp(stats.since)
    if not stats.backends:
        return [saying("Nothing has been recorded since {day}.", day=said_day(since))]
    figures = {"day": said_day(since), "turns": counted(stats.turns, "turn"), "answered": stats.answered, "sum": dollars(stats.spend)}
    first = saying("Since {day}: {turns}, {answered} answered, {sum} spent.", **figures)
    return [first, *(_of_backend(figures) for figures in stats.backends)]


def seconds(milliseconds: float | None) -> str:
    """ "0.42 seconds"; "not known" where nothing was measured."""
    return "not known" if milliseconds is None else f"{milliseconds / 1000:.2f} seconds"


def _of_backend(figures: Figures) -> str:
    asked = [f"asked {_times(figures.requests)}, {figures.success:.0%} answered"] if figures.requests else []
    tried = [f"tested {_times(figures.tests)}"] if figures.tests else []
    told = f"{figures.backend}: {', '.join((*asked, *tried, f'{dollars(figures.spend)} spent'))}."
    if figures.first_word.p50 is not None:
        told += f" First word after {_both(figures.first_word)}."
    if figures.unpriced:
        told += f" Of {counted(figures.unpriced, 'answer')} the price is not known."
    hidden = sum(figures.redactions.values())
    return told + (f" {counted(hidden, 'thing')} hidden." if hidden else "")


def _both(times: Times) -> str:
    return f"{seconds(times.p50)}, 95 percent within {seconds(times.p95)}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number) or counted(number, "time")
