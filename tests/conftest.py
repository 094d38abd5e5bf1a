"""What every test shares: a home of its own, no network but loopback, and nothing left running afterwards."""

from __future__ import annotations

import ipaddress
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

_TRACKER = "multiprocessing.resource_tracker"
_GRACE = 3.0  # seconds in which threads and processes that were told to end may do so


class NetworkUsed(RuntimeError):
    """A test tried to reach something that is not this machine."""


def _is_local(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode()
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    """Python's own audit events, so that no way around a patched function exists. A path is a Unix socket."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not _is_local(host):
        raise NetworkUsed(f"{event} to {host!r}: tests use no network but loopback")


def pytest_configure(config: pytest.Config) -> None:
    sys.addaudithook(_guard)
    # A busy machine is slow: how long something takes is for benchmarks to say.
    settings.register_profile("untimed", settings.get_profile(settings.get_current_profile_name()), deadline=None)
    settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app's own folder of this test: settings, cache and logs; the user's are out of reach, and so is the user's keyring."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("MMASSIST_HOME", str(folder))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return folder


def marked(home: Path) -> set[int]:
    """Processes that carry this test's home in their environment: its children, also those that left their parent."""
    mark = f"MMASSIST_HOME={home}".encode()
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.add(int(folder.name))
        except OSError:  # ended meanwhile, or another user's
            continue
    return found


def _called(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def left_over(home: Path, threads: set[threading.Thread]) -> list[str]:
    """Names what this test started and did not end. The tracker of shared memory belongs to Python, one a process."""
    dangling = [f"thread {thread.name!r}" for thread in threading.enumerate() if thread not in threads and thread.is_alive()]
    commands = {process: _called(process) for process in marked(home) - {os.getpid()}}
    dangling += [f"process {process} ({command})" for process, command in commands.items() if command and _TRACKER not in command]
    return dangling


@pytest.fixture(autouse=True)
def nothing_left_behind(home: Path) -> Iterator[None]:
    """Fails a test that leaves a thread or a process running."""
    threads = set(threading.enumerate())
    yield
    deadline = time.monotonic() + _GRACE
    while (dangling := left_over(home, threads)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not dangling, "left running: " + ", ".join(dangling)
