"""What of changed settings is put to use at once."""

from __future__ import annotations

import pytest

from mmassist.each_setting import changed
from mmassist.settings import Settings
from mmassist.wiring.applying import waiting


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("speech.voice", "pyttsx3"),
        ("speech.device", "Head"),
        ("speech.language", "en-gb"),
        ("profiles.Firefox.rate", 220),
        ("profiles.Firefox.sending", "local"),
        ("privacy.sending", "local"),
        ("answers.day_limit", 2.0),
        ("describe.verbosity", "brief"),
        ("keys.leader", "Ctrl+Shift+F9"),
        ("window.theme", "dark"),
        ("camera.source", "1"),
        ("models.hub", "http://127.0.0.1"),
        ("window.language", "de"),
        ("listen.barge_in", True),
        ("listen.microphone", "Headset"),
        ("describe.outline_nodes", 500),
        ("support.broker", "wss://help.example.org"),
    ],
)
def test_what_is_in_use_at_once(name: str, value: object) -> None:
    assert waiting(Settings(), changed(Settings(), name, value)) == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [("speech.language", "de"), ("speech.language", "fr")],
)
def test_what_waits_is_named(name: str, value: object) -> None:
    assert waiting(Settings(), changed(Settings(), name, value)) == (name,)
    assert waiting(changed(Settings(), name, value), Settings()) == (name,)
