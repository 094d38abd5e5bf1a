"""An evaluation from end to end, on a tiny model of random weights: all but the rate means something."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from mmassist.errors import ClipUnreadable
from mmassist.evaluation.hearing.run import pairs, run
from tests.fakes.whisper_model import NAME, made


def recorded(folder: Path, name: str, text: str) -> None:
    with wave.open(str(folder / f"{name}.wav"), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(b"\x00\x10\x00\xf0" * 8000)
    (folder / f"{name}.txt").write_text(text, "utf-8")


def test_synthetic_voices_and_recordings_are_judged(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    recorded(tmp_path, "one", "Did it save?")
    lines: list[str] = []
    found = run(made(tmp_path_factory), 1, 3, tmp_path, lines.append)
    assert found.model == NAME
    assert [len(found.synthetic), len(found.recorded)] == [1, 1]
    assert found.recorded[0].source == "one.wav"
    assert len(lines) == 2


def test_a_folder_without_pairs(tmp_path: Path) -> None:
    (tmp_path / "alone.txt").write_text("nothing beside it", "utf-8")
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ClipUnreadable):
            pairs(folder)
