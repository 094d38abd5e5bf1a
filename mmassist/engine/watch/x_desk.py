"""The desktop's news for watches under X11: what is drawn (XDamage), which windows come, go, move and cover one another.

A thread and an X connection of its own, which sleeps until X has something to say: an unchanged screen costs nothing.
"""

from __future__ import annotations

import asyncio
import logging
import select
import socket
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from mmassist.desktop import x11
from mmassist.engine.watch.contract import Closed, Damaged, DeskNews, Opened, Standing, Stirred
from mmassist.engine.watch.x_stack import Stack
from mmassist.errors import DesktopError
from mmassist.values import Box, Window

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.protocol.event import Event

log = logging.getLogger(__name__)

_T = TypeVar("_T")

# Seconds for which what comes right after a report is gathered: letters are drawn one by one.
_GATHER = 0.08
_MOST_BOXES = 24
# Of a followed window; many others change with every key press.
_TELLING = ("_NET_WM_NAME", "WM_NAME", "WM_STATE", "_NET_WM_STATE")
_LISTS = ("_NET_CLIENT_LIST", "_NET_CLIENT_LIST_STACKING")


class XDesk:
    """See `contract.Desk`. Made and closed on the loop that its news are told on."""

    def __init__(self, display: str | None = None) -> None:
        """`display`: as in $DISPLAY, which is the default."""
        self._display = display
        self._loop: asyncio.AbstractEventLoop | None = None
        self._heard: list[Callable[[DeskNews], None]] = []
        self._asking = threading.Lock()
        self._ask: Display | None = None
        self._stack: Stack | None = None
        self._wake: socket.socket | None = None
        self._orders: list[tuple[int, bool]] = []
        self._thread: threading.Thread | None = None
        self._closing = False
        self._damage = 0

    def start(self) -> None:
        """Raises DesktopError where there is no display."""
        self._loop = asyncio.get_running_loop()
        self._ask, events = x11.connect(self._display), x11.connect(self._display)
        self._stack = Stack(self._ask)
        follower = _Follower(events, self._tell, self._stack.forget)
        if follower.tells_damage:
            self._ask.damage_query_version()
            self._damage = follower.damage
        self._wake, woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, args=(follower, woken), name="watching the desktop", daemon=True)
        self._thread.start()

    async def aclose(self) -> None:
        """Ends the thread. Idempotent."""
        if self._thread is None or self._wake is None:
            return
        self._closing = True
        self._wake.send(b"w")
        await asyncio.to_thread(self._thread.join)
        self._thread = None
        self._wake.close()
        with self._asking:
            if self._ask is not None:
                x11.close(self._ask)

    @property
    def tells_damage(self) -> bool:
        return self._damage != 0

    def renew(self) -> None:
        """To be called right before a picture is taken. X tells once of a place that something was drawn there, and no more until then:
        a film that nobody looks at costs nothing."""

        def subtract(ask: Display) -> None:
            ask.damage_subtract(self._damage)
            ask.sync()

        if self._damage:
            self._answer(subtract)

    def subscribe(self, heard: Callable[[DeskNews], None]) -> None:
        self._heard.append(heard)

    def follow(self, window: int) -> None:
        self._order(window, True)

    def unfollow(self, window: int) -> None:
        self._order(window, False)

    def _order(self, window: int, wanted: bool) -> None:
        self._orders.append((window, wanted))
        if self._wake is not None:
            self._wake.send(b"w")

    def standing(self, window: int) -> Standing | None:
        """Asked for when something stirred. Under a millisecond, 4 ms for a window that itself has changed."""
        return self._answer(lambda ask: self._stack.standing(window) if self._stack else None)

    def in_front(self) -> Window | None:
        """The active window."""

        def look(ask: Display) -> Window | None:
            found = x11.window_ids(ask.screen().root, ask, "_NET_ACTIVE_WINDOW")
            active = found[0] if found and found[0] else x11.focused_top_level(ask)
            return x11.describe(active, ask) if active else None

        return self._answer(look)

    def screen(self) -> Box:
        """All of the desktop."""

        def look(ask: Display) -> Box:
            size = ask.screen().root.get_geometry()
            return Box(0, 0, size.width, size.height)

        return self._answer(look)

    def windows(self) -> tuple[Window, ...]:
        """All that the window manager lists, lowest first."""

        def look(ask: Display) -> tuple[Window, ...]:
            found = x11.window_ids(ask.screen().root, ask, _LISTS[1])
            return tuple(window for one in found if (window := x11.describe(one, ask)))

        return self._answer(look)

    def _answer(self, question: Callable[[Display], _T]) -> _T:
        from Xlib.error import ConnectionClosedError

        with self._asking:
            if self._ask is None:
                raise DesktopError("watching is not started")
            try:
                return question(self._ask)
            except (ConnectionClosedError, OSError) as lost:
                raise DesktopError(f"the display is gone: {lost}") from lost

    def _tell(self, news: DeskNews) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._told, news)

    def _told(self, news: DeskNews) -> None:
        for heard in tuple(self._heard):
            heard(news)

    def _run(self, follower: _Follower, woken: socket.socket) -> None:
        from Xlib.error import ConnectionClosedError

        try:
            while not self._closing:
                while self._orders:
                    follower.select(*self._orders.pop(0))
                follower.step(woken)
        except (ConnectionClosedError, OSError) as lost:
            log.warning("the display is gone: %s", lost)
            self._tell(Stirred())
        finally:
            woken.close()
            x11.close(follower.connection)


