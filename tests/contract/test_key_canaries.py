"""Fifty planted keys, in every run that can go wrong: not one is found in what the app prints, writes or shows of itself."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import secrets
import signal
import sys
from pathlib import Path

import pytest

from tests.contract.command import User, invoice
from tests.contract.remote import whole
from tests.fakes.servers import WIRES
from tests.fakes.servers.base import Behaviour, Connection, Request, Server, Wire, declines, head


def echoes(status: int) -> Behaviour:
    """A service that quotes the request, key and all, in its error."""

    async def behave(connection: Connection, request: Request) -> None:
        quoted = repr(dict(request.headers)).encode()
        await declines(status, b'{"error": {"message": "' + quoted.replace(b'"', b"'") + b'", "type": "x"}}')(connection, request)

    return behave


async def garbles(connection: Connection, request: Request) -> None:
    """A stream that is none, with the key in it."""
    body = repr(dict(request.headers)).encode() * 50
    await connection.send(head(200, "text/event-stream", {"Content-Length": str(len(body))}, chunked=False) + body)


async def waits(connection: Connection, request: Request) -> None:
    await asyncio.Event().wait()


# One turn goes through all that decline it, so that every backend meets every way to be declined.
DECLINES = {**{f"quoting{status}": echoes(status) for status in (400, 401, 429, 500)}, "garbage": garbles}
RUNS: tuple[tuple[str, dict[str, Behaviour | None], signal.Signals | None], ...] = (
    ("answers", {"": None}, None),
    ("declined with the key in the reply", {**DECLINES}, None),
    ("killed", {"": waits}, signal.SIGKILL),
    ("a crash", {"": waits}, signal.SIGSEGV),
    ("an abort", {"": waits}, signal.SIGABRT),
    ("asked to stop", {"": waits}, signal.SIGTERM),
)


@pytest.mark.parametrize("run", RUNS, ids=[name for name, _, _ in RUNS])
async def test_no_key_is_found_anywhere(
    home: Path, tmp_path: Path, run: tuple[str, dict[str, Behaviour | None], signal.Signals | None]
) -> None:
    name, behaviours, ending = run
    user = User(home)
    picture = invoice(tmp_path, ("Hello",))
    async with contextlib.AsyncExitStack() as stack:
        asked = asyncio.Event()
        servers = []
        for (suffix, behaviour), wire in itertools.product(behaviours.items(), WIRES):
            server = await stack.enter_async_context(Server(noting(asked, behaviour or answers(wire))))
            key = f"sk-canary-{secrets.token_hex(12)}"
            user.has(f"{wire.kind}{suffix}", wire, server.url, key=key, model="some-model", retries=0, own=True)
            servers.append(server)
        user.settles()
        said, shown = await rough(user, picture, asked, ending)
    keys = list(user.keys.values())
    assert len(set(keys)) == len(WIRES) * len(behaviours)
    assert len(WIRES) == 5
    assert [key for key in keys if key in said] == []
    assert [key for key in keys if key in shown] == []
    assert files_with(home, keys) == []
    if "declined" in name:
        assert all(server.requests for server in servers)  # every one of them had its key


def files_with(folder: Path, keys: list[str]) -> list[str]:
    return [str(path) for path in folder.rglob("*") if path.is_file() and any(key.encode() in path.read_bytes() for key in keys)]


def arguments() -> list[str]:
    """Of all processes there are."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            found.append(path.read_bytes().decode(errors="replace"))
    return found


def noting(asked: asyncio.Event, behaviour: Behaviour) -> Behaviour:
    """The behaviour; that a request came is told."""

    async def behave(connection: Connection, request: Request) -> None:
        asked.set()
        await behaviour(connection, request)

    return behave


def answers(wire: Wire) -> Behaviour:
    return whole(wire, "Hello.")


async def rough(user: User, picture: Path, asked: asyncio.Event, ending: signal.Signals | None) -> tuple[str, str]:
    """Runs with everything logged; returns what it printed, and the argument lists of all processes meanwhile."""
    user.environment = {"PYTHONFAULTHANDLER": "1"}
    process = await asyncio.create_subprocess_exec(
        *(
            sys.executable,
            "-X",
            "faulthandler",
            "-m",
            "mmassist",
            "--verbose",
            "describe",
            "--image",
            str(picture),
            "--no-speak",
            "--print",
        ),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=user.variables(),
        cwd=user.home / "temporary",
    )
    shown: list[str] = []

    async def watch() -> None:
        while True:
            shown.extend(arguments())
            await asyncio.sleep(0.2)

    watching = asyncio.create_task(watch())
    reading = asyncio.create_task(process.communicate())
    if ending is not None:
        await asked.wait()  # the key is on its way
        process.send_signal(ending)
    out, _ = await asyncio.wait_for(reading, 100)
    watching.cancel()
    await asyncio.wait([watching])
    return out.decode(errors="replace"), "".join(shown)
