"""`mmassist bench barge-in`: from giving an answer up to the moment at which the server has seen it, for each kind of backend.

The server takes the request and says nothing, which is the same in every wire format: the answer is given up while it is waited for.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import SecretStr

from mmassist.backends import catalogue, registry
from mmassist.backends.base import Backend, Options, Setup
from mmassist.backends.remote import RemoteBackend
from mmassist.measure import figures as measured
from mmassist.measure.figures import Verdict
from mmassist.measure.series import Asked, Series
from mmassist.values import FusedPrompt, Scene, Target, Verbosity

TARGET_MS = 50.0
_PROMPT = FusedPrompt(
    turn_id=1,
    scene=Scene(target=Target(), window=None, size=(1, 1), items=()),
    verbosity=Verbosity.BRIEF,
    instructions="Answer in one sentence.",
    text="What is this?",
)
_NOTE = (
    "Before a server on this machine. From the cancellation of whoever waits for the first word, as a key press does it, until both the "
    "backend's stream is closed and the server has read the end of the connection."
)


class _Silent:
    """A server that reads what it is sent, and tells when the client has left."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.left = asyncio.Event()
        self.left_at = 0.0

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(65536):
            self.asked.set()
        self.left_at = time.monotonic()
        self.left.set()
        writer.close()


def measure(rounds: int = 30) -> dict[str, Any]:
    """Gives up `rounds` answers of each kind."""
    load = os.getloadavg()[0]
    series = Series()
    asyncio.run(_all(series, rounds))
    found = [series.figure(asked) for asked in map(_asked, registry.KINDS)]
    return {
        "command": f"mmassist bench barge-in --rounds {rounds}",
        "machine": {"cores": os.cpu_count(), "load_before": round(load, 2), "load_after": round(os.getloadavg()[0], 2)},
        "rounds": rounds,
        "met": all(figure.verdict is Verdict.MET for figure in found),
        "figures": [figure.as_json() for figure in found],
    }


def table(report: Mapping[str, Any]) -> str:
    """The report for eyes and ears that prefer lines."""
    machine = report["machine"]
    head = f"{machine['cores']} cores; load {machine['load_before']} before, {machine['load_after']} after; {report['rounds']} rounds."
    return f"{head}\n\n{measured.table(report['figures'])}"


def _asked(kind: str) -> Asked:
    return Asked(kind, f"{kind}: a waited-for answer given up, until the server has seen it", "ms", TARGET_MS, note=_NOTE)


async def _all(series: Series, rounds: int) -> None:
    for kind in registry.KINDS:
        async with _before_silence(kind) as (backend, silent):
            for at in range(-1, rounds):  # the first is not counted: it opens what the others use
                silent.asked.clear()
                silent.left.clear()
                began = await _cancel(backend, silent)
                returned = time.monotonic()
                await asyncio.wait_for(silent.left.wait(), 5)
                if at >= 0:
                    series.add(kind, (max(silent.left_at, returned) - began) * 1000)


async def _cancel(backend: Backend, silent: _Silent) -> float:
    """When the reader was cancelled; returns once it has ended."""

    async def read() -> None:
        async with contextlib.aclosing(backend.stream(_PROMPT)) as events:
            async for _ in events:
                pass

    reading = asyncio.create_task(read())
    await silent.asked.wait()
    began = time.monotonic()
    reading.cancel()
    await asyncio.wait([reading])
    return began


@contextlib.asynccontextmanager
async def _before_silence(kind: str) -> AsyncIterator[tuple[RemoteBackend, _Silent]]:
    silent = _Silent()
    server = await asyncio.start_server(silent.accept, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    rows, _ = catalogue.load()
    name = rows.default(kind).name or "some-model"
    rows = replace(rows, rows=(replace(rows.model(kind, name), name=name),))
    setup = Setup(kind, kind, Options(model=name, base_url=f"http://127.0.0.1:{port}"), lambda: SecretStr("none"))
    backend = registry.create_from(setup, rows)
    if not isinstance(backend, RemoteBackend):
        raise TypeError(f"{kind} asks no server")
    try:
        await backend.warm()
        yield backend, silent
    finally:
        await backend.aclose()
        server.close()
        await server.wait_closed()
