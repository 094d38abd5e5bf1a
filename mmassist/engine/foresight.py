"""Whether the app's own eyes will be needed for the window in front, found out before it is described: they take a while to start."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from mmassist.engine.parts import Outlines
from mmassist.engine.viewing import searched_place
from mmassist.errors import DesktopError
from mmassist.perception.scene import merge
from mmassist.values import Outline, Target, Window

log = logging.getLogger(__name__)

# Seconds that a window is in front before its tree is asked for, which it may still build, and for how long.
_SETTLED, _PATIENCE = 1.5, 1.0


class Foresight:
    """Belongs to the engine's loop. Nothing is looked at any more once the eyes were started: memory is theirs only where it is needed."""

    def __init__(self, outlines: Outlines, start: Callable[[], None]) -> None:
        """`start`: of the eyes, called once at most; returns at once."""
        self._outlines = outlines
        self._start: Callable[[], None] | None = start
        self._task: asyncio.Task[None] | None = None

    def came(self, window: Window | None) -> None:
        """A window is in front from now on."""
        if self._task is not None:
            self._task.cancel()
        if self._start is not None and window is not None:
            self._task = asyncio.create_task(self._look(window), name="foresight")

    async def _look(self, window: Window) -> None:
        await asyncio.sleep(_SETTLED)
        try:
            outline = await self._outlines.read(window, deadline=_PATIENCE)
        except DesktopError as error:
            log.warning("it can't be foreseen whether %s is to be looked at: %s", window.program, error)
            return
        if self._start is not None and await asyncio.to_thread(_is_searched, window, outline):
            self._start()
            self._start = None

    async def aclose(self) -> None:
        """Idempotent. Whatever comes to the front later is not looked at."""
        self._start = None
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])


def _is_searched(window: Window, outline: Outline | None) -> bool:
    scene = merge(target=Target(), window=window, frame_box=window.box, outline=outline, lines=(), text_read=False)
    return searched_place(scene) is not None
