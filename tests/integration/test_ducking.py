"""Other programs' sound while the app speaks, through the desktop's sound server: quieter, and afterwards exactly as it was."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pulsectl
import pytest

from mmassist.errors import MmassistError
from mmassist.speech.ducking import Ducking

_PATIENCE = 20.0


class Programs:
    """Programs that play, by the names under which the sound server knows them."""

    def __init__(self, pulse: pulsectl.Pulse) -> None:
        self._pulse = pulse
        self._running: list[subprocess.Popen[bytes]] = []

    def play(self, name: str, volume: float, **more: str) -> subprocess.Popen[bytes]:
        """Nothing but silence, without an end. To the sound server it is no child of this process, unless `more` says so."""
        about = {"application_process_id": "1", **more}
        properties = [f"--property={key.replace('_', '.')}={value}" for key, value in about.items()]
        command = ["pacat", "--raw", f"--client-name={name}", f"--volume={round(volume * 65536)}", *properties, "/dev/zero"]
        program = subprocess.Popen(command)
        self._running.append(program)
        wait_for(lambda: name in self.volumes())
        return program

    def volumes(self) -> dict[str, float]:
        return {one.proplist["application.name"]: one.volume.values[0] for one in self._pulse.sink_input_list()}

    def kept(self, name: str) -> float:
        """What the next stream of a program would get; 0 where nothing is kept."""
        found = {one.name.rpartition(":")[2]: one.volume.values for one in self._pulse.stream_restore_read()}
        return max(found.get(name, []), default=0.0)

    def set(self, name: str, volume: float) -> None:
        [stream] = [one for one in self._pulse.sink_input_list() if one.proplist["application.name"] == name]
        self._pulse.sink_input_volume_set(stream.index, pulsectl.PulseVolumeInfo([volume, volume]))

    def close(self) -> None:
        for program in self._running:
            program.kill()
            program.wait(5)


@pytest.fixture
def programs() -> Iterator[Programs]:
    module = subprocess.run(["pactl", "load-module", "module-stream-restore"], capture_output=True, text=True, check=True).stdout.strip()
    with pulsectl.Pulse("test") as pulse, contextlib.closing(Programs(pulse)) as made:
        yield made
    subprocess.run(["pactl", "unload-module", module], check=True)


def wait_for(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not so():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)


async def becomes(programs: Programs, wanted: dict[str, float]) -> None:
    """Each as loud as that, in time; to one step of the 65,536."""

    def so() -> bool:
        now = programs.volumes()
        return all(abs(now[name] - volume) < 2 / 65536 for name, volume in wanted.items())

    await asyncio.to_thread(wait_for, so)


async def test_others_are_quieter_while_something_is_said_and_the_user_s_own_changes_stay(programs: Programs, tmp_path: Path) -> None:
    faults: list[MmassistError] = []
    ducking = Ducking(tmp_path / "lowered.json", faults.append)
    programs.play("music", 0.8)
    programs.play("film", 0.5)
    programs.play("speech-dispatcher-espeak-ng", 0.7)
    programs.play("reader", 0.6, media_role="a11y")
    programs.play("ours", 0.9, application_process_id=str(os.getpid()))
    before = programs.volumes()
    ducking.use(50)
    ducking.begin()
    await becomes(programs, before | {"music": 0.4, "film": 0.25})
    programs.set("film", 0.6)
    programs.play("news", 1.0)
    ducking.begin()
    await becomes(programs, {"news": 0.5, "music": 0.4, "film": 0.6})
    ducking.end()
    await becomes(programs, before | {"film": 0.6, "news": 1.0})
    assert not (tmp_path / "lowered.json").exists()
    ducking.begin()
    await becomes(programs, {"music": 0.4})
    ducking.use(0)
    await becomes(programs, {"music": 0.8})
    await ducking.aclose()
    assert faults == []


def started(file: Path) -> subprocess.Popen[bytes]:
    """The process, for an app that is nobody here."""
    return subprocess.Popen([sys.executable, "-P", "-m", "mmassist.speech.ducking_process", "1", str(file)], stdin=subprocess.PIPE)


def lower(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin
    process.stdin.write(b"down 75\n")
    process.stdin.flush()


def left(process: subprocess.Popen[bytes]) -> None:
    """As when the app is killed: its end of the pipe is closed, and nothing more."""
    assert process.stdin
    process.stdin.close()
    assert process.wait(_PATIENCE) == 0


async def test_whatever_is_killed_all_is_as_loud_as_before(programs: Programs, tmp_path: Path) -> None:
    file = tmp_path / "data" / "lowered.json"
    music = programs.play("music", 0.8)
    first = started(file)
    lower(first)
    await becomes(programs, {"music": 0.2})
    left(first)
    await becomes(programs, {"music": 0.8})
    second = started(file)
    lower(second)
    await becomes(programs, {"music": 0.2})
    second.kill()
    second.communicate()
    assert programs.volumes()["music"] == pytest.approx(0.2, abs=1e-4)
    third = started(file)
    await becomes(programs, {"music": 0.8})
    lower(third)
    await becomes(programs, {"music": 0.2})
    await asyncio.to_thread(wait_for, lambda: abs(programs.kept("music") - 0.2) < 1e-4)
    music.kill()
    await asyncio.to_thread(wait_for, lambda: "music" not in programs.volumes())
    left(third)
    assert programs.kept("music") == pytest.approx(0.8, abs=1e-4), "its next stream is not quiet"


async def test_where_there_is_no_sound_server_that_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    faults: list[MmassistError] = []
    ducking = Ducking(tmp_path / "lowered.json", faults.append)
    ducking.use(50)
    async with asyncio.timeout(60):
        while not faults:
            ducking.begin()
            await asyncio.sleep(0.2)
    ducking.begin()
    await ducking.aclose()
    assert [fault.spoken for fault in faults] == ["Other sound can't be made quieter while I speak."]
