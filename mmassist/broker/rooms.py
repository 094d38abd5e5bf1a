"""Rooms: who has claimed which place, and the way from one place to the other. This one keeps them in the process."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

Deliver = Callable[[bytes], None]
"""Takes a parcel; called on the loop, must not block."""


class Role(StrEnum):
    OWNER = "owner"
    HELPER = "helper"

    @property
    def other(self) -> Role:
        return Role.HELPER if self is Role.OWNER else Role.OWNER


class Why(StrEnum):
    """Why somebody is not let in: no such room, its place taken by another, too many rooms."""

    NO_ROOM = "no-room"
    TAKEN = "taken"
    FULL = "full"


class Refused(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class RoomsLost(Exception):
    """What holds the rooms can't be reached: whoever is connected must come again."""


@dataclass(frozen=True, slots=True)
class Place:
    """One of the two places of a room."""

    room: str
    role: Role

    @property
    def opposite(self) -> Place:
        return Place(self.room, self.role.other)


class Rooms(Protocol):
    """Of tokens it keeps the SHA-256. All but `forget` raise RoomsLost."""

    async def claim(self, place: Place, token: str, seconds: float) -> float:
        """Takes the place, or takes it again with the same token; the owner's makes the room, for `seconds`, and never shortens it.
        Seconds for which it is there. Raises Refused."""

    async def hold(self, room: str, token: str, seconds: float) -> float:
        """The owner has the room live on. Seconds for which it does. Raises Refused."""

    async def end(self, room: str, token: str) -> None:
        """The owner takes the room away. Raises Refused."""

    async def listen(self, place: Place, deliver: Deliver) -> None: ...

    def forget(self, place: Place, deliver: Deliver) -> None: ...

    async def post(self, place: Place, parcel: bytes) -> int:
        """How many listen there. Nothing is kept for who does not."""

    def healthy(self) -> bool: ...

    async def open(self, lost: Callable[[], None]) -> None:
        """`lost` is called when all must come again."""

    async def aclose(self) -> None: ...


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(slots=True)
class _Room:
    owner: str
    until: float
    helper: str = ""


class LocalRooms:
    """`most`: rooms at a time."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._rooms: dict[str, _Room] = {}
        self._listening: defaultdict[Place, list[Deliver]] = defaultdict(list)
        self._swept = clock()

    async def open(self, lost: Callable[[], None]) -> None: ...

    async def aclose(self) -> None:
        self._rooms.clear()

    def healthy(self) -> bool:
        return True

    async def claim(self, place: Place, token: str, seconds: float) -> float:
        room, asked = self._there(place.room), digest(token)
        if place.role is Role.OWNER:
            return self._claim_as_owner(place.room, room, asked, seconds)
        if room is None:
            raise Refused(Why.NO_ROOM)
        if room.helper and not hmac.compare_digest(room.helper, asked):
            raise Refused(Why.TAKEN)
        room.helper = asked
        return room.until - self._clock()

    def _claim_as_owner(self, name: str, room: _Room | None, asked: str, seconds: float) -> float:
        now = self._clock()
        if room is None:
            self._sweep(now)
            if len(self._rooms) >= self._most:
                raise Refused(Why.FULL)
            room = self._rooms[name] = _Room(asked, now + seconds)
        elif not hmac.compare_digest(room.owner, asked):
            raise Refused(Why.TAKEN)
        return room.until - now

    async def hold(self, room: str, token: str, seconds: float) -> float:
        held, now = self._owned(room, token), self._clock()
        held.until = max(held.until, now + seconds)
        return held.until - now

    async def end(self, room: str, token: str) -> None:
        self._owned(room, token)
        del self._rooms[room]

    async def listen(self, place: Place, deliver: Deliver) -> None:
        self._listening[place].append(deliver)

    def forget(self, place: Place, deliver: Deliver) -> None:
        listening = self._listening.get(place, [])
        if deliver in listening:
            listening.remove(deliver)
        if not listening:
            self._listening.pop(place, None)

    async def post(self, place: Place, parcel: bytes) -> int:
        listening = list(self._listening.get(place, ()))
        for deliver in listening:
            deliver(parcel)
        return len(listening)

    def _there(self, name: str) -> _Room | None:
        room = self._rooms.get(name)
        if room is not None and room.until <= self._clock():
            del self._rooms[name]
            return None
        return room

    def _owned(self, name: str, token: str) -> _Room:
        room = self._there(name)
        if room is None:
            raise Refused(Why.NO_ROOM)
        if not hmac.compare_digest(room.owner, digest(token)):
            raise Refused(Why.TAKEN)
        return room

    def _sweep(self, now: float) -> None:
        """Once a second at most, or where it is full."""
        if now - self._swept < 1 and len(self._rooms) < self._most:
            return
        self._swept = now
        for name in [name for name, room in self._rooms.items() if room.until <= now]:
            del self._rooms[name]
