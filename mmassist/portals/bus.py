"""The desktop portals: asking the desktop for what only the user may give, over the session bus.

A request is answered later, by a signal, after the user has seen a dialog. Interfaces: org.freedesktop.portal.Request and .Session, as
xdg-desktop-portal documents them. Everything here is used from one asyncio loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

log = logging.getLogger(__name__)

SERVICE, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SCREENCAST = "org.freedesktop.portal.ScreenCast"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
SCREENSHOT = "org.freedesktop.portal.Screenshot"
REQUEST, SESSION = "org.freedesktop.portal.Request", "org.freedesktop.portal.Session"
REGISTRY = "org.freedesktop.host.portal.Registry"
APP_ID = "mmassist"
"""The name of our desktop entry, by which a desktop keeps what it allowed."""
_DBUS, _PROPERTIES = "org.freedesktop.DBus", "org.freedesktop.DBus.Properties"

# Seconds until a call is answered that shows the user nothing; the first one may have to start the portal.
_SILENT = 10.0
_ABSENT = frozenset(
    f"{_DBUS}.Error.{name}" for name in ("ServiceUnknown", "NameHasNoOwner", "UnknownMethod", "UnknownInterface", "UnknownObject")
) | {f"{_DBUS}.Error.Spawn.{name}" for name in ("ServiceNotFound", "ExecFailed", "ChildExited", "ChildSignaled", "Failed")}
_LONGEST = 512  # letters of what a portal says that are kept in a message for the log


class PortalError(Exception):
    """A portal did not give what was asked of it. Rooms turn this into errors of their own."""


class PortalMissing(PortalError):
    """There is no session bus, no portal, or none that can do this."""


class PortalGone(PortalError):
    """The bus or the portal went away, or does not answer."""


class PortalRefused(PortalError):
    """`by_user`: they cancelled or denied it in the dialog; else the portal did not want to."""

    def __init__(self, message: str, *, by_user: bool) -> None:
        super().__init__(message)
        self.by_user = by_user


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal of a portal. `arguments`: as D-Bus has them, variants taken out."""

    interface: str
    member: str
    path: str
    arguments: tuple[Any, ...]


