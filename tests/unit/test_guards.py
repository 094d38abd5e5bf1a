"""The guards of the tests themselves: the network that is closed, and what a test may not leave behind."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.conftest import NetworkUsed, left_over


def test_the_network_is_closed() -> None:
    with pytest.raises(NetworkUsed), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as away:
        away.connect(("192.0.2.1", 9))


def test_no_name_is_looked_up() -> None:
    with pytest.raises(NetworkUsed):
        socket.getaddrinfo("example.org", 80)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


def test_the_app_lives_in_the_tests_own_home(home: Path) -> None:
    assert os.environ["MMASSIST_HOME"] == str(home)


def test_a_thread_that_runs_on_is_found(home: Path) -> None:
    before, stop = set(threading.enumerate()), threading.Event()
    thread = threading.Thread(target=stop.wait, name="left alone")
    thread.start()
    try:
        assert left_over(home, before) == ["thread 'left alone'"]
    finally:
        stop.set()
        thread.join()


def test_an_orphan_is_found(home: Path) -> None:
    # the shell ends at once, so the sleep is nobody's child any more
    started = subprocess.run(["sh", "-c", "sleep 60 >/dev/null 2>&1 & echo $!"], stdout=subprocess.PIPE, text=True, check=True)
    orphan = int(started.stdout)
    try:
        assert left_over(home, set(threading.enumerate())) == [f"process {orphan} (sleep 60)"]
    finally:
        os.kill(orphan, 9)


def test_a_test_that_leaves_a_process_fails(tmp_path: Path) -> None:
    """The guard as pytest runs it, in a pytest of its own."""
    conftest = Path(__file__).parent.parent / "conftest.py"
    (tmp_path / "conftest.py").write_text(conftest.read_text("utf-8").replace("_GRACE = 3.0", "_GRACE = 0.2"), "utf-8")
    (tmp_path / "test_it.py").write_text("import subprocess\n\ndef test_it():\n    subprocess.Popen(['sleep', '2'])\n", "utf-8")
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", str(tmp_path)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert "left running: process" in outcome.stdout
