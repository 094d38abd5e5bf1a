"""The same command by itself and through the running app: what is printed and how it ends are the same."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from mmassist.cli import app
from mmassist.cli.served import CommandLines
from mmassist.desktop import command_wire, paths
from mmassist.desktop.command_server import Caller, CommandServer
from mmassist.engine.engine import Listeners
from mmassist.settings import Settings
from mmassist.wiring.rooms import open_rooms
from mmassist.wiring.serving import Guests
from tests.contract.command import Ended, invoice

pytestmark = pytest.mark.skipif(not command_wire.folder(), reason="no sockets with a user at the other end")

DESCRIBE = ("describe", "--image", "invoice.png", "--no-speak")
SERVED = {
    "as JSON": (*DESCRIBE, "--json"),
    "in words": (*DESCRIBE, "--explain"),
    "a question": (*DESCRIBE, "--json", "--ask", "What is the total?"),
    "two pictures, one of them missing": (*DESCRIBE, "--json", "--image", "gone.png"),
    "a text read": ("read", "--image", "invoice.png", "--no-speak", "--by", "line", "--json"),
    "a missing picture": ("describe", "--image", "gone.png", "--no-speak", "--json"),
}
STILL = ("Still reading.",)
LEFT_TO_ITSELF = {
    "a camera": ("read", "--camera", "9", "--no-speak"),
    "an option that is none": ("describe", "--bogus"),
    "a wrong region": ("describe", "--region", "1,2"),
}


async def ran(arguments: tuple[str, ...], folder: Path) -> Ended:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "mmassist",
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    out, err = await process.communicate()
    return Ended(process.returncode or 0, out.decode(), err.decode())


def lasting(ended: Ended) -> tuple[int, Any, str]:
    """All of it but for the times, and for what is only said while nothing is heard for long."""
    if not ended.out.startswith("{"):
        return ended.code, [line for line in ended.out.splitlines() if line not in STILL], ended.err
    told = ended.told
    told.pop("timings", None)
    if "utterances" in told:
        told["utterances"] = [(one["channel"], one["text"]) for one in told["utterances"] if one["text"] not in STILL]
    return ended.code, told, ended.err


@pytest.mark.timeout(400)
async def test_a_command_is_the_same_both_ways(home: Path, tmp_path: Path) -> None:
    invoice(tmp_path)
    commands = {**SERVED, **LEFT_TO_ITSELF}
    alone = {name: lasting(await ran(arguments, tmp_path)) for name, arguments in commands.items()}
    settings, asked = Settings(), []
    lines = CommandLines(app, settings, paths.config_dir())
    async with open_rooms(settings, Listeners(lambda spoken: None, lambda turn: None), speak=False) as rooms:
        serve = lines.serve(Guests(rooms))

        async def noting(caller: Caller) -> None:
            asked.append(caller.asked.arguments)
            await serve(caller)

        server = CommandServer(noting)
        await server.start()
        through = {name: lasting(await ran(arguments, tmp_path)) for name, arguments in commands.items()}
        await server.aclose()
    lines.close()
    assert through == alone
    assert asked == list(commands.values())
    assert json.dumps(alone["as JSON"][1]).count("19.90") > 1
    assert [alone[name][0] for name in commands] == [0, 0, 0, 0, 0, 1, 1, 2, 2]
