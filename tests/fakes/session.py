"""logind and a desktop's screen saver, as their interfaces are documented, on a bus of a test's own: locking, sleeping, waking."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any

from mmassist.portals.loop import LoopThread

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

LOGIN, SAVER = "org.freedesktop.login1", "org.freedesktop.ScreenSaver"
SESSION = f"{LOGIN}.Session"
_MANAGER = f"{LOGIN}.Manager"
_LOGIN_PATH, _SESSION_PATH, _SAVER_PATH = "/org/freedesktop/login1", "/org/freedesktop/login1/session/_31", "/org/freedesktop/ScreenSaver"


class SessionDouble:
    """Both services, from entering to leaving. `locked`, `covered`: what they answer when they are asked first."""

    def __init__(self, *, locked: bool = False, covered: bool = False) -> None:
        self.locked = locked
        self.covered = covered
        self._loop = LoopThread("session double")
        self._bus: MessageBus | None = None

    def __enter__(self) -> SessionDouble:
        self._loop.start()
        self._loop.submit(self._come()).result(10)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None) -> None:
        self._loop.submit(self._leave()).result(10)
        self._loop.close()

    def lock(self) -> None:
        """As `loginctl lock-session` has it."""
        self._signal(_SESSION_PATH, SESSION, "Lock")

    def unlock(self) -> None:
        self._signal(_SESSION_PATH, SESSION, "Unlock")

    def hint(self, locked: bool) -> None:
        """What the session's own locker says of itself."""
        from dbus_fast import Variant

        self.locked = locked
        changed = {"LockedHint": Variant("b", locked)}
        self._signal(_SESSION_PATH, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", SESSION, changed, [])

    def lock_another(self) -> None:
        """Somebody else's session on the same computer."""
        self._signal("/org/freedesktop/login1/session/_32", SESSION, "Lock")

    def cover(self, active: bool) -> None:
        """The screen saver comes or goes."""
        self._signal(_SAVER_PATH, SAVER, "ActiveChanged", "b", active)

    def sleep(self) -> None:
        self._signal(_LOGIN_PATH, _MANAGER, "PrepareForSleep", "b", True)

    def wake(self) -> None:
        self._signal(_LOGIN_PATH, _MANAGER, "PrepareForSleep", "b", False)

    async def _come(self) -> None:
        from dbus_fast.aio import MessageBus

        self._bus = await MessageBus().connect()
        self._bus.add_message_handler(self._handle)
        for name in (LOGIN, SAVER):
            await self._bus.request_name(name)

    async def _leave(self) -> None:
        import asyncio

        if self._bus is not None:
            self._bus.disconnect()
            await asyncio.sleep(0.05)

    def _signal(self, path: str, interface: str, member: str, signature: str = "", *body: Any) -> None:
        async def send() -> None:
            from dbus_fast import Message, MessageType

            assert self._bus is not None
            await self._bus.send(
                Message(
                    message_type=MessageType.SIGNAL, path=path, interface=interface, member=member, signature=signature, body=list(body)
                )
            )

        self._loop.submit(send()).result(10)

    def _handle(self, message: Message) -> bool | Message:
        from dbus_fast import Message as Reply
        from dbus_fast import MessageType, Variant

        if message.message_type is not MessageType.METHOD_CALL:
            return False
        match message.member, message.path:
            case ("GetSession" | "GetSessionByPID", str(path)) if path == _LOGIN_PATH:
                return Reply.new_method_return(message, "o", [_SESSION_PATH])
            case "Get", str(path) if path == _SESSION_PATH:
                return Reply.new_method_return(message, "v", [Variant("b", self.locked)])
            case "GetActive", str(path) if path == _SAVER_PATH:
                return Reply.new_method_return(message, "b", [self.covered])
        return False
