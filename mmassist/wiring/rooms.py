"""The wired rooms of one run: opened on the engine's loop, closed in the opposite order. Slow parts warm up in the background."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace

from mmassist.capture.camera import look
from mmassist.capture.files import read_image
from mmassist.capture.microphone_own_speech import OwnSpeech
from mmassist.capture.screen import ScreenGrabber
from mmassist.desktop.outline import Options as OutlineOptions
from mmassist.desktop.outline import OutlineReader
from mmassist.desktop.windows import WindowTracker
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.parts import Parts
from mmassist.engine.turn import Options as TurnOptions
from mmassist.errors import DesktopError, MmassistError, VoiceUnavailable
from mmassist.perception.camera.focus import sharpness
from mmassist.perception.text import Options as TextOptions
from mmassist.perception.text import TextReader
from mmassist.settings import Settings
from mmassist.speech.output import Options as OutputOptions
from mmassist.speech.output import Output
from mmassist.speech.queue import Options as SpeechOptions
from mmassist.speech.queue import Speaker
from mmassist.speech.sink import NullOutput, Sink
from mmassist.speech.voices import registry as voices
from mmassist.speech.voices.base import VoiceOptions
from mmassist.values import Earcon, Fault, Frame, Spoken, Turn, Window
from mmassist.wiring.answers import Answers

_IN_A_HURRY = TurnOptions()


@dataclass(frozen=True, slots=True)
class Rooms:
    """The wired rooms of one run. `own_speech`: when the app itself is to be heard; `problems`: what is
    not there, each to be said once."""

    engine: Engine
    parts: Parts
    own_speech: OwnSpeech
    play: Callable[[Earcon], None]
    answers: Answers
    problems: tuple[MmassistError, ...]


@contextlib.asynccontextmanager
async def open_rooms(
    settings: Settings, listeners: Listeners, patience: TurnOptions = _IN_A_HURRY, *, speak: bool = True
) -> AsyncIterator[Rooms]:
    """Opens the rooms on the running loop and closes them in the opposite order. Slow parts warm up in the background."""
    problems: list[MmassistError] = []
    async with contextlib.AsyncExitStack() as stack:
        windows = _windows(stack, problems)
        outlines = await _outlines(stack, settings, windows, problems)
        texts, own = TextReader(TextOptions()), OwnSpeech()
        sink: Sink = Output(OutputOptions(earcons=settings.speech.earcons)) if speak else NullOutput()
        speaker = Speaker(
            sink,
            voices.in_order(settings.speech.voice, lambda fault: problems.append(_as_error(fault))) if speak else [],
            _speech(settings),
            # The engine is made of the speaker, and hears of it: these are called only after both are there.
            on_started=lambda spoken: _begun(spoken, own, engine),
            on_finished=lambda spoken: own.ended(time.monotonic()),
            on_cut=lambda: own.ended(time.monotonic()),
            on_fault=lambda error: engine.fault(error),
        )
        answers = Answers(settings, problems, lambda error: engine.fault(error))
        parts = Parts(windows, outlines, ScreenGrabber(), read_image, _sharpest, texts, speaker, sink.play, answers.answering)
        engine = Engine(parts, replace(listeners, turn=_and_noted(listeners.turn, answers), cancelled=answers.note_cancelled), patience)
        for close in (texts.aclose, answers.aclose, speaker.aclose, engine.aclose):
            stack.push_async_callback(close)
        warming = asyncio.create_task(_warm(texts, answers, engine), name="warming")
        stack.push_async_callback(_cancel, warming)
        await speaker.start()
        yield Rooms(engine, parts, own, sink.play, answers, tuple(problems))


async def _sharpest(source: str) -> Frame:
    """One picture of a camera: of a short burst the sharpest."""
    return await look(source, lambda pixels: sharpness(pixels) or 0.0)


def _begun(spoken: Spoken, own: OwnSpeech, engine: Engine) -> None:
    own.started(spoken.at)
    engine.heard(spoken)


def _and_noted(told: Callable[[Turn], None], answers: Answers) -> Callable[[Turn], None]:
    def turn(turn: Turn) -> None:
        answers.note(turn)
        told(turn)

    return turn


async def _warm(texts: TextReader, answers: Answers, engine: Engine) -> None:
    for warm in (texts.start, answers.warm):
        try:
            await warm()
        except MmassistError as error:
            engine.fault(error)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])


def _speech(settings: Settings) -> SpeechOptions:
    said = settings.speech
    return SpeechOptions(VoiceOptions(voice=said.language, rate=said.rate, pitch=said.pitch, volume=said.volume))


def _as_error(fault: Fault) -> VoiceUnavailable:
    return VoiceUnavailable(fault.error, fault.spoken, fault.remedy)


def _windows(stack: contextlib.AsyncExitStack, problems: list[MmassistError]) -> WindowTracker | None:
    tracker = WindowTracker()
    try:
        tracker.start()
    except DesktopError as error:
        problems.append(error)
        return None
    stack.callback(tracker.close)
    return tracker


async def _outlines(
    stack: contextlib.AsyncExitStack, settings: Settings, windows: WindowTracker | None, problems: list[MmassistError]
) -> OutlineReader | None:
    if windows is None:
        return None
    reader = OutlineReader(OutlineOptions(cap=settings.describe.outline_nodes))
    try:
        await reader.start()
    except DesktopError as error:
        problems.append(error)
        return None
    stack.push_async_callback(reader.aclose)
    loop = asyncio.get_running_loop()

    def changed(window: Window | None) -> None:
        loop.call_soon_threadsafe(reader.watch, window)

    windows.subscribe(changed)
    reader.watch(windows.active())
    return reader
