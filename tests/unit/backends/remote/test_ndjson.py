"""JSON by lines, as it comes in any parts."""

from __future__ import annotations

import pytest

from mmassist.backends.base import Options
from mmassist.backends.remote import Line, ndjson, transport
from mmassist.backends.remote.address import parse
from mmassist.backends.remote.translate import Context
from tests.fakes.servers.base import Server, collect, says


async def told(*chunks: bytes) -> list[dict[str, object]]:
    behaviour = says(*chunks, content_type="application/x-ndjson")
    async with Server(behaviour) as server, transport.make(parse(server.url), Options()) as client:
        line = Line(client, server.url, "", Context("ollama"))
        return await collect(ndjson.posted(line, "/", {"a": 1}, {}))


async def test_a_line_may_come_in_parts_and_parts_may_hold_many_lines() -> None:
    assert await told(b'{"n"', b': 1}\n{"n": 2}\n{"n": 3', b"}\n") == [{"n": 1}, {"n": 2}, {"n": 3}]


async def test_empty_lines_are_none() -> None:
    assert await told(b'\n\r\n{"n": 1}\r\n\n') == [{"n": 1}]


async def test_the_last_line_needs_no_end() -> None:
    assert await told(b'{"n": 1}\n{"n": 2}') == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize("line", [b"17", b"[]", b'"text"', b"null", b"{", b'{"n": "\xff"}'])
async def test_a_line_that_is_no_object_is_an_error(line: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        await told(line + b"\n")
