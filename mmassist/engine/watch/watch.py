"""One watch: a wish on a target, with its judge; what it has to say goes out at its own pace."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field

from mmassist.dialogue.wishes import Wish
from mmassist.engine.watch.contract import Ask, FreeQuestion, Mouth, WatchTarget
from mmassist.engine.watch.judges import Judge, Needs, judge_of
from mmassist.engine.watch.notices import Notice, Said, Settled
from mmassist.engine.watch.pacing import Pacer
from mmassist.engine.watch.phrases import Phrases
from mmassist.errors import BackendError, MmassistError
from mmassist.translation import ENGLISH, Translator
from mmassist.values import Channel, Earcon, Priority, Utterance

# Least seconds between two questions to a model, most questions of a watch, and failures in a row that end it.
_ASKING = 20.0
_MOST_ASKED, _FAILURES = 60, 3
# Letters a second of slow speech.
_LETTERS = 10.0


@dataclass(frozen=True, slots=True)
class Voice:
    """How watches are heard. `mouth`: for text that may be a screen's, never on the system's channel; `announce`: the app's own sentences;
    `fault`: an error, with its earcon and remedy. `fired`: told of each announcement, for whoever keeps a record; `play`: short sounds;
    `translation`: of the app's own among what `mouth` says."""

    mouth: Mouth
    announce: Callable[[str], None]
    fault: Callable[[MmassistError], None]
    fired: Callable[[int, str], None] = lambda number, text: None
    play: Callable[[Earcon], None] = lambda earcon: None
    translation: Translator = ENGLISH


@dataclass(eq=False, slots=True)
class Watch:
    """`number` is what the user calls it by. On the engine's loop."""

    number: int
    wish: Wish
    target: WatchTarget
    judge: Judge
    pacer: Pacer
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when it will say nothing more."""
    waits: bool = False
    """Whether it looks at nothing for now."""

    @property
    def asks_models(self) -> bool:
        return Needs.FRAMES in self.judge.needs

    @property
    def needs(self) -> Needs:
        return Needs.NOTHING if self.waits else self.judge.needs

    @property
    def is_over(self) -> bool:
        return self.ended.is_set()


class Watcher:
    """Runs one watch: judges what its eye notices, and says it."""

    def __init__(self, number: int, wish: Wish, target: WatchTarget, voice: Voice, phrases: Phrases, ask: Ask | None) -> None:
        began = asyncio.get_running_loop().time()
        self.watch = Watch(number, wish, target, judge_of(wish, target, began), Pacer(wish.pace))
        self._voice = voice
        self._phrases = phrases
        self._ask = ask
        self._asked, self._next_question, self._failures = 0, began, 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._said: Said | None = None
        self._unjudged: Settled | None = None
        self._speaking = 0.0

    def notice(self, notice: Notice) -> None:
        """What the eye noticed."""
        if self.watch.is_over:
            return
        now = asyncio.get_running_loop().time()
        if isinstance(notice, Settled) and Needs.FRAMES in self.watch.needs:
            self._unjudged = notice
            if self._ask is not None and not self._tasks:
                self._start(self._judge_by_model(self._ask))
        elif said := self.watch.judge.hear(notice, now):
            self._fire(said)

    def _fire(self, said: Said) -> None:
        """Says it, at once if the pace allows."""
        self._said = said
        self.watch.pacer.add(said.lines or ("",))
        if not self.watch.wish.every:
            self._tell()
            self.end()
        elif not self._tasks:
            self._tell()
            self._start(self._keep_pace())

    async def _keep_pace(self) -> None:
        """Until all that came meanwhile is told: not before the pace allows it, nor while what was told is still being said."""
        loop = asyncio.get_running_loop()
        while True:
            with contextlib.suppress(TimeoutError):
                # What others say meanwhile does not count.
                async with asyncio.timeout(self._speaking):
                    await self._voice.mouth.drained(0)
            await asyncio.sleep(max(0.0, self.watch.pacer.next - loop.time()))
            if self.watch.pacer.is_empty:
                return
            self._tell()

    def _tell(self) -> None:
        if self._said is None or self.watch.pacer.is_empty:
            return
        lines, count = self.watch.pacer.take(asyncio.get_running_loop().time())
        text = self._voice.translation(self._phrases.announced(Said(self._said.phrase, tuple(filter(None, lines))), count))
        self._speaking = 1.0 + len(text) / _LETTERS
        self._voice.play(Earcon.NOTICE)
        self._voice.mouth.say(Utterance(0, text, Channel.DETAIL, Priority.NEXT, lasting=True))
        self._voice.fired(self.watch.number, text)

    async def _judge_by_model(self, ask: Ask) -> None:
        """The newest of what changed, at most every so often."""
        loop = asyncio.get_running_loop()
        while self._unjudged is not None and self._asked < _MOST_ASKED and not self.watch.is_over:
            await asyncio.sleep(max(0.0, self._next_question - loop.time()))
            settled, self._unjudged = self._unjudged, None
            self._next_question = loop.time() + _ASKING
            self._asked += 1
            await self._judged_by_model(ask, settled)
        if self._asked >= _MOST_ASKED and not self.watch.is_over:
            self._voice.announce(self._phrases.own("enough", self.watch.number))
            self.end()

    async def _judged_by_model(self, ask: Ask, settled: Settled) -> None:
        try:
            answer = await ask(FreeQuestion(self.watch.wish, settled.frame, settled.window))
        except MmassistError as error:
            self._failed(error)
            return
        self._failures = 0
        if answer and not self.watch.is_over:
            self._said = Said("free", (answer,))
            self.watch.pacer.add((answer,))
            self._tell()
            if not self.watch.wish.every:
                self.end()

    def _failed(self, error: MmassistError) -> None:
        """What may work the next time is told once and tried again; what is not allowed ends the watch."""
        self._failures += 1
        if self._failures == 1:
            self._voice.fault(error)
        if self._failures >= _FAILURES or not (isinstance(error, BackendError) and error.retryable):
            self._voice.announce(self._phrases.own("lost", self.watch.number))
            self.end()

    def away(self) -> None:
        """The user can't see to it: nothing is looked at for a model, and none is asked, until they are `back`. Idempotent."""
        self.watch.waits, self._unjudged = True, None
        for task in self._tasks:
            task.cancel()

    def back(self) -> None:
        """What its eye sees from now on is judged again."""
        self.watch.waits = False

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work, name=f"watch {self.watch.number}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def end(self) -> None:
        """It says nothing more."""
        self.watch.ended.set()

    async def aclose(self) -> None:
        """Ends it and what it still does."""
        self.end()
        if self._tasks:
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(self._tasks)
