"""The first reply of a process, read off the loop: what an SDK imports and builds for it would hold the loop up."""

from __future__ import annotations

import asyncio
import contextlib

from mmassist.backends.remote.backend import Line, RemoteBackend
from mmassist.backends.remote.translate import MALFORMED, Context
from mmassist.errors import BackendError
from mmassist.values import FusedPrompt, Scene, Target, Verbosity


def rehearse(backend: RemoteBackend, reply: bytes) -> None:
    """Lets it ask, and read `reply`, a stream of events, in a loop of its own and without a connection. To be called on a thread.

    What fails here fails once more when it is meant, and is told then.
    """
    import httpx2

    with contextlib.suppress(BackendError, OSError, *MALFORMED, httpx2.HTTPError):
        asyncio.run(_heard(backend, reply))


async def _heard(backend: RemoteBackend, reply: bytes) -> None:
    import anyio
    import httpx2

    def replied(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=reply)

    anyio.Event()  # the first one imports what every connection needs
    prompt = FusedPrompt(0, Scene(Target(), None, (1, 1), ()), Verbosity.BRIEF, instructions=".", text=".")
    client = httpx2.AsyncClient(transport=httpx2.MockTransport(replied), trust_env=False)
    line = Line(client, backend.address.url, "none", Context(""))
    async with client, contextlib.aclosing(backend.answer(prompt, backend.body(prompt), line)) as pieces:
        async for _ in pieces:
            pass
