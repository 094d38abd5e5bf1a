"""The parts of the running app that listen and watch: microphone, recognisers, spoken commands, wishes."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from mmassist.capture.cameras import open_camera
from mmassist.capture.microphone import Microphone
from mmassist.capture.microphone import Options as MicrophoneOptions
from mmassist.capture.microphone_own_speech import without_own_speech
from mmassist.dialogue.commands import names
from mmassist.dialogue.wishes import WishKind
from mmassist.engine.beside import Seeing
from mmassist.engine.conversing import Conversation
from mmassist.engine.doing import Doing, Manner, States
from mmassist.engine.engine import Listeners
from mmassist.engine.hearing import Blocks, Ears, Hearing
from mmassist.engine.keytable import Keytable
from mmassist.engine.recalling import Recall
from mmassist.engine.support.session import Support
from mmassist.engine.troubleshooting.keeping import copying
from mmassist.engine.understanding import Understanding
from mmassist.engine.watch.contract import WatchTarget
from mmassist.engine.watch.opening import OpenWatches, open_watches
from mmassist.inference.store import Catalogue
from mmassist.perception.hearing.commands import CommandHearer
from mmassist.sayings import saying
from mmassist.settings import ListenSettings, Settings
from mmassist.values import AudioBlock
from mmassist.wiring.certainty import certainty_of
from mmassist.wiring.models import open_store
from mmassist.wiring.overhearing import SpokenOver
from mmassist.wiring.recogniser import Recogniser
from mmassist.wiring.rooms import Rooms, Warmer
from mmassist.wiring.support import open_support, support_of
from mmassist.wiring.troubleshooting import guide_of
from mmassist.wiring.watching import asker

Heard: TypeAlias = AsyncGenerator[AudioBlock, None]

_SILENT = 0.8  # seconds of nothing at all: a key press was not answered by any sound for a second then


async def _unkept(blocks: AsyncIterator[AudioBlock]) -> Heard:
    async for block in blocks:
        yield block


@dataclass(frozen=True, slots=True)
class Senses:
    """What the running app hears and waits for, what it does then, and the keys for it. `use`: puts other settings to use. `renew`: the
    named model was pulled or removed: uses those that are there now, and tells whether this is one. Both on the engine's loop."""

    hearing: Hearing
    watches: OpenWatches
    doing: Doing
    keytable: Keytable
    support: Support
    use: Callable[[Settings], None]
    renew: Callable[[str], Awaitable[bool]]

    def away(self) -> None:
        """The session is locked, or the computer falls asleep: what nobody but the user may leave running ends or waits."""
        self.doing.away()
        self.watches.watches.away()

    def back(self) -> None:
        """The user is back, and what waited for that alone goes on."""
        self.watches.watches.back()


@contextlib.asynccontextmanager
async def open_senses(
    settings: Settings, rooms: Rooms, listeners: Listeners, kept: Callable[[AsyncIterator[AudioBlock]], Heard] = _unkept
) -> AsyncIterator[Senses]:
    """Opens them on the running loop, beside the rooms. What is slow to load loads in the background; what fails there is heard.

    `kept`: what is listened to goes through it.
    """
    engine, parts = rooms.engine, rooms.parts
    store = open_store()
    async with contextlib.AsyncExitStack() as stack:
        camera = partial(open_camera, keeper=rooms.camera)
        ask = asker(rooms.answers, Seeing(parts.texts, parts.eyes, parts.windows))
        into = parts.translation
        opening = open_watches(parts, engine.news, engine.fault, ask=ask, camera=camera, translation=into, covered=rooms.covered)
        watches = await stack.enter_async_context(opening)
        supervisor = rooms.supervisor
        ear, commands, speech = (supervisor.part(kind) for kind in ("microphone", "commands", "speech"))
        microphone = Microphone(microphone_of(settings), on_fault=lambda error: hearing.failed(error), keeper=ear)
        stack.push_async_callback(microphone.aclose)
        grammar = CommandHearer(commands)
        stack.push_async_callback(grammar.aclose)
        warmer = Warmer(engine)
        recogniser = Recogniser(store, engine, speech, warmer, settings.listen)
        stack.push_async_callback(recogniser.aclose)
        stack.push_async_callback(warmer.aclose)
        language = settings.listen.language
        keytable = Keytable(settings.keys.options(), names())
        conversation = Conversation(settings.listen.hands_free, _leaving(keytable))
        recall = Recall(rooms.history, engine)
        stack.push_async_callback(recall.over)
        guide = guide_of(rooms, watches, copying(engine))
        support = open_support(settings, rooms, listeners.sends, keytable, guide)
        now = _Now(settings)
        helpers = (guide, certainty_of(rooms, lambda: now.settings, lambda: support.do("invite")), support)
        states = States(supervisor.leave, conversation, recall.go, keytable.told, support.pointed, helpers)
        doing = Doing(engine, parts, _manner_of(settings), _Wishes(watches, settings.camera.source), states)
        stack.push_async_callback(doing.aclose)
        understanding = Understanding(engine, doing, grammar, language, listeners.heard)

        def without_own(blocks: Blocks) -> Heard:
            return kept(without_own_speech(blocks, rooms.own_speech))

        ears = Ears(microphone, recogniser.listener, without_own, language, _advice(store.catalogue), conversation, recogniser.rouse)
        hearing = Hearing(engine, understanding, parts, ears, listeners)
        stack.push_async_callback(hearing.aclose)
        over = SpokenOver(rooms, microphone, hearing)
        stack.push_async_callback(over.aclose)
        await over.use(settings.listen.barge_in)
        ear.on_off = hearing.stop
        warmer.warm(recogniser.listener.start)
        for part, start in ((ear, microphone.start), (commands, grammar.start)):
            part.on_again = partial(warmer.warm, start)
            if not part.is_off:
                warmer.warm(start)
        recogniser.warm()
        hears = _Hears(hearing, understanding, microphone, recogniser, over, conversation, warmer)

        async def renew(name: str) -> bool:
            answering = await rooms.answers.renew()
            if name in answering:
                warmer.warm(rooms.answers.load_local)
            return await recogniser.renew(hearing, name) == name or name in answering

        yield Senses(hearing, watches, doing, keytable, support, partial(_use, now, doing, support, hears), renew)


