"""The engine: takes triggers, runs the newest turn, makes every failure heard."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace

from mmassist.engine.aloud import Aloud
from mmassist.engine.described import Described
from mmassist.engine.own_windows import OwnWindow
from mmassist.engine.parts import Parts
from mmassist.engine.record import Offer, Record, Request
from mmassist.engine.rest import Rest
from mmassist.engine.screen import Screen
from mmassist.engine.turn import Options, TurnRunner
from mmassist.engine.waiting import keep_company
from mmassist.errors import MmassistError, WorkerLost
from mmassist.speech.sentences import SentenceSplitter
from mmassist.values import Channel, Earcon, Frame, FusedPrompt, Priority, Scene, Spoken, TargetKind, Transcript, Turn, Utterance

log = logging.getLogger(__name__)

_OFFER_HOLDS = 30.0
_SOUNDED = 16


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told, on the engine's thread: of each utterance as it starts to sound, of each turn as it ends, of each that was
    cancelled before, which may have cost something all the same, of what would be sent, before that is told, of what was understood of
    what the user says, also before it is final, of the microphone, when it is open and when it is closed, of the parts that are
    switched off, by their names, each time that changes, and that the user wants all forgotten that was seen, asked and answered.
    `copied`: gets a text for the clipboard, and has to tell, on any thread, whether it is there; `window`: is to show that window;
    `sends`: is to load the page at that address, unseen, for the helper of a support session, or with none to end it."""

    spoken: Callable[[Spoken], None]
    turn: Callable[[Turn], None]
    cancelled: Callable[[Turn], None] = lambda turn: None
    previewed: Callable[[FusedPrompt], None] = lambda prompt: None
    heard: Callable[[Transcript], None] = lambda transcript: None
    listening: Callable[[bool], None] = lambda is_open: None
    switched_off: Callable[[tuple[str, ...]], None] = lambda parts: None
    copied: Callable[[str, Callable[[bool], object]], None] = lambda text, done: _without_clipboard(done)
    forgot: Callable[[], None] = lambda: None
    window: Callable[[OwnWindow], None] = lambda window: None
    sends: Callable[[str], None] = lambda address: None


def _without_clipboard(done: Callable[[bool], object]) -> None:
    """Where there is nobody who could own it."""
    done(False)


