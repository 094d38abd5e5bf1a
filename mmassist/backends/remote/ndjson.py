"""JSON without an SDK: one object as a whole reply, or one a line as it comes (newline-delimited JSON)."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from typing import Any

from mmassist.backends.remote.backend import Line


async def posted(line: Line, path: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> AsyncGenerator[dict[str, Any], None]:
    """Posts `body` and yields the reply's objects. Closing it closes the connection.

    Raises Declined, httpx2's errors, and ValueError for a line that is no object.
    """
    async with line.client.stream("POST", line.url + path, json=body, headers=dict(headers)) as response:
        waiting = bytearray()
        async for data in response.aiter_bytes():
            # Not httpx2's own lines: those end at every character that Unicode calls a line's end, also within a string.
            *ends, beginning = data.split(b"\n")
            for end in ends:
                waiting += end
                if waiting.strip():
                    yield read(bytes(waiting))
                waiting.clear()
            waiting += beginning
        if waiting.strip():
            yield read(bytes(waiting))


async def fetched(line: Line, path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]) -> dict[str, Any]:
    """The object that a GET gives, or a POST where there is a `body`. Raises as `posted`."""
    method = "GET" if body is None else "POST"
    async with line.client.stream(method, line.url + path, json=body, headers=dict(headers)) as response:
        return read(await response.aread())


def read(data: bytes) -> dict[str, Any]:
    """Raises ValueError for what is no JSON object in UTF-8."""
    made = json.loads(data)
    if not isinstance(made, dict):
        raise ValueError(f"a {type(made).__name__} where an object was expected")
    return made
