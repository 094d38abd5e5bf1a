"""`mmassist transcribe` and `mmassist evaluate speech`, as they are called."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mmassist.cli import app
from mmassist.evaluation.hearing.synthesis import spoken
from tests.fakes.whisper_model import NAME, made


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recordings") / "question.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes((spoken("Did it save the file?", "en-us", 170) * 32767).astype("<i2").tobytes())
    return path


def test_a_recording_becomes_text(recording: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    done = CliRunner().invoke(app, ["transcribe", str(recording), "--model", str(made(tmp_path_factory)), "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["text"]
    assert found["recogniser"] == NAME
    assert found["language"] == "en"
    assert {"text", "begin", "end", "confidence"} == set(found["words"][0])
    assert {"load", "recognise", "encode", "decode", "words"} <= set(found["timings"])


@pytest.mark.parametrize("arguments", [["--language", "en"], []])
def test_as_words_it_is_the_text_alone(recording: Path, tmp_path_factory: pytest.TempPathFactory, arguments: list[str]) -> None:
    done = CliRunner().invoke(app, ["transcribe", str(recording), "--model", str(made(tmp_path_factory)), *arguments])
    assert done.exit_code == 0, done.output
    assert done.stdout.strip()


def test_without_a_model_it_says_how_to_get_one(recording: Path) -> None:
    done = CliRunner().invoke(app, ["transcribe", str(recording), "--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout)["error"] == "ModelMissing"
    assert "models pull" in json.loads(done.stdout)["remedy"]


def test_a_file_that_is_no_recording(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (tmp_path / "notes.txt").write_text("no sound", "utf-8")
    done = CliRunner().invoke(app, ["transcribe", str(tmp_path / "notes.txt"), "--model", str(made(tmp_path_factory)), "--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout)["error"] == "ClipUnreadable"


def test_an_evaluation_without_a_model_measures_nothing_and_says_so() -> None:
    done = CliRunner().invoke(app, ["evaluate", "speech", "--json"])
    assert done.exit_code == 3
    assert json.loads(done.stdout)["error"] == "ModelMissing"
