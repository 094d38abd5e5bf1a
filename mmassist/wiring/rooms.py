"""The wired rooms of one run: opened on the engine's loop, closed in the opposite order. Slow parts warm up in the background."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from mmassist.capture.cameras import look as camera_look
from mmassist.capture.files import read_image
from mmassist.capture.microphone_own_speech import OwnSpeech
from mmassist.capture.uncovered import Covered, Uncovered
from mmassist.desktop import paths
from mmassist.desktop.contracts import Finder, Tracker, Trees
from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.history_thread import History
from mmassist.engine.parts import Parts
from mmassist.engine.profiles import Profile, ProfileBook, Profiles
from mmassist.engine.supervisor import Audience, Part, Supervisor
from mmassist.engine.supervisor import Options as Supervision
from mmassist.engine.turn import Options as TurnOptions
from mmassist.errors import DesktopError, MmassistError, VoiceUnavailable
from mmassist.inference.keeping import Keeper
from mmassist.perception.camera.focus import sharpness
from mmassist.perception.text import Options as TextOptions
from mmassist.perception.text import TextReader
from mmassist.settings import Settings
from mmassist.speech.ducking import Ducking
from mmassist.speech.output import Options as OutputOptions
from mmassist.speech.output import Output
from mmassist.speech.queue import Options as SpeechOptions
from mmassist.speech.queue import Speaker, SystemVoice
from mmassist.speech.sink import NullOutput, Sink, Tap
from mmassist.speech.voices import registry as voices
from mmassist.speech.voices.base import AnyVoice, VoiceOptions
from mmassist.translation import LiveTranslation
from mmassist.values import Earcon, Fault, Frame, Spoken, Turn, Verbosity, Window
from mmassist.wiring.answers import Answers
from mmassist.wiring.desktop import Desktop, desktop
from mmassist.wiring.eyes import foresee, open_eyes
from mmassist.wiring.language import translation_of
from mmassist.wiring.past import history_file, history_of
from mmassist.wiring.voices import VoiceChoice, VoicesOf

log = logging.getLogger(__name__)

_IN_A_HURRY = TurnOptions()
_USUAL = Supervision()


@dataclass(frozen=True, slots=True)
class Rooms:
    """The wired rooms of one run. `own_speech`: when the app itself is to be heard; `listen_in`: gives what it plays from now on to
    that one, so that it is told from a user's voice; `history`: what was told before; `supervisor`: of all parts, `camera` among them;
    `tracker`: of the window in front; `problems`: what is not there,
    each to be said once; `use`: puts other settings to use, as far as that can be done at once; on the engine's loop;
    `covered`: where the app's own caption is."""

    engine: Engine
    parts: Parts
    own_speech: OwnSpeech
    play: Callable[[Earcon], None]
    answers: Answers
    problems: tuple[MmassistError, ...]
    supervisor: Supervisor
    camera: Part
    listen_in: Callable[[Tap | None], None]
    history: History
    tracker: Tracker | None
    use: Callable[[Settings], None]
    covered: Covered = lambda: None


@dataclass(slots=True)
class _Using:
    """Puts other settings to use. On the engine's loop."""

    _settings: Settings
    _parts: Parts
    _translation: LiveTranslation
    _speaker: Speaker
    _output: Output | None
    _ducking: Ducking
    _choice: VoiceChoice
    _answers: Answers
    _history: History
    _fault: Callable[[MmassistError], None]
    _warmer: Warmer
    _outlines: Trees | None

    def use(self, settings: Settings) -> None:
        before, self._settings = self._settings, settings
        if settings.own_language() != before.own_language():
            problems: list[MmassistError] = []
            self._translation.now = translation_of(settings, problems)
            for problem in problems:
                self._fault(problem)
        if speech_of(settings) != speech_of(before):  # else "faster" that was said stays
            self._speaker.use(speech_of(settings))
        if self._output is not None:
            self._output.use(output_of(settings))
            self._ducking.use(settings.speech.ducking)
        if settings.speech.voice != before.speech.voice:
            self._speaker.use_voices(self._choice.chosen(settings.speech.voice, lambda fault: self._fault(_as_error(fault))))
        self._parts.profiles.now = profiles_of(settings)
        if self._answers.use(settings):
            self._warmer.warm(self._answers.warm)
        self._history.use(history_of(settings))
        if self._outlines is not None and settings.describe.outline_nodes != before.describe.outline_nodes:
            self._outlines.limit(settings.describe.outline_nodes)