class _Follower:
    """The thread's own part: turns X events into news."""

    def __init__(self, connection: Display, tell: Callable[[DeskNews], None], changed: Callable[[int], None]) -> None:
        from Xlib import X

        self.connection = connection
        self._tell = tell
        self._changed = changed
        self._root = connection.screen().root
        self._root.change_attributes(event_mask=X.PropertyChangeMask | X.SubstructureNotifyMask)
        self._list = connection.intern_atom(_LISTS[0])
        self._telling = {connection.intern_atom(name) for name in _TELLING}
        self._known = set(x11.window_ids(self._root, connection, _LISTS[0]))
        self._told_at = 0.0
        self.damage = 0
        self.tells_damage = connection.has_extension("DAMAGE")
        if self.tells_damage:
            from Xlib.ext import damage

            connection.damage_query_version()
            self.damage = self._root.damage_create(damage.DamageReportDeltaRectangles)

    def select(self, window: int, wanted: bool) -> None:
        """Follows the title and the state of a window, or no longer."""
        from Xlib import X

        mask = X.PropertyChangeMask | X.StructureNotifyMask if wanted else 0
        self.connection.create_resource_object("window", window).change_attributes(event_mask=mask)

    def step(self, woken: socket.socket) -> None:
        """Waits for events and handles all that have come."""
        self.connection.flush()
        if not self.connection.pending_events():
            ready, _, _ = select.select([self.connection.fileno(), woken.fileno()], [], [])
            if woken.fileno() in ready:
                woken.recv(64)
                return
            time.sleep(max(0.0, self._told_at + _GATHER - time.monotonic()))
        stirred, listed = False, False
        drawn: list[Box] = []
        while self.connection.pending_events():
            event = self.connection.next_event()
            if self.tells_damage and event.type == self.connection.extension_event.DamageNotify:
                drawn.append(Box(event.area.x, event.area.y, event.area.width, event.area.height))
            else:
                stirred = stirred or self._stirs(event)
                listed = listed or self._lists(event)
        if drawn:
            self._told_at = time.monotonic()
            self._tell(Damaged(_few(drawn)))
        if listed:
            self._report_listed()
        if stirred or listed:
            self._tell(Stirred())

    def _stirs(self, event: Event) -> bool:
        from Xlib import X

        if event.type == X.PropertyNotify:
            if event.atom in self._telling:
                self._changed(event.window.id)
            return event.atom in self._telling
        stirs = event.type in (X.ConfigureNotify, X.MapNotify, X.UnmapNotify, X.DestroyNotify, X.ReparentNotify, X.CirculateNotify)
        if stirs:
            self._changed(event.window.id)
        return stirs

    def _lists(self, event: Event) -> bool:
        from Xlib import X

        lists = event.type == X.PropertyNotify and event.window.id == self._root.id and event.atom == self._list
        if lists:
            self._changed(self._root.id)
        return lists

    def _report_listed(self) -> None:
        now = set(x11.window_ids(self._root, self.connection, _LISTS[0]))
        new, gone, self._known = now - self._known, self._known - now, now
        for one in gone:
            self._tell(Closed(one))
        for one in new:
            if window := x11.describe(one, self.connection):
                self._tell(Opened(window))


def _few(boxes: list[Box]) -> tuple[Box, ...]:
    """All of them, or what holds them all where they are too many: letters are drawn one by one."""
    if len(boxes) <= _MOST_BOXES:
        return tuple(boxes)
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return (Box(x, y, max(box.right for box in boxes) - x, max(box.bottom for box in boxes) - y),)
