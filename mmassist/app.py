"""The composition root: the only place that wires rooms together. Qt is imported only when the app itself runs."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass

from mmassist.backends import registry as backends
from mmassist.backends.base import Backend
from mmassist.capture.files import read_image
from mmassist.capture.screen import ScreenGrabber
from mmassist.desktop.chords import parse
from mmassist.desktop.hotkeys import Hotkeys
from mmassist.desktop.outline import Options as OutlineOptions
from mmassist.desktop.outline import OutlineReader
from mmassist.desktop.windows import WindowTracker
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.loop import EngineThread
from mmassist.engine.parts import Parts
from mmassist.engine.record import Request
from mmassist.engine.turn import Options as TurnOptions
from mmassist.errors import BackendError, DesktopError, MmassistError, NoWindow, PluginError, SettingsError, VoiceUnavailable
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
from mmassist.values import Earcon, Fault, Outline, Spoken, Target, Turn, Window

log = logging.getLogger(__name__)

_GOODBYE = 10.0  # seconds for all parts to close
_IN_A_HURRY = TurnOptions()
# A turn of the command line begins while the rest of it still starts: it waits for what the app has ready, and is told in one piece.
_FROM_COLD = TurnOptions(outline=1.0, title=1.0, text=20.0)


@dataclass(frozen=True, slots=True)
class Rooms:
    """The wired rooms of one run. `problems`: what is not there, each to be said once."""

    engine: Engine
    play: Callable[[Earcon], None]
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
        texts = TextReader(TextOptions())
        sink: Sink = Output(OutputOptions(earcons=settings.speech.earcons)) if speak else NullOutput()
        speaker = Speaker(
            sink,
            voices.in_order(settings.speech.voice, lambda fault: problems.append(_as_error(fault))) if speak else [],
            _speech(settings),
            # The engine is made of the speaker, and hears of it: these are called only after both are there.
            on_started=lambda spoken: engine.heard(spoken),
            on_fault=lambda error: engine.fault(error),
        )
        backend = _backend(settings, problems)
        engine = Engine(Parts(windows, outlines, ScreenGrabber(), read_image, texts, speaker, sink.play, backend), listeners, patience)
        for close in (texts.aclose, backend.aclose, speaker.aclose, engine.aclose):
            stack.push_async_callback(close)
        warming = asyncio.create_task(_warm(texts, engine), name="warming")
        stack.push_async_callback(_cancel, warming)
        await speaker.start()
        yield Rooms(engine, sink.play, tuple(problems))


def _backend(settings: Settings, problems: list[MmassistError]) -> Backend:
    try:
        return backends.create(settings.describe.backend)
    except (BackendError, PluginError) as error:
        problems.append(error)
        return backends.create("embedded")


async def _warm(texts: TextReader, engine: Engine) -> None:
    try:
        await texts.start()
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


async def describe_once(settings: Settings, request: Request, listeners: Listeners, *, speak: bool) -> Turn:
    """One turn without the app: opens the rooms, describes, closes them. What is not there goes into the turn's warnings.

    Raises BackendError or PluginError where the chosen backend can't be had.
    """
    async with open_rooms(settings, listeners, _FROM_COLD, speak=speak) as rooms:
        for problem in rooms.problems:
            if isinstance(problem, BackendError | PluginError):
                raise problem
        rooms.play(Earcon.START)
        turn = await rooms.engine.describe(request)
        return dataclasses.replace(turn, warnings=(*(problem.spoken for problem in rooms.problems), *turn.warnings))


async def outline_once(settings: Settings) -> tuple[Window, Outline]:
    """The window in front and its accessibility tree. Raises DesktopError or NoWindow, also for a program without a tree."""
    tracker = WindowTracker()
    tracker.start()
    try:
        window = tracker.active()
        if window is None:
            raise NoWindow("no active window")
        reader = OutlineReader(OutlineOptions(cap=settings.describe.outline_nodes))
        await reader.start()
        try:
            outline = await reader.read(window, deadline=2.0)
        finally:
            await reader.aclose()
    finally:
        tracker.close()
    if outline is None:
        raise DesktopError(
            "no accessibility tree", "This program shows no accessibility tree.", "Describe the window: its text is read from the picture."
        )
    return window, outline


def bind_keys(hotkeys: Hotkeys, settings: Settings, thread: EngineThread, rooms: Rooms) -> None:
    """Binds what can be bound; what can't is heard. On the engine's loop."""

    def describe(at: float) -> None:
        rooms.play(Earcon.START)  # here, on the key's own thread: the sound waits for nobody
        thread.call(rooms.engine.describe, Request(at, verbosity=settings.describe.verbosity))

    def stop(at: float) -> None:
        thread.call(rooms.engine.silence)

    actions = {"describe": describe, "stop": stop}
    for action, chord in settings.chords().items():
        try:
            hotkeys.bind(chord, actions[action])
        except (DesktopError, SettingsError) as error:
            log.warning("%s: %s", action, error)
            rooms.engine.fault(error)


def keys_sentence(settings: Settings) -> str:
    """Names the global keys. A chord that can't be read is named as it was written: binding it is what fails, aloud."""
    keys = {}
    for action, chord in settings.chords().items():
        with contextlib.suppress(SettingsError):
            chord = parse(chord).spoken
        keys[action] = chord
    return f"{keys['describe']} describes the window in front, {keys['stop']} stops speech."


