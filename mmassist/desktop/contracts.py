"""What a desktop can be asked, whatever its system: the contracts that the adapters of X11, Windows and macOS keep.

All places are in the desktop's space: physical pixels, which may be negative left of and above the first monitor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from mmassist.desktop.strokes import Stroke
from mmassist.values import Box, Outline, Window

Told: TypeAlias = Callable[[float], None]
"""What is to be done when a key goes down or up, by the time (`time.monotonic()`) of that."""

Struck: TypeAlias = Callable[[Stroke], None]


class Happening(StrEnum):
    """What became of the user's session or the computer."""

    LOCKED = "locked"
    UNLOCKED = "unlocked"
    SLEEPS = "sleeps"
    WAKES = "wakes"


class Session(Protocol):
    """The user's session, locked also while another user's is shown in its place. Belongs to one asyncio loop, on which whoever it was made
    for is told of each change. Where nobody can be asked it counts as not locked."""

    @property
    def locked(self) -> bool:
        """Whether anybody says so."""

    async def start(self) -> None:
        """Returns once it is known how the session is. Raises nothing."""

    async def aclose(self) -> None:
        """Idempotent."""


class Tracker(Protocol):
    """Which window is in front. Any thread. Raises DesktopError when the display can't be asked (any more)."""

    def start(self) -> None:
        """Returns once the window in front is known."""

    def close(self) -> None:
        """Idempotent."""

    def active(self) -> Window | None:
        """The window in front as last seen; never blocks."""

    def in_front(self) -> Window | None:
        """The window in front, asked of the system right now."""

    def all(self) -> tuple[Window, ...]:
        """All windows on the screen, lowest first, without those that are minimised or on another desktop."""

    def subscribe(self, callback: Callable[[Window | None], None]) -> None:
        """`callback` gets each new value of `active` on the tracker's thread: it must hand over and return."""

    def pointer(self) -> tuple[int, int]:
        """Where the mouse pointer is."""

    def monitors(self) -> tuple[Box, ...]:
        """Never empty."""

    def is_alive(self, window: Window) -> bool:
        """Whether `window` still exists."""

    def is_listed(self, window: Window) -> bool:
        """Whether it is open for its user, be it minimised or on another desktop. One that its program only hides when it is closed is
        not; in doubt it is."""


class Trees(Protocol):
    """Accessibility trees. Used from one asyncio loop alone."""

    async def start(self) -> None:
        """Raises DesktopError where no tree can be read: the caller goes on with pixels alone."""

    async def aclose(self) -> None:
        """Idempotent."""

    async def read(self, window: Window, *, deadline: float = 0.3, anew: bool = False, whole: bool = False) -> Outline | None:
        """The outline of `window`, at the latest after `deadline` seconds; incomplete if it took longer or grew over the cap. `anew`: all
        of it is asked, also where no change was heard of: not all programs tell of things that move. `whole`: for whom nothing in sight
        may be missing, such as a field for a password: there is no cap but 20,000, all that a crowd of controls shows is looked at, and the
        outline is incomplete only where something in sight may be missing.

        None: the program shows no tree. No nodes and incomplete: the program hangs. Raises DesktopError for what the user can mend.
        """

    def warm(self, window: Window) -> Outline | None:
        """The outline as last read, if it is certain that nothing has changed in the window since; microseconds."""

    def watch(self, window: Window | None) -> None:
        """The window in front: what can be made ready for it is."""

    def limit(self, cap: int) -> None:
        """From the next reading on an outline has so many nodes at most; none that was read before is warm any more."""

    async def focus(self, outline: Outline, at: int) -> bool:
        """Has the program give the keyboard's focus to a node of an outline that was just read. False where it says that it did not.

        Raises SceneStale where the outline is not known any more, or the program has left.
        """

    async def press(self, outline: Outline, at: int) -> bool:
        """Has the program do what a click on that node does. False where it offers no such action, and nothing was done. Raises SceneStale
        as `focus`."""


