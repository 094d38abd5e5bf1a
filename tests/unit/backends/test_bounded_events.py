"""How much of a stream of events is read, whatever its pieces are."""

from __future__ import annotations

import pytest

from mmassist.backends.base import Options
from mmassist.backends.remote import transport
from mmassist.backends.remote.address import parse
from mmassist.errors import BadAnswer
from tests.fakes.servers.base import Server, says

LIMITS = transport.Limits(event=20)
EVENTS = "text/event-stream"


async def read(*chunks: bytes, content_type: str = EVENTS) -> int:
    """Bytes that come through."""
    async with Server(says(*chunks, content_type=content_type)) as server:
        client = transport.make(parse(server.url), Options(), LIMITS)
        async with client, client.stream("GET", server.url) as response:
            return len(await response.aread())


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("size", [1, 2, 5, 1000])
async def test_honest_events_come_through_however_they_are_cut(end: bytes, size: int) -> None:
    data = (b"event: e" + end + b"data: 1" + end + end) * 30
    assert await read(*(data[at : at + size] for at in range(0, len(data), size))) == len(data)


async def test_an_event_of_too_many_lines_is_none() -> None:
    with pytest.raises(BadAnswer):
        await read(*[b"garbage\n" * 7] * 3)


async def test_lines_that_are_no_events_may_be_many() -> None:
    assert await read(b"{}\n" * 100, content_type="application/x-ndjson") == 300
