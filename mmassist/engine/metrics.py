"""What turns cost and how long they took: a row a turn, and figures out of rows. Pure. No row holds text, titles or programs."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest

from mmassist.values import Turn

OK, CANCELLED = "ok", "Cancelled"
"""Outcomes: a whole answer, and one that the user broke off. All others are names of errors."""
TRIAL = "test of the backend"
"""The preset of what was asked only to try a backend. It counts as spent, and not as a turn; no user can name a preset so."""
_LONGEST_NAME = 80
_ODD = re.compile(r"[^\w.:/@+ -]|^\W+")


@dataclass(frozen=True, slots=True)
class Row:
    """One request to a backend. `at`: seconds since 1970. Tokens and `cost` in US dollars are None where not known, times in
    milliseconds since the trigger where there is none.

    `first_word_ms`: until the first sentence of the detail. `outcome`: see `OK`. `failed_over`: another backend
    was asked in the same turn after this one.
    """

    at: float
    backend: str
    kind: str = ""
    model: str = ""
    preset: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None
    tokens_image: int | None = None
    tokens_cached: int | None = None
    cost: float | None = None
    first_token_ms: float | None = None
    first_word_ms: float | None = None
    total_ms: float | None = None
    retries: int = 0
    cache_hit: bool = False
    redactions: Mapping[str, int] = field(default_factory=dict)
    outcome: str = OK
    failed_over: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds, None where nothing was measured."""

    p50: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one backend. `requests`: turns that it was asked in; `cancelled`: of these, those that the user broke off; `tests`: how often it
    was only tried, beside them. Times are those of answers in turns that came whole and not from the cache.

    `success`: 0 to 1. `spend` in US dollars, without the `unpriced` requests, whose price is not known.
    """

    backend: str
    requests: int
    succeeded: int
    first_token: Times
    first_word: Times
    total: Times
    spend: float
    unpriced: int
    tokens_in: int
    tokens_out: int
    tokens_image: int
    tokens_cached: int
    retries: int
    cache_hits: int
    redactions: Mapping[str, int]
    cancelled: int = 0
    tests: int = 0

    @property
    def success(self) -> float:
        """Of those that were not broken off; 1 where all were."""
        ended = self.requests - self.cancelled
        return self.succeeded / ended if ended else 1.0


@dataclass(frozen=True, slots=True)
class Stats:
    """All that is known since a time, in seconds since 1970. `turns` counts each once, however many backends were asked in it, and none
    that the user broke off."""

    since: float
    turns: int
    answered: int
    spend: float
    backends: tuple[Figures, ...]


def row_of(turn: Turn, kind: str, preset: str, at: float | None = None) -> Row:
    """The row of a finished turn. `at`: seconds since 1970, now where it is None."""
    metering = turn.metering
    usage = metering.usage
    last = turn.failures[-1] if turn.failures else ("", "")
    outcome = turn.fault.error if turn.fault else last[1] if last[0] == turn.backend else OK
    return Row(
        at=time.time() if at is None else at,
        backend=_name(turn.backend),
        kind=_name(kind),
        model=_name(metering.model),
        preset=_name(preset),
        tokens_in=usage.input,
        tokens_out=usage.output,
        tokens_image=usage.image,
        tokens_cached=usage.cached,
        cost=metering.cost,
        first_token_ms=turn.timings.get("first_token"),
        first_word_ms=turn.timings.get("first_detail"),
        total_ms=turn.timings.get("total"),
        retries=metering.retries,
        cache_hit=metering.cached,
        redactions={_name(name): count for name, count in metering.redactions.items()},
        outcome=_name(outcome),
    )


def failed_rows(turn: Turn, at: float | None = None) -> tuple[Row, ...]:
    """A row for each backend that was asked in vain before the one that the turn's own row is of."""
    at = time.time() if at is None else at
    told = zip_longest(turn.failures, turn.failed_costs)
    before = [(backend, error, cost) for (backend, error), cost in told if backend != turn.backend]
    return tuple(Row(at, _name(backend), cost=cost, outcome=_name(error), failed_over=True) for backend, error, cost in before)


def stats_of(rows: Sequence[Row], since: float) -> Stats:
    """The figures, backend by backend in order of their names."""
    turns = [row for row in rows if not row.failed_over and row.outcome != CANCELLED and row.preset != TRIAL]
    names = sorted({row.backend for row in rows})
    return Stats(
        since=since,
        turns=len(turns),
        answered=sum(row.outcome == OK for row in turns),
        spend=sum(row.cost or 0.0 for row in rows),
        backends=tuple(_figures(name, [row for row in rows if row.backend == name]) for name in names),
    )


def periods(now: float) -> tuple[float, float, float]:
    """When the local day and month that hold `now` began, and when the day ends, in seconds since 1970."""
    day = datetime.fromtimestamp(now).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return day.timestamp(), day.replace(day=1).timestamp(), datetime.fromordinal(day.toordinal() + 1).timestamp()


def spent_of(costs: Iterable[tuple[float, float]], now: float) -> tuple[float, float]:
    """US dollars of this day and this month, of (at, cost). A day is what the clock says: what it will only say later does not count."""
    day, month, end = periods(now)
    known = [(at, cost) for at, cost in costs if month <= at < end]
    return sum(cost for at, cost in known if at >= day), sum(cost for _, cost in known)


def percentile(values: Iterable[float], percent: float) -> float | None:
    """Between the two nearest in proportion (Hyndman and Fan's type 7); None for no values."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _figures(name: str, rows: Sequence[Row]) -> Figures:
    asked = [row for row in rows if row.preset != TRIAL]
    timed = [row for row in asked if row.outcome == OK and not row.cache_hit]
    redactions: Counter[str] = Counter()
    for row in rows:
        redactions.update(row.redactions)
    return Figures(
        backend=name,
        requests=len(asked),
        succeeded=sum(row.outcome == OK for row in asked),
        first_token=_times(row.first_token_ms for row in timed),
        first_word=_times(row.first_word_ms for row in timed),
        total=_times(row.total_ms for row in timed),
        spend=sum(row.cost or 0.0 for row in rows),
        unpriced=sum(row.cost is None and row.outcome == OK for row in rows),
        tokens_in=sum(row.tokens_in or 0 for row in rows),
        tokens_out=sum(row.tokens_out or 0 for row in rows),
        tokens_image=sum(row.tokens_image or 0 for row in rows),
        tokens_cached=sum(row.tokens_cached or 0 for row in rows),
        retries=sum(row.retries for row in rows),
        cache_hits=sum(row.cache_hit for row in rows),
        redactions=dict(sorted(redactions.items())),
        cancelled=sum(row.outcome == CANCELLED for row in asked),
        tests=len(rows) - len(asked),
    )


def _times(values: Iterable[float | None]) -> Times:
    known = [value for value in values if value is not None]
    return Times(percentile(known, 50), percentile(known, 95))


def _name(text: str) -> str:
    """A server names its model itself: a name is made short, and harmless in a table, a log or a spreadsheet."""
    return _ODD.sub("", text)[:_LONGEST_NAME].strip()
