"""A model in the store is used only as it was when it came."""

from __future__ import annotations

import hashlib
import os
import random
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from mmassist.errors import ModelCorrupt, ModelMissing
from mmassist.inference.store import Catalogue, Check, State, Store, checking, disk
from mmassist.inference.store.manifest import NAME
from tests.unit.inference.store.models import CATALOGUE, MODEL, contents, install


def test_a_whole_model_is_loaded(tmp_path: Path) -> None:
    store = install(tmp_path)
    assert store.load(MODEL.name) == tmp_path / MODEL.name


def test_a_whole_model_is_found_with_its_size(tmp_path: Path) -> None:
    found = install(tmp_path).find(MODEL.name)
    assert found is not None
    assert found.size == sum(map(len, contents().values()))
    assert found.checks == frozenset({Check.RECORDED})


def test_a_model_that_is_not_there_is_said_with_the_command_that_brings_it(tmp_path: Path) -> None:
    store = Store(tmp_path, CATALOGUE)
    assert store.find(MODEL.name) is None
    with pytest.raises(ModelMissing) as raised:
        store.load(MODEL.name)
    assert raised.value.spoken == "Small thing is not on this computer yet."
    assert "mmassist models pull small-thing" in raised.value.remedy


def test_a_name_that_nobody_knows_is_met_with_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="catalogue") as raised:
        Store(tmp_path, CATALOGUE).load("small-thin")
    assert raised.value.spoken == "There is no model of that name. Did you mean small-thing?"


@pytest.mark.parametrize("name", ["../small-thing", "/etc", "", ".", "small-thing/..", "small-thing/onnx"])
def test_a_name_that_is_a_path_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelMissing):
        install(tmp_path / "store").load(name)


def _flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at // 8] ^= 1 << at % 8
    path.write_bytes(data)


@pytest.mark.parametrize("file", [*contents(), NAME])
def test_any_bit_that_tips_is_refused(tmp_path: Path, file: str) -> None:
    store = install(tmp_path)
    path = tmp_path / MODEL.name / file
    bits = path.stat().st_size * 8
    chance = random.Random(file)
    for at in {0, 1, bits // 2, bits - 1, *(chance.randrange(bits) for _ in range(20))}:
        _flip(path, at)
        with pytest.raises(ModelCorrupt) as raised:
            store.load(MODEL.name)
        assert "models pull small-thing" in raised.value.remedy
        _flip(path, at)
    assert store.load(MODEL.name)


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    store = install(tmp_path)
    os.truncate(tmp_path / MODEL.name / "onnx/model.bin", 1000)
    with pytest.raises(ModelCorrupt):
        store.load(MODEL.name)


def test_a_file_that_the_manifest_does_not_name_is_refused(tmp_path: Path) -> None:
    store = install(tmp_path)
    (tmp_path / MODEL.name / "vocabulary.json").write_text("{}")
    with pytest.raises(ModelCorrupt, match="not part of the model"):
        store.load(MODEL.name)


def test_a_link_in_a_files_place_is_not_followed(tmp_path: Path) -> None:
    store = install(tmp_path / "store")
    file = tmp_path / "store" / MODEL.name / "onnx/model.bin"
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ModelCorrupt):
        store.load(MODEL.name)


def test_a_link_in_a_folders_place_is_not_followed(tmp_path: Path) -> None:
    store = install(tmp_path / "store")
    folder = tmp_path / "store" / MODEL.name
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ModelCorrupt):
        store.load(MODEL.name)


def test_the_store_itself_may_lie_on_another_disk_by_a_link(tmp_path: Path) -> None:
    install(tmp_path / "disk")
    (tmp_path / "models").symlink_to(tmp_path / "disk")
    assert Store(tmp_path / "models", CATALOGUE).load(MODEL.name)


def test_a_file_with_a_second_name_is_refused(tmp_path: Path) -> None:
    store = install(tmp_path / "store")
    (tmp_path / "elsewhere").hardlink_to(tmp_path / "store" / MODEL.name / "config.json")
    with pytest.raises(ModelCorrupt):
        store.load(MODEL.name)


def test_a_pipe_in_a_files_place_does_not_keep_us_waiting(tmp_path: Path) -> None:
    store = install(tmp_path)
    (tmp_path / MODEL.name / "config.json").unlink()
    os.mkfifo(tmp_path / MODEL.name / "config.json")
    with pytest.raises(ModelCorrupt):
        store.load(MODEL.name)


