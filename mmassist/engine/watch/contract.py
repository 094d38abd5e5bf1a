"""What watching needs of the rooms, as contracts, and the values between its parts."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from mmassist.dialogue.wishes import Wish
from mmassist.values import Box, Frame, Outline, TextLine, Utterance, Window


@dataclass(frozen=True, slots=True)
class Standing:
    """How a window stands. `covered`: what lies over it, desktop's space. `shown`: false for one that is minimised or elsewhere."""

    window: Window
    shown: bool
    covered: tuple[Box, ...] = ()


class Desk(Protocol):
    """The windows, and news of them. `subscribe`d calls come on the loop; `standing` may be called on any thread and raises DesktopError
    once the display has gone; None: the window is gone."""

    def subscribe(self, heard: Callable[[DeskNews], None]) -> None: ...

    def follow(self, window: int) -> None: ...

    def unfollow(self, window: int) -> None: ...

    def standing(self, window: int) -> Standing | None: ...

    @property
    def tells_damage(self) -> bool: ...

    def renew(self) -> None:
        """A picture is about to be taken: of what is drawn from now on is told again. Any thread."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """Something was drawn in `boxes`, desktop's space; told once of a place until `Desk.renew`."""

    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Stirred:
    """Windows were moved, covered, renamed, closed."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A window is new."""

    window: Window


@dataclass(frozen=True, slots=True)
class Closed:
    """A window is no longer listed: not one that is minimised, or on another desktop."""

    window: int


DeskNews: TypeAlias = Damaged | Stirred | Opened | Closed


class Grabber(Protocol):
    """Pictures of a box of the screen. Always called on one thread. Raises CaptureError, NoWindow for a box off the screen."""

    def grab_box(self, box: Box) -> Frame: ...

    def is_dark(self) -> bool:
        """Whether the whole screen is black."""

    def close(self) -> None: ...


class Camera(Protocol):
    """An open camera, as `capture.camera` has it. `changes`: pictures that differ from the one before. Raises CaptureError."""

    def changes(self) -> AsyncGenerator[Frame, None]: ...

    async def aclose(self) -> None: ...


class Texts(Protocol):
    """Text in pictures, as `perception.text.TextReader`."""

    def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]: ...


class Outlines(Protocol):
    """Accessibility trees, read by an `OutlineReader` of the watches' own: that of the turns is kept warm for the window in front. `whole`:
    see `desktop.contracts.Trees.read`."""

    async def read(self, window: Window, *, deadline: float = 0.3, whole: bool = False) -> Outline | None: ...


class Mouth(Protocol):
    """Speech, as in `engine.parts`."""

    def say(self, utterance: Utterance) -> None: ...

    async def drained(self, turn_id: int) -> None: ...


@dataclass(frozen=True, slots=True, eq=False)
class FreeQuestion:
    """What a model is asked for a free wish: whether what the user wants to be told of is to be seen in `frame`. `outline`: of `window`."""

    wish: Wish
    frame: Frame
    window: Window | None
    outline: Outline | None = None


Ask: TypeAlias = Callable[[FreeQuestion], Awaitable[str]]
"""Asks the configured backend through the privacy border and within the limits; what is to be said, or "" if it is not so yet."""


@dataclass(frozen=True, slots=True)
class WatchTarget:
    """What is watched: a window, a box of the desktop, or else a camera's source."""

    window: Window | None = None
    box: Box | None = None
    camera: str = ""

    @property
    def name(self) -> str:
        """As listed; text of foreign origin."""
        if self.window is not None:
            return self.window.title or self.window.program
        return "the camera" if self.box is None else "a part of the screen"


@dataclass(frozen=True, slots=True)
class Senses:
    """All that watches see with. `outlines`, `camera`, `ask`: None where there is none."""

    desk: Desk | None
    grabber: Grabber
    texts: Texts
    outlines: Callable[[], Awaitable[Outlines | None]] | None
    camera: Callable[[str], Awaitable[Camera]] | None
    ask: Ask | None
