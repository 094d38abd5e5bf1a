"""Whether a screen reader runs beside the app."""

from __future__ import annotations

import asyncio

from mmassist.speech.voices.screen_reader import SCREEN_READER


class ScreenReader:
    """Looks for the one that the app could speak through; another is not known of. Blocks for milliseconds; any thread without a loop."""

    def __init__(self) -> None:
        self._voice = SCREEN_READER() if SCREEN_READER.check() is None else None

    def runs(self) -> bool:
        return self._voice is not None and asyncio.run(self._voice.is_here())
