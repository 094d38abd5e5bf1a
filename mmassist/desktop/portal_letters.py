"""The letter after the leader on Wayland: no portal lends the keyboard, so a small window of the app's own takes it for a moment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import Protocol

from mmassist.desktop.contracts import LetterField, Struck, Told
from mmassist.desktop.strokes import Stroke
from mmassist.errors import DesktopError
from mmassist.portals.loop import LoopThread

_REMEDY = "Give the commands keys of their own in the settings, or use mmassist's window."


class Stands(Protocol):
    """Who tells which window is in front. Any thread."""

    def stand_still(self) -> None:
        """It is the one that is in front now, whatever comes."""

    def move_on(self) -> None:
        """It is that one until the window of letters is gone and another is in front."""

    def moved(self) -> None:
        """The window of letters is gone."""


class Unlent:
    """There is no such window."""

    def hold(self, struck: Struck, patience: float, lapsed: Told, token: str) -> None:
        """Raises DesktopError."""
        raise DesktopError("the keyboard can't be held on Wayland", "On this desktop I can't hear a letter after the key.", _REMEDY)

    def let_go(self) -> None:
        """Nothing is held."""


class PortalLetters:
    """Belongs to the keys' own thread."""

    def __init__(
        self, loop: LoopThread, show: Callable[[LetterField | None], None], front: Stands, report: Callable[[DesktopError], None]
    ) -> None:
        self._loop = loop
        self._show = show
        self._front = front
        self._report = report
        self._struck: Struck = lambda stroke: None
        self._lapsed: Told = lambda at: None
        self._is_open = self._has_keyboard = False
        self._opened = 0  # so often
        self._ending: asyncio.TimerHandle | None = None

    def hold(self, struck: Struck, patience: float, lapsed: Told, token: str) -> None:
        """As `Keys.hold` has it. `token`: see `LetterField`."""
        self._struck, self._lapsed = struck, lapsed
        self._wait(patience)
        if self._is_open:
            return
        self._is_open, self._has_keyboard = True, False
        self._opened += 1
        self._front.stand_still()
        gone = partial(self._gone, self._opened)
        self._show(LetterField(self._key, self._soon(self._got), self._soon(self._lost), self._soon(gone), token))

    def let_go(self) -> None:
        """As `Keys.let_go` has it. What is down goes up in the window, and is told."""
        if self._is_open:
            self._is_open = False
            self._wait(None)
            self._front.move_on()
            self._show(None)

    def _wait(self, patience: float | None) -> None:
        if self._ending is not None:
            self._ending.cancel()
        self._ending = None if patience is None else asyncio.get_running_loop().call_later(patience, self._lapse)

    def _soon(self, what: Callable[[], None]) -> Callable[[], None]:
        return lambda: self._loop.call(what)

    def _key(self, name: str, is_down: bool) -> None:
        """On the window's thread."""
        stroke = Stroke((name,) if name else (), is_down, time.monotonic())
        self._loop.call(lambda: self._struck(stroke))

    def _got(self) -> None:
        self._has_keyboard = True

    def _lost(self) -> None:
        """The user has gone elsewhere."""
        if self._is_open:
            self.let_go()
            self._lapsed(time.monotonic())

    def _gone(self, opened: int) -> None:
        """Perhaps unasked: the user, or the desktop, has closed it."""
        if opened == self._opened:
            self._lost()
        self._front.moved()

    def _lapse(self) -> None:
        had = self._has_keyboard
        self._lost()
        if not had:
            told = "The desktop did not give mmassist the keyboard, so I can't hear a letter."
            self._report(DesktopError("the window of letters got no keyboard", told, _REMEDY))
