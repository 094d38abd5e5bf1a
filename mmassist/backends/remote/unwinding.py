"""Leaving a stream of an SDK so that its connection is let go of at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TypeVar

from mmassist.backends.remote.translate import MALFORMED
from mmassist.errors import BackendError

T = TypeVar("T")


@contextlib.asynccontextmanager
async def unwound(stream: AsyncIterator[T], *failures: type[Exception]) -> AsyncGenerator[AsyncIterator[T], None]:
    """`stream` within the block; once that is left, it has ended. `failures`: what the SDK raises.

    Closing the outermost of an SDK's generators leaves those within to the garbage collector, and the connection open. Cancelled from
    within, at the next byte that is waited for, each of them ends, innermost first. A reply that has come to its end is read to it, so
    that its connection serves the next request.
    """
    import httpx2

    try:
        yield stream
    finally:
        with contextlib.suppress(TimeoutError, BackendError, OSError, *MALFORMED, httpx2.HTTPError, httpx2.StreamError, *failures):
            async with asyncio.timeout(0):
                async for _ in stream:
                    pass
