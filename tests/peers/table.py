"""What the peers say and how it is told: the table of docs/peers.md, printed by packaging/peers.sh."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from mmassist.backends.chat import ChatBackend
from mmassist.errors import BackendError
from mmassist.values import BackendEvent, Finished, FusedPrompt
from tests.fakes.servers.base import collect
from tests.peers import asking, servers
from tests.peers.asking import picture, prompt
from tests.peers.servers import Peer, Running

_TIMES = 9


@dataclass(frozen=True, slots=True)
class Closing:
    """Milliseconds: until closing the stream returned, and until the server had stopped working."""

    returned: float
    stopped: float


def _version(peer: Peer) -> str:
    told = subprocess.run(peer.version, capture_output=True, text=True, check=True, env={"PATH": "", "HF_HUB_OFFLINE": "1"})
    return (told.stdout + told.stderr).strip().splitlines()[0]


async def _first_piece(backend: ChatBackend, asked: FusedPrompt) -> float:
    """Milliseconds."""
    start = time.monotonic()
    async with contextlib.aclosing(backend.stream(asked)) as events:
        await anext(events)
        return (time.monotonic() - start) * 1000


async def _closing(backend: ChatBackend, server: Running) -> Closing:
    events = backend.stream(prompt(answer_tokens=asking.LONG))
    for _ in range(10):
        await anext(events)
    start = time.monotonic()
    await events.aclose()
    returned = time.monotonic()
    stopped = await asyncio.to_thread(server.works_until, 30.0)
    return Closing((returned - start) * 1000, max(0.0, stopped - start) * 1000)


async def _outcome(events: AsyncIterator[BackendEvent]) -> str:
    """What an answer comes to: its end, or our error with what is spoken."""
    try:
        last = (await collect(events))[-1]
    except BackendError as error:
        return f"{type(error).__name__}: {error.spoken} ({str(error)[:160]})"
    return f"answers; {_counts(last)}" if isinstance(last, Finished) else "no end"


def _counts(last: Finished) -> str:
    cached = "" if last.usage.cached is None else f", {last.usage.cached} of them cached"
    return f"{last.usage.input} in{cached}, {last.usage.output} out, {last.reason}"


async def _answers(server: Running) -> dict[str, str]:
    backend = asking.backend(server.url, server.model)
    stranger = asking.backend(server.url, "nobody/knows-me")
    lost = asking.backend(server.url + "/elsewhere", server.model)
    long = prompt(text="kelmi lonor " * (servers.CONTEXT // 2), answer_tokens=20)
    found: dict[str, str] = {}
    async with contextlib.aclosing(backend), contextlib.aclosing(stranger), contextlib.aclosing(lost):
        await collect(backend.stream(prompt()))  # the first request loads the model
        last = (await collect(backend.stream(prompt(answer_tokens=200))))[-1]
        firsts = [await _first_piece(backend, prompt(turn)) for turn in range(_TIMES)]
        seen = [await _first_piece(backend, prompt(turn, pictures=(picture(),))) for turn in range(_TIMES)]
        found["Calls itself"] = last.model.rpartition("/")[2] if isinstance(last, Finished) else ""
        found["Lists as its models"] = ", ".join(await backend.offered()) or "none"
        found["First piece, median"] = f"{statistics.median(firsts):.0f} ms"
        found["First piece with a picture of 320x200, median"] = f"{statistics.median(seen):.0f} ms"
        found["An answer"] = await _outcome(backend.stream(prompt()))
        found["An answer about the picture"] = await _outcome(backend.stream(prompt(pictures=(picture(),))))
        found["An object is wished for"] = await _outcome(backend.stream(prompt(structured=True, answer_tokens=30)))
        found["A model that it does not have"] = await _outcome(stranger.stream(prompt()))
        found["A prompt beyond 8,192 tokens"] = await _outcome(backend.stream(long))
        found["A wrong path"] = await _outcome(lost.stream(prompt()))
    return found


async def _leaving(server: Running) -> dict[str, str]:
    backend = asking.backend(server.url, server.model)
    found: dict[str, str] = {}
    async with contextlib.aclosing(backend):
        start = time.monotonic()
        whole = (await collect(backend.stream(prompt(answer_tokens=2000))))[-1]
        taken = time.monotonic() - start
        assert isinstance(whole, Finished)
        found["Tokens a second, over an answer of 2,000"] = f"{(whole.usage.output or 0) / taken:.0f}"
        closings = [await _closing(backend, server) for _ in range(_TIMES)]
        found["Closing the stream returns, median and most"] = _spread([each.returned for each in closings])
        found["The server stops working after that, median and most"] = _spread([each.stopped for each in closings])
        events = backend.stream(prompt(answer_tokens=asking.LONG))
        await anext(events)
        await asyncio.to_thread(server.kill)
        found["Killed in the middle of an answer"] = await _outcome(events)
        found["Not running"] = await _outcome(backend.stream(prompt()))
        await asyncio.to_thread(server.start)
        found["Running again"] = await _outcome(backend.stream(prompt(answer_tokens=20)))
    return found


def _spread(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} ms, {max(times):.1f} ms"


async def _column(peer: Peer) -> dict[str, str]:
    found = {"Version": _version(peer)}
    with servers.running(peer, "brief") as brief:
        found |= await _answers(brief)
    with servers.running(peer, "endless") as endless:
        found |= await _leaving(endless)
    return found


def main() -> None:
    if reason := servers.missing():
        sys.exit(reason)
    columns = {peer.name: asyncio.run(_column(peer)) for peer in servers.ALL}
    rows = [["", *columns], ["---"] * (len(columns) + 1)]
    rows += [[what, *(column[what] for column in columns.values())] for what in columns[servers.LLAMA.name]]
    for cells in rows:
        sys.stdout.write(f"| {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
