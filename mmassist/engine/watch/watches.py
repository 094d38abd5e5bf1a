"""All watches of a run: started, numbered, told apart, stopped. On the engine's loop."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

from mmassist.dialogue.wishes import Wish, Wishes, WishKind
from mmassist.engine.watch.camera_eye import CameraEye
from mmassist.engine.watch.contract import DeskNews, Senses, Standing, WatchTarget
from mmassist.engine.watch.eye import Audience, Eye, OffLoop
from mmassist.engine.watch.judges import Needs
from mmassist.engine.watch.notices import Notice, WindowGone
from mmassist.engine.watch.phrases import Phrases
from mmassist.engine.watch.sight import Look
from mmassist.engine.watch.watch import Voice, Watch, Watcher
from mmassist.errors import MmassistError

log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Post:
    """An eye and the watches that it looks for; their audience."""

    target: WatchTarget
    voice: Voice
    phrases: Phrases
    watchers: list[Watcher] = field(default_factory=list)
    eye: Eye | CameraEye | None = None
    task: asyncio.Task[None] | None = None
    gone: bool = False

    @property
    def needs(self) -> Needs:
        needs = Needs.NOTHING
        for watcher in self._open:
            needs |= watcher.watch.needs
        return needs

    @property
    def due(self) -> float | None:
        return min((due for watcher in self._open if (due := watcher.watch.judge.due) is not None), default=None)

    @property
    def _open(self) -> list[Watcher]:
        return [watcher for watcher in self.watchers if not watcher.watch.is_over]

    def notice(self, notice: Notice) -> None:
        self.gone = self.gone or isinstance(notice, WindowGone)
        for watcher in self._open:
            watcher.notice(notice)

    def remark(self, phrase: str) -> None:
        self.voice.announce(self.phrases.own(phrase))

    def fault(self, error: MmassistError) -> None:
        self.voice.fault(error)

    def end_all(self) -> None:
        """Nothing can be seen any more: the watches end, and that is said of each."""
        for watcher in self._open:
            watcher.end()
            self.voice.announce(self.phrases.own("closed" if self.gone else "lost", watcher.watch.number))


class Screen(OffLoop, Protocol):
    """Where looks are taken, one after the other."""

    def close(self, last: Callable[[], None]) -> None: ...


class ScreenThread:
    """One thread of its own: the handle on the screen is bound to the thread that opened it."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="watching")

    async def look(self, work: Callable[[], Look]) -> Look:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def standing(self, work: Callable[[], Standing | None]) -> Standing | None:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self, last: Callable[[], None]) -> None:
        """Ends the thread after `last`."""
        self._thread.submit(last)
        self._thread.shutdown()


class Attention:
    """An eye for somebody who judges by themselves what it notices. What ends it is told as a fault."""

    def __init__(self, eye: Eye, audience: Audience, ended: Callable[[Attention], None]) -> None:
        self.eye = eye
        self._audience = audience
        self._ended = ended
        self._task = asyncio.create_task(self._run(), name="attention")

    async def _run(self) -> None:
        try:
            await self.eye.run()
        except MmassistError as error:
            log.warning("an eye failed: %s", error)
            self._audience.fault(error)

    async def aclose(self) -> None:
        """Idempotent."""
        self._ended(self)
        self._task.cancel()
        await asyncio.wait([self._task])


