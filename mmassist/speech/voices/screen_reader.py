"""The screen reader that runs beside the app, as its voice: so the two never speak at once. Which ones, each system knows by itself."""

from __future__ import annotations

import sys

from mmassist.speech.voices.base import Talker
from mmassist.speech.voices.orca import OrcaVoice
from mmassist.values import Fault


class _OfThisSystem:
    """A `VoiceClass`."""

    def __call__(self) -> Talker:
        return OrcaVoice()

    def check(self) -> Fault | None:
        if sys.platform != "linux":
            return Fault(
                "no screen reader to speak through",
                "Screen readers of this system can't be spoken through.",
                "Choose another voice in the settings.",
            )
        return OrcaVoice.check()


SCREEN_READER = _OfThisSystem()
