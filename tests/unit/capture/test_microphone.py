"""What the microphone makes of its process's replies; the process is played."""

from __future__ import annotations

import asyncio
import functools
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from mmassist.capture import microphone
from mmassist.capture.microphone import Microphone, Options
from mmassist.capture.microphone_backlog import Listening
from mmassist.errors import DeviceBusy, DeviceLost, DeviceMissing, MmassistError, NothingHeard, WorkerLost
from mmassist.inference.keeping import Restarts


@dataclass
class Told:
    faults: list[MmassistError] = field(default_factory=list)
    devices: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> list[type[MmassistError]]:
        return [type(fault) for fault in self.faults]

    async def until(self, done: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not done():  # noqa: ASYNC110 - anything may be waited for
                await asyncio.sleep(0.005)


@asynccontextmanager
async def scripted(
    monkeypatch: pytest.MonkeyPatch, device: str, *, silent_after: float = 0.3, pre_roll: bool = False
) -> AsyncIterator[tuple[Microphone, Told]]:
    monkeypatch.setattr(microphone, "_PROCESS", "tests.fakes.microphone_process")
    told = Told()
    options = Options(device, pre_roll=pre_roll, silent_after=silent_after, hang_after=5.0)
    made = Microphone(options, told.faults.append, told.devices.append)
    await made.start()
    try:
        yield made, told
    finally:
        await made.aclose()


async def take(listening: Listening, count: int) -> None:
    async with asyncio.timeout(10):
        for _ in range(count):
            await anext(listening)


async def test_a_device_that_gives_sound_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted(monkeypatch, "fine") as (made, told), made.open() as ear:
        await take(ear, 20)
        assert (told.devices, told.faults, made.fault) == (["Fine"], [], None)


async def test_another_device_is_listened_to_at_once_also_by_who_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted(monkeypatch, "fine") as (made, told), made.open() as ear:
        await take(ear, 3)
        await made.use(Options("fades", silent_after=0.3, hang_after=5.0))
        await told.until(lambda: len(told.devices) == 2)
        await take(ear, 3)
        assert (told.devices, told.faults) == (["Fine", "Fades"], [])


async def test_it_is_held_open_and_closed_again_as_the_user_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted(monkeypatch, "fine") as (made, told):
        await made.use(Options("fine", pre_roll=True, hang_after=5.0))
        await told.until(lambda: told.devices == ["Fine"])
        await made.use(Options("fine", hang_after=5.0))
        assert not made.is_open


async def test_who_listens_goes_on_when_it_is_held_open_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted(monkeypatch, "fine", pre_roll=True) as (made, _), made.open() as ear:
        await made.use(Options("fine", hang_after=5.0))
        await take(ear, 40)
        assert made.is_open


async def test_what_is_missing_is_told_once_and_named_when_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted(monkeypatch, "missing+missing+missing+fine") as (made, told), made.open() as ear:
        await take(ear, 3)
        assert (told.kinds, told.devices, made.fault) == ([DeviceMissing], ["Fine"], None)


async def test_a_second_fault_that_follows_from_the_first_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted(monkeypatch, "busy+missing+fine") as (made, told), made.open() as ear:
        await take(ear, 3)
        assert told.kinds == [DeviceBusy]


async def test_a_hanging_sound_system_is_told_and_the_process_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted(monkeypatch, "hung") as (made, told), made.open():
        first = made.pid
        await told.until(lambda: told.faults and made.pid not in (first, None))
        assert (told.kinds, told.faults[0].spoken) == ([DeviceLost], "The sound system does not answer.")


class Watching(Restarts):
    """Notes what it is told; `is_off`: nothing is started any more."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.is_off = False

    @property
    def refusal(self) -> WorkerLost | None:
        return WorkerLost("off", "The microphone is switched off.", "Leave safe mode.") if self.is_off else None

    def lost(self, why: str) -> float | None:
        self.told.append("lost")
        return None if self.is_off else super().lost(why)

    def silent(self) -> None:
        self.told.append("silent")


@asynccontextmanager
async def watched_over(
    monkeypatch: pytest.MonkeyPatch, hang_after: float = 5.0, device: str = "fine"
) -> AsyncIterator[tuple[Microphone, Told, Watching]]:
    monkeypatch.setattr(microphone, "_PROCESS", "tests.fakes.microphone_process")
    told, keeper = Told(), Watching()
    made = Microphone(Options(device, silent_after=0, hang_after=hang_after), told.faults.append, told.devices.append, keeper)
    await made.start()
    try:
        yield made, told, keeper
    finally:
        await made.aclose()


async def test_who_watches_over_the_process_tells_that_it_was_lost_and_the_sound_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched_over(monkeypatch) as (made, told, keeper), made.open() as ear:
        await take(ear, 3)
        assert made.pid is not None
        os.kill(made.pid, signal.SIGKILL)
        await told.until(lambda: keeper.told)
        await take(ear, 30)
        assert (keeper.told, told.faults) == (["lost"], [])


async def test_what_keeps_the_next_process_from_the_device_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched_over(monkeypatch) as (made, told, keeper), made.open() as ear:
        await take(ear, 3)
        assert made.pid is not None
        monkeypatch.setenv("MICROPHONE_NOW", "busy")
        os.kill(made.pid, signal.SIGKILL)
        await told.until(lambda: told.faults)
        assert (keeper.told, told.kinds) == (["lost"], [DeviceBusy])


async def test_a_process_that_gives_nothing_any_more_is_doubted_first_and_then_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched_over(monkeypatch, hang_after=1.0, device="sticks") as (made, told, keeper), made.open() as ear:
        await take(ear, 3)
        await told.until(lambda: "lost" in keeper.told)
        assert keeper.told[0] == "silent"
        assert told.faults == []


async def test_a_process_that_waits_for_a_busy_processor_is_not_said_to_be_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched_over(monkeypatch, hang_after=1.0, device="toils") as (made, told, keeper), made.open() as ear:
        await take(ear, 60)
        assert (keeper.told, told.faults) == ([], [])


async def test_a_process_that_is_stopped_is_lost_without_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched_over(monkeypatch, hang_after=60.0) as (made, told, keeper), made.open() as ear:
        await take(ear, 3)
        assert made.pid is not None
        os.kill(made.pid, signal.SIGSTOP)
        await told.until(lambda: keeper.told)
        await take(ear, 30)
        assert (keeper.told, told.faults) == (["lost"], [])


async def test_a_microphone_that_is_switched_off_is_told_to_be_at_each_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched_over(monkeypatch) as (made, told, keeper):
        keeper.is_off = True
        assert made.pid is not None
        os.kill(made.pid, signal.SIGKILL)
        await told.until(lambda: keeper.told)
        for count in (1, 2):
            async with made.open():
                await told.until(functools.partial(_more, told, count - 1))
        assert [fault.spoken for fault in told.faults] == ["The microphone is switched off."] * 2


async def test_silence_from_the_opening_on_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted(monkeypatch, "silent") as (made, told), made.open() as ear:
        await take(ear, 40)
        assert told.kinds == [NothingHeard]


async def test_silence_after_sound_is_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted(monkeypatch, "fades") as (made, told), made.open() as ear:
        await take(ear, 60)
        assert told.faults == []


async def test_a_muted_microphone_is_told_once_and_not_as_silence_too(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted(monkeypatch, "muted") as (made, told), made.open() as ear:
        await take(ear, 40)
        assert [fault.spoken for fault in told.faults] == ["The microphone is muted."]


async def test_a_microphone_that_clips_all_the_time_is_told_once_each_time_that_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted(monkeypatch, "overdriven") as (made, told):
        for _ in range(2):
            async with made.open() as ear:
                await take(ear, 30)
        assert [fault.spoken for fault in told.faults] == ["The microphone is too loud: what you say is distorted."] * 2


async def test_each_opening_is_told_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted(monkeypatch, "missing") as (made, told):
        for _ in range(3):
            count = len(told.faults)
            async with made.open():
                await told.until(functools.partial(_more, told, count))
        assert told.kinds == [DeviceMissing] * 3


def _more(told: Told, count: int) -> bool:
    return len(told.faults) > count


async def test_so_is_one_while_the_device_is_held_open(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted(monkeypatch, "missing", pre_roll=True) as (made, told):
        await told.until(lambda: told.faults)
        async with made.open():
            await told.until(lambda: len(told.faults) == 2)
        assert told.kinds == [DeviceMissing] * 2


async def test_closing_while_it_tries_again_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    async with scripted(monkeypatch, "missing") as (made, told):
        ear = made.open()
        await told.until(lambda: told.faults)
        async with asyncio.timeout(1):
            await ear.aclose()
        assert not made.is_open
