"""The app's connection to the broker: claims a room, gives and takes frames, comes again where it was cut off. For the engine's loop."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from mmassist.errors import SignallingFailed
from mmassist.sayings import saying
from mmassist.support import invite, sealing
from mmassist.support.sealing import Side

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

_PATH = "/v1/signal"
_SOONEST, _LATEST = 0.3, 4.0  # seconds before it is tried again
_ANSWER = 10.0  # seconds in which a broker has to say something
_REPLACED = 4004  # by another with the same token
_OVER = 4005  # the broker closes a room whose time is over, or that its owner has ended
_log = logging.getLogger(__name__)

_REFUSALS = {
    "taken": ("Somebody else has used this invitation.", "Make a new one."),
    "full": ("The broker has no room left.", "Try again in some minutes."),
    "too-many": ("The broker asks to wait.", "Try again in some minutes."),
    "no-room": ("The invitation is over.", "Make a new one."),
}
_LATER = (429, 502, 503, 504)  # too many, or a proxy whose broker is being restarted


class RoomTaken(SignallingFailed):
    """The place in that room is another's."""


class _NoRoom(SignallingFailed):
    """The broker knows no such room."""


_KINDS: dict[str, type[SignallingFailed]] = {"taken": RoomTaken, "no-room": _NoRoom}


@dataclass(frozen=True, slots=True)
class Joined:
    """Connected, for the first time or anew. `peer`: whether the other is there. `ice`: the broker's servers, as it says them. `page`:
    where helpers reach it, if that is another address."""

    peer: bool
    ice: tuple[dict[str, Any], ...] = ()
    page: str = ""


@dataclass(frozen=True, slots=True)
class Peer:
    """The other came or went."""

    there: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection to the broker is gone; it is tried again."""


Event = Joined | Peer | Cut | bytes


class BrokerLine:
    """`until`: by the monotonic clock, when it is given up. Whoever iterates it drives it; to break the iteration off closes it."""

    def __init__(self, broker: str, room: str, side: Side, until: float, token: str = "") -> None:
        self.token = token or secrets.token_urlsafe(32)
        self.until = until
        self._address = address(broker)
        self._room, self._side = room, side
        self._socket: ClientConnection | None = None
        self._was_there = False

    async def events(self) -> AsyncGenerator[Event, None]:
        """Raises SignallingFailed where the broker refuses, or can't be reached until the time is over."""
        from websockets.asyncio.client import connect
        from websockets.exceptions import ConnectionClosed, WebSocketException

        wait = _SOONEST
        while (left := self.until - time.monotonic()) > 0:
            try:
                async with asyncio.timeout(min(_ANSWER, left)):
                    socket = await connect(
                        self._address, max_size=sealing.LONGEST, compression=None, close_timeout=1, ping_interval=15, proxy=None
                    )
                async with socket, contextlib.aclosing(self._joined(socket)) as events:
                    async for event in events:
                        wait = _SOONEST
                        yield event
            except ConnectionClosed as error:
                if error.rcvd is not None and error.rcvd.code == _OVER:
                    break
                if error.rcvd is not None and error.rcvd.code == _REPLACED:
                    raise SignallingFailed(
                        "replaced", "The same invitation is in use elsewhere.", "End it there, or make a new one."
                    ) from error
                _log.info("broker: closed, %s", error.rcvd and error.rcvd.code)
            except _NoRoom:
                if not self._was_there:
                    raise
                _log.info("broker: the owner is not back yet")
            except (OSError, TimeoutError, WebSocketException) as error:
                _check_broker(error)
                _log.info("broker: %s", type(error).__name__)
            if self._socket is not None:
                self._socket = None
                yield Cut()
            await asyncio.sleep(min(wait, max(0.0, self.until - time.monotonic())))
            wait = min(_LATEST, wait * 2)
        raise SignallingFailed(
            "out of time",
            "Nobody came in time: the invitation is over.",
            saying("An invitation holds for {minutes} minutes. Make a new one.", minutes=int(invite.SECONDS // 60)),
        )

    async def send(self, frame: bytes) -> None:
        """Raises SignallingFailed where there is no connection just now."""
        from websockets.exceptions import ConnectionClosed

        if self._socket is None:
            raise SignallingFailed("no connection to the broker")
        try:
            await self._socket.send(frame)
        except ConnectionClosed as error:
            raise SignallingFailed("the connection to the broker was cut") from error

    async def tell(self, words: dict[str, Any]) -> None:
        """To the broker itself; nothing where there is no connection."""
        from websockets.exceptions import ConnectionClosed

        if self._socket is not None:
            try:
                await self._socket.send(json.dumps(words))
            except ConnectionClosed:
                _log.info("broker: gone before it was told")

    async def _joined(self, socket: ClientConnection) -> AsyncGenerator[Event, None]:
        left = min(invite.SECONDS, max(1.0, self.until - time.monotonic()))
        wish = {"version": invite.VERSION, "role": self._side.name.lower(), "room": self._room, "token": self.token}
        await socket.send(json.dumps(wish if self._side is Side.HELPER else {**wish, "seconds": round(left, 1)}))
        async with asyncio.timeout(_ANSWER):
            said = _read(await socket.recv())
        if isinstance(said, Joined):
            self._socket, self._was_there = socket, True
            yield said
        while (left := self.until - time.monotonic()) > 0:
            try:
                async with asyncio.timeout(left):  # anew each time: the room may be held meanwhile
                    frame = await socket.recv()
            except TimeoutError:
                continue
            yield frame if isinstance(frame, bytes) else _read(frame)


def address(broker: str) -> str:
    """The socket's address. Raises SignallingFailed where the broker's can't be used."""
    parts = urlsplit(invite.checked(broker))
    return urlunsplit(("wss" if parts.scheme == "https" else "ws", parts.netloc, parts.path + _PATH, "", ""))


def _check_broker(error: Exception) -> None:
    """Raises SignallingFailed where trying again would not help."""
    from websockets.exceptions import InvalidHandshake, InvalidStatus

    if isinstance(error, InvalidStatus) and error.response.status_code in _LATER:
        return
    if isinstance(error, InvalidHandshake):
        raise SignallingFailed(f"no broker: {type(error).__name__}", "There is no broker at this address.", "Check the address.") from error


def _read(text: str | bytes) -> Event:
    """What the broker says. Raises SignallingFailed where it refuses, or says nothing that it should."""
    try:
        said = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        said = None
    match said:
        case {"refused": str(why)}:
            spoken, remedy = _REFUSALS.get(why, ("The broker refuses.", "Check its address, or ask who runs it."))
            raise _KINDS.get(why, SignallingFailed)(f"refused: {why[:40]}", spoken, remedy)
        case {"joined": True, "peer": bool(peer), **rest}:
            ice, page = rest.get("ice"), rest.get("page")
            servers = tuple(one for one in ice if isinstance(one, dict)) if isinstance(ice, list) else ()
            return Joined(peer, servers, page if isinstance(page, str) else "")
        case {"peer": bool(there), **rest} if not rest:
            return Peer(there)
    raise SignallingFailed("not a broker's word", "The broker says what none should say.", "Check its address, or ask who runs it.")
