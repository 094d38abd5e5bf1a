"""uvicorn's protocols with less patience: who says nothing, or goes on sending after having been cut off, costs the broker no more."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

FIRST_REQUEST = 10.0
"""Seconds in which a connection has to make a whole request."""

_CLOSING = 1.0  # seconds for the other's word that it closes, too
_AFTER_CLOSE = 65_536  # bytes that may have been on their way


class ImpatientHttp(H11Protocol):
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._waiting = self.loop.call_later(FIRST_REQUEST, self._close_if_silent)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        super().connection_lost(exc)

    def _close_if_silent(self) -> None:
        # a socket's protocol may have taken the transport over
        if not self.cycle and self.transport.get_protocol() is self:
            self.transport.abort()


class ImpatientSocket(WebSocketsSansIOProtocol):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.close_timeout = _CLOSING
        self._too_late = 0

    def data_received(self, data: bytes) -> None:
        if self.close_sent:
            self._too_late += len(data)
            if self._too_late > _AFTER_CLOSE:
                self.transport.abort()
                return
        super().data_received(data)
