"""Which window is in front on Wayland, where only the programs themselves say so: by the accessibility bus.

No program there knows where its window lies. A window's place is therefore `ANYWHERE`: whoever hides or sends a picture has to take the
window for being all over it, and no control of it has a place in the picture.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from mmassist.desktop import atspi
from mmassist.desktop.atspi import Bus, ProgramGone, Ref, Request, prop
from mmassist.desktop.nodes import Vocabulary, bits, number, references, words
from mmassist.errors import DesktopError
from mmassist.portals.loop import LoopThread
from mmassist.values import Box, Window

if TYPE_CHECKING:
    from dbus_fast import Message

log = logging.getLogger(__name__)

_T = TypeVar("_T")

ANYWHERE = Box(-65_536, -65_536, 131_072, 131_072)
_ASKED, _START = 1.0, 8.0  # seconds
_PROGRAM = 0.4  # seconds for one program: what one that hangs showed last is taken for what it shows
_MOST_PROGRAMS, _MOST_WINDOWS = 60, 40
_DIALOGS = frozenset((2, 16, 20))  # alert, dialog, file chooser
_EVENTS = ("window:activate", "window:deactivate", "window:create", "window:destroy", "object:state-changed:active")
_FOLLOWED = (
    f"type='signal',interface='{atspi.WINDOW_EVENTS}'",
    f"type='signal',interface='{atspi.OBJECT_EVENTS}',member='StateChanged',arg0='active'",
)
# Events come in bursts, the old window's and the new one's: seconds after the first of which it is looked.
_SETTLED = 0.03
_BACK, _STEP = 0.5, 0.02  # seconds for the keyboard to go back after a letter, and between two looks


class _Standing(Enum):
    """Whether the window in front is asked for. `STILL`: it is the one before the window of letters, `LEAVING`: also while that goes,
    `LEFT`: until another one is in front."""

    FREE, STILL, LEAVING, LEFT = range(4)


class _Told(NamedTuple):
    """A window, its states, and whether its program says so now; else it hangs, and said so last."""

    window: Window
    states: int
    answered: bool


class WaylandWindows:
    """Keeps the contract `Tracker`, as far as Wayland goes: the pointer's place and the order of windows are not known there."""

    def __init__(self) -> None:
        self._loop = LoopThread("windows")
        self._bus: Bus | None = None
        self._vocabulary: Vocabulary | None = None
        self._numbers: dict[Ref, int] = {}
        self._count = itertools.count(1)
        self._pids: dict[str, int | None] = {}
        self._last: dict[Ref, list[tuple[Window, int]]] = {}
        self._window: Window | None = None
        self._callbacks: list[Callable[[Window | None], None]] = []
        self._looking: asyncio.Task[None] | None = None
        self._stands = _Standing.FREE

    def start(self) -> None:
        """Returns once the window in front is known. Raises DesktopError where there is no accessibility bus."""
        self._loop.start()
        try:
            self._window = self._loop.submit(self._started()).result(_START)
        except (TimeoutError, DesktopError) as error:
            self.close()
            raise _untold(type(error).__name__) from error

    def close(self) -> None:
        """Ends the thread and waits for it. Idempotent."""
        if self._loop.is_running and self._bus is not None:
            self._loop.submit(self._bus.close()).result(_START)
        self._bus = None
        self._loop.close()

    def active(self) -> Window | None:
        """The window in front as last seen; never blocks."""
        return self._window

    def in_front(self) -> Window | None:
        """The window in front, asked of the programs right now; where they take too long, as last seen. Raises DesktopError."""
        return self._answer(self._front(), self._window)

    def all(self) -> tuple[Window, ...]:
        """None: in which order they lie is not known. `WaylandFinder.popups` has them."""
        return ()

    def every(self) -> tuple[Window, ...]:
        """All windows of programs that tell of them, in no order. Raises DesktopError."""
        return self._answer(self._every(), ())

    def subscribe(self, callback: Callable[[Window | None], None]) -> None:
        """`callback` gets each new value of `active` on the tracker's thread: it must hand over and return."""
        self._callbacks.append(callback)

    def pointer(self) -> tuple[int, int]:
        """Always (0, 0): no Wayland desktop tells where the pointer is."""
        return 0, 0

    def monitors(self) -> tuple[Box, ...]:
        """One, and that it is anywhere: what monitors there are the portal for the screen tells."""
        return (ANYWHERE,)

    def is_alive(self, window: Window) -> bool:
        """Whether `window` still exists; in doubt it does."""
        return self._answer(self._lives(window), True)

    def is_listed(self, window: Window) -> bool:
        """As `is_alive`: programs tell of what they hide, and do not say why."""
        return self.is_alive(window)

    def stand_still(self) -> None:
        """As `portal_letters.Stands` has it, and so have the next two."""
        self._stands = _Standing.STILL

    def move_on(self) -> None:
        if self._stands is _Standing.STILL:
            self._stands = _Standing.LEAVING

    def moved(self) -> None:
        if self._stands is _Standing.LEAVING:
            self._stands = _Standing.LEFT
        if self._loop.is_running:
            self._loop.call(self._look_soon)

    async def _started(self) -> Window | None:
        self._vocabulary = Vocabulary.load()
        self._bus = await Bus.connect()
        self._bus.listen(self._heard)
        for rule in _FOLLOWED:
            self._bus.match(rule)
        try:
            await self._bus.register(_EVENTS)
            return await self._front()
        except ProgramGone as gone:
            raise _untold(str(gone)) from gone

    def _answer(self, question: Coroutine[Any, Any, _T], otherwise: _T) -> _T:
        if not self._loop.is_running or self._bus is None or not self._bus.connected:
            question.close()
            raise _untold("the bus is gone")
        asking = self._loop.submit(question)
        try:
            return asking.result(_ASKED)
        except (TimeoutError, CancelledError):
            asking.cancel()
            return otherwise
        except ProgramGone as gone:
            raise _untold(str(gone)) from gone

    def _heard(self, message: Message) -> None:
        body = message.body
        tells = message.interface == atspi.WINDOW_EVENTS or (
            message.member == "StateChanged" and bool(body) and isinstance(body[0], str) and body[0] == "active"
        )
        if tells:
            self._look_soon()

    def _look_soon(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._look(), name="window in front")

    async def _look(self) -> None:
        await asyncio.sleep(_SETTLED)
        try:
            self._changed(await self._front())
        except ProgramGone as gone:
            log.warning("the accessibility bus is gone: %s", gone)
            self._changed(None)

    def _changed(self, window: Window | None) -> None:
        if window != self._window:
            self._window = window
            for callback in tuple(self._callbacks):
                callback(window)

    async def _front(self) -> Window | None:
        """While the app's own window takes a letter it is the one before, to which the keyboard goes back; that takes a moment."""
        ends = time.monotonic() + _BACK
        while self._stands in (_Standing.LEAVING, _Standing.LEFT):
            found = await self._claiming() if self._stands is _Standing.LEFT else None
            is_late = time.monotonic() >= ends
            if self._stands is _Standing.LEFT and (found is not None or is_late):
                self._stands = _Standing.FREE
                return found or self._window
            if is_late:
                break
            await asyncio.sleep(_STEP)
        return await self._claiming() if self._stands is _Standing.FREE else self._window

    async def _claiming(self) -> Window | None:
        """Of several that claim it one whose program answers, a dialog, and else the one that came last."""
        assert self._vocabulary is not None  # noqa: S101 - narrows the type
        active = self._vocabulary.bit["active"]
        found = [told for told in await self._look_at_all() if told.states & active]
        best = max(found, key=lambda told: (told.answered, told.window.dialog, told.window.id), default=None)
        return best.window if best is not None else None

    async def _every(self) -> tuple[Window, ...]:
        assert self._vocabulary is not None  # noqa: S101 - narrows the type
        showing = self._vocabulary.bit["showing"]
        return tuple(told.window for told in await self._look_at_all() if told.states & showing)

    async def _lives(self, window: Window) -> bool:
        return any(told.window.id == window.id for told in await self._look_at_all())

    async def _look_at_all(self) -> list[_Told]:
        """All windows. One program that hangs holds nobody up."""
        assert self._bus is not None  # noqa: S101 - narrows the type
        programs = references(await self._bus.ask(Request(atspi.REGISTRY, atspi.ROOT, atspi.ACCESSIBLE, "GetChildren")))
        found: dict[Ref, list[tuple[Window, int]]] = {}
        silent = set[Ref]()

        async def look(program: Ref) -> None:
            try:
                async with asyncio.timeout(_PROGRAM):
                    found[program] = await self._windows_of(program)
            except ProgramGone:
                found[program] = []
            except TimeoutError:
                found[program] = self._last.get(program, [])
                silent.add(program)

        await atspi.in_parallel(programs[-_MOST_PROGRAMS:], look)
        known = {name for name, _ in programs}
        self._pids = {name: pid for name, pid in self._pids.items() if name in known}
        self._numbers = {ref: at for ref, at in self._numbers.items() if ref[0] in known}
        self._last = found
        return [_Told(*each, program not in silent) for program in programs for each in found.get(program, [])]

    async def _windows_of(self, program: Ref) -> list[tuple[Window, int]]:
        assert self._bus is not None  # noqa: S101 - narrows the type
        refs = references(await self._bus.ask(Request(*program, atspi.ACCESSIBLE, "GetChildren")))[:_MOST_WINDOWS]
        if not refs:
            return []
        if program[0] not in self._pids:
            self._pids[program[0]] = await self._bus.pid(program[0])
        called = words(await self._bus.ask(prop(program, atspi.ACCESSIBLE, "Name")))
        replies = await self._bus.ask_all([request for ref in refs for request in _about(ref)])
        windows = []
        for at, ref in enumerate(refs):
            role, states, title = number(replies[3 * at], 0), bits(replies[3 * at + 1]), words(replies[3 * at + 2])
            if ref not in self._numbers:
                self._numbers[ref] = next(self._count)
            windows.append((Window(self._numbers[ref], title, called, self._pids[program[0]], ANYWHERE, role in _DIALOGS), states))
        return windows


class WaylandFinder:
    """Keeps the contract `Finder`, as far as Wayland goes: what lies at a place is not known there, and any window may be in sight."""

    def __init__(self) -> None:
        self._windows = WaylandWindows()
        self._started = False

    def at(self, x: int, y: int) -> Window | None:
        """None: nobody tells."""
        return None

    def popups(self) -> tuple[Window, ...]:
        """All windows that programs tell of: each may be in the picture. Raises DesktopError."""
        if not self._started:
            self._windows.start()
            self._started = True
        return self._windows.every()

    def close(self) -> None:
        """Idempotent; a later question connects again."""
        self._windows.close()
        self._windows, self._started = WaylandWindows(), False


def _about(ref: Ref) -> tuple[Request, Request, Request]:
    return Request(*ref, atspi.ACCESSIBLE, "GetRole"), Request(*ref, atspi.ACCESSIBLE, "GetState"), prop(ref, atspi.ACCESSIBLE, "Name")


def _untold(reason: str) -> DesktopError:
    return DesktopError(
        f"no window in front is told: {reason}",
        "On this desktop only the accessibility service knows which window is in front, and it does not answer.",
        "Log in again. If it stays so, install at-spi2-core.",
    )
