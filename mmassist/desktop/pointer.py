"""Which window lies at a place of the desktop, as a user of the mouse would say: the one on top there, menus and the like too."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from mmassist.desktop import x11
from mmassist.errors import DesktopError
from mmassist.values import Window

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.xobject.drawable import Window as XWindow

_T = TypeVar("_T")

_STACKED = "_NET_CLIENT_LIST_STACKING"
# Windows in windows in windows: a window manager needs three or four, a program that makes more must not hold us up.
_DEEPEST = 12


class WindowFinder:
    """Asks X on a connection of its own, made at the first question. Any thread; a few milliseconds. Raises DesktopError where the display
    can't be asked."""

    def __init__(self, display: str | None = None) -> None:
        """`display`: as in $DISPLAY, which is the default."""
        self._name = display
        self._connection: Display | None = None
        self._asking = threading.Lock()

    def at(self, x: int, y: int) -> Window | None:
        """The window on top at a place in the desktop's space; None where there is only the desktop's ground."""
        return self._answer(lambda connection: window_at(connection, x, y))

    def popups(self) -> tuple[Window, ...]:
        """Menus, notifications and the like, lowest first: what is in sight and no window manager lists."""
        return self._answer(popups)

    def _answer(self, question: Callable[[Display], _T]) -> _T:
        from Xlib.error import ConnectionClosedError

        with self._asking:
            if self._connection is None:
                self._connection = x11.connect(self._name)
            try:
                return question(self._connection)
            except (ConnectionClosedError, OSError) as lost:
                x11.close(self._connection)
                self._connection = None
                raise DesktopError(f"the display is gone: {lost}") from lost

    def close(self) -> None:
        """Idempotent; a later question connects again."""
        with self._asking:
            if self._connection is not None:
                x11.close(self._connection)
            self._connection = None


def window_at(connection: Display, x: int, y: int) -> Window | None:
    """The program's window, also where the place is on the frame that the window manager has drawn around it."""
    from Xlib import error

    root = connection.screen().root
    try:
        top = root.translate_coords(root, x, y).child
        if isinstance(top, int):
            return None
        found = _client_below(top, connection, x, y) or _client_in(top, connection)
        if found is not None:
            return x11.describe(found, connection)
        shown = x11.describe(top.id, connection)
    except error.XError:  # it has just gone
        return None
    if shown is not None and (shown.title or shown.program):
        return shown
    # Window managers lay windows without content over all others, to hear of clicks or to paint on.
    return _topmost(connection, x, y)


def _client_below(top: XWindow, connection: Display, x: int, y: int) -> int | None:
    """A program's own window is marked by the window manager (ICCCM 4.1.3.1)."""
    root = connection.screen().root
    window = top
    for _ in range(_DEEPEST):
        if x11.window_ids(window, connection, "WM_STATE"):
            return window.id
        child = window.translate_coords(root, x, y).child
        if isinstance(child, int):
            return None
        window = child
    return None


def _client_in(top: XWindow, connection: Display) -> int | None:
    """The program's window that the frame `top` holds, if it is a frame."""
    root = connection.screen().root
    for client in reversed(x11.window_ids(root, connection, _STACKED)):
        if _is_inside(connection.create_resource_object("window", client), top.id):
            return client
    return None


def _is_inside(window: XWindow, top: int) -> bool:
    from Xlib import error

    for _ in range(_DEEPEST):
        if window.id == top:
            return True
        try:
            parent = window.query_tree().parent
        except error.XError:
            return False
        if isinstance(parent, int):
            return False
        window = parent
    return False


def _topmost(connection: Display, x: int, y: int) -> Window | None:
    """Of the windows that the window manager lists, the highest at this place."""
    for client in reversed(x11.window_ids(connection.screen().root, connection, _STACKED)):
        if x11.is_in_view(client, connection):
            window = x11.describe(client, connection)
            if window is not None and (window.frame or window.box).contains(x, y):
                return window
    return None


def popups(connection: Display) -> tuple[Window, ...]:
    """Top-level windows in sight that asked the window manager to leave them alone and say what they are, lowest first."""
    from Xlib import X, error

    found = []
    for child in connection.screen().root.query_tree().children:
        try:
            about = child.get_attributes()
        except error.XError:  # it has just gone
            continue
        if about.override_redirect and about.map_state == X.IsViewable and about.win_class != X.InputOnly:
            window = x11.describe(child.id, connection)
            if window is not None and (window.title or window.program):
                found.append(window)
    return tuple(found)
