"""Starts that crashed are counted, others are not: ended by the user or the session, run for a while, still running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mmassist.desktop.starts import Start, crashed
from tests.conftest import ROOT

RUN = """
import os, signal, sys
from pathlib import Path
from mmassist.desktop.starts import Start, ended_by_signals
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # who runs the tests in the background may have them ignored
signal.signal(signal.SIGINT, signal.default_int_handler)
start = Start(Path(sys.argv[1]))
with ended_by_signals(start):
    print("started", flush=True)
    exec(sys.argv[2])
"""


def ends(folder: Path, how: str) -> int:
    """A run that ends so; returns its exit code."""
    return subprocess.run([sys.executable, "-c", RUN, str(folder), how], cwd=ROOT, capture_output=True, check=False).returncode


def crash(folder: Path, times: int = 1) -> None:
    for _ in range(times):
        ends(folder, "os.kill(os.getpid(), signal.SIGKILL)")


@pytest.mark.parametrize("how", ["os.kill(os.getpid(), signal.SIGKILL)", "os._exit(1)", "raise RuntimeError('a bug')", "os.abort()"])
def test_a_run_that_crashes_is_counted(tmp_path: Path, how: str) -> None:
    ends(tmp_path, how)
    assert crashed(tmp_path) == 1


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_the_end_of_the_session_is_no_crash(tmp_path: Path, name: str) -> None:
    code = ends(tmp_path, f"os.kill(os.getpid(), signal.{name}); import time; time.sleep(30)")
    assert code in (-getattr(signal, name), 1)
    assert crashed(tmp_path) == 0


def test_the_start_after_three_crashes_knows_of_them(tmp_path: Path) -> None:
    crash(tmp_path, 3)
    start = Start(tmp_path)
    assert start.crashed == 3
    start.well()


def test_a_run_that_is_well_makes_the_crashes_before_it_forgotten(tmp_path: Path) -> None:
    crash(tmp_path, 2)
    Start(tmp_path).well()
    assert crashed(tmp_path) == 0
    assert list(tmp_path.iterdir()) == []


def test_what_could_not_start_for_a_reason_counts_neither_way(tmp_path: Path) -> None:
    crash(tmp_path, 2)
    Start(tmp_path).forget()
    assert crashed(tmp_path) == 2


def test_a_second_instance_does_not_take_the_first_for_a_crash_and_lets_it_live(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RUN, str(tmp_path), "sys.stdin.read()"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        first.stdout.readline()
        second = Start(tmp_path)
        assert second.crashed == 0
        second.well()
        first.kill()
    assert crashed(tmp_path) == 1


def test_well_twice_is_no_trouble(tmp_path: Path) -> None:
    start = Start(tmp_path)
    start.well()
    start.well()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_can_not_be_written_keeps_nobody_from_starting(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert Start(tmp_path / "starts").crashed == 0


def test_a_file_where_the_folder_should_be_keeps_nobody_from_starting(tmp_path: Path) -> None:
    (tmp_path / "starts").write_text("a file")
    start = Start(tmp_path / "starts")
    assert start.crashed == 0
    start.well()
