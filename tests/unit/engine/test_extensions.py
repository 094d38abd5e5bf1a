"""A turn whose first backend is an extension that does wrong: the next one answers, and the user hears which extension it was."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from importlib.metadata import EntryPoint, EntryPoints

import pytest

from mmassist.backends import registry
from mmassist.engine.choosing import Rules
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.values import BackendEvent, Channel, FusedPrompt, TextDelta, Turn
from tests.fakes.answering import FakeAnswering
from tests.fakes.backend import FakeBackend
from tests.fakes.parts import FakeParts


class Explodes(FakeBackend):
    async def stream(self, prompt: FusedPrompt) -> AsyncGenerator[BackendEvent, None]:
        yield TextDelta(prompt.turn_id, str(1 // 0))


class Breaks(FakeBackend):
    async def stream(self, prompt: FusedPrompt) -> AsyncGenerator[BackendEvent, None]:
        yield TextDelta(prompt.turn_id, "A letter to the neighbour. It")
        raise ZeroDivisionError


async def turn_with(plugin: str, fakes: FakeParts, monkeypatch: pytest.MonkeyPatch) -> Turn:
    entry = EntryPoint("tesla", f"{__name__}:{plugin}", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: EntryPoints([entry]))
    fakes.answering = FakeAnswering((registry.create("tesla"),), Rules(order=("tesla", "embedded")))
    engine = Engine(fakes.parts(), Listeners(spoken=lambda spoken: None, turn=lambda turn: None), Options())
    try:
        return await engine.describe(Request(time.monotonic()))
    finally:
        await engine.aclose()


async def test_after_an_extension_that_fails_the_next_backend_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    turn = await turn_with("Explodes", FakeParts(), monkeypatch)
    assert turn.fault is None
    assert (turn.backend, turn.failures) == ("embedded", (("tesla", "PluginError"),))


async def test_the_extension_that_failed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    fakes = FakeParts()
    await turn_with("Explodes", fakes, monkeypatch)
    assert "The extension for the backend tesla failed. The embedded describer answers instead." in " ".join(
        fakes.mouth.texts(Channel.SYSTEM)
    )


async def test_what_an_extension_said_before_it_failed_stays_said(monkeypatch: pytest.MonkeyPatch) -> None:
    fakes = FakeParts()
    turn = await turn_with("Breaks", fakes, monkeypatch)
    assert turn.text == "A letter to the neighbour. It"
    assert "The answer is incomplete." in " ".join(fakes.mouth.texts(Channel.SYSTEM))