@dataclass(slots=True)
class _Now:
    """As they are now."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class _Hears:
    """What listens, each part of which can be told to do it otherwise. On the engine's loop."""

    hearing: Hearing
    understanding: Understanding
    microphone: Microphone
    recogniser: Recogniser
    over: SpokenOver
    conversation: Conversation
    warmer: Warmer

    def use(self, before: ListenSettings, after: ListenSettings, microphone: MicrophoneOptions) -> None:
        if (after.microphone, after.pre_roll) != (before.microphone, before.pre_roll):
            self.warmer.warm(partial(self.microphone.use, microphone))
        if after.language != before.language:
            self.hearing.expect(after.language)
            self.understanding.expect(after.language)
        if (after.model, after.language) != (before.model, before.language):
            self.recogniser.use(after, self.hearing)
        if after.barge_in != before.barge_in:
            self.warmer.warm(partial(self.over.use, after.barge_in))
        if after.hands_free != before.hands_free:
            self.conversation.on = after.hands_free


def _use(now: _Now, doing: Doing, support: Support, hears: _Hears, settings: Settings) -> None:
    before, now.settings = now.settings, settings
    doing.tell_as(_manner_of(settings))
    support.use(support_of(settings))
    hears.use(before.listen, settings.listen, microphone_of(settings))


def _manner_of(settings: Settings) -> Manner:
    return Manner(settings.describe.verbosity, settings.describe.preset, settings.camera.source, settings.own_language())


def microphone_of(settings: Settings) -> MicrophoneOptions:
    """Which one, and when it is open."""
    return MicrophoneOptions(settings.listen.microphone, settings.listen.pre_roll, silent_after=_SILENT)


class _Wishes:
    """What the user waits for, on the window in front; people are waited for with the camera."""

    def __init__(self, opened: OpenWatches, camera: str) -> None:
        self._opened = opened
        self._camera = camera

    def wish(self, text: str) -> bool:
        """Begins to watch; false for what is a question. Raises MmassistError, also for what only a model can judge where there is none."""
        wish = self._opened.watches.understood(text)
        if self._opened.watches.is_question(wish):
            return False
        given = WatchTarget(camera=self._camera) if wish.kind is WishKind.PERSON_ENTERS else None
        self._opened.watches.start(wish, self._opened.target(wish, given))
        return True

    def end(self) -> None:
        self._opened.watches.stop()

    def watch_with(self, camera: str) -> None:
        self._camera = camera


def _leaving(keytable: Keytable) -> str:
    stop = keytable.now.chords.get("stop")
    if stop is None:
        return "I go on listening after each answer. To end that say stop listening, or say nothing."
    return saying("I go on listening after each answer. To end that say stop listening, press {key}, or say nothing.", key=stop.spoken)


def _advice(catalogue: Catalogue) -> str:
    """What is said where a question needs a model that is not there."""
    model = catalogue.model("whisper-base")
    needed = "For free questions a speech model is needed: run mmassist models pull {model}, {size} megabytes."
    return saying(needed, model=model.name, size=model.megabytes)
