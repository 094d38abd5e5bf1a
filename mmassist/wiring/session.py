"""What the app does when its session is locked or unlocked, and when the computer falls asleep or wakes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from mmassist.desktop.contracts import Happening
from mmassist.wiring.desktop import desktop
from mmassist.wiring.rooms import Rooms

AWAKE = "The computer is awake again. mmassist is ready."


class Unattended(Protocol):
    """What must not go on by itself without the user."""

    def away(self) -> None:
        """It ends, or waits. Idempotent."""

    def back(self) -> None:
        """What waited goes on. Idempotent."""


@contextlib.asynccontextmanager
async def session_watched(rooms: Rooms, quiet: Callable[[], object], unattended: Unattended) -> AsyncIterator[None]:
    """The history is locked away with the session, and what is `unattended` then ends or waits. Before the computer sleeps all falls
    silent, so that nothing half said is heard when it wakes, which is said. `quiet`: stops whatever listens and speaks."""

    def happened(happening: Happening) -> None:
        rooms.history.lock(watch.locked)
        if happening in (Happening.LOCKED, Happening.SLEEPS):
            unattended.away()
        elif not watch.locked:
            unattended.back()
        if happening is Happening.SLEEPS:
            quiet()
        elif happening is Happening.WAKES:
            rooms.engine.news(AWAKE)

    async def asked() -> None:
        """A bus that hangs must not hold up the start."""
        await watch.start()
        rooms.history.lock(watch.locked)
        if watch.locked:
            unattended.away()

    watch = desktop().session(happened)
    rooms.history.lock(None)
    asking = asyncio.create_task(asked(), name="session")
    try:
        yield
    finally:
        asking.cancel()
        await asyncio.wait([asking])
        rooms.history.lock(watch.locked)  # nobody may wait for it any more
        await watch.aclose()
