"""A desktop's portals on the session bus, as their interfaces are documented: screens, shortcuts, pictures; a user who answers."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from mmassist.portals.bus import PATH, REGISTRY, REQUEST, SCREENCAST, SCREENSHOT, SERVICE, SESSION, SHORTCUTS
from mmassist.portals.loop import LoopThread

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

ALLOWED, CANCELLED, REFUSED, UNANSWERED = 0, 1, 2, -1
_PERSISTENT_SINCE, _UNTIL_REVOKED = 4, 2


def nothing_to_read() -> int:
    """A descriptor that is no PipeWire remote."""
    ours, theirs = socket.socketpair()
    ours.close()
    return theirs.detach()


@dataclass
class Desk:
    """`versions`: of the portals that are there. `answer`: the user's, to each dialog; `answers`: to single ones, by what asked for them.
    `streams`: nodes and what is said of them. `triggers`: what each shortcut was bound to by its name; what is not named gets what it
    prefers, "" is not bound at all. `remote`: makes the descriptor of a PipeWire remote. `picture`: the file of a screenshot, or who takes
    one. `old_handles`: requests are named as before 0.9.
    """

    versions: dict[str, int] = field(default_factory=lambda: {SCREENCAST: 5, SHORTCUTS: 1, SCREENSHOT: 2})
    answer: int = ALLOWED
    answers: dict[str, int] = field(default_factory=dict)
    streams: list[tuple[int, dict[str, Any]]] = field(default_factory=lambda: [(42, {})])
    triggers: dict[str, str] = field(default_factory=dict)
    remote: Callable[[], int] = nothing_to_read
    picture: Path | Callable[[], Path] | None = None
    old_handles: bool = False


class PortalDouble:
    """The portals, from entering to leaving. What was asked of it stands in `dialogs`, `asked`, `closed` and `sessions`."""

    def __init__(self, desk: Desk | None = None) -> None:
        self.desk = desk or Desk()
        self.dialogs: list[str] = []
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.bound: list[tuple[str, dict[str, Any]]] = []
        self.closed: list[str] = []
        self.sessions: dict[str, str] = {}
        self.app_ids: list[str] = []
        self.tokens: set[str] = set()
        self._loop = LoopThread("portal double")
        self._bus: MessageBus | None = None
        self._wishes: dict[str, dict[str, Any]] = {}
        self._waiting: list[tuple[Message, str, dict[str, Any]]] = []
        self._stir = threading.Condition()

    def __enter__(self) -> PortalDouble:
        self._loop.start()
        self._loop.submit(self._come()).result(10)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None) -> None:
        self.vanish()
        self._loop.close()

    def vanish(self) -> None:
        """The portal's process ends."""
        if self._bus is not None:
            self._loop.submit(self._leave()).result(10)

    def come_back(self) -> None:
        self._loop.submit(self._come()).result(10)

    def end_sessions(self) -> None:
        """The user ends them by the desktop's own means."""
        for session, owner in tuple(self.sessions.items()):
            self._signal(owner, session, SESSION, "Closed", "a{sv}", [{}])
        self.sessions.clear()

    def answer_waiting(self, code: int) -> None:
        """The user answers the dialogs that stand open."""
        waiting, self._waiting = self._waiting, []
        for message, handle, results in waiting:
            self._respond(message, handle, code, results)

    def press(self, shortcut: str) -> None:
        self._shortcut("Activated", shortcut)

    def release(self, shortcut: str) -> None:
        self._shortcut("Deactivated", shortcut)

    def rebind(self, triggers: dict[str, str]) -> None:
        """The user changes the shortcuts in the desktop's settings."""
        self.desk.triggers |= triggers
        for session, owner in self.sessions.items():
            self._signal(owner, session, SHORTCUTS, "ShortcutsChanged", "oa(sa{sv})", [session, self._shortcuts()], path=PATH)

    def forge(self, owner: str, session: str, shortcut: str) -> None:
        """Any client's signal, by a connection that is not the portal's."""
        self._loop.submit(self._forged(owner, session, shortcut)).result(10)

    def wait_for(self, fact: Callable[[], bool], seconds: float = 10) -> None:
        """Until something has been asked of it."""
        with self._stir:
            assert self._stir.wait_for(fact, seconds)

    async def _come(self) -> None:
        from dbus_fast.aio import MessageBus

        self._bus = await MessageBus(negotiate_unix_fd=True).connect()
        self._bus.add_message_handler(self._handle)
        await self._bus.request_name(SERVICE)

    async def _leave(self) -> None:
        bus, self._bus = self._bus, None
        self.sessions.clear()
        if bus is not None:
            bus.disconnect()
            await asyncio.sleep(0.05)

    async def _forged(self, owner: str, session: str, shortcut: str) -> None:
        from dbus_fast import Message, MessageType
        from dbus_fast.aio import MessageBus

        bus = await MessageBus().connect()
        body = [session, shortcut, 0, {}]
        await bus.send(
            Message(
                message_type=MessageType.SIGNAL,
                destination=owner,
                path=PATH,
                interface=SHORTCUTS,
                member="Activated",
                signature="osta{sv}",
                body=body,
            )
        )
        bus.disconnect()
        await asyncio.sleep(0.05)

    def _handle(self, message: Message) -> Message | None:
        from dbus_fast import ErrorType, Message, MessageType, unpack_variants

        if message.message_type is not MessageType.METHOD_CALL:
            return None
        arguments = unpack_variants(message.body)
        with self._stir:
            reply = self._reply(message, message.interface or "", message.member or "", arguments)
            self._stir.notify_all()
        return reply or Message.new_error(message, ErrorType.UNKNOWN_METHOD, "there is no such thing here")

    def _reply(self, message: Message, interface: str, member: str, arguments: list[Any]) -> Message | None:
        from dbus_fast import Message, Variant

        if interface == "org.freedesktop.DBus.Properties" and member == "Get":
            known = {"version": self.desk.versions.get(arguments[0], 0), "AvailableCursorModes": 3, "AvailableTargets": 9}
            there = arguments[0] in self.desk.versions and arguments[1] in known
            return Message.new_method_return(message, "v", [Variant("u", known[arguments[1]])]) if there else None
        if interface == REGISTRY and REGISTRY in self.desk.versions:
            self.app_ids.append(arguments[0])
            return Message.new_method_return(message)
        if member == "Close" and interface in (REQUEST, SESSION):
            self.closed.append(message.path or "")
            self.sessions.pop(message.path or "", None)
            self._waiting = [one for one in self._waiting if one[1] != message.path]
            return Message.new_method_return(message)
        if interface not in self.desk.versions:
            return None
        if member == "OpenPipeWireRemote":
            return Message.new_method_return(message, "h", [0], unix_fds=[self.desk.remote()])
        options = arguments[-1]
        self.asked.append((member, options))
        made = getattr(self, f"_{member}", None)
        if made is None:
            return None
        results, shows = made(message, arguments, options)
        handle = self._handle_of(message, options)
        if shows:
            self.dialogs.append(member)
        code = self.desk.answers.get(member, self.desk.answer) if shows else ALLOWED
        if code == UNANSWERED:
            self._waiting.append((message, handle, results))
        else:
            asyncio.get_running_loop().call_later(0.01, self._respond, message, handle, code, results)
        return Message.new_method_return(message, "o", [handle])

    def _handle_of(self, message: Message, options: dict[str, Any]) -> str:
        if self.desk.old_handles:
            return f"{PATH}/request/{len(self.asked)}"
        return f"{PATH}/request/{_named(message.sender)}/{options['handle_token']}"

    def _CreateSession(self, message: Message, arguments: list[Any], options: dict[str, Any]) -> tuple[dict[str, Any], bool]:  # noqa: N802
        from dbus_fast import Variant

        session = f"{PATH}/session/{_named(message.sender)}/{options['session_handle_token']}"
        self.sessions[session] = message.sender or ""
        return {"session_handle": Variant("s", session)}, False

    def _SelectSources(self, message: Message, arguments: list[Any], options: dict[str, Any]) -> tuple[dict[str, Any], bool]:  # noqa: N802
        self._wishes[arguments[0]] = options
        return {}, False

    def _Start(self, message: Message, arguments: list[Any], options: dict[str, Any]) -> tuple[dict[str, Any], bool]:  # noqa: N802
        from dbus_fast import Variant

        wishes = self._wishes.get(arguments[0], {})
        streams = [[node, {name: _variant(value) for name, value in about.items()}] for node, about in self.desk.streams]
        results = {"streams": Variant("a(ua{sv})", streams)}
        token = wishes.get("restore_token", "")
        known = token in self.tokens
        self.tokens.discard(token)
        if self.desk.versions[SCREENCAST] >= _PERSISTENT_SINCE and wishes.get("persist_mode") == _UNTIL_REVOKED:
            fresh = f"token {len(self.asked)}"
            if self.desk.answer == ALLOWED:
                self.tokens.add(fresh)
            results["restore_token"] = Variant("s", fresh)
        return results, not known

    def _BindShortcuts(self, message: Message, arguments: list[Any], options: dict[str, Any]) -> tuple[dict[str, Any], bool]:  # noqa: N802
        from dbus_fast import Variant

        self.bound = [(name, about) for name, about in arguments[1]]
        return {"shortcuts": Variant("a(sa{sv})", self._shortcuts())}, True

    def _Screenshot(self, message: Message, arguments: list[Any], options: dict[str, Any]) -> tuple[dict[str, Any], bool]:  # noqa: N802
        from dbus_fast import Variant

        if "Screenshot" in self.desk.answers:
            return {}, True
        picture = self.desk.picture() if callable(self.desk.picture) else self.desk.picture
        return {"uri": Variant("s", picture.as_uri() if picture else "")}, False

    def _shortcuts(self) -> list[list[Any]]:
        from dbus_fast import Variant

        found = []
        for name, about in self.bound:
            trigger = self.desk.triggers.get(name, about.get("preferred_trigger", ""))
            if trigger:
                found.append([name, {"description": Variant("s", about["description"]), "trigger_description": Variant("s", trigger)}])
        return found

    def _shortcut(self, member: str, shortcut: str) -> None:
        for session, owner in self.sessions.items():
            self._signal(owner, session, SHORTCUTS, member, "osta{sv}", [session, shortcut, 0, {}], path=PATH)

    def _respond(self, message: Message, handle: str, code: int, results: dict[str, Any]) -> None:
        self._signal(message.sender or "", handle, REQUEST, "Response", "ua{sv}", [code, results if code == ALLOWED else {}])

    def _signal(self, owner: str, at: str, interface: str, member: str, signature: str, body: list[Any], path: str = "") -> None:
        from dbus_fast import Message, MessageType

        message = Message(
            message_type=MessageType.SIGNAL,
            destination=owner,
            path=path or at,
            interface=interface,
            member=member,
            signature=signature,
            body=body,
        )
        self._loop.call(lambda: self._bus.send(message) if self._bus is not None else None)


def _named(sender: str | None) -> str:
    return str(sender or "").lstrip(":").replace(".", "_")


def _variant(value: object) -> object:
    from dbus_fast import Variant

    match value:
        case str():
            return Variant("s", value)
        case int():
            return Variant("t", value)
    return Variant("(ii)", list(value) if isinstance(value, tuple) else value)


def pipewire_remote() -> int:
    """A connection to the PipeWire that runs here."""
    name = os.environ.get("PIPEWIRE_REMOTE", "pipewire-0")
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(str(Path(os.environ["XDG_RUNTIME_DIR"]) / name))
    return connection.detach()
