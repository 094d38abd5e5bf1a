"""What every backend keeps that asks a server, over every wire format, before a server of ours."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from mmassist.errors import AnswerCut, BadAnswer, RateLimited
from mmassist.values import Finished, FinishReason, TextDelta
from tests.contract.remote import USED, before, picture, prompt, text_of, whole
from tests.fakes.servers import WIRES
from tests.fakes.servers.base import Wire, collect, cuts, declines, hangs, says


@pytest.fixture(params=WIRES, ids=lambda wire: wire.kind)
def wire(request: pytest.FixtureRequest) -> Wire:
    chosen: Wire = request.param
    return chosen


async def test_streams_the_pieces_as_they_come(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog.", " It asks", " to save.")) as (backend, _):
        events = await collect(backend.stream(prompt()))
    assert [event.text for event in events if isinstance(event, TextDelta)] == ["A dialog.", " It asks", " to save."]


async def test_tells_model_usage_and_reason(wire: Wire) -> None:
    async with before(wire, whole(wire, "A dialog.")) as (backend, _):
        events = await collect(backend.stream(prompt()))
    assert events[-1] == Finished(7, "model-9", USED, FinishReason.COMPLETE, 0)


async def test_closing_the_stream_is_seen_by_the_server_at_once(wire: Wire) -> None:
    async with before(wire, hangs(wire.opening(), wire.text("A dialog."), content_type=wire.content_type)) as (backend, server):
        events = backend.stream(prompt())
        await anext(events)
        start = asyncio.get_running_loop().time()
        await events.aclose()
        await server.left.wait()
    assert server.left_at[0] - start < 0.5


async def test_an_answer_cut_in_the_middle_is_said_to_be_cut(wire: Wire) -> None:
    heard: list[Any] = []
    async with before(wire, cuts(wire.opening(), wire.text("A dia"), content_type=wire.content_type)) as (backend, server):
        with pytest.raises(AnswerCut):
            await collect(backend.stream(prompt()), heard)
    assert text_of(heard) == "A dia" and len(server.requests) == 1


async def test_an_empty_stream_is_no_answer(wire: Wire) -> None:
    async with before(wire, says(content_type=wire.content_type)) as (backend, _):
        with pytest.raises(BadAnswer):
            await collect(backend.stream(prompt()))


async def test_waits_as_long_as_the_service_asks(wire: Wire) -> None:
    busy = declines(429, wire.error(429, "slow down"), {"Retry-After": "0.2"})
    async with before(wire, busy, whole(wire, "A dialog.")) as (backend, _):
        start = asyncio.get_running_loop().time()
        events = await collect(backend.stream(prompt()))
        assert asyncio.get_running_loop().time() - start >= 0.2
    assert events[-1].retries == 1


async def test_does_not_wait_longer_than_the_answer_may_take(wire: Wire) -> None:
    async with before(wire, declines(429, wire.error(429, "slow down"), {"Retry-After": "3600"})) as (backend, server):
        with pytest.raises(RateLimited) as caught:
            await collect(backend.stream(prompt()))
    assert caught.value.retry_after == 3600 and len(server.requests) == 1


async def test_pictures_arrive_as_they_are(wire: Wire) -> None:
    sent = (picture(), picture(b"\x89PNG second", 320))
    async with before(wire, whole(wire, "A dialog.")) as (backend, server):
        await collect(backend.stream(prompt(pictures=sent)))
    assert wire.asked(server.requests[0]).pictures == [each.data for each in sent]
