"""Where a model is loaded, and what is wrong with a folder that holds none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mmassist.errors import ModelCorrupt, ModelMissing
from mmassist.perception.hearing import devices
from mmassist.perception.hearing.devices import load


@pytest.fixture
def copy(model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model, tmp_path / "whisper"))


def test_without_a_graphics_card_the_processor_is_used(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_cards", lambda: 0)
    loaded = load(model)
    assert loaded.device == "cpu"
    assert loaded.model.compute_type.startswith("int8")
    assert loaded.refused == ""


def test_a_graphics_card_that_does_not_work_is_told_and_not_used(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_cards", lambda: 1)  # a driver that is there, without what it needs
    loaded = load(model)
    assert loaded.device == "cpu"
    assert loaded.refused


def test_a_graphics_card_that_nobody_wants_is_not_tried(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_cards", lambda: 1)
    assert load(model, "cpu").refused == ""


@pytest.mark.parametrize("name", ["model.bin", "config.json", "tokenizer.json"])
def test_a_file_that_is_missing(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelMissing) as raised:
        load(copy)
    assert "speech model" in raised.value.spoken


def test_a_model_that_is_cut_off(copy: Path) -> None:
    content = (copy / "model.bin").read_bytes()
    (copy / "model.bin").write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelCorrupt) as raised:
        load(copy)
    assert "damaged" in raised.value.spoken


def test_a_configuration_that_is_none(copy: Path) -> None:
    (copy / "config.json").write_text(json.dumps([1]), "utf-8")
    with pytest.raises(ModelCorrupt):
        load(copy)


@pytest.mark.parametrize("quickest", [0, 1])
def test_with_one_thread_or_several_whichever_is_quicker(model: Path, monkeypatch: pytest.MonkeyPatch, quickest: int) -> None:
    tried: list[object] = []

    def seconds(one: object) -> float:
        tried.append(one)
        return float(len(tried) - 1 != quickest)

    monkeypatch.setattr(devices, "threads", lambda: 2)
    monkeypatch.setattr(devices, "_seconds", seconds)
    loaded = load(model, "cpu")
    assert len(tried) == 2
    assert loaded.model is tried[quickest]


def test_a_large_model_is_not_loaded_twice(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "threads", lambda: 2)
    monkeypatch.setattr(devices, "_TRIED", 1000)
    monkeypatch.setattr(devices, "_seconds", lambda one: pytest.fail("tried"))
    assert load(model, "cpu").device == "cpu"


def test_threads_leave_something_for_the_voice() -> None:
    assert 1 <= devices.threads() <= 4
