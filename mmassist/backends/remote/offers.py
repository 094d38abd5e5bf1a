"""Which models a service offers to this key: all of them have a list, in one of two shapes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2

_PREFIX = "models/"  # Google's names begin with it, where its other calls take them without


async def names(client: httpx2.AsyncClient, url: str, headers: Mapping[str, str]) -> tuple[str, ...]:
    """The names in the service's order. Raises Declined, httpx2's errors, and what a malformed reply makes of this (MALFORMED)."""
    async with client.stream("GET", url, headers=dict(headers)) as response:
        reply = json.loads(await response.aread())
    rows = reply["data"] if "data" in reply else reply["models"]
    return tuple(str(row["id"] if "id" in row else row["name"]).removeprefix(_PREFIX) for row in rows)
