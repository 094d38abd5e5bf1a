"""The app's own windows among those on the screen: what they show was told already, and is not what is meant by the screen."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence

from mmassist.capture.uncovered import without_windows
from mmassist.engine.parts import Parts
from mmassist.values import Frame, Window


def is_ours(window: Window | None) -> bool:
    return window is not None and window.pid == os.getpid()


def meant(window: Window | None, shown: Sequence[Window]) -> Window | None:
    """The window in front, or where that is one of the app's own the highest of `shown`, lowest first, that is none, and no panel."""
    if not is_ours(window):
        return window
    return next((one for one in reversed(shown) if not is_ours(one) and not one.furniture), None)


async def without_ours(parts: Parts, frame: Frame) -> Frame:
    """A picture of the screen as it would be without the app's own windows, as far as it is known where they are. Raises DesktopError."""
    shown = await asyncio.to_thread(parts.windows.all) if parts.windows is not None else ()
    if not any(map(is_ours, shown)):
        return frame
    popups = await asyncio.to_thread(parts.under.popups) if parts.under is not None else ()
    layers = tuple((one.frame or one.box, is_ours(one)) for one in (*shown, *popups))
    return await asyncio.to_thread(without_windows, frame, layers)
