"""Whether the session is locked or another user's is shown, and when the Mac sleeps and wakes.

Sources: the session's dictionary (CGSessionCopyCurrentDictionary) at the start; then the distributed notifications of the screen's lock,
which Apple does not document, and those of NSWorkspace, which it does. They come on the main thread, whose loop Qt runs.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from mmassist.desktop.contracts import Happening
from mmassist.desktop.locks import Locks
from mmassist.desktop.mac.apis import Apis, load
from mmassist.errors import DesktopError

log = logging.getLogger(__name__)

_IS_LOCKED, _IS_SHOWN = "CGSSessionScreenIsLocked", "kCGSSessionOnConsoleKey"
_LOCKS = {"com.apple.screenIsLocked": True, "com.apple.screenIsUnlocked": False}
_USERS = {"NSWorkspaceSessionDidResignActiveNotification": True, "NSWorkspaceSessionDidBecomeActiveNotification": False}
_SLEEP = {"NSWorkspaceWillSleepNotification": Happening.SLEEPS, "NSWorkspaceDidWakeNotification": Happening.WAKES}


class MacSession:
    """Keeps `contracts.Session`."""

    def __init__(self, told: Callable[[Happening], None], apis: Callable[[], Apis] = load) -> None:
        self._told = told
        self._load = apis
        self._locks = Locks(told)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._observed: list[tuple[Any, Any]] = []

    @property
    def locked(self) -> bool:
        return self._locks.locked

    async def start(self) -> None:
        try:
            apis = self._load()
        except DesktopError as error:
            log.info("%s", error)
            return
        self._loop = asyncio.get_running_loop()
        distributed = apis.foundation.NSDistributedNotificationCenter.defaultCenter()
        workspace = apis.appkit.NSWorkspace.sharedWorkspace().notificationCenter()
        for name, locked in _LOCKS.items():
            self._observe(distributed, name, self._says("lock", locked=locked))
        for name, locked in _USERS.items():
            self._observe(workspace, name, self._says("shown", locked=locked))
        for name, happening in _SLEEP.items():
            self._observe(workspace, name, partial(self._told, happening))
        session = apis.quartz.CGSessionCopyCurrentDictionary() or {}
        self._locks.say("lock", locked=bool(session.get(_IS_LOCKED)))
        self._locks.say("shown", locked=not session.get(_IS_SHOWN, True))

    async def aclose(self) -> None:
        observed, self._observed = self._observed, []
        for center, observer in observed:
            center.removeObserver_(observer)

    def _says(self, who: str, *, locked: bool) -> Callable[[], None]:
        return lambda: self._locks.say(who, locked=locked)

    def _observe(self, center: Any, name: str, heard: Callable[[], None]) -> None:
        """`heard` is called on the loop."""
        loop = self._loop
        assert loop is not None  # noqa: S101 - narrows the type

        def block(notification: Any) -> None:
            loop.call_soon_threadsafe(heard)

        self._observed.append((center, center.addObserverForName_object_queue_usingBlock_(name, None, None, block)))
