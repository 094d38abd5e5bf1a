"""Settings that are changed while the app runs: kept in the file, in use at once, and every fault said."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mmassist.each_setting import Kind
from mmassist.errors import MmassistError
from mmassist.settings import Settings, load, save
from mmassist.wiring.tuning import Tuner


@dataclass
class Heard:
    used: list[Settings] = field(default_factory=list)
    faults: list[MmassistError] = field(default_factory=list)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture
def tuner(path: Path, heard: Heard) -> Tuner:
    return Tuner(path, heard.used.append, heard.faults.append)


def test_a_rate_is_kept_and_in_use_at_once(tuner: Tuner, path: Path, heard: Heard) -> None:
    outcome = tuner.change("speech.rate", 400)
    assert load(path)[0].speech.rate == heard.used[-1].speech.rate == 400
    assert outcome.fault == ""


def test_the_environment_is_in_use_but_not_written_down(tuner: Tuner, path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMASSIST_SPEECH__PITCH", "70")
    tuner.change("speech.rate", 400)
    assert heard.used[-1].speech.pitch == 70
    monkeypatch.delenv("MMASSIST_SPEECH__PITCH")
    assert load(path)[0].speech.pitch == 50


def test_what_it_can_t_be_is_heard_and_nothing_is_written(tuner: Tuner, path: Path, heard: Heard) -> None:
    outcome = tuner.change("speech.rate", 5000)
    assert outcome.fault.startswith("speech.rate can't be that")
    assert [fault.remedy for fault in heard.faults] == ["It stays as it was."]
    assert (path.exists(), heard.used) == (False, [])


def test_a_file_that_can_t_be_read_is_heard_and_not_written_over(tmp_path: Path, heard: Heard) -> None:
    (tmp_path / "file").write_text("no folder")
    tuner = Tuner(tmp_path / "file" / "settings.toml", heard.used.append, heard.faults.append)
    outcome = tuner.change("speech.rate", 400)
    assert outcome.fault == "The settings file can't be read. The defaults are in use. Check the file's rights."
    assert len(heard.faults) == 1


def test_one_is_put_back(tuner: Tuner, path: Path) -> None:
    tuner.change("speech.rate", 400)
    tuner.reset("speech.rate")
    assert load(path)[0] == Settings()


def test_all_are_put_back_and_the_file_is_kept_beside(tuner: Tuner, path: Path) -> None:
    tuner.change("speech.rate", 400)
    tuner.change("speech.language", "de")
    assert tuner.reset_all().fault == ""
    assert load(path)[0] == Settings()
    assert load(path.with_name("settings.toml.before-reset"))[0].speech.rate == 400


def test_a_command_line_s_change_is_not_lost(tuner: Tuner, path: Path) -> None:
    tuner.each()
    save(Settings.model_validate({"speech": {"pitch": 70}}), path)
    tuner.change("speech.rate", 400)
    assert (load(path)[0].speech.pitch, load(path)[0].speech.rate) == (70, 400)


def test_a_voice_is_one_of_those_that_are_there(tuner: Tuner) -> None:
    voice = next(one for one in tuner.each() if one.name == "speech.voice")
    assert voice.kind is Kind.CHOICE
    assert "espeak" in voice.choices


def test_a_profile_is_added_and_removed(tuner: Tuner, path: Path) -> None:
    assert "profiles" in tuner.tables()
    assert tuner.add("profiles", "Firefox").fault == ""
    assert list(load(path)[0].profiles) == ["Firefox"]
    tuner.remove("profiles", "Firefox")
    assert load(path)[0] == Settings()


def test_a_newer_file_is_not_written_over(tuner: Tuner, path: Path, heard: Heard) -> None:
    path.write_text("version = 99\n")
    assert "newer" in tuner.change("speech.rate", 400).fault
    assert path.read_text() == "version = 99\n"
    assert len(heard.faults) == 1
