"""Rooms, in the process and in a real Redis: one contract."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from mmassist.broker.options import Options
from mmassist.broker.redis_rooms import RedisRooms
from mmassist.broker.rooms import LocalRooms, Place, Refused, Role, Rooms, RoomsLost, digest
from mmassist.broker.serve import Serving
from mmassist.errors import SupportError
from mmassist.support import invite
from mmassist.support.signalling import Signalling
from tests.fakes.broker import Helper, running, sdp, until

OWNER, HELPER = Place("room", Role.OWNER), Place("room", Role.HELPER)

with_redis = pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not installed")


class RedisServer:
    """Debian's, with nothing on disk, that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        self._process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.kill()


@contextlib.asynccontextmanager
async def _opened(rooms: Rooms) -> AsyncIterator[Rooms]:
    await rooms.open(lambda: None)
    try:
        await until(rooms.healthy)
        yield rooms
    finally:
        await rooms.aclose()


@pytest.fixture(params=["local", pytest.param("redis", marks=with_redis)])
async def rooms(request: pytest.FixtureRequest) -> AsyncIterator[Rooms]:
    if request.param == "local":
        made: Rooms = LocalRooms(3)
    else:
        made = RedisRooms(request.getfixturevalue("redis").address, 3)
    async with _opened(made) as opened:
        yield opened


async def _refused(claim: object) -> str:
    with pytest.raises(Refused) as refused:
        await claim  # type: ignore[misc]
    return refused.value.why.value


async def test_the_owner_makes_the_room_and_one_helper_takes_the_other_place(rooms: Rooms) -> None:
    assert await _refused(rooms.claim(HELPER, "h", 0)) == "no-room"
    assert 59 < await rooms.claim(OWNER, "o", 60) <= 60
    assert await _refused(rooms.claim(OWNER, "another", 60)) == "taken"
    assert 59 < await rooms.claim(HELPER, "h", 0) <= 60
    assert await _refused(rooms.claim(HELPER, "another", 0)) == "taken"
    assert await rooms.claim(HELPER, "h", 0) > 59


async def test_an_owner_who_comes_again_does_not_lengthen_the_room(rooms: Rooms) -> None:
    await rooms.claim(OWNER, "o", 2)
    assert await rooms.claim(OWNER, "o", 600) <= 2


async def test_a_room_is_gone_after_its_time(rooms: Rooms) -> None:
    await rooms.claim(OWNER, "o", 0.2)
    await asyncio.sleep(0.4)
    assert await _refused(rooms.claim(HELPER, "h", 0)) == "no-room"
    assert await _refused(rooms.hold("room", "o", 60)) == "no-room"
    assert await rooms.claim(OWNER, "another", 60) > 59


async def test_only_the_owner_holds_and_ends_it(rooms: Rooms) -> None:
    await rooms.claim(OWNER, "o", 60)
    await rooms.claim(HELPER, "h", 0)
    assert await _refused(rooms.hold("room", "h", 600)) == "taken"
    assert await _refused(rooms.end("room", "h")) == "taken"
    assert 599 < await rooms.hold("room", "o", 600) <= 600
    assert await rooms.hold("room", "o", 60) > 599
    await rooms.end("room", "o")
    assert await _refused(rooms.claim(HELPER, "h", 0)) == "no-room"


async def test_there_are_not_more_than_so_many(rooms: Rooms) -> None:
    for number in range(3):
        await rooms.claim(Place(f"room {number}", Role.OWNER), "o", 60)
    assert await _refused(rooms.claim(OWNER, "o", 60)) == "full"
    await rooms.end("room 1", "o")
    assert await rooms.claim(OWNER, "o", 60) > 59


async def test_a_parcel_reaches_who_listens_there_and_is_kept_for_nobody(rooms: Rooms) -> None:
    got: list[bytes] = []
    assert await rooms.post(HELPER, b"too early") == 0
    await rooms.listen(HELPER, got.append)
    assert await rooms.post(HELPER, b"\0\xff") == 1
    assert await rooms.post(OWNER, b"to the other") == 0
    await until(lambda: got == [b"\0\xff"])
    rooms.forget(HELPER, got.append)


async def test_of_a_token_only_its_digest_is_there(rooms: Rooms) -> None:
    assert digest("o") != "o"
    await rooms.claim(OWNER, "a token of mine", 60)
    if isinstance(rooms, RedisRooms):
        found = await rooms._redis.hgetall("mmassist:room")
        assert found == {b"owner": digest("a token of mine").encode()}
    else:
        assert "a token of mine" not in repr(vars(rooms))


@with_redis
async def test_two_brokers_behind_a_load_balancer_share_their_rooms(redis: RedisServer) -> None:
    serving = Serving(port=0, redis=redis.address, options=Options())
    made = invite.by_link(time.monotonic())
    async with running(serving) as one, running(serving) as other, Signalling(one.url, made, lambda _: None, lambda _: None) as owner:
        await owner.ready()
        helper = Helper(other.url, made)
        try:
            await helper.greet()
            await helper.knock()
            visit = await asyncio.wait_for(owner.next_visit(), 20)
            answered, seen = await asyncio.gather(visit.offer(sdp(bytes(32)), "es"), helper.answer())
            assert answered.words == seen
        finally:
            await helper.leave()


@with_redis
async def test_rooms_recover_when_redis_was_killed(redis: RedisServer) -> None:
    made = invite.by_link(time.monotonic())
    told: list[SupportError] = []
    async with running(Serving(port=0, redis=redis.address)) as broker, Signalling(broker.url, made, told.append, lambda _: None) as owner:
        await owner.ready()
        helper = Helper(broker.url, made)
        try:
            await helper.greet()
            await helper.knock()
            await asyncio.wait_for(owner.next_visit(), 20)
            await asyncio.to_thread(redis.kill)
            await until(lambda: not helper.owner_there.is_set())
            await asyncio.to_thread(redis.start)
            await helper.greet()
            await helper.knock()
            visit = await asyncio.wait_for(owner.next_visit(), 20)
            answered, seen = await asyncio.gather(visit.offer(sdp(bytes(32)), "en"), helper.answer())
            assert answered.words == seen
        finally:
            await helper.leave()


@with_redis
async def test_without_redis_nobody_is_let_in_and_all_is_said_not_to_be_well(redis: RedisServer) -> None:
    rooms = RedisRooms(redis.address, 3)
    async with _opened(rooms):
        redis.kill()
        with pytest.raises(RoomsLost):
            await rooms.claim(OWNER, "o", 60)
        await until(lambda: not rooms.healthy())
        with pytest.raises(RoomsLost):
            await rooms.listen(OWNER, lambda _: None)
        redis.start()
        await until(rooms.healthy)
        assert await rooms.claim(OWNER, "o", 60) > 59