def test_a_model_without_its_manifest_is_damaged(tmp_path: Path) -> None:
    store = install(tmp_path)
    (tmp_path / MODEL.name / NAME).unlink()
    assert store.find(MODEL.name) is None
    with pytest.raises(ModelCorrupt):
        store.load(MODEL.name)


def test_another_models_manifest_is_refused(tmp_path: Path) -> None:
    install(tmp_path)
    (tmp_path / MODEL.name).rename(tmp_path / "other-thing")
    with pytest.raises(ModelCorrupt):
        Store(tmp_path, Catalogue((replace(MODEL, name="other-thing"),))).load("other-thing")


def test_what_differs_from_the_publishers_figure_is_refused(tmp_path: Path) -> None:
    install(tmp_path)
    pinned = replace(MODEL, pins={"config.json": "0" * 64})
    with pytest.raises(ModelCorrupt):
        Store(tmp_path, Catalogue((pinned,))).load(MODEL.name)


def test_one_files_bytes_are_those_that_were_checked(tmp_path: Path) -> None:
    store = install(tmp_path)
    assert store.read(MODEL.name, "onnx/model.bin") == contents()["onnx/model.bin"]
    _flip(tmp_path / MODEL.name / "onnx/model.bin", 12345)
    with pytest.raises(ModelCorrupt):
        store.read(MODEL.name, "onnx/model.bin")


def test_verify_names_the_file_that_has_changed(tmp_path: Path) -> None:
    store = install(tmp_path)
    _flip(tmp_path / MODEL.name / "onnx/model.bin", 5)
    states = {finding.file: finding.state for finding in store.verify(MODEL.name)}
    assert states == {"config.json": State.WHOLE, "vocabulary.txt": State.WHOLE, "onnx/model.bin": State.CHANGED}


def test_a_large_file_is_hashed_once_and_again_when_it_was_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "ALWAYS", 1000)
    store = install(tmp_path)
    hashed: list[int] = []
    whole = disk.digest

    def counted(file: BinaryIO) -> str:
        hashed.append(1)
        return whole(file)

    monkeypatch.setattr(disk, "digest", counted)
    store.load(MODEL.name)
    first = len(hashed)
    store.load(MODEL.name)
    again = len(hashed) - first
    os.utime(tmp_path / MODEL.name / "onnx/model.bin")
    store.load(MODEL.name)
    assert (first, again, len(hashed) - first - again) == (3, 2, 3)


def test_a_large_file_that_changed_is_refused_also_where_its_time_was_set_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "ALWAYS", 1000)
    store = install(tmp_path)
    store.load(MODEL.name)
    path = tmp_path / MODEL.name / "onnx/model.bin"
    before = path.stat()
    _flip(path, 77)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ModelCorrupt):
        store.load(MODEL.name)


def test_damaged_notes_only_cost_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "ALWAYS", 1000)
    store = install(tmp_path)
    store.load(MODEL.name)
    _flip(tmp_path / ".checked" / MODEL.name, 300)
    assert store.load(MODEL.name)


def _shipped(package: Path) -> Store:
    (package / "eyes").mkdir(parents=True)
    (package / "eyes" / "tower.onnx").write_bytes(b"weights")
    pins = {"tower.onnx": hashlib.sha256(b"weights").hexdigest()}
    model = replace(MODEL, name="eyes", files=("tower.onnx",), choices=(), optional=(), pins=pins, shipped="eyes")
    return Store(package / "none", Catalogue((model,)), package)


def test_a_model_that_came_with_the_package_needs_no_pull(tmp_path: Path) -> None:
    store = _shipped(tmp_path)
    assert store.load("eyes") == tmp_path / "eyes"
    assert store.read("eyes", "tower.onnx") == b"weights"


def test_a_model_that_came_with_the_package_is_held_to_its_pin(tmp_path: Path) -> None:
    store = _shipped(tmp_path)
    (tmp_path / "eyes" / "tower.onnx").write_bytes(b"weightz")
    with pytest.raises(ModelCorrupt) as raised:
        store.load("eyes")
    assert raised.value.remedy == "Install mmassist again."