class Watches:
    """Starts and stops watches; several on one target share an eye."""

    def __init__(self, senses: Senses, voice: Voice, screen: Screen | None = None) -> None:
        """Wishes are understood in the language of `voice`, and in English. `screen`: where looks are taken; by default a thread of its
        own."""
        self._senses = senses
        self._voice = voice
        self._phrases = Phrases.load()
        self._numbers = itertools.count(1)
        self._posts: list[_Post] = []
        self._screen: Screen = screen or ScreenThread()
        self._closing: set[asyncio.Task[None]] = set()
        self._attentions: set[Attention] = set()
        self._is_away = False
        if senses.desk is not None:
            senses.desk.subscribe(self._hear)

    def understood(self, wish: str) -> Wish:
        """What the user's words ask for."""
        understood = [wishes.parse(wish) for wishes in Wishes.of(self._voice.translation.language)]
        return next((one for one in understood if one.kind is not WishKind.FREE), understood[0])

    def is_question(self, wish: Wish) -> bool:
        """Whether it can be answered at once as well."""
        return any(wishes.is_question(wish) for wishes in Wishes.of(self._voice.translation.language))

    @property
    def listing(self) -> tuple[Watch, ...]:
        """Those that go on, by number."""
        found = [watcher.watch for post in self._posts for watcher in post.watchers if not watcher.watch.is_over]
        return tuple(sorted(found, key=lambda watch: watch.number))

    def start(self, wish: str | Wish, target: WatchTarget) -> Watch:
        """Begins to watch; that is said. Raises MmassistError for a free wish where no model may be asked, and for a wish that makes no
        sense of this target."""
        if isinstance(wish, str):
            wish = self.understood(wish)
        self._check(wish, target)
        post = self._post(target)
        watcher = Watcher(next(self._numbers), wish, target, self._voice, self._phrases, self._senses.ask)
        post.watchers.append(watcher)
        if self._is_away and watcher.watch.asks_models:
            watcher.away()
        self._voice.announce(self._phrases.begins(watcher.watch.number, wish))
        if post.eye is not None:
            post.eye.rouse()
        task = asyncio.create_task(self._until_over(post, watcher), name=f"end of watch {watcher.watch.number}")
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
        return watcher.watch

    def attend(self, target: WatchTarget, audience: Audience) -> Attention:
        """Has `audience` told of what changes there, until it is closed; nothing is said of it here."""
        attention = Attention(Eye(target, self._senses, audience, self._screen), audience, self._attentions.discard)
        self._attentions.add(attention)
        return attention

    def _check(self, wish: Wish, target: WatchTarget) -> None:
        if wish.kind is WishKind.FREE and self._senses.ask is None:
            raise MmassistError(
                "a free wish without a model",
                "I can't tell that by myself: it needs a model.",
                "Ask for a text, a change, a dialog, a progress bar or a window's end, or set up a backend.",
            )
        if wish.kind is WishKind.PERSON_ENTERS and not target.camera:
            raise MmassistError("people need a camera", "People can only be watched for with a camera.", "Choose a camera to watch with.")
        of_windows = (WishKind.TITLE_CHANGES, WishKind.WINDOW_CLOSES)
        if wish.kind in of_windows and target.window is None:
            raise MmassistError("no window", "That can only be watched for on a window.", "Choose a window to watch.")

    def _post(self, target: WatchTarget) -> _Post:
        key = _key(target)
        post = next((post for post in self._posts if _key(post.target) == key and post.task and not post.task.done()), None)
        if post is None:
            post = _Post(target, self._voice, self._phrases)
            if target.camera:
                post.eye = CameraEye(target.camera, self._senses, post)
            else:
                post.eye = Eye(target, self._senses, post, self._screen)
            if target.window is not None and self._senses.desk is not None:
                self._senses.desk.follow(target.window.id)
            post.task = asyncio.create_task(_seen_to(post, post.eye), name=f"eye on a {key[0]}")
            self._posts.append(post)
        return post

    async def ready(self) -> None:
        """Returns once all that has been started notices what changes."""
        for post in tuple(self._posts):
            if post.eye is not None:
                await post.eye.began.wait()

    async def over(self) -> None:
        """Returns once no watch goes on."""
        while listing := self.listing:
            await listing[0].ended.wait()

    def stop(self, number: int | None = None) -> int:
        """Ends one watch, or all; returns how many were ended. It is said."""
        found = [w for post in self._posts for w in post.watchers if not w.watch.is_over and number in (None, w.watch.number)]
        for watcher in found:
            watcher.end()
        if not found:
            self._voice.announce(self._phrases.own("none"))
        else:
            self._voice.announce(self._phrases.own("all_stopped" if number is None else "stopped", found[0].watch.number))
        return len(found)

    def away(self) -> None:
        """The session is locked, or the computer falls asleep: what only a model can judge waits, so that nothing leaves. It is said. What
        mmassist tells by itself goes on. Idempotent."""
        if not self._is_away:
            self._is_away = True
            self._say_of_models("away", Watcher.away)

    def back(self) -> None:
        """The user is back: it goes on, and that is said. Idempotent."""
        if self._is_away:
            self._is_away = False
            self._say_of_models("back", Watcher.back)
            for post in self._posts:
                if post.eye is not None:
                    post.eye.rouse()

    def _say_of_models(self, phrase: str, done: Callable[[Watcher], None]) -> None:
        found = [watcher for post in self._posts for watcher in post.watchers if watcher.watch.asks_models and not watcher.watch.is_over]
        for watcher in found:
            done(watcher)
        if found:
            self._voice.announce(self._phrases.own(phrase))

    async def aclose(self) -> None:
        """Ends all without a word."""
        for attention in tuple(self._attentions):
            await attention.aclose()
        for post in tuple(self._posts):
            for watcher in tuple(post.watchers):
                await watcher.aclose()
        if self._closing:
            await asyncio.wait(tuple(self._closing))
        self._screen.close(self._senses.grabber.close)

    def _hear(self, news: DeskNews) -> None:
        for attention in self._attentions:
            attention.eye.hear(news)
        for post in self._posts:
            if post.eye is not None:
                post.eye.hear(news)

    async def _until_over(self, post: _Post, watcher: Watcher) -> None:
        """Waits for the end of a watch; with the last one its eye is closed."""
        await watcher.watch.ended.wait()
        await watcher.aclose()
        post.watchers.remove(watcher)
        if post.watchers or post not in self._posts:
            return
        self._posts.remove(post)
        if post.target.window is not None and self._senses.desk is not None:
            self._senses.desk.unfollow(post.target.window.id)
        if post.task is not None and not post.task.done():
            post.task.cancel()
            await asyncio.wait([post.task])


def _key(target: WatchTarget) -> tuple[object, ...]:
    if target.camera:
        return "camera", target.camera
    return ("window", target.window.id) if target.window is not None else ("box", target.box)


async def _seen_to(post: _Post, eye: Eye | CameraEye) -> None:
    """Runs an eye; whatever ends it is heard."""
    try:
        await eye.run()
    except MmassistError as error:
        log.warning("an eye failed: %s", error)
        post.fault(error)
    post.end_all()
