"""Whether the session is locked, and when the computer sleeps and wakes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial

import pytest

from mmassist.desktop.contracts import Happening
from mmassist.desktop.session_watch import SessionWatch
from mmassist.wiring.desktop import is_locked
from tests.fakes.session import SessionDouble
from tests.fakes.session_bus import session_bus


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One bus of the test's own for both."""
    with session_bus(monkeypatch) as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        yield


@pytest.fixture
def session(bus: None) -> Iterator[SessionDouble]:
    with SessionDouble() as session:
        yield session


@pytest.fixture
async def heard(session: SessionDouble) -> AsyncIterator[list[Happening]]:
    heard: list[Happening] = []
    watch = SessionWatch(heard.append)
    await watch.start()
    yield heard
    await watch.aclose()


async def until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not fact():  # noqa: ASYNC110 - of another thread
            await asyncio.sleep(0.01)


async def test_locking_and_unlocking_is_heard_whoever_tells_it(session: SessionDouble, heard: list[Happening]) -> None:
    for tell in (session.lock, session.unlock, partial(session.hint, True), partial(session.hint, False)):
        tell()
    await until(lambda: len(heard) == 4)
    session.cover(True)
    session.cover(False)
    await until(lambda: len(heard) == 6)
    assert heard == [Happening.LOCKED, Happening.UNLOCKED] * 3


async def test_it_is_locked_as_long_as_anybody_says_so(bus: None) -> None:
    heard: list[Happening] = []
    with SessionDouble(locked=True, covered=True) as session:
        watch = SessionWatch(heard.append)
        await watch.start()
        session.hint(False)
        session.sleep()
        await until(lambda: Happening.SLEEPS in heard)
        assert watch.locked
        session.cover(False)
        await until(lambda: not watch.locked)
        await watch.aclose()
    assert heard == [Happening.LOCKED, Happening.SLEEPS, Happening.UNLOCKED]


async def test_another_users_session_is_none_of_ours(session: SessionDouble, heard: list[Happening]) -> None:
    session.lock_another()
    session.wake()
    await until(lambda: bool(heard))
    assert heard == [Happening.WAKES]


@pytest.mark.parametrize(("locked", "covered"), [(True, False), (False, True)])
async def test_it_is_known_from_the_start(bus: None, locked: bool, covered: bool) -> None:
    with SessionDouble(locked=locked, covered=covered):
        assert await is_locked()


async def test_a_screen_saver_that_ends_locks_nothing_any_more(bus: None) -> None:
    heard: list[Happening] = []
    with SessionDouble(covered=True):
        watch = SessionWatch(heard.append)
        await watch.start()
        assert watch.locked
    await until(lambda: Happening.UNLOCKED in heard)
    await watch.aclose()


async def test_without_any_bus_it_counts_as_not_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.setenv(name, "unix:path=/nowhere/at/all")
    assert not await is_locked()


async def test_where_nobody_locks_it_is_not_locked(bus: None) -> None:
    assert not await is_locked()
