"""Tells of parts that die or hang, has them started again, and switches off what keeps stopping: the safe mode of one part."""

from __future__ import annotations

import asyncio
import logging
import math
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from mmassist.errors import WorkerLost
from mmassist.sayings import listed, run_on, saying

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """`crashes` of one part `within` seconds switch it off. Losses of a part less than `burst` seconds apart are told once, and what
    is lost within `gather` seconds is told together. A part that takes longer than `patience` seconds to come back is told to work again.

    `pause`: seconds between two tries of a part that can't be spared, doubled with each that fails, up to `longest`. `off`: kinds of parts
    that are off from the start.
    """

    crashes: int = 3
    within: float = 600.0
    burst: float = 5.0
    gather: float = 0.1
    patience: float = 3.0
    pause: float = 10.0
    longest: float = 320.0
    off: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sentences:
    """What is said of one part; see `resources/parts.en.toml`."""

    name: str
    lost: str
    remedy: str
    off: str
    left: str
    missed: str
    refused: str
    silent: str = ""
    leave: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """All that is said of parts, in one language."""

    parts: dict[str, Sentences]
    general: dict[str, str]

    @classmethod
    def load(cls, language: str = "en") -> Wording:
        data: dict[str, Any] = tomllib.loads((resources.files("mmassist") / "resources" / f"parts.{language}.toml").read_text("utf-8"))
        parts = {name: Sentences(**told) for name, told in data.pop("parts").items()}
        return cls(parts, data)

    def of_a_command(self) -> Wording:
        """Of a single command without the app's keys and window: whoever starts it again has tried everything again."""
        parts = {name: replace(told, leave="") for name, told in self.parts.items()}
        return Wording(parts, {**self.general, "leave": self.general["leave_command"]})


@dataclass(frozen=True, slots=True)
class Audience:
    """How the supervisor is heard, on the engine's loop. `fault`: with the sound of an error; `announce`: without.

    `switched_off` gets the names of all parts that are off, each time that changes.
    """

    fault: Callable[[WorkerLost], None]
    announce: Callable[[str], None]
    switched_off: Callable[[tuple[str, ...]], None]


class Part:
    """One part that can die or hang: the `inference.keeping.Keeper` of its processes. On the engine's loop."""

    def __init__(self, supervisor: Supervisor, kind: str, *, spared: bool) -> None:
        self._supervisor = supervisor
        self.sentences = supervisor.wording.parts[kind]
        self._spared = spared
        self._lost_at: list[float] = []
        self._told_at = -math.inf
        self._waits = False
        self._tries = 0
        self.is_off = kind in supervisor.options.off
        self.on_off: Callable[[], object] = _nothing
        """Called when it is switched off."""
        self.on_again: Callable[[], object] = _nothing
        """Called when safe mode is left, also for what is not off: starts it unless it runs."""

    @property
    def refusal(self) -> WorkerLost | None:
        return self.failed("it is switched off") if self.is_off else None

    def failed(self, why: str) -> WorkerLost:
        told = self.sentences
        if self.is_off:
            return WorkerLost(f"{told.name}: {why}", told.refused, self._leave)
        return WorkerLost(f"{told.name}: {why}", told.missed, self._supervisor.wording.general["missed_remedy"])

    def lost(self, why: str) -> float | None:
        if self.is_off:
            return None
        options, now = self._supervisor.options, _now()
        self._lost_at = [at for at in self._lost_at if now - at < options.within] + [now]
        self._waits = True
        log.warning("the %s was lost (%d): %s", self.sentences.name, len(self._lost_at), why)
        if len(self._lost_at) < options.crashes:
            self._tell(now, self.sentences.lost, self.sentences.remedy)
            return 0.0
        if self._spared:
            self.switch_off()
            self._supervisor.tell(run_on(self.sentences.off, self.sentences.left), self._leave)
            return None
        if len(self._lost_at) == options.crashes:
            self._supervisor.tell(self.sentences.off, self.sentences.left)
        self._tries += 1
        return float(min(options.longest, options.pause * 2 ** (self._tries - 1)))

    def silent(self) -> None:
        if not self.is_off:
            self._tell(_now(), self.sentences.silent or self.sentences.lost, self.sentences.remedy)

    def works(self) -> None:
        """What came back soon is not told: that it was being started again is enough."""
        if self._waits and self._lost_at and _now() - self._lost_at[-1] > self._supervisor.options.patience:
            self._supervisor.works(self)
        self._waits, self._tries = False, 0

    def switch_off(self) -> None:
        """Without a word: nothing is started or asked of it any more, until safe mode is left."""
        self.is_off = True
        self._supervisor.changed()
        self.on_off()

    def again(self) -> None:
        """It is off no more and starts, unless it runs."""
        self.is_off, self._lost_at = False, []
        self.on_again()

    @property
    def _leave(self) -> str:
        return self.sentences.leave or self._supervisor.wording.general["leave"]

    def _tell(self, now: float, sentence: str, remedy: str) -> None:
        if now - self._told_at >= self._supervisor.options.burst:
            self._supervisor.tell(sentence, remedy)
        self._told_at = now


class Supervisor:
    """Knows all parts. Belongs to the engine's loop."""

    def __init__(self, audience: Audience, options: Options = Options(), wording: Wording | None = None) -> None:
        self.options = options
        self.wording = wording or Wording.load()
        self._audience = audience
        self._parts: list[Part] = []
        self._untold: list[tuple[str, str]] = []
        self.on_leave: Callable[[], object] | None = None
        """Called instead of starting parts again, where it is the whole app that is in safe mode."""

    def part(self, kind: str, *, spared: bool = True) -> Part:
        """A new part of a kind of `resources/parts.en.toml`. `spared`: the app can do without; what it can't is never switched off."""
        part = Part(self, kind, spared=spared)
        self._parts.append(part)
        return part

    def drop(self, parts: Collection[Part]) -> None:
        """These are not used any more."""
        was_off, self._parts = self.off, [part for part in self._parts if part not in parts]
        if self.off != was_off:
            self.changed()

    @property
    def off(self) -> tuple[str, ...]:
        """Names of the parts that are switched off."""
        return tuple(part.sentences.name for part in self._parts if part.is_off)

    def leave(self) -> None:
        """Leaves safe mode: what was switched off is started again. It is said."""
        if self.on_leave is not None:
            self._audience.announce(self.wording.general["safe_left"])
            self.on_leave()
            return
        names = [saying(part.sentences.name) for part in self._parts if part.is_off]
        for part in self._parts:
            part.again()
        self.changed()
        sentence = self.wording.general["left_safe" if names else "left_none"]
        self._audience.announce(saying(sentence, names=listed(names)) if names else sentence)

    def tell(self, sentence: str, remedy: str) -> None:
        """Makes a loss heard, together with what else is lost at about the same time."""
        if not self._untold:
            asyncio.get_running_loop().call_later(self.options.gather, self._flush)
        if (sentence, remedy) not in self._untold:
            self._untold.append((sentence, remedy))

    def works(self, part: Part) -> None:
        self._audience.announce(saying(self.wording.general["works"], name=saying(part.sentences.name)))

    def changed(self) -> None:
        self._audience.switched_off(self.off)

    def _flush(self) -> None:
        untold, self._untold = self._untold, []
        spoken, remedy = (run_on(*dict.fromkeys(sentences)) for sentences in zip(*untold, strict=True))
        self._audience.fault(WorkerLost("parts were lost", spoken, remedy))


def _now() -> float:
    return asyncio.get_running_loop().time()


def _nothing() -> None:
    pass
