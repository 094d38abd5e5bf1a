"""What an X connection says about windows, and a socket that wakes a thread waiting for X events.

Windows vanish between two requests: every reader here answers None for a window that is gone.
"""

from __future__ import annotations

import contextlib
import logging
import select
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mmassist.errors import DesktopError
from mmassist.values import Box, Window

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.error import XError
    from Xlib.protocol.request import Request
    from Xlib.xobject import drawable

log = logging.getLogger(__name__)

_FRAME = "_NET_FRAME_EXTENTS"
_FURNITURE = ("DOCK", "DESKTOP")  # of window types (Extended Window Manager Hints)
TITLE_PROPERTIES = ("_NET_WM_NAME", "WM_NAME", "WM_CLASS", "_NET_WM_WINDOW_TYPE", "WM_TRANSIENT_FOR", "_GTK_FRAME_EXTENTS", _FRAME)
_OWN = "mmassist"
# Of WM_STATE (ICCCM 4.1.3.1), and of _NET_WM_DESKTOP for a window that is on all of them (EWMH).
_NORMAL, _ON_ALL = 1, 0xFFFFFFFF


def connect(display: str | None = None) -> Display:
    """A new connection to `display`, by default $DISPLAY. Raises DesktopError where none answers."""
    try:
        from Xlib import error
        from Xlib.display import Display
    except ImportError as missing:
        raise DesktopError(f"no X on this system: {missing}", "This desktop can't be asked for its windows.") from missing

    try:
        connection = Display(display)
    except (error.DisplayError, error.ConnectionClosedError, error.XauthError, error.XNoAuthError, OSError) as failure:
        raise DesktopError(
            f"no X display: {failure}",
            "There is no graphical desktop to look at.",
            "Start mmassist in a graphical session, or set DISPLAY.",
        ) from failure
    connection.set_error_handler(_expected)
    return connection


def _expected(error: XError, request: Request | None) -> None:
    # Requests without a reply fail when their window has just gone; the default handler would print that.
    log.debug("X error: %s", error)


def close(connection: Display) -> None:
    """Lets go of a connection, of which nothing may be left."""
    from Xlib.error import ConnectionClosedError

    try:
        connection.close()
    except (ConnectionClosedError, OSError) as lost:
        log.debug("the display was gone already: %s", lost)


@contextlib.contextmanager
def opened(display: str | None = None) -> Iterator[Display]:
    """A connection for one question. Raises DesktopError where no display answers, or where it goes away meanwhile."""
    from Xlib.error import ConnectionClosedError

    connection = connect(display)
    try:
        yield connection
    except (ConnectionClosedError, OSError) as lost:
        raise DesktopError(f"the display is gone: {lost}") from lost
    finally:
        close(connection)


class Waker:
    """Lets another thread interrupt a wait for X events. `close` only after the waiting thread has ended."""

    def __init__(self) -> None:
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)

    def wake(self) -> None:
        """From any thread."""
        self._write.send(b"w")

    def wait(self, connection: Display, seconds: float | None = None) -> bool:
        """Blocks until there is an X event or a wake-up, or for so many seconds; true for a wake-up."""
        connection.flush()
        if connection.pending_events():
            return bool(select.select([self._read], [], [], 0)[0]) and bool(self._read.recv(64))
        ready, _, _ = select.select([connection.fileno(), self._read.fileno()], [], [], seconds)
        return self._read.fileno() in ready and bool(self._read.recv(64))

    def close(self) -> None:
        self._read.close()
        self._write.close()


def window_ids(window: drawable.Window, connection: Display, name: str) -> list[int]:
    """The 32-bit items of the property `name`; empty where it is missing, malformed, or the window is gone."""
    from Xlib import X, error

    try:
        found = window.get_full_property(connection.intern_atom(name), X.AnyPropertyType)
    except error.XError:
        return []
    if found is None or found.format != 32 or isinstance(found.value, bytes | str):
        return []
    return [int(item) for item in found.value]


def text(window: drawable.Window, connection: Display, name: str) -> str:
    """The property `name` as text: UTF-8 where it is that, else Latin-1 (ICCCM STRING)."""
    from Xlib import X, error

    try:
        found = window.get_full_property(connection.intern_atom(name), X.AnyPropertyType)
    except error.XError:
        return ""
    if found is None:
        return ""
    if isinstance(found.value, str):
        return found.value
    raw = bytes(found.value) if found.format == 8 else b""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def window_manager(connection: Display) -> str:
    """As it calls itself (EWMH); "" where there is none."""
    found = window_ids(connection.screen().root, connection, "_NET_SUPPORTING_WM_CHECK")
    return text(connection.create_resource_object("window", found[0]), connection, "_NET_WM_NAME").rstrip("\0") if found else ""


def place(window: drawable.Window, connection: Display) -> Box | None:
    """The client area in root coordinates, without the decoration and without the invisible shadow of GTK's own frames."""
    from Xlib import error

    try:
        size = window.get_geometry()
        origin = connection.screen().root.translate_coords(window, 0, 0)
    except error.XError:
        return None
    shadow = window_ids(window, connection, "_GTK_FRAME_EXTENTS")
    left, right, top, bottom = shadow if len(shadow) == 4 else (0, 0, 0, 0)
    return Box(origin.x + left, origin.y + top, size.width - left - right, size.height - top - bottom)


def framed(window: drawable.Window, connection: Display, box: Box) -> Box | None:
    """A client area with the frame that the window manager has drawn around it (EWMH); None where it does not say."""
    found = window_ids(window, connection, _FRAME)
    if len(found) != 4:
        return None
    left, right, top, bottom = found
    return Box(box.x - left, box.y - top, box.width + left + right, box.height + top + bottom)


