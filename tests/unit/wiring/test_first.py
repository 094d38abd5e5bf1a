"""The very first start speaks the desktop's language, where the app does."""

from __future__ import annotations

import pytest

from mmassist.settings import Settings
from mmassist.wiring.first import first_settings


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "es"}, "es"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en-us"),
        ({"LANG": "C.UTF-8"}, "en-us"),
        ({"LANG": "fi_FI.UTF-8"}, "en-us"),
    ],
)
def test_the_voice_is_of_the_desktop_s_language(environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    first = first_settings()
    assert first.speech.language == language
    assert first == Settings.model_validate({"speech": {"language": language}})
