"""The accessibility bus: one D-Bus connection over which the trees of other programs are read and their events heard.

Interfaces and event names: at-spi2-core's XML (org.a11y.atspi.*). Everything here is used from one asyncio loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from mmassist.errors import DesktopError

if TYPE_CHECKING:
    from dbus_fast import Message, MessageFlag
    from dbus_fast.aio import MessageBus

log = logging.getLogger(__name__)

_T = TypeVar("_T")

Ref: TypeAlias = tuple[str, str]
"""An accessible object: its program's bus name and its path."""

ACCESSIBLE = "org.a11y.atspi.Accessible"
ACTION = "org.a11y.atspi.Action"
APPLICATION = "org.a11y.atspi.Application"
CACHE = "org.a11y.atspi.Cache"
COMPONENT = "org.a11y.atspi.Component"
SELECTION = "org.a11y.atspi.Selection"
TABLE = "org.a11y.atspi.Table"
TABLE_CELL = "org.a11y.atspi.TableCell"
TEXT = "org.a11y.atspi.Text"
VALUE = "org.a11y.atspi.Value"
PROPERTIES = "org.freedesktop.DBus.Properties"
DBUS = "org.freedesktop.DBus"

ROOT = "/org/a11y/atspi/accessible/root"
CACHE_PATH = "/org/a11y/atspi/cache"
NULL = "/org/a11y/atspi/null"
REGISTRY = "org.a11y.atspi.Registry"

_SERVICE = "org.a11y.Bus"

OBJECT_EVENTS = "org.a11y.atspi.Event.Object"
WINDOW_EVENTS = "org.a11y.atspi.Event.Window"

# More in flight than this and the socket's buffer runs over (BlockingIOError).
IN_FLIGHT = 32

_GONE = frozenset(
    f"org.freedesktop.DBus.Error.{error}" for error in ("ServiceUnknown", "NoReply", "NameHasNoOwner", "Disconnected", "Timeout")
)


class ProgramGone(Exception):
    """The program left the bus, or the bus itself went away."""


@dataclass(frozen=True, slots=True)
class Request:
    """One method call on the object `path` of the program with the bus name `program`."""

    program: str
    path: str
    interface: str
    member: str
    signature: str = ""
    arguments: tuple[object, ...] = ()


def prop(ref: Ref, interface: str, name: str) -> Request:
    """The request for one property; its reply is the bare value."""
    return Request(*ref, PROPERTIES, "Get", "ss", (interface, name))


def _daemon(member: str, argument: str) -> Request:
    return Request(DBUS, "/org/freedesktop/DBus", DBUS, member, "s", (argument,))


async def in_parallel(items: Sequence[_T], work: Callable[[_T], Awaitable[None]]) -> None:
    """Runs `work` on each item, at most `IN_FLIGHT` at a time, each of which may have one request out. Raises ProgramGone."""
    queue = iter(items)

    async def pull() -> None:
        for item in queue:
            await work(item)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(IN_FLIGHT, len(items))):
                group.create_task(pull())
    except ExceptionGroup as failures:
        gone, others = failures.split(ProgramGone)
        if others:
            raise others from None
        raise ProgramGone(str(gone)) from None


