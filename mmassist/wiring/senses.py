"""The parts of the running app that listen and watch: microphone, recognisers, spoken commands, wishes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from mmassist.capture.microphone import Microphone
from mmassist.capture.microphone import Options as MicrophoneOptions
from mmassist.engine.doing import Doing, Manner
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.hearing import Ears, Hearing
from mmassist.engine.watch.opening import OpenWatches, open_watches
from mmassist.errors import MmassistError, ModelMissing
from mmassist.inference.store import Catalogue, Store
from mmassist.perception.hearing.commands import CommandHearer
from mmassist.perception.hearing.installed import chosen
from mmassist.perception.hearing.listener import Listener
from mmassist.perception.hearing.whisper_transcriber import WhisperTranscriber
from mmassist.settings import Settings
from mmassist.wiring.models import open_store
from mmassist.wiring.rooms import Rooms

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Senses:
    """What the running app hears and waits for."""

    hearing: Hearing
    watches: OpenWatches


@contextlib.asynccontextmanager
async def open_senses(settings: Settings, rooms: Rooms, listeners: Listeners) -> AsyncIterator[Senses]:
    """Opens them on the running loop, beside the rooms. What is slow to load loads in the background; what fails there is heard."""
    engine, parts = rooms.engine, rooms.parts
    store = open_store()
    async with contextlib.AsyncExitStack() as stack:
        watches = await stack.enter_async_context(open_watches(parts, engine.announce, engine.fault))
        microphone = Microphone(
            MicrophoneOptions(settings.listen.microphone, settings.listen.pre_roll), on_fault=lambda error: hearing.failed(error)
        )
        stack.push_async_callback(microphone.aclose)
        grammar = CommandHearer()
        stack.push_async_callback(grammar.aclose)
        model = await _model(store, settings, engine)
        transcriber = WhisperTranscriber(model) if model else None
        if transcriber is not None:
            stack.push_async_callback(transcriber.aclose)
        listener = Listener(transcriber)
        ears = Ears(microphone, listener, grammar, settings.listen.language, _advice(store.catalogue))
        told = settings.describe
        doing = Doing(engine, parts.mouth, Manner(told.verbosity, told.preset), _Wishes(engine, watches))
        hearing = Hearing(engine, doing, parts, ears, listeners)
        stack.push_async_callback(hearing.aclose)
        starts = [microphone.start, listener.start, grammar.start, *([transcriber.start] if transcriber else [])]
        warming = asyncio.gather(*(_warm(start, engine) for start in starts))
        stack.callback(warming.cancel)
        yield Senses(hearing, watches)


class _Wishes:
    """What the user waits for, on the window in front."""

    def __init__(self, engine: Engine, watches: OpenWatches) -> None:
        self._engine = engine
        self._opened = watches

    def wish(self, text: str) -> None:
        """Raises MmassistError for a wish that can't be watched for."""
        wish = self._opened.watches.understood(text)
        self._opened.watches.start(wish, self._opened.target(wish))

    def end(self) -> None:
        self._opened.watches.stop()


async def _warm(start: Callable[[], Awaitable[None]], engine: Engine) -> None:
    try:
        await start()
    except MmassistError as error:
        log.warning("%s", error)
        engine.fault(error)


async def _model(store: Store, settings: Settings, engine: Engine) -> Path | None:
    """The folder of the speech model that the user wants, or else of the best that is there. One that can't be used is said; without
    any, commands are still understood."""
    try:
        return await asyncio.to_thread(chosen, store, settings.listen.model, settings.listen.language)
    except ModelMissing as error:
        if settings.listen.model:
            engine.fault(error)
    except MmassistError as error:
        log.warning("%s", error)
        engine.fault(error)
    return None


def _advice(catalogue: Catalogue) -> str:
    """What is said where a question needs a model that is not there."""
    model = catalogue.model("whisper-base")
    return f"For free questions a speech model is needed: run mmassist models pull {model.name}; it is {model.megabytes} megabytes."
