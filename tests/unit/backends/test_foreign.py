"""What comes of a plug-in's backend that does not keep the contract: a sentence that names it, and nothing that hangs."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable
from typing import Any, cast

import pytest

from mmassist.backends.base import Backend, Capabilities
from mmassist.backends.foreign import ForeignBackend
from mmassist.errors import AnswerCut, MmassistError, PluginError, Refused
from mmassist.plugins import Patience
from mmassist.values import BackendEvent, Finished, FusedPrompt, TextDelta, Usage, Verbosity
from tests.fakes import windows
from tests.fakes.backend import FakeBackend

SECRET = "4111 1111 1111 1111"
HASTY = Patience(silence=0.2, closing=0.05)
PROMPT = FusedPrompt(5, windows.file_manager(), Verbosity.NORMAL)


class Odd(FakeBackend):
    """Streams and closes as it is told to."""

    def __init__(self, events: Callable[[], Any], closing: Callable[[], Any] = lambda: asyncio.sleep(0)) -> None:
        super().__init__()
        self.events = events
        self.closing = closing

    def stream(self, prompt: FusedPrompt) -> Any:
        return self.events()

    def aclose(self) -> Any:
        return self.closing()


async def each(*events: object) -> AsyncGenerator[Any, None]:
    for event in events:
        yield event


async def failing(error: BaseException) -> AsyncGenerator[BackendEvent, None]:
    yield TextDelta(5, "Half ")
    raise error


async def silent() -> AsyncGenerator[BackendEvent, None]:
    yield TextDelta(5, "Half ")
    await asyncio.sleep(60)


async def stubborn() -> AsyncGenerator[BackendEvent, None]:
    try:
        yield TextDelta(5, "Half ")
        await asyncio.sleep(60)
    finally:
        await asyncio.sleep(60)


async def coroutine() -> list[BackendEvent]:
    return []


def exploded() -> Any:
    raise KeyError(SECRET)


async def heard(backend: Backend) -> list[BackendEvent]:
    async with contextlib.aclosing(backend.stream(PROMPT)) as events:
        return [event async for event in events]


async def failure(events: Callable[[], Any]) -> MmassistError:
    with pytest.raises(MmassistError) as raised:
        await heard(ForeignBackend("tesla", Odd(events), HASTY))
    return raised.value


@pytest.mark.parametrize(
    "events",
    [
        exploded,
        lambda: failing(KeyError(SECRET)),
        lambda: failing(SystemExit(3)),
        lambda: failing(asyncio.CancelledError()),
        lambda: each("text"),
        lambda: each(None),
        lambda: each(TextDelta(4, "of another turn")),
        lambda: each(TextDelta(5, cast(str, None))),
        lambda: each(Finished(5, cast(str, None))),
        lambda: each(Finished(5, "model", Usage(input=-3))),
        lambda: [TextDelta(5, "a list")],
        lambda: None,
        coroutine,
        silent,
    ],
    ids=[
        "raises at once",
        "raises",
        "exits",
        "cancels itself",
        "yields a string",
        "yields None",
        "another turn's event",
        "a delta without text",
        "an end without a model",
        "a count below nought",
        "a list",
        "nothing",
        "a coroutine",
        "falls silent",
    ],
)
async def test_a_plug_in_that_does_wrong_is_named_in_a_sentence(events: Callable[[], Any]) -> None:
    error = await failure(events)
    assert isinstance(error, PluginError)
    assert error.spoken == "The extension for the backend tesla failed."


async def test_what_a_plug_in_says_of_its_error_is_in_no_message() -> None:
    assert SECRET not in str(await failure(lambda: failing(KeyError(SECRET))))


async def test_where_a_plug_in_failed_is_in_the_message() -> None:
    assert "KeyError in line" in str(await failure(lambda: failing(KeyError(SECRET))))


async def test_an_error_of_the_contract_goes_through() -> None:
    refused = Refused("no")
    assert await failure(lambda: failing(refused)) is refused


async def test_a_plug_in_that_ends_without_an_end_is_cut() -> None:
    assert isinstance(await failure(lambda: each(TextDelta(5, "Half "))), AnswerCut)


async def test_what_comes_after_the_end_is_not_heard() -> None:
    events = await heard(ForeignBackend("tesla", Odd(lambda: each(Finished(5, "model"), TextDelta(5, "more")))))
    assert events == [Finished(5, "model")]


async def test_a_stream_that_does_not_close_is_not_waited_for() -> None:
    events = ForeignBackend("tesla", Odd(stubborn), HASTY).stream(PROMPT)
    await anext(events)
    start = time.monotonic()
    await events.aclose()
    assert time.monotonic() - start < 5.0


async def test_a_plug_in_that_does_not_close_is_not_waited_for() -> None:
    start = time.monotonic()
    await ForeignBackend("tesla", Odd(silent, lambda: asyncio.sleep(60)), HASTY).aclose()
    assert time.monotonic() - start < 5.0


async def test_a_plug_in_that_fails_to_close_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    await ForeignBackend("tesla", Odd(silent, exploded)).aclose()
    assert "backend tesla: KeyError" in caplog.text


def test_capabilities_that_are_none_are_a_plug_in_that_does_not_load() -> None:
    backend = FakeBackend()
    backend.capabilities = cast(Capabilities, "all")
    with pytest.raises(PluginError) as raised:
        ForeignBackend("tesla", backend)
    assert raised.value.spoken == "The backend tesla could not be loaded."


def test_it_is_able_to_do_what_the_plug_in_is() -> None:
    backend = FakeBackend()
    backend.capabilities = Capabilities(images=True, audio=False, streaming=True, local=False)
    assert ForeignBackend("tesla", backend).capabilities.images
