"""Set-up notices a package whose files are not as they were installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """An environment with one package, "some-thing", of three files."""
    site = tmp_path / "lib" / "python3.11" / "site-packages"
    (site / "some_thing" / "__pycache__").mkdir(parents=True)
    (site / "some_thing" / "__init__.py").write_bytes(b"answer = 42\n")
    (site / "some_thing" / "__pycache__" / "__init__.pyc").write_bytes(b"byte code")
    information = site / "some_thing-1.0.dist-info"
    information.mkdir()
    rows = ["some_thing/__init__.py,sha256=x,12", "some_thing/__pycache__/__init__.pyc,,9", "some_thing-1.0.dist-info/RECORD,,"]
    (information / "RECORD").write_text("\n".join(rows) + "\n", "utf-8")
    return tmp_path


def broken(environment: Path) -> list[str]:
    command = [sys.executable, str(ROOT / "packaging" / "broken.py"), str(environment)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_a_whole_package_is_not_named(environment: Path) -> None:
    assert broken(environment) == []


def test_a_deleted_file_is_noticed(environment: Path) -> None:
    next(environment.rglob("__init__.py")).unlink()
    assert broken(environment) == ["some-thing"]


def test_a_file_that_was_cut_short_is_noticed(environment: Path) -> None:
    next(environment.rglob("__init__.py")).write_bytes(b"answer")
    assert broken(environment) == ["some-thing"]


def test_an_installation_without_its_record_is_noticed(environment: Path) -> None:
    next(environment.rglob("RECORD")).unlink()
    assert broken(environment) == ["some-thing"]


def test_missing_byte_code_is_no_damage(environment: Path) -> None:
    next(environment.rglob("*.pyc")).unlink()
    assert broken(environment) == []