def is_in_view(window_id: int, connection: Display) -> bool:
    """Whether the window is on the screen, be it behind others. In doubt it is; one that is gone is not.

    Window managers mark those that are minimised or on another desktop as iconic, or unmap them. The numbers of desktops alone don't
    tell: some managers show several at once. One that its program has just taken down is to be seen until the manager takes down its frame.
    """
    from Xlib import X, error

    window = connection.create_resource_object("window", window_id)
    try:
        viewable = window.get_attributes().map_state == X.IsViewable or _has_frame_in_view(window, connection)
    except error.XError:
        return False
    states = window_ids(window, connection, "_NET_WM_STATE")
    if connection.intern_atom("_NET_WM_STATE_SHADED") in states:  # rolled up: only its title is there
        return _is_on_this_desktop(window, connection)
    wm_state = window_ids(window, connection, "WM_STATE")
    hidden = connection.intern_atom("_NET_WM_STATE_HIDDEN") in states or (bool(wm_state) and wm_state[0] != _NORMAL)
    return viewable and not hidden


def _has_frame_in_view(window: drawable.Window, connection: Display) -> bool:
    """Raises XError where the window is gone."""
    from Xlib import X

    parent = window.query_tree().parent
    return not isinstance(parent, int) and parent.id != connection.screen().root.id and parent.get_attributes().map_state == X.IsViewable


def _is_on_this_desktop(window: drawable.Window, connection: Display) -> bool:
    own = window_ids(window, connection, "_NET_WM_DESKTOP")
    current = window_ids(connection.screen().root, connection, "_NET_CURRENT_DESKTOP")
    return not own or not current or own[0] in (current[0], _ON_ALL)


def program_of(instance: str, name: str) -> str:
    """What a program is called, of the two names that it gives to each of its windows. Qt writes the app's own with a capital."""
    return instance if name.casefold() == _OWN else name or instance


def describe(window_id: int, connection: Display) -> Window | None:
    """The window as a value, or None if it is gone. About nine round trips, 1 to 2 ms."""
    window = connection.create_resource_object("window", window_id)
    if (box := place(window, connection)) is None:
        return None
    pid = window_ids(window, connection, "_NET_WM_PID")
    kinds = window_ids(window, connection, "_NET_WM_WINDOW_TYPE")
    instance, _, program = text(window, connection, "WM_CLASS").rstrip("\0").partition("\0")
    return Window(
        id=window_id,
        title=(text(window, connection, "_NET_WM_NAME") or text(window, connection, "WM_NAME")).rstrip("\0"),
        program=program_of(instance, program),
        pid=pid[0] if pid and pid[0] > 0 else None,
        box=box,
        dialog=connection.intern_atom("_NET_WM_WINDOW_TYPE_DIALOG") in kinds or any(window_ids(window, connection, "WM_TRANSIENT_FOR")),
        frame=framed(window, connection, box),
        furniture=any(connection.get_atom(f"_NET_WM_WINDOW_TYPE_{kind}") in kinds for kind in _FURNITURE),
    )


def exists(window_id: int, connection: Display) -> bool:
    """Whether the window is still there, mapped or not."""
    from Xlib import error

    try:
        connection.create_resource_object("window", window_id).get_attributes()
    except error.XError:
        return False
    return True


def focused_top_level(connection: Display) -> int:
    """The top-level window that holds the input focus, 0 if none: for desktops whose window manager names no active window."""
    from Xlib import error

    focus = connection.get_input_focus().focus
    root = connection.screen().root
    if isinstance(focus, int) or focus.id == root.id:
        return 0
    try:
        while True:
            tree = focus.query_tree()
            if isinstance(tree.parent, int) or tree.parent.id == root.id:
                return focus.id
            focus = tree.parent
    except error.XError:
        return 0


def monitors(connection: Display) -> tuple[Box, ...]:
    """The monitors' boxes in the server's order; the whole screen where the server knows no monitors (before RandR 1.5)."""
    from Xlib import error

    screen = connection.screen()
    whole = (Box(0, 0, screen.width_in_pixels, screen.height_in_pixels),)
    if not connection.has_extension("RANDR"):
        return whole
    try:
        found = screen.root.xrandr_get_monitors().monitors
    except error.XError:
        return whole
    boxes = (Box(each.x, each.y, each.width_in_pixels, each.height_in_pixels) for each in found)
    return tuple(dict.fromkeys(box for box in boxes if box.area)) or whole


def owner(window_id: int, connection: Display) -> Window | None:
    """The program that made a window, which need not be in sight, such as the one that holds the clipboard; None where X can't tell.

    Its name is the process's own, which is not always that of its windows.
    """
    if not window_id or (pid := _pid(window_id, connection)) is None:
        return None
    try:
        program = Path(f"/proc/{pid}/comm").read_text(errors="replace").strip()
    except OSError:  # it has just ended
        return None
    return Window(window_id, "", program, pid, Box(0, 0, 0, 0))


def _pid(window_id: int, connection: Display) -> int | None:
    """As the server knows it of clients of this machine (X-Resource 1.2)."""
    from Xlib import error
    from Xlib.ext import res

    if not connection.has_extension("X-Resource"):
        return None
    try:
        found = connection.res_query_client_ids([{"client": window_id, "mask": res.LocalClientPIDMask}]).ids
    except error.XError:
        return None
    return next((int(each.value[0]) for each in found if each.value), None)
