from __future__ import annotations

from pathlib import Path

import pytest

from mmassist.desktop import paths

FOLDERS = (paths.config_dir, paths.cache_dir, paths.log_dir, paths.runtime_dir)


def test_one_home_holds_all_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MMASSIST_HOME", str(tmp_path))

    assert [folder().parent for folder in FOLDERS] == [tmp_path] * 4


def test_folders_are_told_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MMASSIST_HOME", str(tmp_path))

    assert len({folder() for folder in FOLDERS}) == 4


def test_without_a_home_the_platform_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MMASSIST_HOME", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    assert paths.config_dir() == tmp_path / "mmassist"
