"""Whether the user's session is locked, and when the computer falls asleep and wakes: told by logind and by the desktop's screen saver.

Interfaces: org.freedesktop.login1.Manager and .Session, as systemd documents them, on the system bus; org.freedesktop.ScreenSaver and its
like on the session bus.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mmassist.desktop.contracts import Happening
from mmassist.desktop.locks import Locks

if TYPE_CHECKING:
    from dbus_fast import BusType, Message
    from dbus_fast.aio import MessageBus

log = logging.getLogger(__name__)

_LOGIN, _LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
_MANAGER, _SESSION = f"{_LOGIN}.Manager", f"{_LOGIN}.Session"
_SAVERS = {
    "org.freedesktop.ScreenSaver": "/org/freedesktop/ScreenSaver",
    "org.gnome.ScreenSaver": "/org/gnome/ScreenSaver",
    "org.cinnamon.ScreenSaver": "/org/cinnamon/ScreenSaver",
    "org.mate.ScreenSaver": "/org/mate/ScreenSaver",
    "org.xfce.ScreenSaver": "/org/xfce/ScreenSaver",
}
_DBUS, _DBUS_PATH, _PROPERTIES = "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.Properties"
_PATIENCE = 2.0  # seconds for one answer of a bus


class SessionWatch:
    """Keeps `contracts.Session`. Where neither logind nor a screen saver can be asked the session counts as not locked."""

    def __init__(self, told: Callable[[Happening], None]) -> None:
        self._told = told
        self._buses: list[MessageBus] = []
        self._session = ""
        self._locks = Locks(told)

    @property
    def locked(self) -> bool:
        return self._locks.locked

    async def start(self) -> None:
        from dbus_fast import BusType

        await asyncio.gather(self._ask_login(BusType.SYSTEM), self._ask_savers(BusType.SESSION))

    async def aclose(self) -> None:
        buses, self._buses = self._buses, []
        for bus in buses:
            bus.disconnect()
            for _ in range(100):
                await asyncio.sleep(0)  # the loop notices the closed socket and lets go of it
                if not bus.connected:
                    break

    async def _connected(self, kind: BusType) -> MessageBus | None:
        from dbus_fast.aio import MessageBus
        from dbus_fast.errors import DBusFastError

        try:
            async with asyncio.timeout(_PATIENCE):
                bus = await MessageBus(bus_type=kind).connect()
        except (OSError, EOFError, DBusFastError, TimeoutError, ValueError) as failure:
            log.info("no %s bus: %s", kind.name.lower(), type(failure).__name__)
            return None
        bus.add_message_handler(self._handle)
        self._buses.append(bus)
        return bus

    async def _ask_login(self, kind: BusType) -> None:
        if (bus := await self._connected(kind)) is None:
            return
        await self._match(bus, f"type='signal',sender='{_LOGIN}',interface='{_MANAGER}',member='PrepareForSleep'")
        self._session = await self._own_session(bus)
        if not self._session:
            return
        for interface in (_SESSION, _PROPERTIES):
            await self._match(bus, f"type='signal',sender='{_LOGIN}',path='{self._session}',interface='{interface}'")
        found = await _asked(bus, _LOGIN, self._session, _PROPERTIES, "Get", "ss", _SESSION, "LockedHint")
        self._locks.say(_LOGIN, locked=bool(found and found[0]))

    async def _own_session(self, bus: MessageBus) -> str:
        """The object of the session that the user sees; empty where that can't be told."""
        if name := os.environ.get("XDG_SESSION_ID"):
            found = await _asked(bus, _LOGIN, _LOGIN_PATH, _MANAGER, "GetSession", "s", name)
        else:
            found = await _asked(bus, _LOGIN, _LOGIN_PATH, _MANAGER, "GetSessionByPID", "u", os.getpid())
        return str(found[0]) if found else ""

    async def _ask_savers(self, kind: BusType) -> None:
        if (bus := await self._connected(kind)) is not None:
            await asyncio.gather(*(self._ask_saver(bus, name, path) for name, path in _SAVERS.items()))

    async def _ask_saver(self, bus: MessageBus, name: str, path: str) -> None:
        await self._match(bus, f"type='signal',sender='{name}',interface='{name}',member='ActiveChanged'")
        await self._match(bus, f"type='signal',sender='{_DBUS}',member='NameOwnerChanged',arg0='{name}'")
        found = await _asked(bus, name, path, name, "GetActive")
        self._locks.say(name, locked=bool(found and found[0]))

    async def _match(self, bus: MessageBus, rule: str) -> None:
        await _asked(bus, _DBUS, _DBUS_PATH, _DBUS, "AddMatch", "s", rule)

    def _handle(self, message: Message) -> bool:
        from dbus_fast import MessageType, unpack_variants

        if message.message_type is not MessageType.SIGNAL:
            return False
        interface, member, body = message.interface or "", message.member or "", list(unpack_variants(message.body))
        if member == "PrepareForSleep" and interface == _MANAGER and body:
            self._told(Happening.SLEEPS if body[0] else Happening.WAKES)
        elif member == "ActiveChanged" and interface in _SAVERS and body:
            self._locks.say(interface, locked=bool(body[0]))
        elif member == "NameOwnerChanged" and body[0] in _SAVERS and not body[2]:
            self._locks.say(body[0], locked=False)  # whoever has ended locks nothing any more
        elif message.path == self._session:
            self._login_says(interface, member, body)
        return False

    def _login_says(self, interface: str, member: str, body: list[Any]) -> None:
        """What was asked of the session's own locker, and what that says."""
        if interface == _SESSION and member in ("Lock", "Unlock"):
            self._locks.say(_LOGIN, locked=member == "Lock")
        elif member == "PropertiesChanged" and body[:1] == [_SESSION] and "LockedHint" in body[1]:
            self._locks.say(_LOGIN, locked=bool(body[1]["LockedHint"]))


async def _asked(
    bus: MessageBus, service: str, path: str, interface: str, member: str, signature: str = "", *arguments: object
) -> list[Any]:
    """What is answered; nothing where nobody answers, and nobody is started for it."""
    from dbus_fast import Message, MessageFlag, MessageType, unpack_variants

    message = Message(destination=service, path=path, interface=interface, member=member, signature=signature, body=list(arguments))
    message.flags = MessageFlag.NO_AUTOSTART
    try:
        async with asyncio.timeout(_PATIENCE):
            reply = await bus.call(message)
    except (OSError, EOFError, TimeoutError) as lost:
        log.info("%s was not answered: %s", member, type(lost).__name__)
        return []
    if reply is None or reply.message_type is MessageType.ERROR:
        return []
    return list(unpack_variants(reply.body))
