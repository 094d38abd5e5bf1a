"""One helper: from their knock until they go, or until the user ends it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import Counter

from mmassist.backends.describer.walk import told
from mmassist.engine.engine import Engine
from mmassist.engine.parts import Parts
from mmassist.engine.support.advising import Advising, Peers
from mmassist.engine.support.control import Control
from mmassist.engine.support.giving import PEER, Giving
from mmassist.engine.support.means import Means
from mmassist.engine.support.options import Options
from mmassist.engine.support.pointing import pointed_at
from mmassist.engine.support.question import Questions, require_shareable
from mmassist.engine.support.scope import Scope
from mmassist.engine.support.sharing import Sharing, Shown
from mmassist.engine.support.together import together
from mmassist.engine.support.voices import Voices
from mmassist.engine.walking import Stop
from mmassist.errors import ConsentRevoked, PeerLost, SignallingFailed, SupportError
from mmassist.privacy.findings import Kind
from mmassist.privacy.told import hidden_sentence
from mmassist.sayings import run_on, saying
from mmassist.support import data_channel
from mmassist.support.consent import Consent
from mmassist.support.data_channel import Advise, Ask, Bye, Chat, Click, FromOwner, Point, Press, Refused, Scroll, Spoken, Type
from mmassist.support.messages import Candidate
from mmassist.support.reception import Reception, TooMany
from mmassist.support.roles import Right
from mmassist.support.sender import Connection, Heard, Sender
from mmassist.support.visit import Answered, Visit
from mmassist.values import Channel, Earcon, Priority, Utterance, Window
from mmassist.visible import visible

_CONNECTING = 20.0
_UNANSWERED = 3.0  # seconds after which a relay that refuses us is said, if there is no connection by then
_REMINDED = 60.0
_LEAVING = 0.05  # for the last word to go out
_REFUSED_TOLD = 30.0
log = logging.getLogger(__name__)


class _Left(Exception):
    """The helper says that they leave."""


class Visitor:
    """Belongs to the engine's loop."""

    def __init__(
        self,
        engine: Engine,
        parts: Parts,
        consent: Consent,
        options: Options,
        visit: Visit,
        means: Means,
    ) -> None:
        self._engine, self._parts, self._options = engine, parts, options
        self._visit, self._key_of, self._consent = visit, means.key_of, consent
        self._questions = Questions(engine)
        self._window: Window | None = None
        self._connected, self._refused = asyncio.Event(), asyncio.Event()
        self._shown = Shown()
        self._hidden_told: tuple[str, ...] = ()
        self._out: asyncio.Queue[FromOwner] = asyncio.Queue()
        self._told_of_trouble: dict[type[SupportError], float] = {}
        self._sharing = Sharing(parts, engine.screen, options.masks, self._sees, self._tell_shown)
        self._reception = Reception(consent, PEER, lambda: str(window.id) if (window := self._sharing.window) else "")
        hands = self._hands if parts.remote_input is not None else None
        peers = Peers(consent, PEER, visit.name)
        self._advising = Advising(means.assistant, peers, self._say, engine.own, lambda: self._sharing.window, options.masks)
        self._voices = Voices(lambda right: consent.allows(PEER, right), lambda: not self._options.own_speech and means.is_heard())
        self._giving = Giving(
            engine,
            consent,
            self._questions,
            visit.name,
            means.key_of,
            self._say,
            lambda: self._sharing.window,
            hands,
            self._advising,
            self._voices,
        )
        self._scope = Scope(engine, parts, options, self._questions, self._sharing, visit.name, means.key_of, means.note)
        self.pointed: Stop | None = None
        """What they pointed at last."""

    @property
    def name(self) -> str:
        return self._visit.name

    def decide(self, *, admitted: bool) -> None:
        """The user's word on what was asked last; a no where nothing is asked takes back what was given beside what letting in allows.
        Raises ConsentRevoked where nothing was asked, or it was not heard yet; NoWindow where nothing is in front that could be shared."""
        if admitted:
            self._questions.require_heard()
            self._window = self._window or require_shareable(self._parts)
        elif not self._questions.stands and (not self._scope.take_back() or self._giving.has_given):
            self._giving.take_back()
        self._questions.answer(yes=admitted)

    def use(self, options: Options) -> None:
        """What is hidden from them, and whether they hear the app, from now on."""
        self._options = options
        self._sharing.use(options.masks)
        self._advising.use(options.masks)
        self._scope.use(options)

    @property
    def giving(self) -> Giving:
        """What they are allowed."""
        return self._giving

    @property
    def scope(self) -> Scope:
        """How much of the screen they see. Raises ConsentRevoked while they see nothing."""
        self._giving.require_let_in()
        return self._scope

    def _hands(self, window: Window) -> Control:
        assert self._parts.remote_input is not None  # noqa: S101 - narrows the type

        def allowed() -> bool:
            return self._consent.allows(PEER, Right.CONTROL, str(window.id))

        return Control(self._engine, self._parts, self._sharing, self._parts.remote_input(), window, self.name, allowed, self._say)

    async def run(self, sender: Sender) -> bool:
        """Whether they were let in. Raises PeerLost, SignallingFailed, ConsentRevoked, SupportError."""
        self._engine.news(saying("{name} knocks, as they call themselves: nobody has checked that name.", name=self.name))
        answered = await self._visit.offer(await sender.offer(self._visit.ice), self._options.language, self._visit.ice)
        if not await self._compared(answered):
            await self._visit.decide(admitted=False)
            self._engine.news(saying("{name} is turned away. The invitation is over.", name=self.name))
            return False
        self._voices.let_in(sender)
        self._giving.let_in()
        await self._visit.decide(admitted=True)
        self._giving.tell()
        await sender.accept(answered.sdp)
        assert self._window is not None  # noqa: S101 - it was chosen with the yes
        self._engine.news(self._let_in(self._window))
        try:
            await self._shares(sender, self._window)
        finally:
            self._giving.close()
            self._scope.close()
            with contextlib.suppress(PeerLost, TimeoutError):
                async with asyncio.timeout(_LEAVING):
                    await sender.say(_packed(Bye()))
                    await asyncio.sleep(_LEAVING)
        return True

    async def _shares(self, sender: Sender, window: Window) -> None:
        await together(
            self._hears(sender),
            self._says(sender),
            self._hands_on(sender),
            self._sharing.run(window, sender),
            self._connects(),
            self._tells_of_a_relay(),
            self._reminds(),
            self._expires(),
            self._voices.keep_own_out(),
        )

    async def _compared(self, answered: Answered) -> bool:
        one, other = answered.words
        question = run_on(
            saying("Have them read their two words to you. Yours are: {one}, {other}.", one=one, other=other),
            saying("If theirs are the same, let them in: {key}.", key=self._key_of("admit")),
            saying("If not, refuse: {key}.", key=self._key_of("refuse")),
        )
        self._parts.play(Earcon.NOTICE)
        asking, gone = asyncio.create_task(self._questions.ask(question)), asyncio.create_task(self._visit.gone())
        try:
            await asyncio.wait([asking, gone], return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            asking.cancel()
        if not asking.done():
            raise PeerLost("the helper's page went away")
        return asking.result()

    def _let_in(self, window: Window) -> str:
        return run_on(
            saying("{name} is let in. They see {title}, may point in it, and may write to you.", name=self.name, title=window.title),
            saying("To end it at once press {key} twice.", key=self._key_of("stop")),
        )

    async def _hears(self, sender: Sender) -> None:
        with contextlib.suppress(_Left):
            await self._hears_until_they_leave(sender)
        raise PeerLost("they left", saying("{name} has left. Nothing is shared.", name=self.name))

    async def _hears_until_they_leave(self, sender: Sender) -> None:
        async for event in sender.events():
            if isinstance(event, Candidate):
                with contextlib.suppress(PeerLost, SignallingFailed):  # the broker is not needed once the two have found each other
                    await self._visit.add_candidate(event.candidate, event.mid)
            elif isinstance(event, Heard):
                self._take(event.data)
            elif event is Connection.THERE:
                self._connected.set()
            elif event is Connection.REFUSED:
                self._refused.set()
            else:
                raise PeerLost("the connection was lost")
        raise PeerLost("the sending page ended")

    async def _hands_on(self, sender: Sender) -> None:
        async for candidate in self._visit.candidates():
            await sender.add_candidate(candidate)
        await asyncio.Event().wait()

    async def _connects(self) -> None:
        """Raises SignallingFailed where the two find no way to each other."""
        try:
            async with asyncio.timeout(_CONNECTING):
                await self._connected.wait()
        except TimeoutError as error:
            raise SignallingFailed(
                "no connection",
                "Your two computers find no way to each other.",
                "One of the networks may forbid it: a broker with a relay, called TURN, helps there.",
            ) from error
        await asyncio.Event().wait()

    async def _tells_of_a_relay(self) -> None:
        await asyncio.sleep(_UNANSWERED)
        await self._refused.wait()
        if not self._connected.is_set():
            error = SignallingFailed(
                "a relay refuses",
                "The relay server refuses: its time is over, or it is set up wrongly.",
                "A direct connection is still tried. If it does not come, make a new invitation.",
            )
            self._engine.fault(error)
        await asyncio.Event().wait()

    async def _reminds(self) -> None:
        while True:
            await asyncio.sleep(_REMINDED)
            if self._sees():
                self._parts.play(Earcon.NOTICE)
                self._engine.news(saying("Your screen is shared with {name}.", name=self.name))

    async def _expires(self) -> None:
        await self._giving.expire()
        raise ConsentRevoked("all rights have run out", "The time is over: the support session has ended.", "Make a new invitation.")

    def _sees(self) -> bool:
        return self._giving.has(Right.VIEW)

    async def _says(self, sender: Sender) -> None:
        """What is to be said before the two are connected waits."""
        await self._connected.wait()
        while True:
            await sender.say(_packed(await self._out.get()))

    def _say(self, message: FromOwner) -> None:
        self._out.put_nowait(message)

    def _tell_shown(self, shown: Shown) -> None:
        """To the user, where it is another window or something else is hidden; to the helper each time."""
        before, self._shown = self._shown, shown
        self._giving.seen()
        if before.title and shown.title and before.title != shown.title:
            self._engine.news(saying("{name} now sees {title}.", name=self.name, title=shown.title))
        if shown.untold and not before.untold:
            self._engine.news(_untold(self.name, shown.title))
        if shown.settled and shown.hidden != self._hidden_told:
            self._hidden_told = shown.hidden
            if shown.hidden:
                self._engine.news(hidden_sentence(shown.hidden))
        kinds = Counter(name.rpartition(" ")[0] for name in shown.hidden)
        self._say(
            data_channel.Shown(
                sharing="live" if shown.title else "stopped",
                title=visible(self._parts.translation.value(shown.outward)),
                passwords=kinds[Kind.PASSWORD],
                windows=kinds[Kind.WINDOW],
                checking=shown.checking,
            )
        )

    def _take(self, data: bytes) -> None:
        """What they send. What can't be taken is told, but not each time."""
        try:
            message = self._reception.take(data)
        except SupportError as error:
            self._say(_refusal(error))
            now = time.monotonic()
            if now - self._told_of_trouble.get(type(error), -_REFUSED_TOLD) >= _REFUSED_TOLD:
                self._told_of_trouble[type(error)] = now
                self._engine.fault(error)
            return
        if isinstance(message, Point):
            self._point(message)
        elif isinstance(message, Chat):
            self._parts.play(Earcon.NOTICE)
            self._engine.news(saying("{name} writes:", name=self.name))
            self._parts.mouth.say(Utterance(0, message.text, Channel.DETAIL, Priority.NEXT, lasting=True))
        elif isinstance(message, Ask):
            self._giving.ask(message.right)
        elif isinstance(message, Click | Scroll | Press | Type):
            self._giving.act(message)
        elif isinstance(message, Advise):
            self._advising.take(message)
        elif isinstance(message, Bye):
            raise _Left

    def _point(self, point: Point) -> None:
        scene, outward = self._sharing.scene, self._sharing.outward
        if scene is None or outward is None or not self._sees():
            return
        index = pointed_at(scene, point.x * scene.size[0], point.y * scene.size[1])
        if not 0 <= index < len(outward.items):  # of an excluded window nothing is left
            nothing = saying("{name} points at a place where I know of nothing.", name=self.name)
            self._engine.announce(nothing)
            self._say(Spoken(text=self._engine.own(nothing)))
            return
        self.pointed = Stop(scene, index)
        self._engine.announce(saying("{name} points at:", name=self.name))
        self._engine.tell(told(scene, index, self._options.language))
        self._say(Spoken(text=visible(told(outward, index, self._options.language))))


def _untold(name: str, title: str) -> str:
    part = "{name} does not see all of {title}: a program does not tell which of its fields are for passwords."
    return run_on(saying(part, name=name, title=title), "Share another window.")


def _packed(message: FromOwner) -> bytes:
    return data_channel.packed(message).encode()


def _refusal(error: SupportError) -> Refused:
    if isinstance(error, ConsentRevoked):
        return Refused(why="no-right")
    return Refused(why="too-many" if isinstance(error, TooMany) else "not-understood")
