"""Rooms that several brokers share: claims are hashes with an expiry in Redis, parcels go over its channels and are never stored there.

Where Redis goes away, all who are connected are told to come again; once it is back they claim their rooms anew, as after a restart of the
broker.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from mmassist.broker.rooms import Deliver, Place, Refused, RoomsLost, Why, digest

_PREFIX = "mmassist:"
_TIMEOUT = 5.0
_AGAIN = 0.5

# KEYS: the room. ARGV: role, token's digest, seconds, most rooms. Milliseconds left, or why not.
_CLAIM = """
local owner, helper = unpack(redis.call('HMGET', KEYS[1], 'owner', 'helper'))
if ARGV[1] == 'owner' then
  if owner and owner ~= ARGV[2] then return 'taken' end
  if not owner then
    if redis.call('DBSIZE') >= tonumber(ARGV[4]) then return 'full' end
    redis.call('HSET', KEYS[1], 'owner', ARGV[2])
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
  end
else
  if not owner then return 'no-room' end
  if helper and helper ~= ARGV[2] then return 'taken' end
  redis.call('HSET', KEYS[1], 'helper', ARGV[2])
end
return redis.call('PTTL', KEYS[1])
"""

# KEYS: the room. ARGV: the owner's token's digest, seconds to live on or 0 to end.
_HOLD = """
local owner = redis.call('HGET', KEYS[1], 'owner')
if not owner then return 'no-room' end
if owner ~= ARGV[1] then return 'taken' end
if ARGV[2] == '0' then return redis.call('DEL', KEYS[1]) end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return redis.call('PTTL', KEYS[1])
"""

_log = logging.getLogger(__name__)


class RedisRooms:
    """`address`: as in redis://host:6379/0; that database is to hold nothing else. `most`: rooms at a time."""

    def __init__(self, address: str, most: int) -> None:
        self._redis: Redis = Redis.from_url(address, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT)
        self._most = most
        self._claim = self._redis.register_script(_CLAIM)
        self._hold = self._redis.register_script(_HOLD)
        self._channels: PubSub | None = None
        self._told = ""
        self._listening: defaultdict[bytes, list[Deliver]] = defaultdict(list)
        self._confirmed: dict[bytes, asyncio.Event] = {}
        self._reading: asyncio.Task[None] | None = None
        self._lost: Callable[[], None] = lambda: None
        self._leaving: set[asyncio.Task[None]] = set()

    async def open(self, lost: Callable[[], None]) -> None:
        self._lost = lost
        self._reading = asyncio.create_task(self._read(), name="redis channels")

    async def aclose(self) -> None:
        for task in (self._reading, *self._leaving):
            if task is not None:
                task.cancel()
                await asyncio.wait([task])
        await self._redis.aclose()

    def healthy(self) -> bool:
        return self._channels is not None

    async def claim(self, place: Place, token: str, seconds: float) -> float:
        arguments = (place.role.value, digest(token), int(seconds * 1000), self._most)
        async with _reaching():
            return _seconds(await self._claim(keys=[_PREFIX + place.room], args=arguments))

    async def hold(self, room: str, token: str, seconds: float) -> float:
        async with _reaching():
            return _seconds(await self._hold(keys=[_PREFIX + room], args=(digest(token), max(1, int(seconds * 1000)))))

    async def end(self, room: str, token: str) -> None:
        async with _reaching():
            _seconds(await self._hold(keys=[_PREFIX + room], args=(digest(token), 0)))

    async def listen(self, place: Place, deliver: Deliver) -> None:
        channel = _channel(place)
        if self._channels is None:
            raise RoomsLost
        self._listening[channel].append(deliver)
        confirmed = self._confirmed.setdefault(channel, asyncio.Event())
        confirmed.clear()
        async with _reaching():
            await self._channels.subscribe(channel)
            # until then a parcel would go past
            await asyncio.wait_for(confirmed.wait(), _TIMEOUT)

    def forget(self, place: Place, deliver: Deliver) -> None:
        channel = _channel(place)
        listening = self._listening.get(channel, [])
        if deliver in listening:
            listening.remove(deliver)
        if not listening and self._listening.pop(channel, None) is not None:
            self._confirmed.pop(channel, None)
            task = asyncio.create_task(self._leave(channel))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    async def post(self, place: Place, parcel: bytes) -> int:
        async with _reaching():
            return int(await self._redis.publish(_channel(place), parcel))

    async def _leave(self, channel: bytes) -> None:
        with contextlib.suppress(RoomsLost):
            async with _reaching():
                if self._channels is not None and channel not in self._listening:  # nobody came back meanwhile
                    await self._channels.unsubscribe(channel)

    async def _read(self) -> None:
        """For as long as the broker runs: hands parcels out, and tries again where Redis is gone."""
        while True:
            try:
                async with self._redis.pubsub() as channels:
                    await channels.subscribe(_PREFIX.encode())  # a channel of nobody's, so that there is one to read
                    self._channels = channels
                    self._tell("Redis is there")
                    while True:
                        message = await channels.get_message(timeout=_TIMEOUT / 2)
                        if message is not None:
                            self._hand_out(message)
            except (RedisError, OSError) as error:
                self._come_again(error)
            await asyncio.sleep(_AGAIN)

    def _come_again(self, error: Exception) -> None:
        self._tell(f"Redis can't be reached ({type(error).__name__}): nobody is let in until it can")
        if self._channels is not None:
            self._channels = None
            self._listening.clear()
            self._confirmed.clear()
            self._lost()

    def _tell(self, news: str) -> None:
        """Once, whoever runs the broker."""
        if news != self._told:
            self._told = news
            _log.warning("%s", news)

    def _hand_out(self, message: dict[str, Any]) -> None:
        if message["type"] == "subscribe" and (confirmed := self._confirmed.get(message["channel"])):
            confirmed.set()
        if message["type"] != "message":
            return
        for deliver in list(self._listening.get(message["channel"], ())):
            deliver(message["data"])


@contextlib.asynccontextmanager
async def _reaching() -> AsyncIterator[None]:
    try:
        yield
    except (RedisError, OSError, TimeoutError) as error:
        raise RoomsLost from error


def _channel(place: Place) -> bytes:
    return f"{_PREFIX}{place.room}:{place.role}".encode()


def _seconds(answer: int | bytes) -> float:
    if isinstance(answer, bytes):
        raise Refused(Why(answer.decode()))
    return answer / 1000
