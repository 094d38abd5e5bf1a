"""espeak-ng, the voice that is always there: small, instant, over a hundred languages. GPL-3.0-or-later."""

from __future__ import annotations

from mmassist.speech.voices.espeak_process import load_library
from mmassist.speech.voices.worker_voice import WorkerVoice
from mmassist.values import Fault


class EspeakVoice(WorkerVoice):
    """espeak-ng by its C library in a worker process; samples are streamed while they are made."""

    def __init__(self, *, hang_after: float = 1.5) -> None:
        super().__init__("espeak", "mmassist.speech.voices.espeak_process", hang_after)

    @staticmethod
    def check() -> Fault | None:
        try:
            load_library()
        except OSError as error:
            return Fault(f"espeak-ng: {error}", "The voice espeak is not installed.", "Install espeak-ng (Debian: apt install espeak-ng).")
        return None
