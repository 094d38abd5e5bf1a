"""The sound server hangs, dies and comes back: each turn still ends, the loss is told once a time, and then there is sound again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT


class Server:
    """A sound server of this test's own, with a null sink."""

    def __init__(self, folder: Path) -> None:
        self.environment = os.environ | {
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_SERVER": f"unix:{folder}/native",
            "XDG_RUNTIME_DIR": str(folder),
            "PYTHONPATH": str(ROOT),
            # The desktop's own server has the bus: a second one on it ends at once.
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/no-bus",
        }
        self._script = folder / "server.pa"
        self._script.write_text(
            f"load-module module-native-protocol-unix socket={folder}/native auth-anonymous=1\nload-module module-null-sink\n"
        )
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self) -> int:
        command = ["pulseaudio", "-n", "-F", str(self._script), "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        options = ["--disable-shm=no", "--realtime=no", "--high-priority=no", "--log-target=null"]
        process = subprocess.Popen([*command, *options], env=self.environment)
        self._running.append(process)
        deadline = time.monotonic() + 10
        while subprocess.run(["pactl", "info"], env=self.environment, capture_output=True).returncode:
            assert time.monotonic() < deadline, "the sound server did not start"
            time.sleep(0.1)
        return process.pid

    def close(self) -> None:
        for process in self._running:
            process.kill()
            process.wait(5)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    yield made
    made.close()


def test_turns_end_without_sound_and_sound_comes_back(server: Server, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.integration.sound_loss", str(server.start()), str(tmp_path)]
    lines: list[str] = []
    with subprocess.Popen(command, env=server.environment, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        for line in program.stdout:
            lines.append(line.strip())
            if lines[-1] == "gone":
                server.start()
                (tmp_path / "server-is-back").touch()
    assert program.returncode == 0
    assert [line for line in lines if line.startswith("finished")] == ["finished 1", "finished 2", "finished 3", "finished 4"]
    assert [line for line in lines if line.startswith("fault")] == [
        "fault The sound system does not answer.",
        "fault There was no sound for a while. It is back.",
        "fault The sound device is gone.",
        "fault There was no sound for a while. It is back.",
    ]
    assert lines[-1] == "sound True"