@dataclass(slots=True)
class _Waiting:
    """Answers that are waited for, and those that came before it was known under which path."""

    futures: dict[str, asyncio.Future[tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    early: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)


class Portal:
    """A connection to the portals. What does not come from the portal's own process is not heard."""

    def __init__(self, connection: MessageBus, owner: str) -> None:
        from dbus_fast import Message, MessageType

        self._connection = connection
        self._message, self._type = Message, MessageType
        self._owner = owner
        self._waiting = _Waiting()
        self._listeners: list[Callable[[Signal], None]] = []
        self._gone: list[Callable[[], None]] = []
        connection.add_message_handler(self._handle)

    @classmethod
    async def connect(cls, app_id: str = APP_ID) -> Portal:
        """`app_id`: told to the portal where it wants one. Raises PortalMissing, PortalGone."""
        from dbus_fast import BusType
        from dbus_fast.aio import MessageBus
        from dbus_fast.errors import DBusFastError

        try:
            async with asyncio.timeout(_SILENT):
                connection = await MessageBus(bus_type=BusType.SESSION, negotiate_unix_fd=True).connect()
        except (OSError, EOFError, DBusFastError, TimeoutError, ValueError) as failure:
            raise PortalMissing(f"no session bus: {type(failure).__name__}") from failure
        portal = cls(connection, "")
        try:
            await portal._find(app_id)
        except (PortalError, asyncio.CancelledError):
            await portal.close()
            raise
        return portal

    async def _find(self, app_id: str) -> None:
        for interface in (REQUEST, SESSION, SHORTCUTS):
            await self._daemon("AddMatch", "s", f"type='signal',sender='{SERVICE}',interface='{interface}'")
        await self._daemon("AddMatch", "s", f"type='signal',sender='{_DBUS}',member='NameOwnerChanged',arg0='{SERVICE}'")
        try:
            self._owner = str((await self._daemon("GetNameOwner", "s", SERVICE))[0])
        except PortalMissing:
            await self._daemon("StartServiceByName", "su", SERVICE, 0)
            self._owner = str((await self._daemon("GetNameOwner", "s", SERVICE))[0])
        if app_id:
            # Before anything else is asked, or it is refused; portals of before 2025 know no such thing.
            with contextlib.suppress(PortalError):
                await self.call(REGISTRY, "Register", "sa{sv}", (app_id, {}))

    @property
    def connected(self) -> bool:
        return self._connection.connected and bool(self._owner)

    async def version(self, interface: str) -> int:
        """Of one portal; 0 where there is none of that name. Raises PortalGone."""
        return await self.number(interface, "version")

    async def number(self, interface: str, name: str) -> int:
        """A property that is a number; 0 where there is none."""
        try:
            found, _ = await self._ask(SERVICE, PATH, _PROPERTIES, "Get", "ss", (interface, name))
        except (PortalMissing, PortalRefused):
            return 0
        return found[0] if found and isinstance(found[0], int) else 0

    async def call(self, interface: str, member: str, signature: str = "", arguments: Sequence[object] = ()) -> tuple[Any, ...]:
        """What is answered at once. Raises PortalError."""
        return (await self._ask(SERVICE, PATH, interface, member, signature, arguments))[0]

    async def descriptor(self, interface: str, member: str, session: str) -> int:
        """The file descriptor that a session gives; the caller's to close. Raises PortalError."""
        found, descriptors = await self._ask(SERVICE, PATH, interface, member, "oa{sv}", (session, {}))
        if not found or not isinstance(found[0], int) or not 0 <= found[0] < len(descriptors):
            raise PortalRefused(f"{member} gave no descriptor", by_user=False)
        return descriptors[found[0]]

    async def request(
        self, interface: str, member: str, signature: str, arguments: Sequence[object], options: Mapping[str, object]
    ) -> dict[str, Any]:
        """What the user's answer brings; waits for it as long as they take, and takes the dialog away when it is cancelled.

        `signature`: of all arguments, the options that come last too. Raises PortalError.
        """
        from dbus_fast import Variant

        token = new_token()
        asked = dict(options) | {"handle_token": Variant("s", token)}
        expected = f"{PATH}/request/{self._sender()}/{token}"
        future: asyncio.Future[tuple[int, dict[str, Any]]] = asyncio.get_running_loop().create_future()
        self._waiting.futures[expected] = future
        handle = expected
        try:
            found = await self.call(interface, member, signature, (*arguments, asked))
            handle = str(found[0]) if found else expected
            if handle != expected:  # before version 0.9 the portal chose the name
                self._waiting.futures[handle] = future
                if handle in self._waiting.early and not future.done():
                    future.set_result(self._waiting.early[handle])
            code, results = await future
        except asyncio.CancelledError:
            self._tell(handle, REQUEST, "Close")
            raise
        finally:
            self._waiting.futures = {path: one for path, one in self._waiting.futures.items() if one is not future}
            self._waiting.early.clear()
        if code != 0:
            raise PortalRefused(f"{member} was answered with {code}", by_user=code == 1)
        return results

    async def open_session(self, interface: str) -> str:
        """The path of a new session. Raises PortalError."""
        from dbus_fast import Variant

        results = await self.request(interface, "CreateSession", "a{sv}", (), {"session_handle_token": Variant("s", new_token())})
        session = results.get("session_handle")
        if not isinstance(session, str) or not session.startswith("/"):
            raise PortalRefused("a session without a name", by_user=False)
        return session

    def close_session(self, session: str) -> None:
        """Ends it; nothing comes back."""
        self._tell(session, SESSION, "Close")

    def listen(self, heard: Callable[[Signal], None]) -> None:
        """`heard` gets every signal of the portal, on the loop."""
        self._listeners.append(heard)

    def on_gone(self, gone: Callable[[], None]) -> None:
        """`gone` is called, on the loop, when the portal's process ends: all its sessions end with it."""
        self._gone.append(gone)

    async def close(self) -> None:
        """Lets go of the connection, and of all sessions with it. Idempotent."""
        self._fail_all()
        if self._connection.connected:
            self._connection.disconnect()
        for _ in range(100):
            await asyncio.sleep(0)  # the loop notices the closed socket and lets go of it
            if not self._connection.connected:
                break

    def _sender(self) -> str:
        return str(self._connection.unique_name or "").lstrip(":").replace(".", "_")

    async def _daemon(self, member: str, signature: str, *arguments: object) -> tuple[Any, ...]:
        return (await self._ask(_DBUS, "/org/freedesktop/DBus", _DBUS, member, signature, arguments))[0]

    async def _ask(
        self, service: str, path: str, interface: str, member: str, signature: str, arguments: Sequence[object]
    ) -> tuple[tuple[Any, ...], list[int]]:
        from dbus_fast import unpack_variants

        message = self._packed(service, path, interface, member, signature, arguments)
        try:
            async with asyncio.timeout(_SILENT):
                reply = await self._connection.call(message)
        except TimeoutError as late:
            raise PortalGone(f"{member} was not answered") from late
        except (OSError, EOFError) as lost:
            raise PortalGone(f"the session bus is gone: {type(lost).__name__}") from lost
        if reply is None:
            raise PortalGone("the session bus closed")
        if reply.message_type is self._type.ERROR:
            reason = f"{member}: {reply.error_name}"[:_LONGEST]
            raise PortalMissing(reason) if reply.error_name in _ABSENT else PortalRefused(reason, by_user=False)
        return tuple(unpack_variants(reply.body)), list(reply.unix_fds)

    def _packed(self, service: str, path: str, interface: str, member: str, signature: str, arguments: Sequence[object]) -> Message:
        return self._message(destination=service, path=path, interface=interface, member=member, signature=signature, body=list(arguments))

    def _tell(self, path: str, interface: str, member: str) -> None:
        from dbus_fast import MessageFlag

        if self._connection.connected:
            message = self._packed(SERVICE, path, interface, member, "", ())
            message.flags = MessageFlag.NO_REPLY_EXPECTED
            self._connection.send(message)

    def _handle(self, message: Message) -> bool:
        if message.message_type is not self._type.SIGNAL:
            return False
        from dbus_fast import unpack_variants

        if message.sender == _DBUS and message.member == "NameOwnerChanged" and message.body[:1] == [SERVICE]:
            self._owner_changed(str(message.body[2]))
        elif message.sender == self._owner and self._owner:
            signal = Signal(message.interface or "", message.member or "", message.path or "", tuple(unpack_variants(message.body)))
            if signal.interface == REQUEST and signal.member == "Response":
                self._answered(signal)
            for heard in tuple(self._listeners):
                heard(signal)
        return False

    def _answered(self, signal: Signal) -> None:
        match signal.arguments:
            case (int(code), dict(results)):
                pass
            case _:
                code, results = 2, {}
        future = self._waiting.futures.get(signal.path)
        if future is None:
            if self._waiting.futures:
                self._waiting.early[signal.path] = (code, results)
        elif not future.done():
            future.set_result((code, results))

    def _owner_changed(self, owner: str) -> None:
        lost, self._owner = self._owner, owner
        if lost and lost != owner:
            self._fail_all()
            for gone in tuple(self._gone):
                gone()

    def _fail_all(self) -> None:
        for future in self._waiting.futures.values():
            if not future.done():
                future.set_exception(PortalGone("the portal ended"))


def new_token() -> str:
    """The last element of a handle: unique, and not to be guessed."""
    return f"mmassist_{secrets.token_hex(16)}"