class Engine:
    """One conversation with the user. All methods belong to the engine's loop, but for `press`'s earcon (see there)."""

    def __init__(self, parts: Parts, listeners: Listeners, options: Options, beside: Engine | None = None) -> None:
        """`beside`: for a guest the one that it is a guest of. They share the screen's thread, the numbers of turns and how windows were
        when they were described, and nothing else that either remembers; a guest is not closed."""
        self._parts = parts
        self._listeners = listeners
        self._rest = Rest()
        self._screen: Screen = Screen(parts.grabber) if beside is None else beside._screen
        self._ids: Iterator[int] = itertools.count(1) if beside is None else beside._ids
        self._described: Described = Described() if beside is None else beside._described
        self._runner = TurnRunner(parts, options, listeners.previewed, self._screen, self._described)
        self._guests: set[Engine] = set()
        self._current: tuple[Record, asyncio.Task[Turn]] | None = None
        self._running: set[asyncio.Task[Turn]] = set()
        self._offer: tuple[Offer | None, float, Request] = (None, 0.0, Request(0.0))
        self._last: Turn | None = None
        self._forgotten: set[asyncio.Task[Turn]] = set()
        self._sounded: deque[Spoken] = deque(maxlen=_SOUNDED)
        self.on_silence: Callable[[], None] = lambda: None
        """What else is to end with the stop key."""
        self.on_forget: Callable[[], None] = lambda: None
        """What else is to be forgotten with all that was seen, asked and answered."""

    @property
    def last(self) -> Turn | None:
        """The newest turn of which anything was seen or heard, also if it was broken off."""
        return self._last

    @property
    def seen(self) -> Turn | None:
        """The same, but for a turn that runs and has seen something already: that one, as it stands."""
        record = self._current[0] if self._current is not None else None
        return record.turn() if record is not None and record.scene is not None else self._last

    def frame_of(self, scene: Scene) -> Frame | None:
        """The picture in which a scene was seen, where that is still known."""
        return self._runner.frame_of(scene)

    def describe(self, request: Request) -> asyncio.Task[Turn]:
        """Starts a turn; an older one is cancelled and silenced first. The task ends with the turn, failed or not."""
        self.make_way()
        self.aloud.turn_away()
        return self._begin(Record(next(self._ids), self._accepting(request)), self._runner.run)

    def recount(self, text: str, request: Request, scene: Scene | None, *, private: bool | None) -> asyncio.Task[Turn]:
        """Says `text`, of the app's own with foreign text in it, after what is being said, as the whole of a turn: it can be repeated and
        copied, and is kept where it may be. `private`: whether anything that it tells of must not be written down."""
        self._cancel()
        self.aloud.turn_away()
        record = Record(next(self._ids), request)
        record.scene = scene
        record.judge(private)

        async def told(record: Record) -> None:
            splitter = SentenceSplitter(early=False)
            for sentence in [*splitter.feed(self._parts.translation.value(text)), *splitter.flush()]:
                record.told(Channel.DETAIL, sentence)
                self._parts.mouth.say(Utterance(record.turn_id, sentence, Channel.DETAIL, Priority.NORMAL))
            await self._parts.mouth.drained(record.turn_id)

        return self._begin(record, told)

    def _begin(self, record: Record, work: Callable[[Record], Awaitable[None]]) -> asyncio.Task[Turn]:
        task = asyncio.create_task(self._supervise(record, work), name=f"turn {record.turn_id}")
        self._current = (record, task)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        task.add_done_callback(self._rest.begins)
        return task

    def _accepting(self, request: Request) -> Request:
        """With what was offered at the end of the turn before: it was said to its end, and pressing the key again accepts it.

        Nothing but the key and a plain yes does: whoever asks a question or reveals something has not said that it may be sent.
        """
        offer, until, before = self._offer
        self.decline()
        more = request.send or request.preview or request.again or request.question or request.revealed or request.clips or request.read
        plain = request.target.kind is TargetKind.WINDOW and not more
        if offer is None or not plain or request.at >= until:
            return request
        return replace(request, offer=offer, question=before.question, heard=before.heard, preset=before.preset)

    @property
    def offers(self) -> bool:
        """Whether an offer stands that pressing the key again, or a plain yes, would accept."""
        offer, until, _ = self._offer
        return offer is not None and time.monotonic() < until

    @property
    def aloud(self) -> Aloud:
        """The text that was read last, and where the user is in it."""
        return self._runner.aloud

    def decline(self) -> None:
        """The offer that stands, if any, is void."""
        self._offer = (None, 0.0, Request(0.0))

    def silence(self) -> None:
        """The stop key: cancels the turn and all speech."""
        self._cancel()
        self._parts.mouth.hush()
        self.on_silence()

    def make_way(self) -> None:
        """For what the user begins: cancels the turn and all speech, but for news, which is said afterwards."""
        self._cancel()
        self._parts.mouth.make_way()

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """For what the user begins and no turn answers: what is said makes way, and news follows the answer, or why there is none, without
        any wait."""
        self.make_way()
        try:
            yield
        finally:
            asyncio.get_running_loop().call_soon(self.catch_up)

    def catch_up(self) -> None:
        """What the user began is answered: news that has made way is said now, unless a turn runs, whose gist goes first."""
        if self._current is None or self._current[1].done():
            self._parts.mouth.catch_up()

    def give_ear(self) -> None:
        """For what the user wants to say: the same, but for news that comes before they speak, which is said at once."""
        self._cancel()
        self._parts.mouth.give_ear()

    def _cancel(self) -> None:
        if self._current is not None:
            self._last = self.seen
            self._current[1].cancel()
            self._current = None
        for guest in self._guests:
            guest._cancel()

    @contextlib.contextmanager
    def hosting(self, guest: Engine) -> Iterator[None]:
        """While it lasts `guest` speaks by the same mouth: what was being said makes way, and whatever cancels this one's turn cancels
        the guest's."""
        self.make_way()
        self.decline()
        self._guests.add(guest)
        try:
            yield
        finally:
            self._guests.discard(guest)

    def forget(self) -> None:
        """Forgets what was seen, asked and answered; the turn that runs ends, for its answer would be kept."""
        self.silence()
        self.decline()
        self._last = None
        self._forgotten = set(self._running)  # they end a moment later
        self._runner.forget()
        self._described.forget()
        self._parts.answering.forget()
        self.on_forget()
        self._listeners.forgot()
        self.announce("What was seen, asked and answered is forgotten.")

    def announce(self, text: str, priority: Priority = Priority.NEXT) -> None:
        """Says something of the app's own that belongs to no turn. What is the app's own is in English, and translated here."""
        self._parts.mouth.say(Utterance(0, self._parts.translation(text), Channel.SYSTEM, priority))

    def news(self, text: str) -> None:
        """Says something that came about by itself: not over a user who speaks, and heard though a key is pressed meanwhile."""
        self._parts.mouth.say(Utterance(0, self._parts.translation(text), Channel.SYSTEM, Priority.NEXT, lasting=True))

    def tell_control(self, text: str) -> None:
        """Says, after what is being said, what the user has come to in one of the app's own windows. `text`: in the windows' language."""
        self._parts.mouth.say(Utterance(0, text, Channel.SYSTEM, Priority.NEXT, shown=True))

    def withdraw(self, text: str) -> None:
        """What was told as news is no longer true: it is silent, and is not said again."""
        self._parts.mouth.withdraw(self._parts.translation(text))

    def tell(self, text: str, *, lasting: bool = False) -> None:
        """Says something of a screen's or a model's that belongs to no turn; what is a saying in it is the app's own, and translated.
        `lasting`: nobody has asked for it, and it is heard though a key is pressed meanwhile."""
        self._parts.mouth.say(Utterance(0, self._parts.translation.value(text), Channel.DETAIL, Priority.NEXT, lasting=lasting))

    def own(self, text: str) -> str:
        """A sentence of the app's own in the user's language, for who shows what is announced."""
        return self._parts.translation(text)

    @property
    def language(self) -> str:
        """Of what the app itself says."""
        return self._parts.translation.language

    def show(self, window: OwnWindow) -> None:
        """Shows one of the app's own windows."""
        self._listeners.window(window)

    def copy(self, text: str, done: Callable[[bool], object]) -> None:
        """Puts a text into the clipboard; `done` is told, on any thread, whether it is there."""
        self._listeners.copied(text, done)

    def fault(self, error: MmassistError) -> None:
        """Makes a failure heard: earcon, sentence, remedy. That a part was lost is heard though a key is pressed meanwhile."""
        self._parts.play(Earcon.ERROR)
        text, lasting = self._parts.translation(error.told), isinstance(error, WorkerLost)
        self._parts.mouth.say(Utterance(0, text, Channel.SYSTEM, Priority.NEXT, lasting=lasting))

    def heard(self, spoken: Spoken) -> None:
        """To be called for each utterance whose first sample goes out."""
        for guest in self._guests:
            if guest.is_saying(spoken):
                guest.heard(spoken)
        if self._current is not None and self.is_saying(spoken):
            self._current[0].heard(spoken)
            self.aloud.heard(spoken.utterance)
        if not spoken.utterance.turn_id:
            self._sounded.append(spoken)
        self._listeners.spoken(spoken)

    def is_saying(self, spoken: Spoken) -> bool:
        """Whether it belongs to the turn that runs."""
        return self._current is not None and spoken.utterance.turn_id == self._current[0].turn_id

    def has_sounded(self, text: str, since: float) -> bool:
        """Whether something that the app said of its own has begun to sound since then: nobody agrees to what they could not hear."""
        return any(spoken.utterance.text == text and spoken.at >= since for spoken in self._sounded)

    def remember(self, scene: Scene) -> None:
        """What changes in its window from now on is told by this."""
        self._described.keep(scene)

    @property
    def screen(self) -> Screen:
        """The thread that pictures are taken on."""
        return self._screen

    async def over(self) -> None:
        """Returns when no turn runs and all that belongs to none is said."""
        if self._running:
            await asyncio.wait(self._running)
        await self._parts.mouth.drained(0)

    async def aclose(self) -> None:
        """Stops the turn that runs. The parts are closed by whoever made them."""
        self.silence()
        if self._running:
            await asyncio.wait(self._running)
        self._rest.close()
        self._screen.close()

    async def _supervise(self, record: Record, work: Callable[[Record], Awaitable[None]]) -> Turn:
        try:
            await self._run(record, work)
        except asyncio.CancelledError:
            record.cancelled()
            record.mark("total")
            if is_forgotten := asyncio.current_task() in self._forgotten:
                record.judge(True)
            turn = record.turn()
            if not is_forgotten and (turn.scene is not None or turn.spoken):
                self._last = turn
            self._listeners.cancelled(turn)
            raise
        record.mark("total")
        turn = self._last = record.turn()
        self._listeners.turn(turn)
        return turn

    async def _run(self, record: Record, work: Callable[[Record], Awaitable[None]]) -> None:
        """One of the two places where any exception is caught: whatever fails is heard, and the app goes on."""
        company = asyncio.create_task(keep_company(record, self._parts), name=f"company of turn {record.turn_id}")
        try:
            await work(record)
            self._offer = (record.heard_offer, time.monotonic() + _OFFER_HOLDS, record.request)
            self._parts.play(Earcon.DONE)
        except MmassistError as error:
            log.warning("turn %d: %s", record.turn_id, error)
            await self._failed(record, error)
        except Exception as error:
            # Where it failed and by what, but not what it says: that may quote the screen.
            failure = MmassistError(type(error).__name__).with_traceback(error.__traceback__)
            log.error("turn %d failed", record.turn_id, exc_info=failure)
            await self._failed(record, failure)
        finally:
            company.cancel()

    async def _failed(self, record: Record, error: MmassistError) -> None:
        record.fail(error, self._parts.translation)
        self._parts.play(Earcon.ERROR)
        text = self._parts.translation(error.told)
        record.told(Channel.SYSTEM, text)
        self._parts.mouth.say(Utterance(record.turn_id, text, Channel.SYSTEM, Priority.NEXT))
        await self._parts.mouth.drained(record.turn_id)
