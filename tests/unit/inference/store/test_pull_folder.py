"""A model is copied from a folder with the network off, and checked like any other."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mmassist.errors import PullFailed
from mmassist.inference.store import Check, Folder, Installed, Progress, Store
from tests.unit.inference.store.models import CATALOGUE, MODEL, contents, install


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", CATALOGUE)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A drive that holds the model in a folder of its name, without a manifest."""
    for name, content in contents().items():
        path = tmp_path / "stick" / MODEL.name / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "stick"


async def pull(store: Store, folder: Path, report: Callable[[Progress], None] = lambda progress: None) -> Installed:
    return await store.pull(MODEL.name, Folder(folder), report)


async def test_a_model_is_copied_from_a_drive(store: Store, stick: Path) -> None:
    found = await pull(store, stick)
    assert (store.load(MODEL.name) / "onnx/model.bin").read_bytes() == contents()["onnx/model.bin"]
    assert (found.source, found.checks) == ("folder", frozenset({Check.RECORDED}))


async def test_the_models_own_folder_can_be_named_too(store: Store, stick: Path) -> None:
    await pull(store, stick / MODEL.name)
    assert store.load(MODEL.name)


async def test_a_copy_of_another_computers_store_is_held_to_its_manifest(store: Store, tmp_path: Path) -> None:
    install(tmp_path / "other")
    assert (await pull(store, tmp_path / "other")).checks == frozenset({Check.KNOWN})


async def test_a_copy_that_differs_from_its_manifest_is_refused(store: Store, tmp_path: Path) -> None:
    install(tmp_path / "other")
    (tmp_path / "other" / MODEL.name / "config.json").write_bytes(b'{"small": True}')
    with pytest.raises(PullFailed, match="another digest"):
        await pull(store, tmp_path / "other")
    assert store.find(MODEL.name) is None


async def test_a_copy_with_a_damaged_manifest_is_refused(store: Store, tmp_path: Path) -> None:
    install(tmp_path / "other")
    manifest = tmp_path / "other" / MODEL.name / "manifest"
    manifest.write_bytes(manifest.read_bytes()[:-1])
    with pytest.raises(PullFailed) as raised:
        await pull(store, tmp_path / "other")
    assert raised.value.spoken == "The copy of Small thing in the folder is damaged. Nothing was taken from it."


async def test_a_link_on_the_drive_is_not_followed(store: Store, stick: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a key")
    (stick / MODEL.name / "config.json").unlink()
    (stick / MODEL.name / "config.json").symlink_to(tmp_path / "secret")
    with pytest.raises(PullFailed, match="plain file"):
        await pull(store, stick)


async def test_a_drive_without_the_model_says_what_is_missing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(PullFailed) as raised:
        await pull(store, tmp_path / "empty")
    assert raised.value.spoken == "The folder has no config.json of Small thing."


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(PullFailed) as raised:
        Folder(tmp_path / "none")
    assert raised.value.spoken == "There is no such folder."


async def test_too_little_room_is_said_before_anything_is_fetched(store: Store, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9 - 20_000_000, 20_000_000))
    with pytest.raises(PullFailed) as raised:
        await pull(store, stick)
    assert raised.value.spoken == "There is not enough room on the disk: 1.0 megabytes are needed, 20 are free."
    assert raised.value.remedy == "Free about 13 megabytes, then run the same command again."


def _fills_up(monkeypatch: pytest.MonkeyPatch, name: str, calls: int) -> None:
    """From the given call on the disk is full."""
    write = getattr(os, name)
    left = [calls]

    def full(*arguments: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(*arguments)

    monkeypatch.setattr(os, name, full)


@pytest.mark.parametrize("name", ["pwrite", "write"])
async def test_a_disk_that_fills_up_keeps_what_came(store: Store, stick: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    from mmassist.inference.store import disk

    monkeypatch.setattr(disk, "BLOCK", 50_000)
    monkeypatch.setattr("mmassist.inference.store.pulling.BLOCK", 50_000)
    with monkeypatch.context() as patch:
        _fills_up(patch, name, {"pwrite": 5, "write": 12}[name])
        with pytest.raises(PullFailed) as raised:
            await pull(store, stick)
    assert raised.value.spoken.startswith("The disk is full. 0.")
    assert raised.value.remedy.startswith("Free about")
    kept = store.begun(MODEL.name)
    assert kept > 100_000
    await pull(store, stick)
    assert (store.load(MODEL.name) / "onnx/model.bin").read_bytes() == contents()["onnx/model.bin"]


async def test_a_file_in_the_stores_place_is_said(store: Store, stick: Path) -> None:
    store.folder.write_text("in the way")
    with pytest.raises(PullFailed) as raised:
        await pull(store, stick)
    assert raised.value.spoken == "The folder for models can't be written to."


async def test_a_pull_goes_on_from_another_source_only_where_it_is_the_same_file(store: Store, stick: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    install(other, contents(seed=2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mmassist.inference.store.pulling.BLOCK", 50_000)
        patch.setattr("mmassist.inference.store.disk.BLOCK", 50_000)
        _fills_up(patch, "pwrite", 5)
        with pytest.raises(PullFailed):
            await pull(store, stick)
    await pull(store, other)
    assert (store.load(MODEL.name) / "onnx/model.bin").read_bytes() == contents(seed=2)["onnx/model.bin"]
