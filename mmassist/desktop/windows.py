"""Which window is in front, kept known by X events so that asking costs nothing."""

from __future__ import annotations

import dataclasses
import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from mmassist.desktop import x11
from mmassist.errors import DesktopError
from mmassist.values import Box, Window

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.protocol.event import Event

log = logging.getLogger(__name__)

_T = TypeVar("_T")

_ACTIVE = "_NET_ACTIVE_WINDOW"
_STACKED = "_NET_CLIENT_LIST_STACKING"


class WindowTracker:
    """Follows the active window on a thread and an X connection of its own; sleeps until X has something to say.

    All public methods may be called from any thread. `active` never blocks; `pointer`, `monitors` and `is_alive` ask the X
    server (about 0.2 ms) and raise DesktopError once the display has gone.
    """

    def __init__(self, display: str | None = None) -> None:
        """`display`: as in $DISPLAY, which is the default."""
        self._display = display
        self._window: Window | None = None
        self._managed = True
        self._callbacks: list[Callable[[Window | None], None]] = []
        self._asking = threading.Lock()
        self._ask: Display | None = None
        self._waker: x11.Waker | None = None
        self._thread: threading.Thread | None = None
        self._closing = False

    def start(self) -> None:
        """Returns once the active window is known. Raises DesktopError where there is no display."""
        self._ask, events = x11.connect(self._display), x11.connect(self._display)
        self._waker = x11.Waker()
        follower = _Follower(events, self._waker, self._changed)
        self._managed = follower.managed
        self._window = follower.look()
        self._thread = threading.Thread(target=self._run, args=(follower,), name="windows", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread and waits for it. Idempotent."""
        if self._thread is None or self._waker is None or self._ask is None:
            return
        self._closing = True
        self._waker.wake()
        self._thread.join()
        self._waker.close()
        with self._asking:
            x11.close(self._ask)
        self._thread = None

    def active(self) -> Window | None:
        """The window in front as last seen, or None."""
        if not self._managed:
            return self._answer(lambda ask: x11.describe(found, ask) if (found := x11.focused_top_level(ask)) else None)
        return self._window

    def in_front(self) -> Window | None:
        """The window in front, asked of X (one round trip): a key pressed right after a window came must not meet the one before it."""
        known = self.active()
        if not self._managed:
            return known

        def look(ask: Display) -> Window | None:
            found = x11.window_ids(ask.screen().root, ask, _ACTIVE)
            if not found or not found[0]:
                return None
            return known if known and known.id == found[0] else x11.describe(found[0], ask)

        return self._answer(look)

    def all(self) -> tuple[Window, ...]:
        """All windows on the screen that the window manager lists, lowest first; 1 to 2 ms each. Those behind others are among them,
        those that are minimised or on another desktop are not. None where there is no window manager."""

        def look(ask: Display) -> tuple[Window, ...]:
            found = [one for one in x11.window_ids(ask.screen().root, ask, _STACKED) if x11.is_in_view(one, ask)]
            return tuple(window for one in found if (window := x11.describe(one, ask)))

        return self._answer(look)

    def subscribe(self, callback: Callable[[Window | None], None]) -> None:
        """`callback` gets each new value of `active`, on the tracker's thread: it must hand over and return."""
        self._callbacks.append(callback)

    def pointer(self) -> tuple[int, int]:
        """Where the mouse pointer is, in the desktop's space."""
        at = self._answer(lambda ask: ask.screen().root.query_pointer())
        return at.root_x, at.root_y

    def monitors(self) -> tuple[Box, ...]:
        """The monitors in the server's order, in the desktop's space; never empty."""
        return self._answer(x11.monitors)

    def is_alive(self, window: Window) -> bool:
        """Whether `window` still exists."""
        return self._answer(lambda ask: x11.exists(window.id, ask))

    def is_listed(self, window: Window) -> bool:
        """Whether the window manager lists it, in sight or not; where there is none, whether it is in sight."""

        def look(ask: Display) -> bool:
            listed = x11.window_ids(ask.screen().root, ask, _STACKED)
            return window.id in listed if listed else x11.is_in_view(window.id, ask)

        return self._answer(look)

    def _answer(self, question: Callable[[Display], _T]) -> _T:
        from Xlib.error import ConnectionClosedError

        with self._asking:
            if self._ask is None:
                raise DesktopError("the window tracker is not started")
            try:
                return question(self._ask)
            except (ConnectionClosedError, OSError) as lost:
                raise DesktopError(f"the display is gone: {lost}") from lost

    def _changed(self, window: Window | None) -> None:
        if window != self._window:
            self._window = window
            for callback in tuple(self._callbacks):
                callback(window)

    def _run(self, follower: _Follower) -> None:
        from Xlib.error import ConnectionClosedError

        try:
            while follower.step():
                self._managed = follower.managed
        except (ConnectionClosedError, OSError) as lost:
            log.warning("the display is gone: %s", lost)
            self._changed(None)
        finally:
            x11.close(follower.connection)


class _Follower:
    """The thread's own part: turns X events into values of the active window."""

    def __init__(self, connection: Display, waker: x11.Waker, changed: Callable[[Window | None], None]) -> None:
        from Xlib import X

        self.connection = connection
        self._waker = waker
        self._changed = changed
        self._root = connection.screen().root
        self._root.change_attributes(event_mask=X.PropertyChangeMask)
        self._atoms = {connection.intern_atom(name): name for name in (_ACTIVE, *x11.TITLE_PROPERTIES)}
        self._window: Window | None = None
        self._watched = 0
        self.managed = True

    def step(self) -> bool:
        """Waits for events and handles all that have come; false when woken to end."""
        if self._waker.wait(self.connection):
            return False
        changes = set()
        while self.connection.pending_events():
            changes.add(self._meaning(self.connection.next_event()))
        if changes & {"active", "described"}:
            self._changed(self.look())
        elif "placed" in changes and self._window:
            self._changed(self._placed(self._window))
        return True

    def _meaning(self, event: Event) -> str:
        from Xlib import X

        if event.type == X.PropertyNotify:
            name = self._atoms.get(event.atom, "")
            if event.window.id == self._root.id:
                return "active" if name == _ACTIVE else ""
            return "described" if name and event.window.id == self._watched else ""
        if event.type in (X.ConfigureNotify, X.ReparentNotify):
            return "placed" if event.window.id == self._watched else ""
        if event.type in (X.DestroyNotify, X.UnmapNotify) and event.window.id == self._watched:
            self._watched = 0
            return "active"
        return ""

    def look(self) -> Window | None:
        """Asks X for the active window and watches it from now on."""
        from Xlib import X

        found = x11.window_ids(self._root, self.connection, _ACTIVE)
        self.managed = bool(found)
        active = found[0] if found else 0
        if active != self._watched:
            if self._watched:
                self._select(self._watched, 0)
            # Watched before it is read: what changes in between comes as an event.
            if active:
                self._select(active, X.PropertyChangeMask | X.StructureNotifyMask)
            self._watched = active
        self._window = x11.describe(active, self.connection) if active else None
        if self._window is None:
            # A later window may get the same number and must be watched anew.
            self._watched = 0
        return self._window

    def _select(self, window_id: int, mask: int) -> None:
        self.connection.create_resource_object("window", window_id).change_attributes(event_mask=mask)

    def _placed(self, window: Window) -> Window | None:
        client = self.connection.create_resource_object("window", window.id)
        box = x11.place(client, self.connection)
        self._window = dataclasses.replace(window, box=box, frame=x11.framed(client, self.connection, box)) if box else None
        return self._window
