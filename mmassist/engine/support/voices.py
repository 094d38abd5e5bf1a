"""The voices of a support session: the user's microphone and the helper's voice, each while it is allowed; and never the app's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from mmassist.support.roles import Right
from mmassist.support.sender import Sender

_POLL = 0.02  # seconds between two looks whether the app itself is to be heard


class Voices:
    """Belongs to the engine's loop. `has`: what is allowed now. `own`: whether the app is to be heard just now, which a microphone beside a
    loudspeaker would send along."""

    def __init__(self, has: Callable[[Right], bool], own: Callable[[], bool]) -> None:
        self._has, self._own = has, own
        self._sender: Sender | None = None
        self._open = asyncio.Event()
        self._hushed = False

    def let_in(self, sender: Sender) -> None:
        self._sender, self._hushed = sender, False

    async def use(self) -> None:
        """As is allowed now. Raises DeviceMissing, PeerLost."""
        if self._sender is None:
            return
        listens = self._has(Right.HEAR)
        if listens:
            await self._keep_own_out(self._sender)  # before the microphone is open, and while it opens
            self._open.set()
        else:
            self._open.clear()
        await self._sender.listen(on=listens)
        await self._sender.play(on=self._has(Right.TALK))

    async def keep_own_out(self) -> None:
        """While the microphone opens and is open: silence instead of it as long as the app is to be heard. Until it is cancelled. Raises
        PeerLost."""
        while self._sender is not None:
            await self._open.wait()
            await self._keep_own_out(self._sender)
            await asyncio.sleep(_POLL)

    async def _keep_own_out(self, sender: Sender) -> None:
        if (sounds := self._own()) != self._hushed:
            self._hushed = sounds
            await sender.hush(on=sounds)