class Bus:
    """A connection to the accessibility bus."""

    def __init__(self, connection: MessageBus) -> None:
        from dbus_fast import Message, MessageFlag, MessageType

        self._connection = connection
        self._message, self._flag, self._type = Message, MessageFlag, MessageType
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._session: Bus | None = None
        self._left = False

    @classmethod
    async def connect(cls) -> Bus:
        """Finds the accessibility bus through the session bus and switches accessibility on for the session.

        Raises DesktopError where there is no session bus or no accessibility service.
        """
        try:
            from dbus_fast import BusType
            from dbus_fast.aio import MessageBus
            from dbus_fast.errors import DBusFastError
        except ImportError as missing:
            raise _no_service(str(missing)) from missing

        try:
            async with asyncio.timeout(5):
                session = cls(await MessageBus(bus_type=BusType.SESSION).connect())
                try:
                    bus = cls(await MessageBus(bus_address=await _found(session)).connect())
                except BaseException:
                    await session.close()
                    raise
                bus._stay_current(session)
                return bus
        except (OSError, EOFError, DBusFastError, ProgramGone) as failure:
            raise _no_service(str(failure)) from failure

    def _stay_current(self, session: Bus) -> None:
        """An accessibility bus that is started anew is another one. The old one may live on without its service; programs that start from
        then on are not on it."""
        self._session = session
        session.listen(self._heard_of_names)
        session.match(f"type='signal',sender='{DBUS}',interface='{DBUS}',member='NameOwnerChanged',arg0='{_SERVICE}'")

    def _heard_of_names(self, message: Message) -> None:
        if message.member == "NameOwnerChanged" and message.body[0] == _SERVICE and message.body[2]:
            self._left = True

    @property
    def connected(self) -> bool:
        """Whether it is there, and the one that the session's programs are on."""
        return self._connection.connected and not self._left

    async def ask(self, request: Request) -> Any:
        """The reply's only value (or its list of values), None where the object refuses. Raises ProgramGone."""
        if not self._connection.connected:
            raise ProgramGone(request.program)
        try:
            async with self._slots:
                reply: Message | None = await self._connection.call(self._packed(request, self._flag.NONE))
        except (OSError, EOFError) as lost:
            raise ProgramGone(str(lost)) from lost
        if reply is None:
            raise ProgramGone("the accessibility bus closed")
        if reply.message_type is self._type.ERROR:
            if reply.error_name in _GONE:
                raise ProgramGone(reply.error_name)
            return None
        body = reply.body
        if len(body) != 1:
            return body
        return body[0].value if request.member == "Get" and request.interface == PROPERTIES else body[0]

    async def ask_all(self, requests: Sequence[Request]) -> list[Any]:
        """The replies in the requests' order, at most `IN_FLIGHT` outstanding. Raises ProgramGone."""
        replies: list[Any] = [None] * len(requests)

        async def fill(numbered: tuple[int, Request]) -> None:
            replies[numbered[0]] = await self.ask(numbered[1])

        await in_parallel(list(enumerate(requests)), fill)
        return replies

    async def pid(self, program: str) -> int | None:
        """The process behind a bus name, None if it has left."""
        found = await self.ask(_daemon("GetConnectionUnixProcessID", program))
        return found if isinstance(found, int) else None

    def match(self, rule: str) -> None:
        """Has the daemon deliver what fits `rule`, from before any request that is sent later is answered."""
        self._tell(_daemon("AddMatch", rule))

    def unmatch(self, rule: str) -> None:
        """Takes one `match` back."""
        self._tell(_daemon("RemoveMatch", rule))

    def _tell(self, request: Request) -> None:
        if self._connection.connected:
            self._connection.send(self._packed(request, self._flag.NO_REPLY_EXPECTED))

    def _packed(self, request: Request, flags: MessageFlag) -> Message:
        return self._message(
            destination=request.program,
            path=request.path,
            interface=request.interface,
            member=request.member,
            signature=request.signature,
            body=list(request.arguments),
            flags=flags,
        )

    async def register(self, events: Iterable[str]) -> None:
        """Tells every program that somebody listens to `events` ("object:children-changed"): toolkits stay silent otherwise."""
        registry = (REGISTRY, "/org/a11y/atspi/registry", REGISTRY, "RegisterEvent", "sass")
        for event in events:
            await self.ask(Request(*registry, (event, [], "")))

    def listen(self, callback: Callable[[Message], None]) -> None:
        """`callback` gets every signal, on the loop."""

        def handle(message: Message) -> bool:
            if message.message_type is self._type.SIGNAL:
                callback(message)
            return False

        self._connection.add_message_handler(handle)

    async def close(self) -> None:
        """Lets go of the connection; the registry forgets what was registered. Idempotent."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()
        if self._connection.connected:
            self._connection.disconnect()
        for _ in range(100):
            await asyncio.sleep(0)  # the loop notices the closed socket and lets go of it
            if not self._connection.connected:
                break


async def _found(session: Bus) -> str:
    from dbus_fast import Variant

    service = (_SERVICE, "/org/a11y/bus")
    address = await session.ask(Request(*service, _SERVICE, "GetAddress"))
    if not isinstance(address, str) or not address:
        raise ProgramGone("org.a11y.Bus gave no address")
    if await session.ask(prop(service, "org.a11y.Status", "IsEnabled")) is False:
        await session.ask(Request(*service, PROPERTIES, "Set", "ssv", ("org.a11y.Status", "IsEnabled", Variant("b", True))))
    return address


def _no_service(reason: str) -> DesktopError:
    return DesktopError(
        f"no accessibility bus: {reason}",
        "Programs can't be asked what they show; I read the screen's pixels instead.",
        "Log in again. If it stays so, install at-spi2-core.",
    )
