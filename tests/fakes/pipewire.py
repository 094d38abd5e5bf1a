"""A PipeWire of a test's own, with a stream in it, where one is installed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mmassist.capture.portal_frames import SYSTEM_PYTHON, probe
from mmassist.errors import CaptureError
from tests.fakes import pipewire_source

_DAEMONS = ("pipewire", "wireplumber")
_SECONDS = 20.0


def require_pipewire() -> None:
    """Skips where there is none, or nothing that reads it."""
    if missing := [name for name in (*_DAEMONS, "pw-dump") if shutil.which(name) is None]:
        pytest.skip(f"needs {', '.join(missing)}")
    try:
        probe()
    except CaptureError as error:
        pytest.skip(str(error))


@contextlib.contextmanager
def pipewire(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[None]:
    """Needs a session bus. `folder`: for its socket, of a short path."""
    folder.chmod(0o700)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PIPEWIRE_REMOTE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("HOME", str(folder))
    with contextlib.ExitStack() as stack:
        for name in _DAEMONS:
            stack.enter_context(_running([name]))
            _until(lambda: (folder / "pipewire-0").exists())
        yield


@contextlib.contextmanager
def stream(name: str, order: str, width: int, height: int, colour: int) -> Iterator[tuple[int, int]]:
    """Node and serial number of a stream of one colour (0xRRGGBB), while it runs."""
    command = [SYSTEM_PYTHON, str(Path(pipewire_source.__file__)), name, order, str(width), str(height), f"{0xFF000000 | colour:x}"]
    with _running(command):
        _until(lambda: bool(_nodes(name)))
        yield _nodes(name)[0]


def _nodes(name: str) -> list[tuple[int, int]]:
    dump = subprocess.run(["pw-dump"], capture_output=True, text=True, check=False, timeout=10).stdout
    try:
        things = json.loads(dump)
    except ValueError:
        return []
    nodes = [thing for thing in things if thing.get("type") == "PipeWire:Interface:Node"]
    return [(node["id"], node["info"]["props"]["object.serial"]) for node in nodes if node["info"]["props"].get("node.name") == name]


@contextlib.contextmanager
def _running(command: list[str]) -> Iterator[None]:
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
    ) as process:
        try:
            yield
        finally:
            process.kill()


def _until(fact: Callable[[], bool]) -> None:
    ends = time.monotonic() + _SECONDS
    while not fact():
        assert time.monotonic() < ends, "PipeWire did not come up"
        time.sleep(0.1)
