"""What every backend keeps, the fake and those that ask a server included."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from mmassist.backends import catalogue, registry
from mmassist.backends.base import Backend, Setup
from mmassist.backends.foreign import ForeignBackend
from mmassist.values import BackendEvent, Finished, FusedPrompt, TextDelta, Verbosity
from tests.contract import remote
from tests.contract.documented import example
from tests.fakes import vision_model, windows
from tests.fakes.backend import FakeBackend
from tests.fakes.servers import WIRES
from tests.fakes.servers.base import Wire

MAKERS: dict[str, Callable[[], Backend]] = {
    "embedded": lambda: registry.create("embedded"),
    "the documentation's example": lambda: ForeignBackend("counting", example("CountingBackend")()),
    "fake": FakeBackend,
    "a plug-in's": lambda: ForeignBackend("fake", FakeBackend()),
    "slow fake": lambda: FakeBackend(*["Another sentence. "] * 5, pause=0.02),
}


async def here(folder: Path, models: Path) -> Backend:
    """The one that runs a model on this computer: a tiny one, in the real one's place."""
    await vision_model.installed(folder, models)
    known, _ = catalogue.load()
    return registry.create_from(Setup("local", "local", models=models), known)


@pytest.fixture(params=[*sorted(MAKERS), "local", *WIRES], ids=lambda chosen: chosen if isinstance(chosen, str) else chosen.kind)
async def backend(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> AsyncIterator[Backend]:
    chosen: str | Wire = request.param
    if not isinstance(chosen, str):
        async with remote.before(chosen, remote.whole(chosen, "A dialog.", " It asks", " to save.", pause=0.01)) as (made, _):
            yield made
        return
    backend = await here(vision_model.made(tmp_path_factory), tmp_path) if chosen == "local" else MAKERS[chosen]()
    yield backend
    await backend.aclose()


def prompt(turn_id: int = 5) -> FusedPrompt:
    return FusedPrompt(turn_id, windows.file_manager(), Verbosity.NORMAL)


async def answer(backend: Backend, asked: FusedPrompt) -> list[BackendEvent]:
    async with contextlib.aclosing(backend.stream(asked)) as events:
        return [event async for event in events]


def test_is_a_backend(backend: Backend) -> None:
    assert isinstance(backend, Backend)


async def test_says_something(backend: Backend) -> None:
    events = await answer(backend, prompt())
    assert "".join(event.text for event in events if isinstance(event, TextDelta)).strip()


async def test_streams_in_more_than_one_piece(backend: Backend) -> None:
    events = await answer(backend, prompt())
    assert not backend.capabilities.streaming or sum(isinstance(event, TextDelta) for event in events) > 1


async def test_no_piece_is_empty(backend: Backend) -> None:
    assert all(event.text for event in await answer(backend, prompt()) if isinstance(event, TextDelta))


async def test_finishes_once_and_last(backend: Backend) -> None:
    events = await answer(backend, prompt())
    assert [isinstance(event, Finished) for event in events] == [False] * (len(events) - 1) + [True]


async def test_says_which_model_answered(backend: Backend) -> None:
    finished = (await answer(backend, prompt()))[-1]
    assert isinstance(finished, Finished) and finished.model


async def test_every_event_bears_the_turn(backend: Backend) -> None:
    assert {event.turn_id for event in await answer(backend, prompt(42))} == {42}


async def test_two_turns_at_once_do_not_mix(backend: Backend) -> None:
    answers = await asyncio.gather(answer(backend, prompt(1)), answer(backend, prompt(2)))
    assert [{event.turn_id for event in events} for events in answers] == [{1}, {2}]


async def test_closing_the_stream_ends_it_at_once(backend: Backend) -> None:
    events = backend.stream(prompt())
    await anext(events)
    start = time.monotonic()
    await events.aclose()
    assert time.monotonic() - start < 1.0


async def test_a_closed_stream_says_nothing_more(backend: Backend) -> None:
    events = backend.stream(prompt())
    await anext(events)
    await events.aclose()
    assert [event async for event in events] == []


async def test_cancelling_a_waiting_consumer_ends_it_at_once(backend: Backend) -> None:
    events = backend.stream(prompt())
    await anext(events)
    waiting = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0)
    start = time.monotonic()
    waiting.cancel()
    await asyncio.wait([waiting])
    await events.aclose()
    assert time.monotonic() - start < 1.0


async def test_answers_again_after_a_cancelled_stream(backend: Backend) -> None:
    events = backend.stream(prompt(1))
    await anext(events)
    await events.aclose()
    assert isinstance((await answer(backend, prompt(2)))[-1], Finished)


async def test_closing_twice_is_fine(backend: Backend) -> None:
    await backend.aclose()
    await backend.aclose()


async def test_does_not_change_the_prompt(backend: Backend) -> None:
    asked = prompt()
    await answer(backend, asked)
    assert asked == prompt()
