"""The mouse and the window in front under X11, moved at the user's word: by XTEST, and by a request to the window manager (EWMH)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mmassist.desktop import x11
from mmassist.desktop.wheel import held
from mmassist.errors import ActRefused
from mmassist.values import Window

if TYPE_CHECKING:
    from Xlib.display import Display

_LEFT = 1
_FROM_A_PAGER = 2  # EWMH: at the user's word, so that a window manager does not think that focus is stolen


class XHand:
    """On a connection of its own for each act. Any thread; a few milliseconds. Raises DesktopError."""

    def __init__(self, display: str | None = None) -> None:
        """`display`: as in $DISPLAY, which is the default."""
        self._name = display

    def point(self, x: int, y: int) -> None:
        """Moves the pointer to a place in the desktop's space."""
        self._act(lambda connection: _move(connection, x, y))

    def click(self, x: int, y: int) -> None:
        """Moves the pointer there and clicks once with the left button."""
        self._act(lambda connection: _click(connection, x, y))

    def is_held(self) -> bool:
        """Whether a modifier or a button is down, with which a click is another one."""
        with x11.opened(self._name) as connection:
            return held(connection)

    def bring(self, window: Window) -> None:
        """Asks the window manager to put a window in front."""
        with x11.opened(self._name) as connection:
            _bring(connection, window.id)

    def _act(self, act: Callable[[Display], None]) -> None:
        with x11.opened(self._name) as connection:
            if not connection.has_extension("XTEST"):
                told = "This display lets no program move the pointer or click."
                raise ActRefused("no XTEST", told, "Move the focus to it instead, and press Enter or Space.")
            act(connection)


def _move(connection: Display, x: int, y: int) -> None:
    from Xlib import X
    from Xlib.ext import xtest

    xtest.fake_input(connection, X.MotionNotify, x=x, y=y)
    connection.sync()


def _click(connection: Display, x: int, y: int) -> None:
    from Xlib import X
    from Xlib.ext import xtest

    _move(connection, x, y)
    for kind in (X.ButtonPress, X.ButtonRelease):
        xtest.fake_input(connection, kind, _LEFT)
    connection.sync()


def _bring(connection: Display, window: int) -> None:
    from Xlib import X
    from Xlib.protocol.event import ClientMessage

    root = connection.screen().root
    asked = connection.intern_atom("_NET_ACTIVE_WINDOW")
    event = ClientMessage(window=window, client_type=asked, data=(32, [_FROM_A_PAGER, X.CurrentTime, 0, 0, 0]))
    root.send_event(event, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
    connection.sync()
