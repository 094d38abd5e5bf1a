"""What the engine needs of the rooms, as contracts: the real parts are wired in `app`, fakes in the tests."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from mmassist.capture.clipboard import Copied
from mmassist.desktop.contracts import Hand, RemoteInput, Wheel
from mmassist.engine.answer import Answering
from mmassist.engine.profiles import ProfileBook
from mmassist.perception.elements.finder import Found
from mmassist.perception.elements.naming import Icon
from mmassist.speech.voices.base import VoiceOptions
from mmassist.translation import ENGLISH, Translator
from mmassist.values import Box, Earcon, Frame, Outline, Pixels, Target, TextLine, Utterance, Window


class Windows(Protocol):
    """Which window is in front; answers within a millisecond or so, on any thread. Raises DesktopError when the display is gone."""

    def in_front(self) -> Window | None: ...

    def pointer(self) -> tuple[int, int]: ...

    def is_alive(self, window: Window) -> bool: ...

    def is_listed(self, window: Window) -> bool: ...

    def all(self) -> tuple[Window, ...]: ...


class Under(Protocol):
    """Which window is on top at a place in the desktop's space, menus too, and all menus and the like that are in sight. Blocks for
    milliseconds; any thread. Raises DesktopError."""

    def at(self, x: int, y: int) -> Window | None: ...

    def popups(self) -> tuple[Window, ...]: ...


class Outlines(Protocol):
    """Accessibility trees."""

    def warm(self, window: Window) -> Outline | None: ...

    async def read(self, window: Window, *, deadline: float = 0.3, anew: bool = False, whole: bool = False) -> Outline | None: ...

    async def focus(self, outline: Outline, at: int) -> bool: ...

    async def press(self, outline: Outline, at: int) -> bool: ...


class Grabber(Protocol):
    """Pictures of the screen. Always called on one and the same thread."""

    def open(self) -> None: ...

    def grab(self, target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame: ...

    def close(self) -> None: ...


class Texts(Protocol):
    """Text in pictures, line by line. `unread`: the parts of a picture that were not read yet; `illegible`: where text could not be read.
    Picture's space."""

    def read(self, frame: Frame, first: Box | None = None) -> AsyncGenerator[tuple[TextLine, ...], None]: ...

    def unread(self, frame: Frame) -> tuple[Box, ...]: ...

    def illegible(self, frame: Frame) -> tuple[Box, ...]: ...


class Eyes(Protocol):
    """Controls and icons in pictures (uint8, (height, width, 4), BGRA). Raise PerceptionError, ModelMissing, ModelCorrupt or WorkerLost;
    `usable`: false once it is known that they always will."""

    @property
    def usable(self) -> bool: ...

    async def look(self, pixels: Pixels) -> Found: ...

    async def icons(self, pixels: Pixels, boxes: Mapping[int, Box]) -> dict[int, Icon]: ...


class Mouth(Protocol):
    """Speech. `say` queues; `hush` stops all at once for a user who wants quiet, `make_way` for a turn that begins, `give_ear` for a user
    who is listened to: what is `lasting` is said later, and from `hear_out` on what comes while they speak; at `catch_up` at the latest.
    `withdraw` takes back what belongs to no turn and is no longer true. `drained` returns when a turn has been said, `sounds` tells whether
    anything of it is being heard; `adjust` changes words a minute and percent of volume, and returns how it speaks then; `speak_as` sets
    how, from the next sentence on."""

    def say(self, utterance: Utterance) -> None: ...

    def hush(self) -> None: ...

    def make_way(self) -> None: ...

    def give_ear(self) -> None: ...

    def hear_out(self) -> None: ...

    def catch_up(self) -> None: ...

    def withdraw(self, text: str) -> None: ...

    async def drained(self, turn_id: int) -> None: ...

    def sounds(self, turn_id: int) -> bool: ...

    def adjust(self, *, rate: int = 0, volume: int = 0) -> VoiceOptions: ...

    def speak_as(self, voice: VoiceOptions) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """All that a turn works with. `windows` is None without a display, `outlines` without an accessibility bus, `eyes` without models,
    `under` where the windows' own order has to do, `clipboard`, `wheel` and `hand` without a display.

    `clipboard`: what pictures it holds, and who put them there, if that is known; blocks, any thread. Raises CaptureError or DesktopError.
    `wheel`: the mouse's, not open yet; raises DesktopError where no program can turn it. `hand`: what moves pointer and windows; raises
    ActRefused where no program can. `remote_input`: for somebody else's hands, not open yet; None where there is none.
    `look`: one good picture of a camera, by its source. `play` may be called on any thread and returns at once. `translation`: of the
    app's own sentences.
    """

    windows: Windows | None
    outlines: Outlines | None
    grabber: Grabber
    read_image: Callable[[str], Frame]
    look: Callable[[str], Awaitable[Frame]]
    texts: Texts
    mouth: Mouth
    play: Callable[[Earcon], None]
    answering: Answering
    eyes: Eyes | None = None
    under: Under | None = None
    clipboard: Callable[[], tuple[Copied, Window | None]] | None = None
    wheel: Callable[[], Wheel] | None = None
    hand: Callable[[], Hand] | None = None
    remote_input: Callable[[], RemoteInput] | None = None
    translation: Translator = ENGLISH
    profiles: ProfileBook = field(default_factory=ProfileBook)
