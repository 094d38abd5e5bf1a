"""Which window is in front under macOS, by the window server's list. It tells of no change: it is looked at a few times a second."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from mmassist.desktop.mac.apis import Apis, load
from mmassist.desktop.mac.screens import screens
from mmassist.errors import DesktopError
from mmassist.values import Box, Window

log = logging.getLogger(__name__)

# kCGWindowListOptionAll, kCGWindowListOptionOnScreenOnly, kCGWindowListExcludeDesktopElements
_ALL, _ON_SCREEN, _NO_GROUND = 0, 1, 16
_NORMAL, _MENU = 0, 101  # window levels
_LOOK = 0.25  # seconds
# Sheets of glass that the system lays over everything.
_GLASS = frozenset(("Window Server", "Dock"))


class WindowList:
    """The windows on the screen. Any thread; a millisecond or two."""

    def __init__(self, apis: Apis) -> None:
        self._apis = apis

    def shown(self, *levels: int) -> list[Window]:
        """Those on the levels (any, where none is given), the highest first."""
        known = screens(self._apis)
        rows: list[Mapping[str, Any]] = self._apis.quartz.CGWindowListCopyWindowInfo(_ON_SCREEN | _NO_GROUND, 0) or []
        found = []
        for row in rows:
            box = row.get("kCGWindowBounds", {})
            sides = tuple(float(box.get(side, 0)) for side in ("X", "Y", "Width", "Height"))
            level, owner = int(row.get("kCGWindowLayer", 0)), str(row.get("kCGWindowOwnerName", ""))
            is_seen = sides[2] > 1 and sides[3] > 1 and float(row.get("kCGWindowAlpha", 1)) > 0 and owner not in _GLASS
            if is_seen and (level in levels or not levels):
                # Titles are given only to those who may record the screen.
                title, pid = str(row.get("kCGWindowName") or ""), int(row.get("kCGWindowOwnerPID", 0))
                found.append(Window(int(row["kCGWindowNumber"]), title, owner, pid or None, known.box(*sides)))
        return found

    def has(self, number: int) -> bool:
        """Whether there is a window of that number, on the screen or not."""
        rows: list[Mapping[str, Any]] = self._apis.quartz.CGWindowListCopyWindowInfo(_ALL | _NO_GROUND, 0) or []
        return any(int(row["kCGWindowNumber"]) == number for row in rows)


class MacTracker:
    """Keeps `contracts.Tracker`."""

    def __init__(self, apis: Callable[[], Apis] = load) -> None:
        self._load = apis
        self._apis: Apis | None = None
        self._window: Window | None = None
        self._callbacks: list[Callable[[Window | None], None]] = []
        self._thread: threading.Thread | None = None
        self._ends = threading.Event()

    def start(self) -> None:
        self._apis = self._load()
        self._window = self.in_front()
        self._ends.clear()
        self._thread = threading.Thread(target=self._run, name="windows", daemon=True)
        self._thread.start()

    def close(self) -> None:
        if self._thread is not None:
            self._ends.set()
            self._thread.join()
        self._thread = None

    def active(self) -> Window | None:
        return self._window

    def in_front(self) -> Window | None:
        found = next(iter(WindowList(self._asked()).shown(_NORMAL)), None)
        self._changed(found)
        return found

    def all(self) -> tuple[Window, ...]:
        return tuple(reversed(WindowList(self._asked()).shown(_NORMAL)))

    def subscribe(self, callback: Callable[[Window | None], None]) -> None:
        """`callback` may also be called on the thread that asks for the window in front."""
        self._callbacks.append(callback)

    def pointer(self) -> tuple[int, int]:
        apis = self._asked()
        place = apis.quartz.CGEventGetLocation(apis.quartz.CGEventCreate(None))
        return screens(apis).place(place.x, place.y)

    def monitors(self) -> tuple[Box, ...]:
        return tuple(screen.box for screen in screens(self._asked()).screens)

    def is_alive(self, window: Window) -> bool:
        return any(one.id == window.id for one in WindowList(self._asked()).shown())

    def is_listed(self, window: Window) -> bool:
        """One that is hidden can't be told from one that is minimised."""
        return WindowList(self._asked()).has(window.id)

    def _asked(self) -> Apis:
        if self._apis is None:
            raise DesktopError("the window tracker is not started")
        return self._apis

    def _run(self) -> None:
        while not self._ends.wait(_LOOK):
            try:
                self.in_front()
            except DesktopError as error:  # between two displays there is none
                log.debug("%s", error)

    def _changed(self, window: Window | None) -> None:
        if window != self._window:
            self._window = window
            for callback in tuple(self._callbacks):
                callback(window)


class MacFinder:
    """Keeps `contracts.Finder`."""

    def __init__(self, apis: Callable[[], Apis] = load) -> None:
        self._load = apis
        self._list: WindowList | None = None

    def at(self, x: int, y: int) -> Window | None:
        return next((window for window in self._asked().shown() if window.box.contains(x, y)), None)

    def popups(self) -> tuple[Window, ...]:
        return tuple(reversed(self._asked().shown(_MENU)))

    def close(self) -> None:
        self._list = None

    def _asked(self) -> WindowList:
        if self._list is None:
            self._list = WindowList(self._load())
        return self._list