@contextlib.asynccontextmanager
async def open_rooms(
    settings: Settings,
    listeners: Listeners,
    patience: TurnOptions = _IN_A_HURRY,
    *,
    speak: bool = True,
    voices_of: VoicesOf = voices.in_order,
    supervision: Supervision = _USUAL,
    keep_history: bool = False,
    covered: Covered = lambda: None,
) -> AsyncIterator[Rooms]:
    """Opens the rooms on the running loop and closes them in the opposite order. Slow parts warm up in the background.

    `voices_of`: the voices that may be used, by the name of the chosen one. `keep_history`: whether turns are written down, where the
    user wants that. `covered`: where the app's own caption is on the screen.
    """
    problems: list[MmassistError] = []
    async with contextlib.AsyncExitStack() as stack:
        here = desktop()
        windows = _windows(stack, here, problems)
        outlines = await _outlines(stack, here.trees(settings.describe.outline_nodes), windows, problems)
        # The engine is made of the parts, and hears of them: these are called only after both are there.
        supervisor = Supervisor(
            Audience(lambda error: engine.fault(error), lambda text: engine.news(text), listeners.switched_off), supervision
        )
        reading, camera = supervisor.part("text"), supervisor.part("camera")
        texts, own = TextReader(TextOptions(), reading), OwnSpeech()
        output = Output(output_of(settings)) if speak else None
        sink: Sink = output or NullOutput()
        ducking = Ducking(paths.data_dir() / "lowered.json", lambda error: engine.fault(error))
        choice = VoiceChoice(voices_of if speak else _text_only, supervisor, lambda: speaker.bring_back())
        speaker = Speaker(
            sink,
            choice.chosen(settings.speech.voice, lambda fault: problems.append(_as_error(fault))),
            speech_of(settings),
            on_started=lambda spoken: _begun(spoken, own, ducking, engine),
            on_finished=lambda spoken: _ended(own, ducking),
            on_cut=lambda: _ended(own, ducking),
            on_fault=lambda error: engine.fault(error),
        )
        answers = Answers(settings, problems, lambda error: engine.fault(error))
        answers.keep(supervisor.part)
        look = partial(_sharpest, camera)
        eyes = open_eyes(stack, supervisor, problems.append)
        sights = eyes, _under(stack, here, windows)
        clipboard, wheel, hand = (here.clipboard, here.wheel, here.hand) if windows else (None, None, None)
        remote = here.remote_input if windows else None
        seen = (windows, outlines, Uncovered(here.grabber(), covered), read_image, look, texts)
        told, profiles = (speaker, sink.play, answers.answering), ProfileBook(profiles_of(settings))
        translation = LiveTranslation(translation_of(settings, problems))
        parts = Parts(*seen, *told, *sights, clipboard, wheel, hand, remote, translation=translation, profiles=profiles)
        history = History(history_file(), history_of(settings), lambda error: engine.fault(error))
        noted = replace(listeners, turn=_and_noted(listeners.turn, answers), cancelled=answers.note_cancelled)
        engine = Engine(parts, _kept(noted, history) if keep_history else noted, patience)
        for close in (history.aclose, texts.aclose, answers.aclose, ducking.aclose, speaker.aclose, engine.aclose):
            stack.push_async_callback(close)
        warmer = Warmer(engine)
        reading.on_again = partial(warmer.warm, texts.start)
        stack.push_async_callback(warmer.aclose)
        warmer.warm(texts.start, answers.warm)
        if eyes is not None and windows is not None and outlines is not None:
            foresee(stack, windows, outlines, partial(warmer.warm, eyes.start))
        ducking.use(settings.speech.ducking if speak else 0)
        await speaker.start()
        use = _Using(settings, parts, translation, speaker, output, ducking, choice, answers, history, engine.fault, warmer, outlines).use
        listen_in: Callable[[Tap | None], None] = output.listen_in if output is not None else lambda tap: None
        yield Rooms(engine, parts, own, sink.play, answers, tuple(problems), supervisor, camera, listen_in, history, windows, use, covered)


