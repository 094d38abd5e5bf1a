"""`mmassist bench broker`: what honest rooms notice of a thousand others, and of a flood.

The broker is a process of its own. The honest ones are in this process, one address for every twenty rooms, and send a sealed-sized frame
to the other, who sends it back; the flood is a process too (`broker_flood`), from addresses of its own, as fast as it can.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mmassist.broker.site import SOCKET
from mmassist.measure import figures as measured
from mmassist.measure.figures import Verdict
from mmassist.measure.series import Asked, RoundFailed, Series, tell

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

_FRAME_BYTES = 3_000  # of a sealed session description
_AN_ADDRESS = 20  # rooms
_OPENING = 50  # rooms that are opened at a time
_PATIENCE = 20.0
_EXCHANGES_A_SECOND = 60.0

_ASKED = (
    Asked("open", "a room opened by both, all at once", "ms", None),
    Asked("alone", "a frame there and back, all rooms open", "ms", None),
    Asked(
        "flooded",
        "the same beside a flood",
        "ms",
        None,
        note="The flood takes its part of the machine's cores as well as the broker's time.",
    ),
    Asked("lost", "honest frames and connections lost in the flood", "number", 0.0),
)


class _Room:
    """Both ends of one."""

    def __init__(self, owner: ClientConnection, helper: ClientConnection) -> None:
        self.owner, self._helper = owner, helper

    async def exchange(self) -> float:
        """Milliseconds there and back. Raises RoundFailed where something else comes, or nothing."""
        from websockets.exceptions import ConnectionClosed

        frame = secrets.token_bytes(_FRAME_BYTES)
        began = time.monotonic()
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._helper.send(frame)
                await self.owner.send(await _frame(self.owner))
                back = await _frame(self._helper)
        except (ConnectionClosed, TimeoutError) as error:
            raise RoundFailed(f"an honest room lost: {type(error).__name__}") from error
        if back != frame:
            raise RoundFailed("another frame came back")
        return (time.monotonic() - began) * 1000


def measure(rooms: int = 1000, seconds: float = 10.0) -> dict[str, Any]:
    """Raises RoundFailed where the broker does not start."""
    load = os.getloadavg()[0]
    series = Series()
    with _broker() as address:
        counted = asyncio.run(_all(series, address, rooms, seconds))
    found = [series.figure(asked) for asked in _ASKED]
    return {
        "command": f"mmassist bench broker --rooms {rooms} --seconds {seconds:g}",
        "machine": {"cores": os.cpu_count(), "load_before": round(load, 2), "load_after": round(os.getloadavg()[0], 2)},
        "rooms": rooms,
        "flood": counted,
        "met": all(figure.verdict in (Verdict.MET, Verdict.PUBLISHED) for figure in found),
        "figures": [figure.as_json() for figure in found],
    }


def table(report: Mapping[str, Any]) -> str:
    """The report for eyes and ears that prefer lines."""
    machine, flood = report["machine"], report["flood"]
    head = f"{machine['cores']} cores; load {machine['load_before']} before, {machine['load_after']} after; {report['rooms']} rooms."
    tried = ", ".join(f"{what} {number}" for what, number in sorted(flood.items()))
    return f"{head} The flood: {tried}.\n\n{measured.table(report['figures'])}"


async def _all(series: Series, address: str, rooms: int, seconds: float) -> dict[str, int]:
    async with contextlib.AsyncExitStack() as held:
        opened = await _opened(series, held, address, rooms)
        tell(f"    {rooms} rooms are open")
        await _exchange(series, "alone", opened, seconds)
        flood = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "mmassist.measure.broker_flood", address, str(seconds + 1), stdout=subprocess.PIPE
        )
        try:
            failed = await _exchange(series, "flooded", opened, seconds)
            told, _ = await flood.communicate()
        finally:
            if flood.returncode is None:
                flood.kill()
                await flood.wait()
        cut = sum(room.owner.close_code is not None for room in opened)
        series.add("lost", float(failed + cut))
        counted: dict[str, int] = json.loads(told)
        return counted


async def _opened(series: Series, held: contextlib.AsyncExitStack, address: str, rooms: int) -> list[_Room]:
    opened: list[_Room] = []
    at_once = asyncio.Semaphore(_OPENING)

    async def one(number: int) -> None:
        source = f"127.1.{number // _AN_ADDRESS // 250}.{number // _AN_ADDRESS % 250 + 1}"
        async with at_once:
            began = time.monotonic()
            name = secrets.token_urlsafe(16)
            owner, helper = [await held.enter_async_context(_joined(address, source, role, name)) for role in ("owner", "helper")]
            series.add("open", (time.monotonic() - began) * 1000)
        opened.append(_Room(owner, helper))

    await asyncio.gather(*(one(number) for number in range(rooms)))
    return opened


async def _exchange(series: Series, key: str, opened: list[_Room], seconds: float) -> int:
    """Rooms in turn by chance, at a steady rate whatever the answers do. How many failed."""
    chance, waiting, idle = random.Random(8), set[asyncio.Task[float]](), list(opened)  # noqa: S311 # no secret
    began, sent = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        if idle:
            room = idle.pop(chance.randrange(len(idle)))
            task = asyncio.create_task(room.exchange())
            task.add_done_callback(lambda _, room=room: idle.append(room))  # type: ignore[misc]
            waiting.add(task)
        sent += 1
        await asyncio.sleep(max(0.0, began + sent / _EXCHANGES_A_SECOND - time.monotonic()))
    done = await asyncio.gather(*waiting, return_exceptions=True)
    for outcome in done:
        if isinstance(outcome, float):
            series.add(key, outcome)
        elif not isinstance(outcome, RoundFailed):
            raise outcome
    return sum(isinstance(outcome, RoundFailed) for outcome in done)


@contextlib.asynccontextmanager
async def _joined(address: str, source: str, role: str, room: str) -> AsyncIterator[ClientConnection]:
    from websockets.asyncio.client import connect

    wish = {"version": 1, "role": role, "room": room, "token": secrets.token_urlsafe(32), **({"seconds": 600} if role == "owner" else {})}
    async with connect(
        address + SOCKET, proxy=None, compression=None, local_addr=(source, 0), open_timeout=_PATIENCE, ping_interval=None
    ) as line:
        await line.send(json.dumps(wish))
        said = json.loads(await line.recv())
        if not said.get("joined"):
            raise RoundFailed(f"an honest one was not let in: {said}")
        yield line


async def _frame(line: ClientConnection) -> bytes:
    """Past what the broker itself says."""
    while isinstance(said := await line.recv(), str):
        pass
    return said


@contextlib.contextmanager
def _broker() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "mmassist", "support", "broker", "--port", str(port)])
    try:
        deadline = time.monotonic() + _PATIENCE
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            if process.poll() is not None or time.monotonic() > deadline:
                raise RoundFailed("the broker did not start")
            time.sleep(0.05)
        yield f"ws://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
