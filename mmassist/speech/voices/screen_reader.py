"""The screen reader that runs beside the app, as its voice: so the two never speak at once. Which ones, each system knows by itself."""

from __future__ import annotations

import sys

from mmassist.speech.voices.base import Talker
from mmassist.speech.voices.orca import OrcaVoice
from mmassist.speech.voices.windows_readers import WindowsReaderVoice
from mmassist.values import Fault


class ScreenReaderOf:
    """A `VoiceClass` for one system, by Python's name of it."""

    def __init__(self, system: str) -> None:
        self._system = system

    def __call__(self) -> Talker:
        return WindowsReaderVoice() if self._system == "win32" else OrcaVoice()

    def check(self) -> Fault | None:
        if self._system == "win32":
            return WindowsReaderVoice.check()
        if self._system == "linux":
            return OrcaVoice.check()
        return Fault(
            "no screen reader to speak through",
            "Screen readers of this system can't be spoken through.",
            "Choose another voice in the settings.",
        )


SCREEN_READER = ScreenReaderOf(sys.platform)