async def _sharpest(keeper: Keeper, source: str) -> Frame:
    """One picture of a camera: of a short burst the sharpest."""
    return await camera_look(source, lambda pixels: sharpness(pixels) or 0.0, keeper=keeper)


def _begun(spoken: Spoken, own: OwnSpeech, ducking: Ducking, engine: Engine) -> None:
    own.started(spoken.at)
    ducking.begin()
    engine.heard(spoken)


def _ended(own: OwnSpeech, ducking: Ducking) -> None:
    own.ended(time.monotonic())
    ducking.end()


def _and_noted(told: Callable[[Turn], None], answers: Answers) -> Callable[[Turn], None]:
    def turn(turn: Turn) -> None:
        answers.note(turn)
        told(turn)

    return turn


def _kept(listeners: Listeners, history: History) -> Listeners:
    """Turns are written down too, also those that the user broke off."""

    def turn(turn: Turn) -> None:
        history.note(turn)
        listeners.turn(turn)

    def cancelled(turn: Turn) -> None:
        history.note(turn)
        listeners.cancelled(turn)

    def forgot() -> None:
        history.forget_run()
        listeners.forgot()

    history.tidy()
    return replace(listeners, turn=turn, cancelled=cancelled, forgot=forgot)


class Warmer:
    """Starts what is slow in the background; what fails there is heard. On the engine's loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tasks: set[asyncio.Task[None]] = set()

    def warm(self, *starts: Callable[[], Awaitable[None]]) -> None:
        """One after the other."""
        task = asyncio.create_task(self._start(starts), name="warming")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _start(self, starts: Sequence[Callable[[], Awaitable[None]]]) -> None:
        for start in starts:
            try:
                await start()
            except MmassistError as error:
                log.warning("%s", error)
                self._engine.fault(error)

    async def aclose(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
            await asyncio.wait([task])


def _text_only(name: str, on_fault: Callable[[Fault], None]) -> Sequence[AnyVoice]:
    return ()


def profiles_of(settings: Settings) -> Profiles:
    """What the user wants to be otherwise in single programs."""
    return {
        name.strip().casefold(): Profile(Verbosity(one.verbosity) if one.verbosity else None, one.preset, one.rate, one.language)
        for name, one in settings.profiles.items()
    }


def output_of(settings: Settings) -> OutputOptions:
    """Where and how it sounds."""
    said = settings.speech
    return OutputOptions(device=said.device, earcons=said.earcons, wake_ms=said.wake)


def speech_of(settings: Settings) -> SpeechOptions:
    """How the user wants to be spoken to."""
    said = settings.speech
    voice = VoiceOptions(said.language, said.rate, said.pitch, said.volume, said.punctuation, said.capitals)
    system = SystemVoice(said.system_language, said.system_rate, said.system_pitch, said.system_volume)
    return SpeechOptions(voice, system, said.follow_language)


def _as_error(fault: Fault) -> VoiceUnavailable:
    return VoiceUnavailable(fault.error, fault.spoken, fault.remedy)


def _windows(stack: contextlib.AsyncExitStack, here: Desktop, problems: list[MmassistError]) -> Tracker | None:
    tracker = here.tracker()
    try:
        tracker.start()
    except DesktopError as error:
        problems.append(error)
        return None
    stack.callback(tracker.close)
    return tracker


def _under(stack: contextlib.AsyncExitStack, here: Desktop, windows: Tracker | None) -> Finder | None:
    if windows is None:
        return None
    finder = here.finder()
    stack.callback(finder.close)
    return finder


async def _outlines(
    stack: contextlib.AsyncExitStack, reader: Trees, windows: Tracker | None, problems: list[MmassistError]
) -> Trees | None:
    if windows is None:
        return None
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
