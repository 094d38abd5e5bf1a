"""What becomes of the summary of a problem."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mmassist.engine.engine import Engine
from mmassist.errors import ClipboardRefused


def copying(engine: Engine) -> Callable[[str], None]:
    """Puts the summary into the clipboard, which is said."""

    def copied(is_there: bool) -> None:
        if is_there:
            engine.announce("The summary is copied.")
        else:
            engine.fault(ClipboardRefused("the clipboard was not taken"))

    def copy(text: str) -> None:
        loop = asyncio.get_running_loop()
        engine.copy(text, lambda is_there: loop.call_soon_threadsafe(copied, is_there))

    return copy
