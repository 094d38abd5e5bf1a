"""The accessibility bus: found through the session's, and left when it is started anew."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest

from mmassist.desktop.atspi import Bus
from tests.fakes.session_bus import session_bus

dbus_fast = pytest.importorskip("dbus_fast")
NAME = "org.a11y.Bus"


@contextlib.asynccontextmanager
async def service(address: str) -> AsyncIterator[None]:
    """One that gives the session's own bus as that of accessibility."""
    from dbus_fast import Message, Variant
    from dbus_fast.aio import MessageBus

    answers: dict[str, tuple[str, list[object]]] = {"GetAddress": ("s", [address]), "Get": ("v", [Variant("b", True)])}

    def answer(message: Message) -> Message | bool:
        if message.member in answers and message.path == "/org/a11y/bus":
            signature, body = answers[message.member]
            return Message.new_method_return(message, signature, body)
        return False

    connection = await MessageBus(bus_address=address).connect()
    try:
        connection.add_message_handler(answer)
        await connection.request_name(NAME)
        yield
    finally:
        connection.disconnect()
        await _until(lambda: not connection.connected)


async def _until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("not within ten seconds")


async def test_a_bus_that_is_started_anew_is_left_and_the_new_one_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    with session_bus(monkeypatch) as address:
        async with service(address):
            bus = await Bus.connect()
            await asyncio.sleep(0.1)
            assert bus.connected
        await asyncio.sleep(0.1)
        assert bus.connected  # its service is gone: whoever is on it still answers
        async with service(address):
            await _until(lambda: not bus.connected)
            await bus.close()
            other = await Bus.connect()
            assert other.connected
            await other.close()
            assert not other.connected
