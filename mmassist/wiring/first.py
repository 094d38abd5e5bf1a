"""The settings of the very first start."""

from __future__ import annotations

import locale
import os

from mmassist.backends.describer.phrases import languages
from mmassist.settings import Settings

_NAMED_IN = ("LC_ALL", "LC_MESSAGES", "LANG")  # POSIX: the first that is set holds


def first_settings() -> Settings:
    """The defaults, with a voice that speaks the desktop's language where the app speaks it too."""
    named = next((value for name in _NAMED_IN if (value := os.environ.get(name))), "") or locale.getlocale()[0] or ""
    code = named.partition("_")[0].partition(".")[0].lower()
    if code == "en" or code not in languages():
        return Settings()
    return Settings.model_validate({"speech": {"language": code}})
