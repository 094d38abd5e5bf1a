"""What the first request of a process must not do on the loop."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

# In a process of its own, as others have imported everything in this one.
SCRIPT = """
import asyncio, sys
from tests.contract.remote import before, picture, prompt, whole
from tests.fakes.servers import WIRES
from tests.fakes.servers.base import collect

async def main(kind):
    [wire] = [wire for wire in WIRES if wire.kind == kind]
    async with before(wire, whole(wire, "A dialog.")) as (backend, _):
        await backend.warm()
        known = set(sys.modules)
        await collect(backend.stream(prompt(pictures=(picture(),))))
        print(*sorted(set(sys.modules) - known))

asyncio.run(main(sys.argv[1]))
"""


@pytest.mark.parametrize("kind", ["openai", "chat", "claude", "gemini"])
def test_the_first_request_of_a_warm_backend_imports_nothing(kind: str) -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT, kind], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == []
