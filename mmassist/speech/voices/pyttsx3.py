"""pyttsx3: the system's own voice where it has one (SAPI 5 on Windows, NSSpeechSynthesizer on macOS), espeak on Linux."""

from __future__ import annotations

import importlib.util
import sys

from mmassist.speech.signs import named
from mmassist.speech.voices.base import VoiceOptions
from mmassist.speech.voices.espeak import EspeakVoice
from mmassist.speech.voices.worker_voice import WorkerVoice
from mmassist.values import Fault


class Pyttsx3Voice(WorkerVoice):
    """pyttsx3 in a worker process; each piece is written to a private file and streamed from there."""

    def __init__(self, *, hang_after: float = 1.5) -> None:
        super().__init__("pyttsx3", "mmassist.speech.voices.pyttsx3_process", hang_after)

    def _worded(self, text: str, options: VoiceOptions) -> str:
        return named(text, options)

    @staticmethod
    def check() -> Fault | None:
        if importlib.util.find_spec("pyttsx3") is None:
            return Fault("pyttsx3 is not installed", "The voice pyttsx3 is not installed.", "Install mmassist again: it brings pyttsx3.")
        return EspeakVoice.check() if sys.platform not in ("win32", "darwin") else None
