"""Leaving a stream of generators within generators."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from mmassist.backends.remote.unwinding import unwound


class Nested:
    """An SDK's stream: generators within generators that do not close one another, and notes which of them have ended."""

    def __init__(self, *pieces: str, is_endless: bool = True) -> None:
        self.pieces = pieces
        self.is_endless = is_endless
        self.ended: list[str] = []
        self.inner = self._inner()  # held on to, so that no garbage collector ends it

    async def _inner(self) -> AsyncGenerator[str, None]:
        try:
            for piece in self.pieces:
                yield piece
            if self.is_endless:
                await asyncio.Event().wait()
        finally:
            self.ended.append("inner")

    async def outer(self) -> AsyncGenerator[str, None]:
        try:
            async for piece in self.inner:
                yield piece
        finally:
            self.ended.append("outer")


async def test_every_generator_has_ended_when_it_is_left_the_innermost_first() -> None:
    nested = Nested("one", "two")
    async with unwound(nested.outer()) as stream:
        assert await anext(stream) == "one"
    assert nested.ended == ["inner", "outer"]


async def test_a_stream_that_has_come_to_its_end_is_read_to_it() -> None:
    nested = Nested("one", "two", is_endless=False)
    async with unwound(nested.outer()) as stream:
        await anext(stream)
    assert nested.ended == ["inner", "outer"]


async def test_what_ended_it_is_raised_and_nothing_else() -> None:
    nested = Nested("one")
    with pytest.raises(ZeroDivisionError):
        async with unwound(nested.outer()) as stream:
            await anext(stream)
            raise ZeroDivisionError
    assert nested.ended == ["inner", "outer"]


async def test_a_failure_of_what_is_not_read_any_more_is_not_heard() -> None:
    class OfTheSdkError(Exception):
        pass

    async def failing() -> AsyncGenerator[str, None]:
        yield "one"
        raise OfTheSdkError

    async with unwound(failing(), OfTheSdkError) as stream:
        assert await anext(stream) == "one"


async def test_leaving_it_takes_no_time() -> None:
    nested = Nested("one")
    async with asyncio.timeout(1), unwound(nested.outer()) as stream:
        await anext(stream)
    assert nested.ended


async def test_one_who_waits_for_it_may_be_cancelled() -> None:
    nested = Nested()

    async def read() -> None:
        async with unwound(nested.outer()) as stream:
            await anext(stream)

    task = asyncio.create_task(read())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert nested.ended == ["inner", "outer"]
