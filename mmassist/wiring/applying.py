"""What of changed settings the running app puts to use at once, and what waits for its next start."""

from __future__ import annotations

from mmassist.each_setting import differing
from mmassist.settings import Settings

_AT_ONCE = (
    "start.",
    "speech.",
    "describe.",
    "answers.",
    "backends.",
    "models.",
    "camera.",
    "privacy.",
    "profiles.",
    "history.",
    "keys.",
    "listen.",
    "support.",
    "window.",
)


def waiting(before: Settings, after: Settings) -> tuple[str, ...]:
    """Names of the settings that differ and are not in use before the next start. A voice of another language speaks at once, but the app's
    own sentences, and what is understood, stay in the language that the app was started with."""
    names = [name for name in differing(before, after) if not name.startswith(_AT_ONCE)]
    return (*names, *(["speech.language"] if before.own_language() != after.own_language() else []))
