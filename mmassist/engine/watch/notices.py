"""What an eye notices, and what a judge makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mmassist.perception.watching.news import News
from mmassist.values import Frame, Window


@dataclass(frozen=True, slots=True)
class TextSeen:
    """Text changed. `texts`: all lines that are known to be there now."""

    news: News
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextKnown:
    """All text was read for the first time."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Something moved that is neither a caret nor a clock."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Something changed and came to rest; `frame` is all that is watched. `window`: as it stands now, None where none is watched."""

    frame: Frame
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class BarSeen:
    """A progress bar: `ended`, or `vanished` before that was seen."""

    ended: bool
    vanished: bool


@dataclass(frozen=True, slots=True)
class Titled:
    """The title of the window as it is now."""

    title: str


@dataclass(frozen=True, slots=True)
class WindowOpened:
    """A window came up, anywhere."""

    window: Window


@dataclass(frozen=True, slots=True)
class WindowClosed:
    """A window closed, anywhere; by its number."""

    window: int


@dataclass(frozen=True, slots=True)
class WindowGone:
    """The watched window closed."""


@dataclass(frozen=True, slots=True)
class PersonSeen:
    present: bool


@dataclass(frozen=True, slots=True)
class TimePassed:
    """A judge's time has come."""


Notice: TypeAlias = (
    TextSeen | TextKnown | Moved | Settled | BarSeen | Titled | WindowOpened | WindowClosed | WindowGone | PersonSeen | TimePassed
)


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be announced: the name of a phrase, and lines of foreign text for it."""

    phrase: str
    lines: tuple[str, ...] = ()
