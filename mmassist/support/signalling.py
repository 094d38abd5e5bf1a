"""The owner's side of bringing two together: waits for a knock, gives the offer, takes the answer, says whether the helper is let in.

Whatever fails a visit ends that visit alone: the helper may knock again until the invitation is over. For the engine's loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from types import TracebackType
from typing import Self

from mmassist.errors import SignallingFailed, SupportError
from mmassist.support import messages, needs, sealing
from mmassist.support.audit import Entry, Happened
from mmassist.support.broker_line import BrokerLine, Cut, Event, Joined, RoomTaken
from mmassist.support.invite import Invitation, Kind
from mmassist.support.messages import IceServer, Knock
from mmassist.support.roles import Role
from mmassist.support.sealing import Channel, Greeting, Side
from mmassist.support.visit import Visit

GUESSES = 3
"""How often a code may be entered wrongly."""

MOST_VISITS = 20
"""How often somebody may knock at one invitation."""

HELD_SECONDS = 4 * 3600.0
"""How long the room lives on when a helper was let in."""


_ROOMS = 5  # tries for a room that is not another's: of codes there are but a million


Note = Callable[[Entry], None]
"""Writes the audit log. Raises SupportError where it can't; then nothing of it happens."""


@contextlib.asynccontextmanager
async def opened(
    broker: str, make: Callable[[float], Invitation], tell: Callable[[SupportError], None], note: Note
) -> AsyncIterator[Signalling]:
    """A new invitation (`invite.by_link` or `by_code`) for which the broker has a room. Raises SignallingFailed; SupportError where the
    extra `support` is not installed or it can't be written down."""
    needs.require()
    for left in reversed(range(_ROOMS)):
        async with Signalling(broker, make(time.monotonic()), tell, note) as signalling:
            try:
                await signalling.ready()
            except RoomTaken:
                if left:
                    continue
                raise
            note(Entry(Happened.INVITED))
            yield signalling
            return


class Signalling:
    """`tell`: hears of what was refused and changes nothing, from the loop. Entering it connects; leaving it ends the invitation."""

    def __init__(self, broker: str, invitation: Invitation, tell: Callable[[SupportError], None], note: Note) -> None:
        self.invitation, self._tell, self._note = invitation, tell, note
        self._page = broker
        now = time.monotonic()
        self._line = BrokerLine(broker, invitation.room, Side.OWNER, now + invitation.left(now))
        self._visits: asyncio.Queue[Visit | SignallingFailed] = asyncio.Queue()
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._running: asyncio.Task[None] | None = None
        self._channel: Channel | None = None
        self._visit: Visit | None = None
        self._proven = self._held = False
        self._wrong = self._knocks = 0
        self._ice: tuple[IceServer, ...] = ()

    async def __aenter__(self) -> Self:
        self._running = asyncio.create_task(self._run(), name="signalling")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._running is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._line.tell({"end": True})
            self._running.cancel()
            await asyncio.wait([self._running])
        self._drop()

    async def ready(self) -> None:
        """Waits until the broker has the room: before that nobody need hear of the invitation. Raises RoomTaken, SignallingFailed."""
        await asyncio.shield(self._ready)

    @property
    def link(self) -> str:
        """What is sent to the helper, once it is ready. Raises SignallingFailed where a browser would not let the page work there."""
        return self.invitation.link(self._page)

    async def next_visit(self) -> Visit:
        """Waits for a knock. Raises SignallingFailed when the invitation is over, or nobody can come any more."""
        came = await self._visits.get()
        if isinstance(came, SignallingFailed):
            self._visits.put_nowait(came)  # it stays so
            raise came
        return came

    async def _run(self) -> None:
        try:
            async with contextlib.aclosing(self._line.events()) as events:
                async for event in events:
                    await self._take(event)
        except SignallingFailed as error:
            self._drop()
            self._visits.put_nowait(error)
            if not self._ready.done():
                self._ready.set_exception(error)
                self._ready.exception()  # whether or not anybody waits for it

    async def _take(self, event: Event) -> None:
        if isinstance(event, bytes):
            await self._take_frame(event)
        elif isinstance(event, Joined):
            self._ice = _servers(event)
            self._page = event.page or self._page
            if self._held:  # a broker that was restarted does not know it
                await self._line.tell({"hold": HELD_SECONDS})
            if not self._ready.done():
                self._ready.set_result(None)
        elif not isinstance(event, Cut) and not event.there:
            self._drop()

    async def _take_frame(self, frame: bytes) -> None:
        """Raises SignallingFailed where nobody may try any more."""
        try:
            if sealing.is_hello(frame):
                await self._greet(frame)
            else:
                self._open(frame)
        except SupportError as error:
            await self._refuse(error)

    async def _greet(self, frame: bytes) -> None:
        """Each hello begins anew, so that a helper who comes again is answered, and a recording is worth nothing."""
        theirs = sealing.read_hello(frame)
        self._drop()
        greeting = Greeting(self.invitation, Side.OWNER)
        self._channel = greeting.sealed_with(theirs)
        self._proven = False
        await self._line.send(greeting.hello.as_frame())

    def _open(self, frame: bytes) -> None:
        if self._channel is None:
            raise SignallingFailed("a frame before the hello")
        message = messages.unpacked(self._channel.open(frame))
        self._proven = True
        if self._visit is not None:
            self._visit.take(message)
        elif isinstance(message, Knock):
            self._knocks += 1
            if self._knocks >= MOST_VISITS:
                raise SignallingFailed("too many knocks")
            visit = Visit(message, self._ice, self._send, self._decided)
            self._note(Entry(Happened.KNOCKED, Role.HELPER.value, visit.name))
            self._visit = visit
            self._visits.put_nowait(visit)
        else:
            raise SignallingFailed(f"{message.kind} before the knock")

    async def _refuse(self, error: SupportError) -> None:
        guessed = self._channel is not None and not self._proven and self.invitation.kind is Kind.CODE
        self._drop()
        with contextlib.suppress(SignallingFailed):  # a connection that is cut is told by the line
            await self._line.send(sealing.unopened(Side.OWNER))
        if self._knocks >= MOST_VISITS:
            raise SignallingFailed(
                "too many knocks", "Somebody knocks again and again, so the invitation is no longer valid.", "Make a new one."
            )
        if guessed:
            self._wrong += 1
            if self._wrong >= GUESSES:
                raise SignallingFailed(
                    "three wrong codes", "The code was entered wrongly three times, so it is no longer valid.", "Make a new one."
                )
            error = SignallingFailed("a wrong code", "The helper has entered a wrong code.", "Read it to them again.")
        self._tell(error)

    async def _send(self, message: messages.Message) -> None:
        if self._channel is None:
            raise SignallingFailed("nobody to send to")
        await self._line.send(self._channel.seal(messages.packed(message)))

    async def _decided(self, name: str, admitted: bool) -> None:
        if not admitted:
            self._note(Entry(Happened.REFUSED, Role.HELPER.value, name))
            return
        self._held = True
        self._line.until = time.monotonic() + HELD_SECONDS
        await self._line.tell({"hold": HELD_SECONDS})

    def _drop(self) -> None:
        if self._visit is not None:
            self._visit.lose()
        self._visit = self._channel = None


def _servers(joined: Joined) -> tuple[IceServer, ...]:
    """What the broker offers, as far as it is what it should be. Raises SignallingFailed."""
    try:
        return tuple(IceServer.model_validate(server, strict=False) for server in joined.ice[: messages.MOST_SERVERS])
    except ValueError as error:
        raise SignallingFailed("the broker's servers are none", "The broker offers what can't be used.", "Ask who runs it.") from error
