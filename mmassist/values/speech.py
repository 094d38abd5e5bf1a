"""What is said, on which channel, and the short sounds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Priority(StrEnum):
    """`NOW` interrupts, `NEXT` goes before what waits, `NORMAL` waits its turn."""

    NOW = "now"
    NEXT = "next"
    NORMAL = "normal"


class Channel(StrEnum):
    """Who is speaking. No text from a screen or a model ever reaches `SYSTEM`."""

    SYSTEM = "system"
    GIST = "gist"
    DETAIL = "detail"


@dataclass(frozen=True, slots=True)
class Utterance:
    """One piece of speech, plain text. `turn_id` is 0 for what belongs to no turn. `shown`: one of the app's own windows
    shows it. `lasting`: news that a key press does not wipe out."""

    turn_id: int
    text: str
    channel: Channel
    priority: Priority = Priority.NORMAL
    lasting: bool = False
    shown: bool = False


class Earcon(StrEnum):
    """A short sound with a meaning. Names are those of the sounds' definitions in `resources/earcons.toml`."""

    START = "start"
    WORKING = "working"
    DONE = "done"
    ERROR = "error"
    HIDDEN = "hidden"
    LISTENING = "listening"
    HEARD = "heard"
    NOTICE = "notice"
    LETTER = "letter"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance whose first sample was handed to the sound device at `at`."""

    utterance: Utterance
    at: float
