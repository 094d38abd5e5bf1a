"""The app's own eyes: opened where their models come with this mmassist, started where they will be needed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from mmassist.desktop.contracts import Tracker
from mmassist.engine.foresight import Foresight
from mmassist.engine.parts import Outlines
from mmassist.engine.supervisor import Supervisor
from mmassist.errors import MmassistError, ModelCorrupt, ModelMissing
from mmassist.inference import shipped
from mmassist.perception.elements.eyes import Eyes
from mmassist.values import Window

_MODELS = ("elements", "icons")


def open_eyes(stack: contextlib.AsyncExitStack, supervisor: Supervisor, problem: Callable[[MmassistError], None]) -> Eyes | None:
    """None where no models for them come with this mmassist; damaged ones are said."""
    try:
        for kind in _MODELS:
            shipped.rows(kind)
    except ModelMissing:
        return None
    except ModelCorrupt as error:
        problem(error)
        return None
    eyes = Eyes(shipped.FOLDER, supervisor.part("elements"), supervisor.part("encoder"))
    stack.push_async_callback(eyes.aclose)
    return eyes


def foresee(stack: contextlib.AsyncExitStack, windows: Tracker, outlines: Outlines, start: Callable[[], None]) -> None:
    """Calls `start` when a window is in front for which eyes will be needed. On the engine's loop."""
    foresight = Foresight(outlines, start)
    stack.push_async_callback(foresight.aclose)
    loop = asyncio.get_running_loop()

    def changed(window: Window | None) -> None:
        loop.call_soon_threadsafe(foresight.came, window)

    windows.subscribe(changed)
    foresight.came(windows.active())
