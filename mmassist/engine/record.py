"""What a turn leaves behind: what was said when, how long each stage took, what went wrong on the way."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from mmassist.backends.describer.reading import Unit
from mmassist.engine.metrics import CANCELLED
from mmassist.errors import BackendError, MmassistError
from mmassist.translation import ENGLISH, Translator
from mmassist.values import Channel, Claim, Clip, Fault, FusedPrompt, Metering, Scene, Spoken, Target, Turn, Usage, Verbosity


@dataclass(frozen=True, slots=True)
class Offer:
    """Who would answer if the user pressed the key again. `window`: what it holds for; `terms`: what they would agree to, if anything;
    `said`: the sentence that they hear."""

    backend: str
    window: int
    terms: str
    said: str


class Reads(StrEnum):
    """What is read aloud: nothing, all of the text, or from where reading stopped, without a new look."""

    NOTHING = ""
    ALL = "all"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Request:
    """What a trigger asks for. `at`: monotonic seconds of the key press. `use_outline`: false for pixels alone.

    `question`: the user's own, empty for a description; `heard`: how surely it was understood, 0 to 1, None where it was typed.
    `preset`: empty for what suits the screen. `send`: the backend that the user has just named, so that it need not be asked about;
    `offer`: what they heard before they pressed the key again. `revealed`: placeholders of hidden things to be left whole this once.
    `clips`: recordings that the user attached. `preview`: nothing is sent; what would be sent is told. `again`: about what the last
    turn saw, or its text, without a new look. `read`: the text is read to the user instead, so much `by` so much, and nobody is asked;
    `scroll`: also what is further down, for which the user lets the window be scrolled. `exact`: no program's
    profile changes how it is told. `parsed`: the app reads the answer, one JSON object, itself, and says of it what it can stand for; what
    was asked before is in the question.
    """

    at: float
    target: Target = field(default_factory=Target)
    verbosity: Verbosity = Verbosity.NORMAL
    use_outline: bool = True
    question: str = ""
    heard: float | None = None
    preset: str = ""
    send: str = ""
    offer: Offer | None = None
    revealed: frozenset[str] = frozenset()
    clips: tuple[Clip, ...] = ()
    preview: bool = False
    again: bool = False
    read: Reads = Reads.NOTHING
    by: Unit = Unit.SENTENCE
    scroll: bool = False
    exact: bool = False
    parsed: bool = False


class Record:
    """Collects a turn while it runs; belongs to the engine's loop."""

    def __init__(self, turn_id: int, request: Request) -> None:
        self.turn_id = turn_id
        self.request = request
        self.scene: Scene | None = None
        self.backend = ""
        self.metering = Metering()
        self.hidden: tuple[str, ...] = ()
        self.offer: Offer | None = None
        self.preview: FusedPrompt | None = None
        self.explanation: tuple[str, ...] = ()
        self.failures: list[tuple[str, str]] = []
        self._failed_costs: list[float | None] = []
        self._claims: list[Claim] = []
        self._texts: dict[Channel, list[str]] = {channel: [] for channel in Channel}
        self._spoken: list[Spoken] = []
        self._timings: dict[str, float] = {}
        self._warnings: list[str] = []
        self._fault: Fault | None = None
        self._private: bool | None = None

    def mark(self, stage: str) -> None:
        """Notes the time since the trigger, the first time that a stage is marked."""
        self._timings.setdefault(stage, self.elapsed_ms())

    def elapsed_ms(self) -> float:
        return round((time.monotonic() - self.request.at) * 1000, 1)

    def told(self, channel: Channel, text: str) -> None:
        self._texts[channel].append(text)

    def said(self, *channels: Channel) -> str:
        """All that was told on these channels so far."""
        return " ".join(text for channel in channels for text in self._texts[channel])

    def heard(self, spoken: Spoken) -> None:
        if not self._spoken:
            self._timings["first_sound"] = round((spoken.at - self.request.at) * 1000, 1)
        self._spoken.append(spoken)

    def offered(self, said: str) -> None:
        """Notes how the offer's sentence was said."""
        self.offer = replace(self.offer, said=said) if self.offer is not None else None

    @property
    def heard_offer(self) -> Offer | None:
        """The offer, if its sentence sounded: nobody agrees to what they could not hear."""
        is_heard = self.offer is not None and any(spoken.utterance.text == self.offer.said for spoken in self._spoken)
        return self.offer if is_heard else None

    def claim(self, claims: tuple[Claim, ...]) -> None:
        self._claims += claims

    def meter(self, **changes: Any) -> None:
        """Sets fields of the turn's `Metering`."""
        self.metering = replace(self.metering, **changes)

    def crossed(self, kind: str, preset: str, hidden: tuple[str, ...], redactions: dict[str, int]) -> None:
        """Notes what a backend was given."""
        self.hidden = hidden
        self.meter(kind=kind, preset=preset, redactions=redactions)

    def failed_over(self, backend: str, error: MmassistError, *, is_last: bool) -> None:
        """Notes a backend that did not answer, or not to the end. `is_last`: nobody is asked after it."""
        self.failures.append((backend, type(error).__name__))
        self.meter(retries=self.metering.retries + (error.retries if isinstance(error, BackendError) else 0))
        if not is_last:  # what the next one costs is counted from nothing
            self._failed_costs.append(self.metering.cost)
            self.metering = Metering(retries=self.metering.retries)

    def warn(self, text: str) -> None:
        self._warnings.append(text)

    def fail(self, error: MmassistError, translation: Translator = ENGLISH) -> None:
        self._fault = Fault(type(error).__name__, translation(error.spoken), translation(error.remedy))

    def judge(self, private: bool | None) -> None:
        """Notes whether what was seen must never be written down; None where that is not known. What was private once stays so."""
        self._private = self._private or private

    @property
    def private(self) -> bool | None:
        return self._private

    def cancelled(self) -> None:
        """Notes that the user broke the turn off."""
        self._fault = self._fault or Fault(CANCELLED, "", "")

    def absorb(self, turn: Turn) -> None:
        """Adds what was told of one of several pictures, and what that cost; the last one stands for all that there can be only one of."""
        for channel, text in ((Channel.GIST, turn.gist), (Channel.DETAIL, turn.text)):
            if text:
                self.told(channel, text)
        self._claims += turn.claims
        self._warnings += turn.warnings
        self.failures += turn.failures
        self._failed_costs += [*turn.failed_costs, *[None] * (len(turn.failures) - len(turn.failed_costs))]
        later = round((turn.started - self.request.at) * 1000, 1)
        for stage, elapsed in turn.timings.items():
            self._timings.setdefault(stage, elapsed + later)
        self.scene, self.backend, self.preview = turn.scene or self.scene, turn.backend, turn.preview
        self.hidden, self.explanation = turn.hidden, turn.explanation
        self.judge(not turn.keepable)
        self.metering = _together(self.metering, turn.metering)

    def turn(self) -> Turn:
        """The turn as it stands."""
        return Turn(
            turn_id=self.turn_id,
            backend=self.backend,
            gist=self.said(Channel.GIST),
            text=self.said(Channel.DETAIL),
            scene=self.scene,
            spoken=tuple(self._spoken),
            started=self.request.at,
            timings=dict(self._timings),
            warnings=tuple(self._warnings),
            fault=self._fault,
            question=self.request.question,
            claims=tuple(self._claims),
            metering=self.metering,
            hidden=self.hidden,
            preview=self.preview,
            failures=tuple(self.failures),
            failed_costs=tuple(self._failed_costs),
            explanation=self.explanation,
            keepable=self._private is False,
        )


def _together(one: Metering, other: Metering) -> Metering:
    """What two answers cost, under the name of the later."""
    costs = [cost for cost in (one.cost, other.cost) if cost is not None]
    return replace(
        other,
        usage=_counted(one.usage, other.usage),
        cost=sum(costs) if costs else None,
        retries=one.retries + other.retries,
        redactions=dict(Counter(one.redactions) + Counter(other.redactions)),
    )


def _counted(one: Usage, other: Usage) -> Usage:
    """None only where neither tells."""
    pairs = [(getattr(one, each.name), getattr(other, each.name)) for each in fields(Usage)]
    return Usage(*(None if pair == (None, None) else sum(filter(None, pair)) for pair in pairs))
