"""The mouse's wheel under X11, turned by XTEST; meanwhile Escape is held, so that it stops the scrolling and closes no dialog."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from mmassist.desktop import x11
from mmassist.errors import DesktopError, HotkeyTaken

if TYPE_CHECKING:
    from Xlib.display import Display

log = logging.getLogger(__name__)

_T = TypeVar("_T")

_UP, _DOWN = 4, 5
# Of the pointer's state: Shift, Control, Alt (Mod1) and Super (Mod4), as nearly all keyboards have them. Locks are none of these.
# `_LOCKS`: with the usual locks on and off.
_LOCKS = (0, 1 << 1, 1 << 4, 1 << 1 | 1 << 4)
_MODIFIERS = 0b01001101


class XWheel:
    """On a connection of its own. One thread at a time; each call is a millisecond or so. Raises DesktopError once the display is gone."""

    def __init__(self, display: str | None = None) -> None:
        """`display`: as in $DISPLAY, which is the default."""
        self._name = display
        self._connection: Display | None = None
        self._found = self._put = (0, 0)
        self._escape = 0
        self._stopped = False

    def open(self) -> None:
        """Takes Escape. Raises HotkeyTaken where another program holds it, DesktopError where X can't be asked to turn a wheel."""
        self._connection = x11.connect(self._name)
        try:
            self._ask(self._begin)
        except DesktopError:
            self.close()
            raise

    def turn(self, x: int, y: int, clicks: int) -> None:
        """So many clicks down, or up where negative, with the pointer at a place in the desktop's space."""
        self._ask(lambda connection: self._turn(connection, x, y, clicks))

    def is_stopped(self) -> bool:
        """Whether Escape was pressed since `open`."""
        self._ask(self._listen)
        return self._stopped

    def is_held(self) -> bool:
        """Whether a modifier or a button is down, with which a wheel does something else: zooming, or turning a page sideways."""
        return self._ask(held)

    def close(self) -> None:
        """Gives Escape back, and puts the pointer back unless the user has moved it. Idempotent."""
        from Xlib.error import ConnectionClosedError

        if self._connection is None:
            return
        connection, self._connection = self._connection, None
        try:
            self._end(connection)
        except (ConnectionClosedError, OSError) as lost:
            log.debug("the display was gone already: %s", lost)
        x11.close(connection)

    def _ask(self, question: Callable[[Display], _T]) -> _T:
        from Xlib.error import ConnectionClosedError

        if self._connection is None:
            raise DesktopError("the wheel is not open, or the display is gone")
        try:
            return question(self._connection)
        except (ConnectionClosedError, OSError) as lost:
            x11.close(self._connection)
            self._connection = None
            raise DesktopError(f"the display is gone: {lost}") from lost

    def _begin(self, connection: Display) -> None:
        from Xlib import XK, X
        from Xlib.error import BadAccess, CatchError

        if not connection.has_extension("XTEST"):
            raise DesktopError("no XTEST", "This display lets no program turn the wheel.", "Scroll the window yourself, and read it then.")
        root = connection.screen().root
        self._found = self._put = _pointer(connection)
        keys = connection.keysym_to_keycodes(XK.string_to_keysym("Escape"))
        self._escape = next((code for code, level in keys if level == 0), 0)
        taken = CatchError(BadAccess)
        if self._escape:
            for locks in _LOCKS:
                root.grab_key(self._escape, locks, False, X.GrabModeAsync, X.GrabModeAsync, onerror=taken)
            connection.sync()
        if not self._escape or taken.get_error() is not None:
            told = "Escape, which would stop the scrolling, is held by another program."
            raise HotkeyTaken("Escape can't be grabbed", told, "Close what holds the keyboard, or scroll the window yourself.")

    def _turn(self, connection: Display, x: int, y: int, clicks: int) -> None:
        from Xlib import X
        from Xlib.ext import xtest

        xtest.fake_input(connection, X.MotionNotify, x=x, y=y)
        self._put = (x, y)
        for _ in range(abs(clicks)):
            for kind in (X.ButtonPress, X.ButtonRelease):
                xtest.fake_input(connection, kind, _DOWN if clicks > 0 else _UP)
        connection.sync()

    def _listen(self, connection: Display) -> None:
        from Xlib import X

        while connection.pending_events():
            event = connection.next_event()
            self._stopped = self._stopped or (event.type == X.KeyPress and event.detail == self._escape)

    def _end(self, connection: Display) -> None:
        from Xlib import X
        from Xlib.ext import xtest

        if self._escape:
            for locks in _LOCKS:
                connection.screen().root.ungrab_key(self._escape, locks)
        if self._put != self._found and _pointer(connection) == self._put:
            xtest.fake_input(connection, X.MotionNotify, x=self._found[0], y=self._found[1])
        connection.sync()


def _pointer(connection: Display) -> tuple[int, int]:
    at = connection.screen().root.query_pointer()
    return at.root_x, at.root_y


def held(connection: Display) -> bool:
    """Whether a modifier or a button is down."""
    from Xlib import X

    buttons = X.Button1Mask | X.Button2Mask | X.Button3Mask
    return bool(connection.screen().root.query_pointer().mask & (_MODIFIERS | buttons))
