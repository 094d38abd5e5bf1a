"""Files of the store, where folders can be held open and where (as on Windows) they can't."""

from __future__ import annotations

import os
from collections.abc import Set
from pathlib import Path

import pytest

from mmassist.inference.store import disk


@pytest.fixture(params=["held", "by path"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "by path":
        none: Set[object] = frozenset()
        monkeypatch.setattr(os, "supports_dir_fd", none)
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "weights").write_bytes(b"a\r\nb\x1a")
    return tmp_path


def test_a_file_is_read_as_it_is(folder: Path) -> None:
    with disk.opened(folder, "inner/weights") as file:
        assert file.read() == b"a\r\nb\x1a"


def test_a_missing_file_is_missing(folder: Path) -> None:
    with pytest.raises(FileNotFoundError), disk.opened(folder, "inner/none"):
        pass


def test_a_link_is_no_file_of_ours(folder: Path) -> None:
    (folder / "inner" / "link").symlink_to(folder / "inner" / "weights")
    with pytest.raises(disk.Unfit), disk.opened(folder, "inner/link"):
        pass


def test_no_link_is_followed_on_the_way(folder: Path) -> None:
    (folder / "outer").symlink_to(folder / "inner")
    with pytest.raises(OSError), disk.opened(folder, "outer/weights"):
        pass
