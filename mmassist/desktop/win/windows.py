"""Which window is in front under Windows, kept known by the system's events (SetWinEventHook) so that asking costs nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from ctypes import byref, wintypes
from typing import Any

from mmassist.desktop.win.dll import ON_EVENT, Libraries, load
from mmassist.desktop.win.user import User
from mmassist.errors import DesktopError
from mmassist.values import Box, Window

# EVENT_SYSTEM_FOREGROUND; EVENT_SYSTEM_MINIMIZEEND; EVENT_OBJECT_DESTROY, _HIDE, _LOCATIONCHANGE, _NAMECHANGE
_FOREGROUND, _MINIMISED, _DESTROYED, _HIDDEN, _MOVED, _NAMED = 0x3, 0x17, 0x8001, 0x8003, 0x800B, 0x800C
_OF_ANY, _OF_FRONT = frozenset((_FOREGROUND, _MINIMISED)), frozenset((_DESTROYED, _HIDDEN, _MOVED, _NAMED))
_RANGES = ((_FOREGROUND, _MINIMISED), (_DESTROYED, _NAMED))
_THE_WINDOW = 0  # OBJID_WINDOW: not its caret, cursor or a control in it
_QUIT, _LOOK_ONLY = 0x12, 0  # WM_QUIT, PM_NOREMOVE


class WinTracker:
    """Keeps `contracts.Tracker`. Nothing here blocks."""

    def __init__(self, libraries: Callable[[], Libraries] = load) -> None:
        self._libraries = libraries
        self._user: User | None = None
        self._window: Window | None = None
        self._callbacks: list[Callable[[Window | None], None]] = []
        self._thread: threading.Thread | None = None
        self._thread_id = 0
        self._ready = threading.Event()

    def start(self) -> None:
        """Raises DesktopError where the system tells of no events."""
        libraries = self._libraries()
        self._user = User(libraries)
        self._window = self.in_front()
        self._thread_id = 0
        self._ready.clear()
        self._thread = threading.Thread(target=self._run, args=(libraries,), name="windows", daemon=True)
        self._thread.start()
        self._ready.wait()
        if not self._thread_id:
            self._thread.join()
            self._thread = None
            raise DesktopError("SetWinEventHook was refused")

    def close(self) -> None:
        if self._thread is None or self._user is None:
            return
        self._user.libraries.user32.PostThreadMessageW(self._thread_id, _QUIT, None, None)
        self._thread.join()
        self._thread = None

    def active(self) -> Window | None:
        return self._window

    def in_front(self) -> Window | None:
        user = self._asked()
        return user.describe(user.foreground())

    def all(self) -> tuple[Window, ...]:
        user = self._asked()
        return tuple(found for one in user.listed() if (found := user.describe(one)))

    def subscribe(self, callback: Callable[[Window | None], None]) -> None:
        self._callbacks.append(callback)

    def pointer(self) -> tuple[int, int]:
        return self._asked().pointer()

    def monitors(self) -> tuple[Box, ...]:
        found = self._asked().monitors()
        if not found:
            raise DesktopError("no monitor", "No monitor is connected.", "Connect one, or log in to the desktop.")
        return found

    def is_alive(self, window: Window) -> bool:
        return self._asked().exists(window.id)

    def is_listed(self, window: Window) -> bool:
        return self._asked().is_open(window.id)

    def _asked(self) -> User:
        if self._user is None:
            raise DesktopError("the window tracker is not started")
        return self._user

    def _run(self, libraries: Libraries) -> None:
        """The system calls `on_event` from within GetMessage."""
        user32, message = libraries.user32, wintypes.MSG()
        user32.PeekMessageW(byref(message), None, 0, 0, _LOOK_ONLY)  # makes the queue that `close` posts to
        on_event = ON_EVENT(self._on_event)
        hooks = [user32.SetWinEventHook(first, last, None, on_event, 0, 0, 0) for first, last in _RANGES]
        if all(hooks):
            self._changed(self.in_front())  # what came before the hooks did
            self._thread_id = libraries.kernel32.GetCurrentThreadId()
        self._ready.set()
        while self._thread_id and user32.GetMessageW(byref(message), None, 0, 0) > 0:
            user32.DispatchMessageW(byref(message))
        for hook in filter(None, hooks):
            user32.UnhookWinEvent(hook)

    def _on_event(self, _hook: Any, event: int, window: int | None, about: int, *_: int) -> None:
        of_front = self._window is not None and window == self._window.id
        if event in _OF_ANY or (event in _OF_FRONT and about == _THE_WINDOW and of_front):
            self._changed(self.in_front())

    def _changed(self, window: Window | None) -> None:
        if window != self._window:
            self._window = window
            for callback in tuple(self._callbacks):
                callback(window)


class WinFinder:
    """Keeps `contracts.Finder`."""

    def __init__(self, libraries: Callable[[], Libraries] = load) -> None:
        self._libraries = libraries
        self._user: User | None = None

    def at(self, x: int, y: int) -> Window | None:
        user = self._asked()
        return user.describe(user.at(x, y))

    def popups(self) -> tuple[Window, ...]:
        user = self._asked()
        return tuple(found for one in user.popups() if (found := user.describe(one)))

    def close(self) -> None:
        self._user = None

    def _asked(self) -> User:
        if self._user is None:
            self._user = User(self._libraries())
        return self._user
