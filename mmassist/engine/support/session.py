"""A support session on the user's side: the invitation, who comes, and the end of it. Each step is heard.

Nothing of it begins but by the user's own commands. What ends it ends it whole: nothing is shared again before somebody was let in anew.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from mmassist.dialogue.commands import Match
from mmassist.engine.engine import Engine
from mmassist.engine.parts import Parts
from mmassist.engine.support.giving import PEER
from mmassist.engine.support.means import Means
from mmassist.engine.support.options import Options
from mmassist.engine.support.visitor import Visitor
from mmassist.engine.walking import Stop
from mmassist.errors import (
    ClipboardRefused,
    ConsentRevoked,
    NothingToTake,
    PeerLost,
    SignallingFailed,
    SupportError,
    as_ours,
)
from mmassist.sayings import run_on, saying
from mmassist.support import invite
from mmassist.support.consent import Consent, Ended, words_of
from mmassist.support.invite import Kind
from mmassist.support.signalling import Signalling, opened
from mmassist.values import Earcon

ENDED = "The support session has ended. Nothing is shared."
_TWICE = 1.0  # seconds within which the stop key is pressed again
log = logging.getLogger(__name__)


class Support:
    """Belongs to the engine's loop. One session at a time."""

    def __init__(self, engine: Engine, parts: Parts, options: Options, means: Means) -> None:
        self._engine, self._parts, self._options, self._means = engine, parts, options, means
        self._consent = Consent(means.note, time.monotonic, self._right_ended)
        self._running: asyncio.Task[None] | None = None
        self._signalling: Signalling | None = None
        self._visitor: Visitor | None = None
        self._made: asyncio.Future[str] | None = None
        self._stopped = -_TWICE
        self._told = ""  # the invitation, as it was said
        self._actions: dict[str, Callable[[], None]] = {
            "invite": lambda: self._invite(Kind.LINK),
            "invite-code": lambda: self._invite(Kind.CODE),
            "admit": lambda: self._decide(admitted=True),
            "refuse": lambda: self._decide(admitted=False),
            "share-monitor": lambda: self._helper().scope.monitor(),
            "share-window": lambda: self._helper().scope.window(),
            "give-control": lambda: self._helper().giving.offer_control(),
            "end-help": self._end_by_word,
        }

    def use(self, options: Options) -> None:
        """The broker from the next invitation on, what is hidden at once, also from a helper who sees it now."""
        self._options = options
        if self._visitor is not None:
            self._visitor.use(self._options)

    @property
    def actions(self) -> Mapping[str, Callable[[Match, float], None]]:
        """What is done at a command. Each raises MmassistError."""
        return {
            **dict.fromkeys(self._actions, lambda match, at: self.do(match.name)),
            "tell-helper": lambda match, at: self._at_once(lambda: self._helper().giving.write(match.rest)),
        }

    def do(self, command: str) -> None:
        """Raises MmassistError."""
        self._at_once(self._actions[command])

    def _at_once(self, action: Callable[[], None]) -> None:
        """What is said just now makes way, and what comes of it is heard without any wait: no turn follows."""
        with self._engine.answering():
            action()

    def hush(self) -> None:
        """A session goes on where what is said ends: see `stopped`."""

    def forget(self) -> None:
        """Where they have pointed. Who was let in goes on seeing."""
        if self._visitor is not None:
            self._visitor.pointed = None

    def pointed(self) -> Stop:
        """What they pointed at last. Raises NothingToTake."""
        if self._visitor is None or self._visitor.pointed is None:
            raise NothingToTake("nobody points", "No helper has pointed at anything.", "Wait until you hear that they point at something.")
        return self._visitor.pointed

    async def invitation(self) -> str:
        """The link, or the code, that is being made or was made last. Raises SupportError where none is."""
        if self._made is not None:
            await asyncio.wait([self._made])
            if not self._made.cancelled():
                return self._made.result()
        raise SupportError("no invitation", "No invitation could be made.", "mmassist has said why.")

    @property
    def runs(self) -> bool:
        """Whether there is a session, or an invitation to one."""
        return self._running is not None and not self._running.done()

    def stopped(self) -> None:
        """The stop key was pressed: nobody else uses keyboard and mouse any more. Twice within a second ends the session."""
        if self._visitor is not None:
            try:
                self._visitor.giving.take_control_back()
            except SupportError as error:  # it is taken back all the same
                self._engine.fault(error)
        now = time.monotonic()
        if now - self._stopped < _TWICE:
            self.end(ENDED)
        self._stopped = now

    def away(self) -> None:
        """The session is locked, or the computer falls asleep."""
        self.end("The support session has ended, because the screen is locked. Nothing is shared.")

    def end(self, told: str) -> None:
        """At once nobody is allowed anything; then all is closed. `told`: what is said of it. Nothing where no session runs."""
        if self._running is None or not self.runs:
            return
        try:
            self._consent.dismiss_all()
        except SupportError as error:  # they are dismissed all the same
            self._engine.fault(error)
        self._running.cancel()
        self._parts.play(Earcon.LEFT)
        self._engine.news(told)

    async def aclose(self) -> None:
        """Ends what is under way. Idempotent."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])

    def _end_by_word(self) -> None:
        """Raises ConsentRevoked where there is nothing to end."""
        if not self.runs:
            raise ConsentRevoked("no session", "Nobody is helping.", "Invite somebody first.")
        self.end(ENDED)

    def _decide(self, *, admitted: bool) -> None:
        """Raises ConsentRevoked."""
        if self._visitor is None:
            raise ConsentRevoked("nobody knocks", "Nobody knocks just now.", "Invite somebody first.")
        self._helper().decide(admitted=admitted)

    def _helper(self) -> Visitor:
        """Raises ConsentRevoked where there is none."""
        if self._visitor is None:
            raise ConsentRevoked("no session", "Nobody is helping.", "Invite somebody first.")
        return self._visitor

    def _invite(self, kind: Kind) -> None:
        """While an invitation stands it is told again. Raises SupportError where no broker is set or something is not installed."""
        if self.runs:
            if self._signalling is None or self._visitor is not None or self._signalling.invitation.kind is not kind:
                raise SupportError("a session runs", "There is a support session, or an invitation to one, already.", "End it first.")
            self._tell(self._signalling)
            return
        if not self._options.broker:
            raise SupportError(
                "no broker",
                "No broker is set that could bring you and a helper together.",
                "Set the address of one that you trust, in the settings, under support.",
            )
        invite.checked(self._options.broker)
        self._means.require()
        self._made = asyncio.get_running_loop().create_future()
        self._running = asyncio.create_task(self._run(kind), name="support session")
        self._running.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[None]) -> None:
        """Whatever ended it is heard; what is no error of ours by its kind alone."""
        if self._made is not None:
            self._made.cancel()
        if task.cancelled() or (error := task.exception()) is None:
            return
        ours = as_ours(error)
        log.warning("support session: %s", ours)
        self._engine.fault(ours)

    async def _run(self, kind: Kind) -> None:
        make = invite.by_link if kind is Kind.LINK else invite.by_code
        async with opened(self._options.broker, make, self._engine.fault, self._means.note) as signalling:
            self._signalling = signalling
            try:
                self._tell(signalling)
                while await self._receive(signalling):
                    pass
            finally:
                self._signalling = None

    async def _receive(self, signalling: Signalling) -> bool:
        """One helper, from the knock until they go. Whether they may come again. Raises SignallingFailed when the invitation is over."""
        visit = await signalling.next_visit()
        self._visitor = Visitor(self._engine, self._parts, self._consent, self._options, visit, self._means)
        try:
            async with self._means.sender() as sender:
                return await self._visitor.run(sender)
        except (PeerLost, SignallingFailed) as error:
            log.info("visit: %s", error)
            self._parts.play(Earcon.LEFT)
            self._engine.fault(error)
            return True
        finally:
            self._visitor = None
            self._consent.dismiss(PEER)

    def _tell(self, signalling: Signalling) -> None:
        invitation = signalling.invitation
        text = invitation.code if invitation.kind is Kind.CODE else signalling.link
        if self._made is not None and not self._made.done():
            self._made.set_result(text)
        minutes = max(1, round(invitation.left(time.monotonic()) / 60))
        holds = saying("It holds for {minutes} minutes, and for one person.", minutes=minutes)
        if invitation.kind is Kind.CODE:
            digits = ", ".join(" ".join(four) for four in invitation.code.split())
            where = urlsplit(signalling.link).netloc
            told = run_on(
                saying("The code is {digits}.", digits=digits),
                saying("Read it to them over the phone; they enter it at {address}.", address=where),
                holds,
            )
            self._tell_anew(told)
            return
        loop = asyncio.get_running_loop()
        told = run_on("The invitation is in the clipboard. Send the link to somebody you trust.", holds)

        def copied(is_there: bool) -> None:
            if is_there:
                self._tell_anew(told)
            else:
                self._engine.fault(ClipboardRefused("the clipboard was not taken"))

        self._engine.copy(text, lambda is_there: loop.call_soon_threadsafe(copied, is_there))

    def _tell_anew(self, told: str) -> None:
        """Once, also where it was being said just now: with fewer minutes perhaps."""
        self._engine.withdraw(self._told)
        self._told = told
        self._engine.news(told)

    def _right_ended(self, ended: Ended) -> None:
        if ended.expired:
            self._engine.news(saying("The time is over to {what}.", what=words_of(ended.right)))
