"""Locks on open files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mmassist.inference import locking


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "lock"
    made.touch()
    return made


def test_a_lock_is_seen_through_another_opening_of_its_file(path: Path) -> None:
    first, second = os.open(path, os.O_RDWR), os.open(path, os.O_RDONLY)
    locking.lock(first)
    held = locking.is_locked(second)
    os.close(first)
    freed = not locking.is_locked(second)
    os.close(second)

    assert (held, freed) == (True, True)


def test_a_lock_that_another_has_is_refused_at_once(path: Path) -> None:
    first, second = os.open(path, os.O_RDWR), os.open(path, os.O_RDWR)
    locking.lock(first)
    try:
        with pytest.raises(OSError):
            locking.lock(second)
    finally:
        os.close(first)
        os.close(second)


def test_looking_takes_no_lock(path: Path) -> None:
    first, second = os.open(path, os.O_RDWR), os.open(path, os.O_RDWR)
    assert not locking.is_locked(first)
    locking.lock(second)
    os.close(first)
    os.close(second)


def test_a_process_that_ended_has_no_lock(path: Path) -> None:
    code = f"import os; from mmassist.inference import locking; locking.lock(os.open({str(path)!r}, os.O_RDWR)); os._exit(1)"
    subprocess.run([sys.executable, "-c", code], check=False)
    handle = os.open(path, os.O_RDONLY)
    try:
        assert not locking.is_locked(handle)
    finally:
        os.close(handle)
