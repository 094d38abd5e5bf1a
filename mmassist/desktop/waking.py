"""Programs that make their tree only for those who ask for more than a name: Chromium, and what is built on it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from mmassist.desktop import atspi
from mmassist.desktop.atspi import Bus, Ref, Request

CHROMIUM = "Chromium"
_PATIENCE, _POLL = 2.0, 0.05  # seconds


async def wake(bus: Bus, frame: Ref, look: Callable[[], Awaitable[bool]]) -> None:
    """Has the program make the tree below its window where there is none yet, for at most two seconds. `look`: looks at it again, and
    tells whether it is there. Raises ProgramGone."""
    clock = asyncio.get_running_loop().time
    ends = clock() + _PATIENCE
    while clock() < ends:
        await bus.ask(Request(*frame, atspi.ACCESSIBLE, "GetAttributes"))
        await asyncio.sleep(_POLL)
        if await look():
            return
