"""Whether the session is locked or another user's is shown, and when Windows sleeps and wakes: told to a window that nobody sees.

Sources: WTSRegisterSessionNotification, WM_WTSSESSION_CHANGE, WTSINFOEX and WM_POWERBROADCAST, as Microsoft documents them.
"""

from __future__ import annotations

import asyncio
import ctypes
import logging
import threading
from collections.abc import Callable
from ctypes import byref, wintypes
from typing import Any

from mmassist.desktop.contracts import Happening
from mmassist.desktop.locks import Locks
from mmassist.desktop.win.dll import ON_MESSAGE, Libraries, WindowClass, load
from mmassist.errors import DesktopError

log = logging.getLogger(__name__)

_CLASS = "mmassist session"
_SESSION_CHANGE, _POWER, _QUIT = 0x2B1, 0x218, 0x12  # WM_WTSSESSION_CHANGE, WM_POWERBROADCAST, WM_QUIT
_SLEEPS, _WAKES = 0x4, 0x12  # PBT_APMSUSPEND, PBT_APMRESUMEAUTOMATIC
_THIS_SESSION = 0  # NOTIFY_FOR_THIS_SESSION
_CURRENT, _INFO_EX = 0xFFFFFFFF, 25  # WTS_CURRENT_SESSION, WTSSessionInfoEx
_ACTIVE, _LOCKED = 0, 0  # WTSActive, WTS_SESSIONSTATE_LOCK
# Who says what: WTS_SESSION_LOCK and _UNLOCK; _CONSOLE_ and _REMOTE_CONNECT and _DISCONNECT, which is how another user's session comes up.
_SAYS = {
    0x7: ("lock", True),
    0x8: ("lock", False),
    0x1: ("shown", False),
    0x2: ("shown", True),
    0x3: ("shown", False),
    0x4: ("shown", True),
}
_PATIENCE = 2.0  # seconds for the thread to begin


class _Info(ctypes.Structure):
    """How WTSINFOEXW begins; what it has of times needs it aligned by eight bytes."""

    _fields_ = (
        ("level", ctypes.c_uint32),
        ("unused", ctypes.c_uint32),
        ("session", ctypes.c_uint32),
        ("state", ctypes.c_int32),
        ("flags", ctypes.c_int32),
    )


class WinSession:
    """Keeps `contracts.Session`. The window, and what is told to it, belong to a thread of their own."""

    def __init__(self, told: Callable[[Happening], None], libraries: Callable[[], Libraries] = load) -> None:
        self._told = told
        self._load = libraries
        self._locks = Locks(told)
        self._libraries: Libraries | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._thread_id = 0

    @property
    def locked(self) -> bool:
        return self._locks.locked

    async def start(self) -> None:
        try:
            libraries = self._libraries = self._load()
        except DesktopError as error:
            log.info("%s", error)
            return
        self._loop = asyncio.get_running_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(libraries, ready), name="session", daemon=True)
        self._thread.start()
        await asyncio.to_thread(ready.wait, _PATIENCE)
        state, is_locked = _asked(libraries)
        self._locks.say("lock", locked=is_locked)
        self._locks.say("shown", locked=state != _ACTIVE)

    async def aclose(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None and self._libraries is not None:
            self._libraries.user32.PostThreadMessageW(self._thread_id, _QUIT, None, None)
            await asyncio.to_thread(thread.join, _PATIENCE)

    def _run(self, libraries: Libraries, ready: threading.Event) -> None:
        user32, message = libraries.user32, wintypes.MSG()
        user32.PeekMessageW(byref(message), None, 0, 0, 0)  # makes the queue that others post to
        self._thread_id = libraries.kernel32.GetCurrentThreadId()
        called = ON_MESSAGE(lambda window, kind, about, more: self._called(user32, window, kind, about, more))
        about = WindowClass(procedure=called, name=_CLASS)
        user32.RegisterClassW(byref(about))
        # No window for messages alone: such a one is not told of sleep.
        window = user32.CreateWindowExW(0, _CLASS, None, 0, 0, 0, 0, 0, None, None, None, None)
        if not window or not libraries.wtsapi32.WTSRegisterSessionNotification(window, _THIS_SESSION):
            log.warning("Windows does not tell of the session")
        ready.set()
        while user32.GetMessageW(byref(message), None, 0, 0) > 0:
            user32.DispatchMessageW(byref(message))
        libraries.wtsapi32.WTSUnRegisterSessionNotification(window)
        user32.DestroyWindow(window)
        user32.UnregisterClassW(_CLASS, None)

    def _called(self, user32: Any, window: int, kind: int, about: int, more: int) -> int:
        """By Windows, on the thread of the window."""
        loop = self._loop
        if loop is not None and kind in (_SESSION_CHANGE, _POWER):
            loop.call_soon_threadsafe(self._heard, kind, about)
        return int(user32.DefWindowProcW(window, kind, about, more))

    def _heard(self, kind: int, about: int) -> None:
        if kind == _SESSION_CHANGE and about in _SAYS:
            who, locked = _SAYS[about]
            self._locks.say(who, locked=locked)
        elif kind == _POWER and about in (_SLEEPS, _WAKES):
            self._told(Happening.SLEEPS if about == _SLEEPS else Happening.WAKES)


def _asked(libraries: Libraries) -> tuple[int, bool]:
    """The session's state, and whether it is locked; active and unlocked where that is not told."""
    place, length = ctypes.c_void_p(), wintypes.DWORD()
    if not libraries.wtsapi32.WTSQuerySessionInformationW(None, _CURRENT, _INFO_EX, byref(place), byref(length)) or not place.value:
        return _ACTIVE, False
    try:
        found = _Info.from_address(place.value)
        return int(found.state), found.level == 1 and found.flags == _LOCKED
    finally:
        libraries.wtsapi32.WTSFreeMemory(place)
