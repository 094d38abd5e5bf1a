"""What the kernel says of a process: whether it can go on by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmassist.inference.vitals import Vitals, _judged, vitals, work

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="known on Linux alone")


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as child:
        yield child
        child.kill()


def seen(pid: int, wanted: Vitals) -> Vitals:
    """Once it is as wanted, or after some seconds."""
    deadline = time.monotonic() + 20
    while (found := vitals(pid)) is not wanted and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def test_one_that_waits_for_its_input_is_asleep(child: subprocess.Popen[bytes]) -> None:
    assert seen(child.pid, Vitals.ASLEEP) is Vitals.ASLEEP


def test_one_that_was_stopped_is_told_from_one_that_waits(child: subprocess.Popen[bytes]) -> None:
    os.kill(child.pid, signal.SIGSTOP)
    assert seen(child.pid, Vitals.STOPPED) is Vitals.STOPPED


def test_one_that_computes_runs() -> None:
    assert vitals(os.getpid()) is Vitals.RUNS


def test_of_one_that_has_ended_nothing_is_known(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    assert seen(child.pid, Vitals.UNKNOWN) is Vitals.UNKNOWN


@pytest.mark.parametrize(
    ("states", "judged"),
    [
        ({"s", "r"}, Vitals.RUNS),
        ({"s", "d"}, Vitals.RUNS),
        ({"s"}, Vitals.ASLEEP),
        ({"t"}, Vitals.STOPPED),
        ({"t", "s"}, Vitals.ASLEEP),
        ({"s", "z"}, Vitals.UNKNOWN),
        (set(), Vitals.UNKNOWN),
    ],
)
def test_a_thread_that_waits_for_the_processor_or_the_disk_is_no_hang(states: set[str], judged: Vitals) -> None:
    assert _judged(states) is judged


def test_a_program_is_busy_while_anything_that_it_has_started_is() -> None:
    starts = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1, flush=True)\\nwhile True: pass'])"
    with subprocess.Popen([sys.executable, "-c", starts], stdout=subprocess.PIPE, start_new_session=True) as program:
        assert program.stdout is not None
        program.stdout.readline()
        try:
            assert work(program.pid, "nobody").is_wanted
            os.killpg(program.pid, signal.SIGSTOP)
            deadline = time.monotonic() + 20
            while work(program.pid, "nobody").is_wanted and time.monotonic() < deadline:
                time.sleep(0.02)
            assert not work(program.pid, "nobody").is_wanted
        finally:
            os.killpg(program.pid, signal.SIGKILL)


def test_where_it_is_not_known_who_serves_those_of_the_name_are_asked(tmp_path: Path) -> None:
    program = tmp_path / "a-long-named-server"
    program.symlink_to(sys.executable)
    with subprocess.Popen([program, "-c", "print(1, flush=True)\nwhile True: pass"], stdout=subprocess.PIPE) as busy:
        assert busy.stdout is not None
        busy.stdout.readline()
        try:
            assert work(0, program.name).is_wanted
            assert not work(0, "another-server").is_wanted
        finally:
            busy.kill()


def test_how_long_a_program_has_had_the_processor_is_told_apart_from_what_it_has_started() -> None:
    starts = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1, flush=True)\\nwhile True: pass'])"
    with subprocess.Popen([sys.executable, "-c", starts], stdout=subprocess.PIPE, start_new_session=True) as program:
        assert program.stdout is not None
        program.stdout.readline()
        first, deadline = work(program.pid, "nobody"), time.monotonic() + 60
        try:
            while (now := work(program.pid, "nobody")).whole - first.whole < 0.2:
                assert time.monotonic() < deadline
                time.sleep(0.02)
        finally:
            os.killpg(program.pid, signal.SIGKILL)
    assert now.own - first.own < 0.1
