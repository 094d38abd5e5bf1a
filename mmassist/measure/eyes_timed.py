"""Several ways of doing one thing, each once a round and in changing order, so that none always comes to warm memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds: on the clock, and of this process's processor time, which does not depend on who else waits for a core."""

    clock: float
    processor: float


def timed(call: Callable[[], T]) -> tuple[Spent, T]:
    """What it took, and what it gave."""
    clock, processor = time.perf_counter(), time.process_time()
    given = call()
    return Spent((time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000), given


def in_turns(number: int, calls: Mapping[str, Callable[[], object]]) -> dict[str, Spent]:
    """`number`: of the round; it tells who is first."""
    names = list(calls)
    first = number % len(names)
    return {name: timed(calls[name])[0] for name in (*names[first:], *names[:first])}
