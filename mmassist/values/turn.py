"""What a turn leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from mmassist.values.prompt import FusedPrompt, Usage
from mmassist.values.scene import Scene
from mmassist.values.speech import Spoken


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure as the user hears it: what happened, and what to do about it."""

    error: str
    spoken: str
    remedy: str


class ClaimKind(StrEnum):
    """What of an answer can be looked up."""

    AMOUNT = "amount"
    CODE = "code"
    CONTROL = "control"
    DATE = "date"
    DOSE = "dose"
    NUMBER = "number"
    PHONE = "phone"
    QUOTE = "quote"
    TIME = "time"


class Verdict(StrEnum):
    """`PROBABLY`: found but for letters that look alike (O and 0, l and 1), in a doubtful line, or in one of several senses."""

    CONFIRMED = "confirmed"
    PROBABLY = "probably"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something in an answer that was looked up in the scene. `found`: what stands there, empty where nothing does."""

    text: str
    kind: ClaimKind
    verdict: Verdict
    found: str = ""


@dataclass(frozen=True, slots=True)
class Metering:
    """What an answer cost. `cost` in US dollars, None where no price is known; `cached`: answered from the cache of answers.

    `kind`: what the backend speaks; `preset`: what was asked for; `redactions`: how many things of each kind were hidden from it.
    """

    kind: str = ""
    preset: str = ""
    model: str = ""
    usage: Usage = field(default_factory=Usage)
    cost: float | None = None
    retries: int = 0
    cached: bool = False
    redactions: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """A finished turn. `timings`: milliseconds since the trigger by stage (capture, outline, ocr, first_token, first_sound, total)."""

    turn_id: int
    backend: str
    gist: str
    text: str
    scene: Scene | None
    spoken: tuple[Spoken, ...]
    started: float
    timings: dict[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    fault: Fault | None = None
    question: str = ""
    claims: tuple[Claim, ...] = ()
    metering: Metering = field(default_factory=Metering)
    hidden: tuple[str, ...] = ()
    """Placeholders of what was hidden from the backend ("card 1"), in reading order; each can be revealed for one turn."""
    preview: FusedPrompt | None = None
    """What would have been sent, where the user asked for that alone."""
    failures: tuple[tuple[str, str], ...] = ()
    """Backends that did not answer, or not to the end, and the class of each one's error."""
    failed_costs: tuple[float | None, ...] = ()
    """Of those of `failures` after which another was asked: US dollars that each may bill all the same, None where no price is known."""
    explanation: tuple[str, ...] = ()
    """Why this backend was chosen, in plain sentences."""
    keepable: bool = False
    """Whether it may be written down: all that it showed is known, and nothing of that is excluded, or a place for a password."""
