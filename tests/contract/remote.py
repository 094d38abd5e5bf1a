"""What the contract of the remote backends needs: a backend of any wire format before a server of ours, and prompts."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from pydantic import SecretStr

from mmassist.backends import catalogue, registry
from mmassist.backends.base import Options, Setup
from mmassist.backends.remote import Backoff, RemoteBackend
from mmassist.values import Box, Clip, Exchange, FusedPrompt, Picture, TextDelta, Usage, Verbosity
from tests.fakes import windows
from tests.fakes.servers.base import Behaviour, Server, Wire, says

KEY = "sk-canary-5e1f0c7a9b"
USED = Usage(input=1200, output=40, cached=200, written=100)
FAST = Options(connect=5.0, first_token=15.0, total=30.0, retries=2)
"""Time-outs that no healthy answer on loopback comes near."""


def made(
    wire: Wire, url: str, options: Options = FAST, *, key: str | None = KEY, inputs: frozenset[str] = frozenset({"image"})
) -> RemoteBackend:
    """A backend of this wire format for a server at `url`, with hardly a pause between retries. `inputs`: what its model takes."""
    known, _ = catalogue.load()
    row = known.default(wire.kind)
    row = replace(row, name=row.name or "some-model", inputs=inputs)
    options = replace(options, base_url=wire.base_url(url), model=row.name)
    setup = Setup("mine", wire.kind, options, lambda: None if key is None else SecretStr(key))
    backend = registry.create_from(setup, replace(known, rows=(row,)))
    assert isinstance(backend, RemoteBackend)
    backend.backoff = Backoff(0.02, 0.05)
    return backend


@contextlib.asynccontextmanager
async def before(wire: Wire, *behaviours: Behaviour, options: Options = FAST) -> AsyncIterator[tuple[RemoteBackend, Server]]:
    async with Server(*behaviours) as server, contextlib.aclosing(made(wire, server.url, options)) as backend:
        yield backend, server


def whole(wire: Wire, *texts: str, pause: float = 0.0, reason: str = "complete", headers: dict[str, str] | None = None) -> Behaviour:
    """A good answer of these pieces."""
    pieces = [wire.opening(), *map(wire.text, texts), wire.ending("model-9", USED, reason)]
    return says(*filter(None, pieces), content_type=wire.content_type, pause=pause, headers=headers)


def prompt(turn_id: int = 7, **fields: Any) -> FusedPrompt:
    asked: dict[str, Any] = {
        "instructions": "You are the eyes of a blind user.",
        "text": "<screen>\nSave changes?\n</screen>\nWhat is this?",
    }
    return FusedPrompt(turn_id, windows.file_manager(), Verbosity.NORMAL, **(asked | fields))


def picture(data: bytes = b"\x89PNG\r\n\x1a\n" + bytes(range(256)), width: int = 640) -> Picture:
    return Picture(data, "image/png", width, 400, Box(0, 0, width, 400))


def clip(data: bytes = b"RIFF" + bytes(range(255, -1, -1))) -> Clip:
    return Clip(data, "audio/wav")


CONVERSATION = (Exchange(4, "What is this?", "A dialog."), Exchange(5, "And the buttons?", "Save and Cancel."))


def text_of(events: list[Any]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))