class App:
    """The running app: Qt on the main thread, the engine on its own. One a process."""

    def __init__(self, settings: Settings, problem: MmassistError | None, listeners: Listeners) -> None:
        """`problem`: what was wrong with the settings. `listeners` are told on the engine's thread, beside the windows."""
        self._settings = settings
        self._problem = problem
        self._listeners = listeners
        self._thread = EngineThread()
        self._rooms: Rooms | None = None

    def run(self, ready: Callable[[], None]) -> int:
        """Runs until the user quits; returns the exit code. `ready` is called on the engine's thread once the keys work.

        Main thread. Raises DesktopError where there is no graphical session.
        """
        _require_display()
        from mmassist.ui.bridge import Commands
        from mmassist.ui.shell import Shell

        shell = Shell()
        bridge = shell.bridge
        listeners = _both(self._listeners, Listeners(bridge.emit_spoken, bridge.emit_turn))
        self._thread.start()
        life = self._thread.submit(self._begin(self._live(listeners, ready), bridge.emit_failed)).result()
        try:
            code = shell.run(Commands(self._describe, self._silence, shell.quit), keys_sentence(self._settings))
        finally:
            try:
                self._thread.submit(_end(life)).result(_GOODBYE)
            finally:
                self._thread.stop()
        return code

    async def _begin(self, living: Coroutine[None, None, None], failed: Callable[[], None]) -> asyncio.Task[None]:
        life = asyncio.create_task(living, name="life")
        life.add_done_callback(lambda ended: None if ended.cancelled() else failed())
        return life

    async def _live(self, listeners: Listeners, ready: Callable[[], None]) -> None:
        """Until it is cancelled."""
        async with open_rooms(self._settings, listeners) as rooms:
            self._rooms = rooms
            hotkeys = Hotkeys()
            hotkeys.start()
            try:
                rooms.engine.announce(f"mmassist is ready. {keys_sentence(self._settings)}")
                bind_keys(hotkeys, self._settings, self._thread, rooms)
                for problem in filter(None, (self._problem, *rooms.problems)):
                    rooms.engine.fault(problem)
                ready()
                await asyncio.Event().wait()
            finally:
                self._rooms = None
                hotkeys.close()

    def _describe(self, target: Target) -> None:
        if (rooms := self._rooms) is not None:
            rooms.play(Earcon.START)
            self._thread.call(rooms.engine.describe, Request(time.monotonic(), target, self._settings.describe.verbosity))

    def _silence(self) -> None:
        if (rooms := self._rooms) is not None:
            self._thread.call(rooms.engine.silence)


async def _end(life: asyncio.Task[None]) -> None:
    """Cancels and waits; raises what the life of the engine ended with."""
    life.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await life


def _both(first: Listeners, second: Listeners) -> Listeners:
    def spoken(spoken: Spoken) -> None:
        first.spoken(spoken)
        second.spoken(spoken)

    def turn(turn: Turn) -> None:
        first.turn(turn)
        second.turn(turn)

    return Listeners(spoken, turn)


def _require_display() -> None:
    if sys.platform == "linux" and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        raise DesktopError("no display", "There is no graphical session here.", "Log in to a desktop, then start mmassist there.")
