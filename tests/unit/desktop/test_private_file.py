"""Files of their owner alone, written whole or not at all."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from mmassist.desktop import private_file


def test_it_is_replaced_whole_and_is_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file.toml"
    for text in (b"first", b"second"):
        private_file.write(path, text)
        assert path.read_bytes() == text
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in path.parent.iterdir()] == ["file.toml"]


def test_what_can_not_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError):
        private_file.write(tmp_path / "folder", b"in the place of a folder")
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


def test_what_a_killed_process_left_is_removed_and_what_is_being_written_stays(tmp_path: Path) -> None:
    abandoned, young, other = (tmp_path / name for name in (".file.toml-abcdefgh", ".file.toml-ijklmnop", ".other.toml-abcdefgh"))
    for one in (abandoned, young, other):
        one.write_text("half")
    for one in (abandoned, other):
        os.utime(one, (time.time() - 3600,) * 2)
    private_file.write(tmp_path / "file.toml", b"whole")
    assert sorted(one.name for one in tmp_path.iterdir()) == [".file.toml-ijklmnop", ".other.toml-abcdefgh", "file.toml"]
