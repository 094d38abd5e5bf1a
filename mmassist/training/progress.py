"""How far a long piece of work is, for the eye and the ear: one plain line a minute, with the time that is left in words."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping

from mmassist.plurals import counted

SECONDS = 60.0


class Progress:
    """Writes a line when a minute has passed since the last one, and at the end. Used from one thread."""

    def __init__(self, name: str, total: int, write: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._name = name
        self._total = total
        self._write = write
        self._clock = clock
        self._began: tuple[int, float] | None = None
        self._last = clock()

    def at(self, done: int, figures: Mapping[str, float] | None = None) -> None:
        """`done` of the total are done, the first call's being where this run began. `figures` are said with it."""
        now = self._clock()
        if self._began is None:
            self._began = (done, now)
        if now - self._last < SECONDS and done < self._total:
            return
        self._last = now
        said = [f"{self._name}: {done:,} of {self._total:,}, {done / max(1, self._total):.0%}"]
        said += [f"{name} {value:.4g}" for name, value in (figures or {}).items()]
        first, start = self._began
        if done > first and done < self._total:
            said.append(f"{in_words((now - start) / (done - first) * (self._total - done))} left")
        self._write(", ".join(said))


def time_is_over(minutes: float | None, clock: Callable[[], float] = time.monotonic) -> Callable[[], bool]:
    """Whether so many minutes have passed since this call; never, where there is no limit."""
    until = math.inf if minutes is None else clock() + 60 * minutes
    return lambda: clock() >= until


def in_words(seconds: float) -> str:
    """A time as it is heard: hours and minutes, or minutes, or seconds."""
    if seconds < 90:
        return counted(round(seconds), "second")
    minutes = round(seconds / 60)
    if minutes < 90:
        return counted(minutes, "minute")
    return f"{counted(minutes // 60, 'hour')} {counted(minutes % 60, 'minute')}"
