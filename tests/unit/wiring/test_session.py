"""What the app does when its session is locked, and when the computer sleeps and wakes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import cast

import pytest

from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.turn import Options
from mmassist.values import Channel
from mmassist.wiring.rooms import Rooms
from mmassist.wiring.session import AWAKE, Unattended, session_watched
from tests.fakes.parts import FakeParts
from tests.fakes.session import SessionDouble
from tests.fakes.session_bus import session_bus


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[SessionDouble]:
    with session_bus(monkeypatch) as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        with SessionDouble() as session:
            yield session


async def until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not fact():  # noqa: ASYNC110 - of another thread
            await asyncio.sleep(0.01)


async def test_the_history_is_locked_and_opened_with_the_session_and_sleep_is_silent(session: SessionDouble) -> None:
    fakes, quieted, left = FakeParts(), list[bool](), list[bool]()
    engine = Engine(fakes.parts(), Listeners(lambda spoken: None, lambda turn: None), Options())
    told: list[bool | None] = []
    history = SimpleNamespace(lock=told.append)
    unattended = SimpleNamespace(away=lambda: left.append(True), back=lambda: left.append(False))
    rooms = cast(Rooms, SimpleNamespace(engine=engine, history=history))
    async with session_watched(rooms, lambda: quieted.append(True), cast(Unattended, unattended)):
        await until(lambda: told == [None, False])
        session.lock()
        await until(lambda: told[2:] == [True])
        assert left == [True]
        session.unlock()
        await until(lambda: told[3:] == [False])
        assert left == [True, False]
        session.sleep()
        await until(lambda: quieted == [True])
        assert left == [True, False, True]
        assert fakes.mouth.texts(Channel.SYSTEM) == []
        session.wake()
        await until(lambda: fakes.mouth.texts(Channel.SYSTEM) == [AWAKE])
        assert left == [True, False, True, False]
    await engine.aclose()