class Keys(Protocol):
    """Global keys. Any thread but that of their own on which they tell."""

    def start(self) -> None:
        """Raises DesktopError where there are none."""

    def bind(self, chord: str, pressed: Told, released: Told | None = None) -> None:
        """`pressed` gets the time (`time.monotonic()`) of each press, `released` that of the key's release; holding it is one press.
        Binding a bound chord again replaces what it does. Raises SettingsError for what is no chord here, HotkeyTaken."""

    def unbind(self, chord: str) -> None:
        """Nothing happens if it was not bound."""

    def hold(self, struck: Struck, patience: float, lapsed: Told) -> None:
        """From now on every key but the bound chords goes to `struck` and to no other program, until `let_go`, or until `patience` seconds
        have gone by without a key, of which `lapsed` is told. Holding a held keyboard again begins anew with what is given.

        May be called where a press or a stroke is told, too. Raises DesktopError where the keyboard can't be had.
        """

    def let_go(self) -> None:
        """The other programs get the keys again, as soon as those that are down are up, so that none is typed by its own repetition.

        Returns at once; nothing happens if the keyboard is not held. May be called where a press or a stroke is told, too.
        """

    def close(self) -> None:
        """Gives all keys back. Idempotent."""


@dataclass(frozen=True, slots=True)
class LetterField:
    """What a window of the app's own tells that takes the keyboard where nobody lends it; on any thread. `struck`: a key, as the settings
    write it, went down (True) or up; `got`: it has the keyboard; `lost`: it has it no more, unasked; `gone`: it is not in sight any more.
    `token`: the desktop's permission to take the keyboard (xdg-activation), "" for none."""

    struck: Callable[[str, bool], None]
    got: Callable[[], None]
    lost: Callable[[], None]
    gone: Callable[[], None]
    token: str = ""


class Finder(Protocol):
    """Which window is on top at a place, menus too. Any thread; blocks for milliseconds. Raises DesktopError."""

    def at(self, x: int, y: int) -> Window | None:
        """None where there is only the desktop's ground."""

    def popups(self) -> tuple[Window, ...]:
        """Menus, notifications and the like in sight, lowest first."""

    def close(self) -> None:
        """Idempotent."""


class Wheel(Protocol):
    """The mouse's wheel, for a page that is scrolled with the user's consent. One thread at a time; each call is a millisecond or so.
    Raises DesktopError."""

    def open(self) -> None:
        """From now on Escape stops it and does nothing else. Raises HotkeyTaken where it can't."""

    def turn(self, x: int, y: int, clicks: int) -> None:
        """So many clicks down, or up where negative, with the pointer at a place."""

    def is_stopped(self) -> bool:
        """Whether Escape was pressed since `open`."""

    def is_held(self) -> bool:
        """Whether a modifier or a button is down, with which a wheel does something else."""

    def close(self) -> None:
        """Gives Escape back, and puts the pointer back unless the user has moved it. Idempotent."""


class Hand(Protocol):
    """The mouse, and which window is in front, moved at the user's word. Any thread; blocks for milliseconds. Raises ActRefused where this
    desktop lets no program do it, and DesktopError."""

    def point(self, x: int, y: int) -> None:
        """Moves the pointer to a place."""

    def click(self, x: int, y: int) -> None:
        """Moves it there, and clicks once with the first button."""

    def is_held(self) -> bool:
        """Whether a modifier or a button is down, with which a click is another one."""

    def bring(self, window: Window) -> None:
        """Asks for a window to be put in front; it comes a moment later, or not at all."""


class RemoteInput(Protocol):
    """Keyboard and mouse for somebody whom the user lets use them. Any thread; each call is some milliseconds. Raises ActRefused for what
    is not done, and once the user has pressed anything themselves; DesktopError once it is closed or the display is gone."""

    def open(self) -> None:
        """Until then nothing can be done. Raises ActRefused where this desktop does not tell of the user's own hands."""

    def click(self, x: int, y: int, button: str, times: int) -> None:
        """`button`: left, middle or right; at a place in the desktop's space."""

    def turn(self, x: int, y: int, clicks: int) -> None:
        """The wheel, so many clicks down, or up where negative, with the pointer at a place."""

    def press(self, keysym: str, modifiers: tuple[str, ...]) -> None:
        """A key by X's name with Shift, Control or Alt, unless a program holds that key for itself."""

    def type(self, character: str) -> None:
        """One character that the keyboard's layout has."""

    def is_held(self) -> bool:
        """Whether a modifier or a button is down."""

    def is_touched(self) -> bool:
        """Whether a key or a button was pressed since `open` other than by these calls."""

    def close(self) -> None:
        """Nothing more is done, be something under way or not. Idempotent."""
