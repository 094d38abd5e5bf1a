"""The safe mode of the whole app: with nothing in use that may be to blame for starts that crashed."""

from __future__ import annotations

from mmassist.desktop.starts import CRASHES
from mmassist.engine.supervisor import Options, Wording
from mmassist.sayings import run_on, saying
from mmassist.settings import AnswerSettings, CameraSettings, KeySettings, Settings

VOICE = "espeak"
SUPERVISION = Options(off=frozenset({"microphone", "commands", "speech", "camera"}))
"""Of a run in safe mode."""


def safe(settings: Settings) -> Settings:
    """The embedded describer alone, the voice that is always there, and the default keys."""
    return settings.model_copy(
        update={
            "speech": settings.speech.model_copy(update={"voice": VOICE}),
            "answers": AnswerSettings(),
            "backends": {},
            "camera": CameraSettings(),
            "keys": KeySettings(),
        }
    )


def reason(crashed: int, *, asked: bool) -> str:
    """Why this start is a safe one, and what that means, to be said first; empty for an ordinary start."""
    general = Wording.load().general
    if not asked and crashed < CRASHES:
        return ""
    why = general["safe_asked"] if asked else saying(general["safe_crashed"], count=crashed)
    return run_on(why, general["safe_means"])
