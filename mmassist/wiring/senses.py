"""The parts of the running app that listen and watch: microphone, recognisers, spoken commands, wishes."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from mmassist.capture.cameras import open_camera
from mmassist.capture.microphone import Microphone
from mmassist.capture.microphone import Options as MicrophoneOptions
from mmassist.capture.microphone_own_speech import without_own_speech
from mmassist.dialogue.commands import names
from mmassist.dialogue.wishes import WishKind
from mmassist.engine.conversing import Conversation
from mmassist.engine.doing import Doing, Manner, States
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.hearing import Blocks, Ears, Hearing
from mmassist.engine.keytable import Keytable
from mmassist.engine.recalling import Recall
from mmassist.engine.support.session import Support
from mmassist.engine.troubleshooting.keeping import copying
from mmassist.engine.understanding import Understanding
from mmassist.engine.watch.contract import WatchTarget
from mmassist.engine.watch.opening import OpenWatches, open_watches
from mmassist.inference.keeping import Keeper
from mmassist.inference.store import Catalogue, Store
from mmassist.perception.hearing.commands import CommandHearer
from mmassist.perception.hearing.installed import chosen
from mmassist.perception.hearing.late import LateTranscriber
from mmassist.perception.hearing.listener import Listener
from mmassist.sayings import run_on, saying
from mmassist.settings import Settings
from mmassist.values import AudioBlock, Fault
from mmassist.wiring.certainty import certainty_of
from mmassist.wiring.models import open_store
from mmassist.wiring.overhearing import open_overhearing
from mmassist.wiring.rooms import Rooms, Warmer
from mmassist.wiring.support import open_support
from mmassist.wiring.troubleshooting import guide_of
from mmassist.wiring.watching import asker

Heard: TypeAlias = AsyncGenerator[AudioBlock, None]

_KIND = "whisper"
_SILENT = 0.8  # seconds of nothing at all: a key press was not answered by any sound for a second then


async def _unkept(blocks: AsyncIterator[AudioBlock]) -> Heard:
    async for block in blocks:
        yield block


@dataclass(frozen=True, slots=True)
class Senses:
    """What the running app hears and waits for, what it does then, and the keys for it."""

    hearing: Hearing
    watches: OpenWatches
    doing: Doing
    keytable: Keytable
    support: Support

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
        ask = asker(rooms.answers, parts.texts, parts.windows)
        into = parts.translation
        opening = open_watches(parts, engine.news, engine.fault, ask=ask, camera=camera, translation=into, covered=rooms.covered)
        watches = await stack.enter_async_context(opening)
        supervisor = rooms.supervisor
        ear, commands, speech = (supervisor.part(kind) for kind in ("microphone", "commands", "speech"))
        microphone = Microphone(
            MicrophoneOptions(settings.listen.microphone, settings.listen.pre_roll, silent_after=_SILENT),
            on_fault=lambda error: hearing.failed(error),
            keeper=ear,
        )
        stack.push_async_callback(microphone.aclose)
        grammar = CommandHearer(commands)
        stack.push_async_callback(grammar.aclose)
        transcriber = _transcriber(store, settings, engine, speech)
        if transcriber is not None:
            stack.push_async_callback(transcriber.aclose)
        listener = Listener(transcriber)
        told, language = settings.describe, settings.listen.language
        manner = Manner(told.verbosity, told.preset, settings.camera.source, settings.own_language())
        keytable = Keytable(settings.keys.options(), names())
        conversation = Conversation(settings.listen.hands_free, _leaving(keytable))
        recall = Recall(rooms.history, engine)
        stack.push_async_callback(recall.over)
        guide = guide_of(rooms, watches, copying(engine))
        support = open_support(settings, rooms, listeners.sends, keytable, guide)
        helpers = (guide, certainty_of(rooms, settings, lambda: support.do("invite")), support)
        states = States(supervisor.leave, conversation, recall.go, keytable.told, support.pointed, helpers)
        doing = Doing(engine, parts, manner, _Wishes(watches, settings.camera.source), states)
        stack.push_async_callback(doing.aclose)
        understanding = Understanding(engine, doing, grammar, language, listeners.heard)

        def without_own(blocks: Blocks) -> Heard:
            return kept(without_own_speech(blocks, rooms.own_speech))

        warmer = Warmer(engine)
        stack.push_async_callback(warmer.aclose)
        rouse = partial(warmer.warm, *([transcriber.rouse] if transcriber else []))
        ears = Ears(microphone, listener, without_own, language, _advice(store.catalogue), conversation, rouse)
        hearing = Hearing(engine, understanding, parts, ears, listeners)
        stack.push_async_callback(hearing.aclose)
        await stack.enter_async_context(open_overhearing(rooms, microphone, hearing))
        ear.on_off = hearing.stop
        warmer.warm(listener.start)
        for part, start in ((ear, microphone.start), (commands, grammar.start), *([(speech, transcriber.start)] if transcriber else [])):
            part.on_again = partial(warmer.warm, start)
            if not part.is_off:
                warmer.warm(start)
        yield Senses(hearing, watches, doing, keytable, support)


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


def _transcriber(store: Store, settings: Settings, engine: Engine, keeper: Keeper) -> LateTranscriber | None:
    """With the speech model that the user wants, or else the best that is there; None without any: commands are understood all the same."""
    wanted = settings.listen.model
    if not wanted and not any(store.find(one.name) for one in store.catalogue.models if one.kind == _KIND):
        return None

    def trouble(fault: Fault) -> None:
        engine.announce(run_on(fault.spoken, fault.remedy))

    return LateTranscriber(lambda: chosen(store, wanted, settings.listen.language), keeper, trouble, engine.fault)


def _leaving(keytable: Keytable) -> str:
    stop = keytable.now.chords.get("stop")
    if stop is None:
        return "I go on listening after each answer. To end that say stop listening, or say nothing."
    return saying("I go on listening after each answer. To end that say stop listening, press {key}, or say nothing.", key=stop.spoken)


def _advice(catalogue: Catalogue) -> str:
    """What is said where a question needs a model that is not there."""
    model = catalogue.model("whisper-base")
    needed = "For free questions a speech model is needed: run mmassist models pull {model}, {size} megabytes, then start mmassist again."
    return saying(needed, model=model.name, size=model.megabytes)
