"""What `make run` shows where there is no display: a save prompt, the real hotkey, and a description that is heard."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from mmassist.measure.demonstration import demonstrate

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str], Path]:
    """One demonstration: what was missing, what it printed, and the folder of its files."""
    said: list[str] = []
    folder = tmp_path_factory.mktemp("demonstration")
    return demonstrate(said.append, folder), said, folder


def test_the_description_of_the_save_prompt_is_heard(shown: tuple[list[str], list[str], Path]) -> None:
    missing, said, _ = shown
    assert missing == [], "\n".join(said)


def test_the_recording_is_kept(shown: tuple[list[str], list[str], Path]) -> None:
    with wave.open(str(shown[2] / "heard.wav"), "rb") as sound:
        assert sound.getnframes() / sound.getframerate() > 2


def test_the_picture_is_kept(shown: tuple[list[str], list[str], Path]) -> None:
    assert (shown[2] / "screen.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
