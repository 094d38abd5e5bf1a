"""The settings of a safe start, and what is said of it."""

from __future__ import annotations

from mmassist.desktop.starts import CRASHES
from mmassist.settings import Settings
from mmassist.wiring.safe import SUPERVISION, reason, safe

DARING = Settings.model_validate(
    {
        "speech": {"voice": "somebody's own", "rate": 400},
        "backends": {"work": {"kind": "openai"}},
        "answers": {"order": ["work", "embedded"]},
        "keys": {"describe": "ctrl+alt+d"},
        "camera": {"source": "http://127.0.0.1:1/"},
        "privacy": {"sending": "local"},
    }
)


def test_nothing_that_may_be_to_blame_is_in_use() -> None:
    kept = safe(DARING)
    assert kept.speech.voice == "espeak"
    assert kept.asked() == ("embedded",)
    assert (kept.keys, kept.camera) == (Settings().keys, Settings().camera)
    assert {"microphone", "camera", "speech", "commands"} == SUPERVISION.off


def test_what_the_user_is_used_to_stays() -> None:
    kept = safe(DARING)
    assert kept.speech.rate == 400
    assert kept.privacy == DARING.privacy


def test_an_ordinary_start_has_no_reason() -> None:
    assert reason(CRASHES - 1, asked=False) == ""


def test_why_it_is_safe_and_how_to_leave_it_is_one_text() -> None:
    for said in (reason(CRASHES, asked=False), reason(0, asked=True)):
        assert "safe mode" in said
        assert "To leave safe mode" in said
    assert "3 times in a row" in reason(3, asked=False)
    assert "as you asked" in reason(0, asked=True)
