"""Worker processes: streaming, cancelling, and surviving what goes wrong in them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from mmassist.errors import PerceptionError, WorkerLost
from mmassist.inference import frames
from mmassist.inference.keeping import Restarts
from mmassist.inference.messages import Message
from mmassist.inference.worker import Worker
from tests.conftest import ROOT

MODULE = "tests.fakes.echo_process"


class Lost:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
def lost() -> Lost:
    return Lost()


@pytest.fixture
async def worker(lost: Lost, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Worker]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    worker = Worker(MODULE, hang_after=1.0, on_lost=lost)
    yield worker
    await worker.aclose()


async def replies(worker: Worker, op: str, body: bytes = b"", **fields: object) -> list[Message]:
    return [reply async for reply in worker.request(op, body, **fields)]


async def test_replies_stream_in_order_with_their_bodies(worker: Worker) -> None:
    got = await replies(worker, "count", b"\x00\xff", to=3)
    assert [reply.fields["number"] for reply in got] == [0, 1, 2]
    assert {reply.body for reply in got} == {b"\x00\xff"}


async def test_a_picture_arrives_whole_through_shared_memory(worker: Worker) -> None:
    pixels = np.arange(30 * 20 * 4, dtype=np.uint8).reshape(30, 20, 4)
    with frames.shared(pixels) as fields:
        got = await replies(worker, "sum", **fields)
    assert got[0].fields["sum"] == int(pixels.sum())


async def test_output_of_native_libraries_stays_off_the_wire(worker: Worker) -> None:
    assert (await replies(worker, "print"))[0].fields["printed"]
    assert len(await replies(worker, "count", to=2)) == 2


async def test_leaving_the_iteration_cancels_the_work(worker: Worker) -> None:
    async with contextlib.aclosing(worker.request("count", to=1000, pause=0.05)) as stream:
        async for _ in stream:
            break
    async with asyncio.timeout(1):
        assert len(await replies(worker, "count", to=1)) == 1


async def test_a_process_that_does_not_let_go_of_cancelled_work_is_killed(worker: Worker, lost: Lost) -> None:
    await worker.start()
    asking = asyncio.create_task(replies(worker, "hang"))
    await asyncio.sleep(0.2)
    asking.cancel()
    await asyncio.wait([asking])
    await asyncio.sleep(1.5)
    assert lost.times == 1
    assert len(await replies(worker, "count", to=1)) == 1


async def test_work_that_ended_before_it_was_cancelled_costs_no_process(worker: Worker, lost: Lost) -> None:
    async with contextlib.aclosing(worker.request("count", to=2)) as stream:
        async for _ in stream:
            await asyncio.sleep(0.3)  # meanwhile the end has come
            break
    await asyncio.sleep(1.3)
    assert lost.times == 0


async def test_an_error_keeps_its_kind_and_its_sentences(worker: Worker) -> None:
    with pytest.raises(PerceptionError) as caught:
        await replies(worker, "fail")
    assert (caught.value.spoken, caught.value.remedy) == ("Nothing to read.", "Look elsewhere.")


@pytest.mark.parametrize("op", ["die", "hang"])
async def test_a_crash_or_hang_is_reported_and_the_next_request_is_answered(worker: Worker, lost: Lost, op: str) -> None:
    await worker.start()
    before = worker.pid
    with pytest.raises(WorkerLost):
        await replies(worker, op)
    assert len(await replies(worker, "count", to=2)) == 2
    assert worker.pid != before
    assert lost.times == 1


async def test_it_is_restarted_at_once_without_a_request(worker: Worker) -> None:
    with pytest.raises(WorkerLost):
        await replies(worker, "die")
    await asyncio.sleep(2)
    assert worker.pid is not None


class Watching(Restarts):
    """Counts losses; `is_off`: nothing is started any more."""

    def __init__(self) -> None:
        super().__init__()
        self.losses: list[str] = []
        self.is_off = False

    @property
    def refusal(self) -> WorkerLost | None:
        return self.failed("it is off") if self.is_off else None

    def lost(self, why: str) -> float | None:
        self.losses.append(why)
        return None if self.is_off else super().lost(why)


@pytest.fixture
def keeper(worker: Worker) -> Watching:
    worker.keeper = watching = Watching()
    return watching


async def test_a_process_that_is_stopped_is_known_long_before_one_that_only_takes_its_time(worker: Worker, keeper: Watching) -> None:
    slow = Worker(MODULE, hang_after=60.0, keeper=keeper)
    try:
        asking = asyncio.create_task(replies(slow, "count", to=2, pause=6.0))
        assert len(await asking) == 2
        assert keeper.losses == []
        assert slow.pid is not None
        os.kill(slow.pid, signal.SIGSTOP)
        began = time.monotonic()
        with pytest.raises(WorkerLost):
            await replies(slow, "count", to=1)
        assert time.monotonic() - began < 30
        assert len(keeper.losses) == 1
    finally:
        await slow.aclose()


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
async def test_a_process_without_memory_for_what_it_is_asked_ends_at_once_and_the_next_one_answers(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import resource

    monkeypatch.setenv("MALLOC_ARENA_MAX", "1")  # else glibc has put 64 MB aside for each thread
    patient = Worker(MODULE, hang_after=1e9, keeper=(keeper := Watching()))
    try:
        assert len(await replies(patient, "count", to=1)) == 1
        assert patient.pid is not None
        resource.prlimit(patient.pid, resource.RLIMIT_AS, (1, resource.RLIM_INFINITY))
        with pytest.raises(WorkerLost):
            await replies(patient, "count", bytes(64_000_000), to=1)
        assert keeper.losses == [f"{MODULE} ended (exit code 1)"]
        assert capfd.readouterr().err == "no memory for a request\n"
        assert (await replies(patient, "count", bytes(64_000_000), to=1))[0].body == bytes(64_000_000)
    finally:
        await patient.aclose()


async def test_a_process_that_was_stopped_is_no_reason_to_wait_for_a_sign_of_life(
    worker: Worker, keeper: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmassist.inference.worker._PULSELESS", 1e9)
    slow = Worker(MODULE, hang_after=1e9, keeper=keeper)
    try:
        await slow.start()
        assert slow.pid is not None
        os.kill(slow.pid, signal.SIGSTOP)
        with pytest.raises(WorkerLost, match="silent"):
            await replies(slow, "count", to=1)
    finally:
        await slow.aclose()


async def test_a_process_in_which_no_thread_can_run_hangs_and_one_that_computes_does_not(
    worker: Worker, keeper: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmassist.inference.worker._PULSELESS", 1e9)
    slow = Worker(MODULE, hang_after=1e9, keeper=keeper)
    try:
        assert len(await replies(slow, "hold", seconds=3.0)) == 1
        with pytest.raises(WorkerLost, match="silent"):
            await replies(slow, "hold")
    finally:
        await slow.aclose()


async def test_a_process_that_is_stopped_as_it_starts_is_lost_and_started_again(worker: Worker, keeper: Watching) -> None:
    starting = asyncio.create_task(worker.start())
    child = await first_child()
    os.kill(child, signal.SIGSTOP)
    await starting
    assert len(keeper.losses) == 1
    assert worker.pid not in (None, child)


async def test_a_process_that_is_killed_as_it_starts_is_lost_and_started_again(worker: Worker, keeper: Watching) -> None:
    starting = asyncio.create_task(worker.start())
    child = await first_child()
    os.kill(child, signal.SIGKILL)
    await starting
    assert len(keeper.losses) == 1
    assert worker.pid not in (None, child)


async def first_child() -> int:
    """Process id of the first worker that this process has."""
    async with asyncio.timeout(20):
        while (child := child_now()) is None:  # noqa: ASYNC110 - nobody tells of it
            await asyncio.sleep(0.005)
    return child


def child_now() -> int | None:
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            its_parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if its_parent == os.getpid() and MODULE.encode() in (folder / "cmdline").read_bytes():
                return int(folder.name)
    return None


async def test_who_asks_what_can_not_start_has_it_counted(keeper: Watching) -> None:
    worker = Worker("mmassist.no_such_module", keeper=keeper)
    with pytest.raises(WorkerLost):
        await replies(worker, "count", to=1)
    keeper.is_off = True
    with pytest.raises(WorkerLost, match="it is off"):
        await replies(worker, "count", to=1)
    assert keeper.losses
    await worker.aclose()


class Patient(Watching):
    """Has it started again after a while, however often it was lost."""

    def lost(self, why: str) -> float | None:
        self.losses.append(why)
        return 0.2


def restarts() -> list[asyncio.Task[None]]:
    return [task for task in asyncio.all_tasks() if task.get_name().startswith("restart of")]


async def test_what_can_not_start_is_tried_again_by_one_row_of_restarts_however_often_it_is_asked() -> None:
    keeper = Patient()
    worker = Worker("mmassist.no_such_module", keeper=keeper)
    for _ in range(4):
        with pytest.raises(WorkerLost):
            await replies(worker, "count", to=1)
        await asyncio.sleep(0)
        assert len(restarts()) == 1
    asked = len(keeper.losses)
    async with asyncio.timeout(30):
        while len(keeper.losses) < asked + 2:
            await asyncio.sleep(0.05)
            assert len(restarts()) <= 1
    await worker.aclose()
    assert restarts() == []


async def test_a_process_that_is_still_starting_ends_with_the_worker(worker: Worker) -> None:
    starting = asyncio.create_task(worker.start())
    await first_child()
    await worker.aclose()
    with pytest.raises(WorkerLost):
        await starting


async def test_a_start_that_is_given_up_leaves_no_process(worker: Worker) -> None:
    starting = asyncio.create_task(worker.start())
    await first_child()
    starting.cancel()
    await asyncio.wait([starting])


async def test_what_is_switched_off_refuses_at_once_and_is_not_started_again(worker: Worker, keeper: Watching) -> None:
    await worker.start()
    keeper.is_off = True
    with pytest.raises(WorkerLost):
        await replies(worker, "die")
    with pytest.raises(WorkerLost, match="it is off"):
        await replies(worker, "count", to=1)
    assert worker.pid is None
    keeper.is_off = False
    assert len(await replies(worker, "count", to=1)) == 1


async def test_a_module_that_does_not_start_is_said_to_be_lost() -> None:
    worker = Worker("mmassist.no_such_module")
    with pytest.raises(WorkerLost):
        await worker.start()
    await worker.aclose()
