"""The user's session, by logind and screen savers, and by fakes of Windows' and macOS's APIs: whether it is locked, and what is heard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest

from mmassist.desktop.contracts import Happening, Session
from mmassist.desktop.mac.session import MacSession
from mmassist.desktop.session_watch import SessionWatch
from mmassist.desktop.win.session import WinSession
from tests.fakes.desks.macos import FakeMac
from tests.fakes.desks.windows import FakeWindows
from tests.fakes.session import SessionDouble
from tests.fakes.session_bus import session_bus

_CHANGE, _POWER = 0x2B1, 0x218


class Machine(Protocol):
    def session(self, told: Callable[[Happening], None]) -> Session: ...

    def lock(self, locked: bool) -> None: ...

    def sleep(self, asleep: bool) -> None: ...

    @property
    def is_left(self) -> bool:
        """Whether nobody listens any more."""


class Linux:
    def __init__(self, double: SessionDouble) -> None:
        self._double = double

    def session(self, told: Callable[[Happening], None]) -> Session:
        return SessionWatch(told)

    def lock(self, locked: bool) -> None:
        self._double.hint(locked)

    def sleep(self, asleep: bool) -> None:
        (self._double.sleep if asleep else self._double.wake)()

    is_left = True


class Windows:
    def __init__(self) -> None:
        self.desk = FakeWindows()

    def session(self, told: Callable[[Happening], None]) -> Session:
        return WinSession(told, lambda: self.desk.libraries)

    def lock(self, locked: bool) -> None:
        self.desk.session = 0, 0 if locked else 1
        self.desk.broadcast(_CHANGE, 0x7 if locked else 0x8)

    def sleep(self, asleep: bool) -> None:
        self.desk.broadcast(_POWER, 0x4 if asleep else 0x12)

    @property
    def is_left(self) -> bool:
        return not (self.desk.hidden or self.desk.classes or self.desk.told_of_session)


class Mac:
    def __init__(self) -> None:
        self.mac = FakeMac()

    def session(self, told: Callable[[Happening], None]) -> Session:
        return MacSession(told, lambda: self.mac.apis)

    def lock(self, locked: bool) -> None:
        self.mac.session["CGSSessionScreenIsLocked"] = locked
        self.mac.distributed.post("com.apple.screenIsLocked" if locked else "com.apple.screenIsUnlocked")

    def sleep(self, asleep: bool) -> None:
        self.mac.workspace.post("NSWorkspaceWillSleepNotification" if asleep else "NSWorkspaceDidWakeNotification")

    @property
    def is_left(self) -> bool:
        return not (self.mac.distributed.observers or self.mac.workspace.observers)


@pytest.fixture(params=["linux", "windows", "macos"])
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    if request.param != "linux":
        yield Windows() if request.param == "windows" else Mac()
        return
    with session_bus(monkeypatch) as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        with SessionDouble() as double:
            yield Linux(double)


async def until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not fact():  # noqa: ASYNC110 - of another thread
            await asyncio.sleep(0.01)


async def test_what_becomes_of_it_is_heard_and_nothing_once_it_is_closed(machine: Machine) -> None:
    heard: list[Happening] = []
    session = machine.session(heard.append)
    await session.start()
    assert (session.locked, heard) == (False, [])

    machine.lock(True)
    await until(lambda: session.locked)
    machine.sleep(True)
    machine.sleep(False)
    await until(lambda: len(heard) == 3)
    machine.lock(False)
    await until(lambda: not session.locked)
    await session.aclose()
    await session.aclose()

    assert heard == [Happening.LOCKED, Happening.SLEEPS, Happening.WAKES, Happening.UNLOCKED]
    assert machine.is_left


async def test_one_that_is_locked_is_known_from_the_start(machine: Machine) -> None:
    machine.lock(True)
    session = machine.session(lambda happening: None)
    await session.start()
    assert session.locked
    await session.aclose()


@pytest.mark.parametrize("known", [False, True])
async def test_under_windows_it_counts_as_locked_while_another_users_is_shown(known: bool) -> None:
    machine = Windows()
    machine.desk.session = (4, 1) if known else (0, 1)
    session = machine.session(lambda happening: None)
    await session.start()
    assert session.locked == known
    machine.desk.broadcast(_CHANGE, 0x2)
    machine.desk.broadcast(_CHANGE, 0x7)
    await until(lambda: session.locked)
    machine.desk.broadcast(_CHANGE, 0x1)
    await asyncio.sleep(0.05)
    assert session.locked, "it is shown, and still locked"
    machine.desk.broadcast(_CHANGE, 0x8)
    await until(lambda: not session.locked)
    await session.aclose()


@pytest.mark.parametrize("known", [False, True])
async def test_under_macos_it_counts_as_locked_while_another_users_is_shown(known: bool) -> None:
    machine = Mac()
    machine.mac.session["kCGSSessionOnConsoleKey"] = not known
    session = machine.session(lambda happening: None)
    await session.start()
    assert session.locked == known
    machine.mac.workspace.post("NSWorkspaceSessionDidResignActiveNotification")
    await until(lambda: session.locked)
    machine.mac.workspace.post("NSWorkspaceSessionDidBecomeActiveNotification")
    await until(lambda: not session.locked)
    await session.aclose()
