"""What every microphone does: the real one, hearing the virtual desktop's, and the fake one."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable

import numpy as np
import pytest
import pytest_asyncio

from mmassist.capture.microphone import Microphone, Options
from mmassist.capture.microphone_backlog import Listening
from mmassist.errors import MmassistError
from mmassist.values import SAMPLE_RATE, AudioBlock
from tests.fakes.microphone import FakeMicrophone

BLOCK = 512


class Rig:
    """A way to make one kind of microphone, and to hurt it. `faults`: what was told."""

    def __init__(self) -> None:
        self.faults: list[MmassistError] = []

    def make(self, *, pre_roll: bool = False, backlog: float = 20.0) -> Microphone | FakeMicrophone:
        raise NotImplementedError

    def lose(self) -> None:
        raise NotImplementedError

    def give_back(self) -> None:
        """Nothing to do where it comes back by itself."""


class RealRig(Rig):
    def make(self, *, pre_roll: bool = False, backlog: float = 20.0) -> Microphone:
        # The virtual microphone is silent where a real one hisses.
        self.microphone = Microphone(Options(pre_roll=pre_roll, backlog=backlog, silent_after=0), self.faults.append)
        return self.microphone

    def lose(self) -> None:
        if self.microphone.pid:
            os.kill(self.microphone.pid, signal.SIGKILL)


class FakeRig(Rig):
    def make(self, *, pre_roll: bool = False, backlog: float = 20.0) -> FakeMicrophone:
        blocks = round(backlog * SAMPLE_RATE / BLOCK)
        self.microphone = FakeMicrophone(speed=4.0, pre_roll=pre_roll, backlog=blocks, on_fault=self.faults.append)
        return self.microphone

    def lose(self) -> None:
        self.microphone.pull_out()

    def give_back(self) -> None:
        self.microphone.plug_in()


RIGS: dict[str, Callable[[], Rig]] = {"real": RealRig, "fake": FakeRig}
_ABSENT = "needs the virtual desktop"
pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(params=[pytest.param("real", marks=pytest.mark.desktop), "fake"])
def rig(request: pytest.FixtureRequest) -> Rig:
    if request.param == "real" and "MMASSIST_DESKTOP" not in os.environ:
        if os.environ.get("MMASSIST_REQUIRE_DESKTOP"):
            pytest.fail(_ABSENT)
        pytest.skip(_ABSENT)
    return RIGS[request.param]()


@pytest_asyncio.fixture
async def microphone(rig: Rig) -> AsyncIterator[Microphone | FakeMicrophone]:
    made = rig.make()
    await made.start()
    yield made
    await made.aclose()


async def heard(listening: Listening, blocks: int) -> list[AudioBlock]:
    async with asyncio.timeout(15):
        return [await anext(listening) for _ in range(blocks)]


async def test_blocks_are_what_a_recogniser_takes(microphone: Microphone | FakeMicrophone) -> None:
    async with microphone.open() as listening:
        blocks = await heard(listening, 10)
    assert {(block.samples.shape, block.samples.dtype, block.samples.flags.writeable) for block in blocks} == {
        ((BLOCK,), np.dtype(np.float32), False)
    }


async def test_times_rise_with_the_samples(microphone: Microphone | FakeMicrophone) -> None:
    async with microphone.open() as listening:
        await heard(listening, 40)
        blocks = await heard(listening, 20)
    steps = np.diff([block.at for block in blocks])
    assert np.median(steps) == pytest.approx(BLOCK / SAMPLE_RATE, abs=0.002)
    assert steps.min() > 0


async def test_it_is_open_only_while_somebody_listens(microphone: Microphone | FakeMicrophone) -> None:
    states = [microphone.is_open]
    first, second = microphone.open(), microphone.open()
    await heard(first, 1)
    for listening in (first, second):
        states.append(microphone.is_open)
        await listening.aclose()
    assert [*states, microphone.is_open] == [False, True, True, False]


async def test_two_listeners_hear_the_same(microphone: Microphone | FakeMicrophone) -> None:
    async with microphone.open() as first, microphone.open() as second:
        ours, theirs = await heard(first, 5), await heard(second, 5)
    assert [block.at for block in ours] == [block.at for block in theirs]


async def test_it_can_be_opened_again(microphone: Microphone | FakeMicrophone) -> None:
    for _ in range(3):
        async with microphone.open() as listening:
            assert await heard(listening, 2)


async def test_closing_ends_an_iteration_that_waits(microphone: Microphone | FakeMicrophone) -> None:
    listening = microphone.open()
    waiting = asyncio.create_task(_count(listening))
    await asyncio.sleep(0)
    await listening.aclose()
    async with asyncio.timeout(1):
        assert await waiting == 0


async def _count(listening: Listening) -> int:
    return len([block async for block in listening])


async def test_closing_the_microphone_ends_all_iterations(microphone: Microphone | FakeMicrophone) -> None:
    counting = [asyncio.create_task(_count(microphone.open())) for _ in range(2)]
    await asyncio.sleep(0)
    await microphone.aclose()
    async with asyncio.timeout(1):
        await asyncio.gather(*counting)
    assert not microphone.is_open


async def test_a_slow_listener_loses_what_is_oldest_and_is_told_how_much(rig: Rig) -> None:
    made = rig.make(backlog=0.1)
    await made.start()
    async with made.open() as listening:
        first, *_ = await heard(listening, 1)
        await asyncio.sleep(1.5)
        second, *_ = await heard(listening, 1)
    await made.aclose()
    assert second.lost > 0
    assert first.at + (BLOCK + second.lost) / SAMPLE_RATE == pytest.approx(second.at, abs=0.1)
    assert len(rig.faults) == 1


async def test_with_pre_roll_what_was_said_before_the_key_is_heard(rig: Rig) -> None:
    made = rig.make(pre_roll=True)
    await made.start()
    async with made.open() as waiting:
        await heard(waiting, 30)
        newest = (await heard(waiting, 1))[0].at
        async with made.open() as listening:
            oldest = (await heard(listening, 1))[0].at
    assert made.is_open
    await made.aclose()
    assert 0.3 < newest - oldest < 0.6


async def test_a_lost_microphone_is_told_once_and_comes_back(rig: Rig) -> None:
    made = rig.make()
    await made.start()
    async with made.open() as listening:
        await heard(listening, 3)
        rig.lose()
        async with asyncio.timeout(5):
            while not rig.faults:  # noqa: ASYNC110 - what it would be told by is what is tested
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        rig.give_back()
        blocks = await heard(listening, 20)
    assert made.fault is None
    await made.aclose()
    assert [bool(fault.spoken and fault.remedy) for fault in rig.faults] == [True]
    assert sum(block.lost for block in blocks) > 0


@pytest.mark.parametrize("times", [1, 2])
async def test_closing_more_than_once_is_fine(microphone: Microphone | FakeMicrophone, times: int) -> None:
    listening = microphone.open()
    for _ in range(times):
        await listening.aclose()
        await microphone.aclose()
