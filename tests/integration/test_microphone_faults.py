"""Microphones and sound servers that come and go: each fault is told once, within a second, and the microphone hears again."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from mmassist.capture.microphone import Microphone, Options
from mmassist.capture.microphone_backlog import Listening
from mmassist.errors import DeviceLost, DeviceMissing, MmassistError, PermissionDenied, WorkerLost
from mmassist.values import SAMPLE_RATE, AudioBlock
from tests.integration.microphone_server import SoundServer, noise, tone

_LONG = 60.0
# What a user would call at once, and what a machine that runs other tests besides may need.
_TOLD_WITHIN = 2.5


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    made = SoundServer(tmp_path)
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    made.start()
    yield made
    made.close()


class Ear:
    """Listens all the time and keeps what it was told, with the time."""

    def __init__(self) -> None:
        self.faults: list[tuple[float, MmassistError]] = []
        self.devices: list[str] = []
        self.blocks: list[AudioBlock] = []
        self.microphone: Microphone

    @property
    def kinds(self) -> list[type[MmassistError]]:
        return [type(fault) for _, fault in self.faults]

    async def until(self, done: Callable[[], object], within: float = 10.0) -> None:
        async with asyncio.timeout(within):
            while not done():  # noqa: ASYNC110 - anything may be waited for
                await asyncio.sleep(0.01)

    async def hears(self, within: float = 15.0) -> None:
        """Returns when five more blocks have come."""
        count = len(self.blocks) + 5
        await self.until(lambda: len(self.blocks) >= count, within)

    async def _listen(self, listening: Listening) -> None:
        async for block in listening:
            self.blocks.append(block)


@asynccontextmanager
async def listening(device: str = "", silent_after: float = 0.0) -> AsyncIterator[Ear]:
    ear = Ear()
    options = Options(device, silent_after=silent_after)
    ear.microphone = Microphone(options, lambda fault: ear.faults.append((time.monotonic(), fault)), ear.devices.append)
    await ear.microphone.start()
    task = asyncio.create_task(ear._listen(ear.microphone.open()))
    try:
        yield ear
    finally:
        await ear.microphone.aclose()
        await task


async def test_a_microphone_that_is_pulled_out_is_told_once_and_hears_again_when_it_is_back(server: SoundServer) -> None:
    server.plug_in("headset", "Headset")
    async with listening("headset") as ear:
        await ear.hears()
        pulled = time.monotonic()
        server.pull_out("headset")
        await ear.until(lambda: ear.faults, _TOLD_WITHIN)
        assert ear.kinds == [DeviceLost]
        assert ear.faults[0][1].spoken == "The microphone Headset stopped."
        assert ear.faults[0][0] - pulled < _TOLD_WITHIN
        await asyncio.sleep(0.5)
        server.plug_in("headset", "Headset")
        await ear.hears()
        assert ear.kinds == [DeviceLost]
        assert ear.microphone.fault is None


async def test_a_name_is_found_by_what_the_microphone_is_called(server: SoundServer) -> None:
    server.plug_in("first", "Webcam")
    server.plug_in("second", "Headset")
    async with listening("head") as ear:
        await ear.hears()
        assert ear.devices == ["Headset"]


async def test_the_default_is_followed_when_it_changes(server: SoundServer) -> None:
    server.plug_in("first", "Webcam")
    server.plug_in("second", "Headset")
    server.pactl("set-default-source", "first")
    async with listening() as ear:
        await ear.hears()
        server.pactl("set-default-source", "second")
        await ear.until(lambda: len(ear.devices) > 1)
        assert (ear.devices, ear.faults) == (["Webcam", "Headset"], [])


async def test_when_the_default_is_pulled_out_another_microphone_goes_on(server: SoundServer) -> None:
    server.plug_in("first", "Webcam")
    server.plug_in("second", "Headset")
    server.pactl("set-default-source", "second")
    async with listening() as ear:
        await ear.hears()
        server.pull_out("second")
        await ear.until(lambda: len(ear.devices) > 1)
        await ear.hears()
        assert ear.devices == ["Headset", "Webcam"]


async def test_what_a_loudspeaker_plays_is_no_microphone(server: SoundServer) -> None:
    async with listening() as ear:
        await ear.until(lambda: ear.faults, _TOLD_WITHIN)
        assert ear.kinds == [DeviceMissing]
        assert ear.faults[0][1].spoken == "No microphone is there."
        server.plug_in("headset", "Headset")
        await ear.hears()
        assert ear.kinds == [DeviceMissing]


async def test_a_named_microphone_that_is_not_there_is_named(server: SoundServer) -> None:
    server.plug_in("first", "Webcam")
    async with listening("Headset") as ear:
        await ear.until(lambda: ear.faults, _TOLD_WITHIN)
        assert ear.faults[0][1].spoken == "The microphone Headset is not there."


async def test_a_sound_server_that_refuses_is_told(server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in server.refusing().items():
        monkeypatch.setenv(name, value)
    async with listening() as ear:
        await ear.until(lambda: ear.faults, _TOLD_WITHIN)
        assert (ear.kinds, ear.faults[0][1].spoken) == ([PermissionDenied], "The sound system does not let mmassist hear.")


async def test_microphones_are_listed_and_loudspeakers_are_not(server: SoundServer) -> None:
    server.plug_in("first", "Webcam")
    server.plug_in("second", "Headset")
    server.pactl("set-default-source", "second")
    microphone = Microphone()
    found = [await microphone.devices()]
    async with microphone.open() as ear:
        await anext(ear)
        found.append(await microphone.devices())
    await microphone.aclose()
    assert [sorted(each) for each in found] == [[("first", "Webcam", False), ("second", "Headset", True)]] * 2


async def test_a_sound_server_that_dies_is_told_once_and_its_successor_is_used(server: SoundServer) -> None:
    server.plug_in("headset", "Headset")
    async with listening() as ear:
        await ear.hears()
        server.stop(signal.SIGKILL)
        await ear.until(lambda: ear.faults, _TOLD_WITHIN)
        assert [fault.spoken for _, fault in ear.faults] == ["The sound system stopped."]
        server.start()
        server.plug_in("headset", "Headset")
        await ear.hears()
        assert ear.kinds == [DeviceLost]


async def test_a_sound_server_that_hangs_is_told_once_and_used_again_when_it_goes_on(server: SoundServer) -> None:
    server.plug_in("headset", "Headset")
    async with listening() as ear:
        await ear.hears()
        server.stop(signal.SIGSTOP)
        hung = time.monotonic()
        await ear.until(lambda: ear.faults, _TOLD_WITHIN)
        assert [fault.spoken for _, fault in ear.faults] == ["The sound system does not answer."]
        assert ear.faults[0][0] - hung < _TOLD_WITHIN
        await asyncio.sleep(2)
        server.stop(signal.SIGCONT)
        await ear.hears(30)
        assert len(ear.faults) == 1


async def test_a_microphone_that_is_opened_while_the_sound_server_hangs_is_told(server: SoundServer) -> None:
    server.plug_in("headset", "Headset")
    server.stop(signal.SIGSTOP)
    async with listening() as ear:
        await ear.until(lambda: ear.faults, _TOLD_WITHIN)
        assert ear.faults[0][1].spoken == "The sound system does not answer."
        server.stop(signal.SIGCONT)
        await ear.hears(30)


async def test_a_muted_microphone_is_told_at_once(server: SoundServer) -> None:
    server.plug_in("headset", "Headset")
    async with listening() as ear:
        await ear.hears()
        server.pactl("set-source-mute", "headset", "1")
        await ear.until(lambda: ear.faults, _TOLD_WITHIN)
        assert (ear.kinds, ear.faults[0][1].spoken) == ([PermissionDenied], "The microphone is muted.")
        server.pactl("set-source-mute", "headset", "0")
        server.play("headset", noise(_LONG))
        await ear.until(lambda: ear.microphone.fault is None)


async def test_a_microphone_that_gives_only_silence_is_told(server: SoundServer) -> None:
    server.plug_in("headset", "Headset")
    async with listening(silent_after=1.0) as ear:
        await ear.until(lambda: ear.faults, 10)
        assert ear.faults[0][1].spoken == "The microphone gives only silence. Is it muted?"
        server.play("headset", noise(_LONG))
        await ear.until(lambda: ear.microphone.fault is None)


@pytest.mark.parametrize(("rate", "channels"), [(44_100, 2), (8_000, 1), (96_000, 2), (16_000, 1), (48_000, 1)])
async def test_any_rate_and_number_of_channels_is_heard_at_the_right_pitch(server: SoundServer, rate: int, channels: int) -> None:
    server.plug_in("headset", "Headset", rate, channels)
    async with listening() as ear:
        await ear.hears()
        server.play("headset", tone(1000, _LONG, rate), rate)
        await ear.until(lambda: float(np.abs(ear.blocks[-1].samples).max()) > 0.1)
        await ear.hears()
        count = len(ear.blocks)
        await ear.until(lambda: len(ear.blocks) >= count + 20)
        samples = np.concatenate([block.samples for block in ear.blocks[count : count + 20]])
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    assert np.argmax(spectrum) * SAMPLE_RATE / len(samples) == pytest.approx(1000, abs=5)


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
async def test_its_process_is_started_again_when_it_dies_or_hangs(server: SoundServer, blow: signal.Signals) -> None:
    server.plug_in("headset", "Headset")
    async with listening() as ear:
        await ear.hears()
        assert ear.microphone.pid
        os.kill(ear.microphone.pid, blow)
        await ear.until(lambda: ear.faults, _TOLD_WITHIN)
        await ear.hears()
        assert ear.kinds == [WorkerLost]


async def test_a_voice_that_sets_portaudio_up_anew_leaves_the_microphone_alone(server: SoundServer) -> None:
    import sounddevice

    server.plug_in("headset", "Headset")
    async with listening() as ear:
        await ear.hears()
        count = len(ear.blocks)
        for _ in range(2):
            await asyncio.to_thread(sounddevice._terminate)
            await asyncio.to_thread(sounddevice._initialize)
        await ear.until(lambda: len(ear.blocks) > count + 10)
        assert ear.faults == []
        assert sum(block.lost for block in ear.blocks[count:]) == 0


async def test_the_sound_server_sees_no_recording_once_nobody_listens(server: SoundServer) -> None:
    server.plug_in("headset", "Headset")
    microphone = Microphone()
    await microphone.start()
    async with microphone.open() as ear:
        await anext(ear)
        during = _recordings(server)
    await asyncio.sleep(0.5)
    after = _recordings(server)
    await microphone.aclose()
    assert (during, after) == (1, 0)


def _recordings(server: SoundServer) -> int:
    """Recordings of this test's own microphone: what makes the cables quick records too."""
    told = subprocess.run(["pactl", "list", "source-outputs"], env=os.environ | server.environment, capture_output=True, text=True)
    return told.stdout.count("ALSA plug-in")
