"""The running app: rooms, keys and windows brought together. Qt is imported only here, and only when the app runs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from mmassist.desktop import command_wire, paths
from mmassist.desktop.starts import YOUNG, Start
from mmassist.engine.doing import Doing
from mmassist.engine.engine import Listeners
from mmassist.engine.hearing import Hearing
from mmassist.engine.loop import EngineThread
from mmassist.engine.own_windows import OwnWindow
from mmassist.engine.pulse import Pulse
from mmassist.engine.record import Reads, Request
from mmassist.errors import DesktopError, MmassistError, SettingsError
from mmassist.sayings import run_on, saying
from mmassist.settings import Settings
from mmassist.speech.voices import registry as voices
from mmassist.values import Earcon, FusedPrompt, Spoken, Target, TargetKind, Transcript, Turn
from mmassist.wiring.desktop import desktop
from mmassist.wiring.figures import Figures
from mmassist.wiring.key_tuning import KeyTuner
from mmassist.wiring.keys import Keyboard, hears, introduced, keys_sentence
from mmassist.wiring.language import words_in
from mmassist.wiring.past import Past, history_of
from mmassist.wiring.readers import ScreenReader
from mmassist.wiring.rooms import Rooms, open_rooms, speech_of
from mmassist.wiring.safe import SUPERVISION, safe
from mmassist.wiring.senses import open_senses
from mmassist.wiring.serving import Guests
from mmassist.wiring.session import session_watched
from mmassist.wiring.tuning import Tuner
from mmassist.wiring.twice import declined, started_twice
from mmassist.wiring.welcomed import note_welcomed

if TYPE_CHECKING:
    from mmassist.desktop.command_server import Serve
    from mmassist.ui.about_commands import AboutCommands
    from mmassist.ui.bridge import Bridge, Commands
    from mmassist.ui.caption import CaptionOptions
    from mmassist.ui.history_commands import HistoryCommands
    from mmassist.ui.keys_commands import KeysCommands
    from mmassist.ui.looks import Looks
    from mmassist.ui.settings_window import SettingsCommands
    from mmassist.ui.shell import Shell
    from mmassist.ui.stats_panel import StatsCommands
    from mmassist.ui.welcome_commands import WelcomeCommands

log = logging.getLogger(__name__)

_GOODBYE = 10.0  # seconds for all parts to close
BACK = "mmassist ended unexpectedly and is back. What was told last may be missing from the history."


def looks_of(settings: Settings) -> Looks:
    """How the windows are to look."""
    from mmassist.ui.looks import Looks

    return Looks(settings.window.theme, settings.window.text_scale, settings.window.font)


def caption_of(settings: Settings) -> CaptionOptions:
    """Whether what is said is to be seen at the edge of the screen, and how."""
    from mmassist.ui.caption import CaptionOptions

    return CaptionOptions(settings.window.caption, settings.window.caption_size, settings.window.caption_edge)


class Lines(Protocol):
    """Command lines that are answered by the app."""

    def serve(self, guests: Guests) -> Serve:
        """Who answers each, on the engine's loop, with what the app lends them."""
        ...


class Checks(Protocol):
    """What the app can tell of itself. Blocks."""

    def examine(self) -> Iterable[str]:
        """A line for each part."""
        ...

    def licences(self) -> str:
        """Whose work it stands on."""
        ...

    def bundle(self, file: Path) -> Sequence[str]:
        """Writes what whoever helps has to know, and tells what that is. Raises MmassistError."""
        ...


class App:
    """The running app: Qt on the main thread, the engine on its own. One a process."""

    def __init__(
        self,
        settings: Settings,
        problem: MmassistError | None,
        listeners: Listeners,
        start: Start,
        safe_because: str = "",
        lines: Lines | None = None,
        window: OwnWindow | None = None,
        checks: Checks | None = None,
        was_cut: bool = False,
    ) -> None:
        """`problem`: what was wrong with the settings. `listeners` are told on the engine's thread, beside the windows.

        `start`: is told when this run is known to be well. `safe_because`: why it is in safe mode, to be said first; empty: it is not.
        `lines`: who answers command lines, with these very settings. `window`: the one that is shown at the start.
        `checks`: what the window about the app shows. `was_cut`: whether the run before was cut short, which is said.
        """
        self._settings = safe(settings) if safe_because else settings
        self._problem = problem
        self._listeners = listeners
        self._start_mark = start
        self._safe_because = safe_because
        self._was_cut = was_cut and not safe_because
        self._lines = lines if not safe_because else None
        self._checks = checks
        self._window = None if safe_because and window is OwnWindow.WELCOME else window
        self.wants_another = False
        """Whether the app is to be started again, without safe mode, once `run` has returned."""
        self._thread = EngineThread()
        self._rooms: Rooms | None = None
        self._hearing: Hearing | None = None
        self._doing: Doing | None = None
        self._keyboard: Keyboard | None = None
        self._leaving: asyncio.Task[None] | None = None
        self._asides: set[asyncio.Task[None]] = set()

    def run(self, ready: Callable[[], None]) -> int:
        """Runs until the user quits; returns the exit code. `ready` is called on the engine's thread once the keys work.

        Main thread. Raises DesktopError where there is no graphical session.
        """
        _require_display()
        from mmassist.ui.shell import Shell

        shell = Shell(looks_of(self._settings), caption_of(self._settings), self._settings.window.language)
        bridge = shell.bridge
        shown = Listeners(
            bridge.emit_spoken,
            bridge.emit_turn,
            previewed=bridge.emit_preview,
            heard=bridge.emit_heard,
            listening=bridge.emit_listening,
            switched_off=bridge.emit_switched_off,
            copied=bridge.emit_copied,
            window=bridge.emit_window,
        )
        listeners = _both(self._listeners, shown)
        self._thread.start()
        life = self._thread.submit(self._begin(self._live(listeners, ready, bridge, shell.problem), bridge.emit_failed)).result()
        try:
            code = shell.run(self._commands(bridge, shell), self._keys_told(shell), self._settings.asked())
            if code == 0:
                self._start_mark.well()
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

    async def _live(self, listeners: Listeners, ready: Callable[[], None], bridge: Bridge, words: MmassistError | None) -> None:
        """Until it is cancelled. `words`: what is wrong with the words of the windows."""
        async with (
            self._opened(listeners) as rooms,
            _watched(rooms),
            open_senses(self._settings, rooms, listeners) as senses,
            contextlib.AsyncExitStack() as stack,
        ):
            self._rooms, self._hearing, self._doing = rooms, senses.hearing, senses.doing
            await stack.enter_async_context(session_watched(rooms, self._silence))
            if self._safe_because:
                rooms.supervisor.on_leave = lambda: self._again(rooms, bridge)
            asyncio.get_running_loop().call_later(YOUNG, self._start_mark.well)
            hotkeys = desktop().keys(lambda error: self._thread.call(rooms.engine.fault, error))
            is_heard = hears(hotkeys, rooms.engine.fault)
            try:
                named = introduced(hotkeys, senses.keytable, lambda text: self._thread.call(rooms.engine.announce, text))
                if self._window is not OwnWindow.WELCOME:
                    rooms.engine.announce(run_on(self._safe_because or "mmassist is ready.", named))
                if is_heard:
                    self._keyboard = Keyboard(hotkeys, self._thread, rooms, senses, lambda: self._settings)
                    self._keyboard.bind()
                if self._was_cut:
                    rooms.engine.announce(BACK)
                for problem in filter(None, (self._problem, words, *rooms.problems)):
                    rooms.engine.fault(problem)
                for notice in rooms.answers.notices:
                    rooms.engine.announce(notice)
                async with _answering(self._lines, rooms, bridge.emit_front, bridge.emit_window):
                    ready()
                    if self._window is not None:
                        bridge.emit_window(self._window)
                    if rooms.supervisor.off:
                        rooms.supervisor.changed()
                    await asyncio.Event().wait()
            finally:
                if self._keyboard is not None:
                    await self._keyboard.aclose()
                self._rooms = self._hearing = self._doing = self._keyboard = None
                hotkeys.close()

    def _opened(self, listeners: Listeners) -> contextlib.AbstractAsyncContextManager[Rooms]:
        if self._safe_because:
            return open_rooms(self._settings, listeners, voices_of=voices.only, supervision=SUPERVISION, keep_history=True)
        return open_rooms(self._settings, listeners, keep_history=True)

    def _again(self, rooms: Rooms, bridge: Bridge) -> None:
        """Quits, once that was said, to be started again."""

        async def quits() -> None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_GOODBYE):
                    await rooms.engine.over()
            self.wants_another = True
            bridge.emit_leave()

        self._leaving = asyncio.create_task(quits(), name="leaving safe mode")

    def _commands(self, bridge: Bridge, shell: Shell) -> Commands:
        from mmassist.ui.bridge import Commands

        return Commands(
            describe=lambda target: self._start(Request(0, target)),
            read=lambda: self._start(Request(0, read=Reads.ALL)),
            read_last=lambda: self._start(Request(0, read=Reads.ALL, again=True)),
            read_on=lambda: self._start(Request(0, read=Reads.ON)),
            look=lambda: self._start(Request(0, Target(TargetKind.CAMERA, path=self._settings.camera.source))),
            listen=self._listen,
            converse=self._converse,
            ask=lambda question, backend: self._start(Request(0, question=question, send=backend, again=True)),
            reveal=lambda name: self._start(Request(0, revealed=frozenset({name}), again=True)),
            preview=lambda backend: self._start(Request(0, send=backend, again=True, preview=True)),
            silence=self._silence,
            forget=lambda: self._tell_engine(lambda rooms: rooms.engine.forget()),
            leave_safe_mode=lambda: self._tell_engine(lambda rooms: rooms.supervisor.leave()),
            figures=self._figures(bridge),
            history=self._history(bridge),
            settings=self._settings_commands(bridge, shell),
            keys=self._key_commands(shell),
            welcome=self._welcome_commands(shell),
            about=self._about(bridge),
            act_on=self._act_on,
            quit=shell.quit,
        )

    def _act_on(self, turn_id: int, index: int, command: str) -> None:
        if (doing := self._doing) is not None:
            self._thread.call(doing.act_on, turn_id, index, command, time.monotonic())

    def _figures(self, bridge: Bridge) -> StatsCommands:
        from mmassist.ui.stats_panel import StatsCommands

        def ask(action: Callable[[Figures], Coroutine[Any, Any, None]]) -> None:
            if (rooms := self._rooms) is not None:
                self._thread.submit(action(Figures(rooms.answers.metrics, rooms.engine, bridge.emit_stats, bridge.emit_told)))

        return StatsCommands(
            refresh=lambda: ask(Figures.refresh),
            export=lambda path: ask(lambda figures: figures.export(path)),
            wipe=lambda: ask(Figures.wipe),
        )

    def _history(self, bridge: Bridge) -> HistoryCommands:
        from mmassist.ui.history_commands import HistoryCommands

        def ask(action: Callable[[Past], Coroutine[Any, Any, None]]) -> None:
            if (rooms := self._rooms) is not None:
                self._thread.submit(action(Past(rooms.history, rooms.engine, bridge.emit_history, bridge.emit_history_told)))

        return HistoryCommands(
            find=lambda query: ask(lambda past: past.find(query)),
            delete=lambda ids: ask(lambda past: past.delete(ids)),
            export=lambda path, query: ask(lambda past: past.export(path, query)),
            wipe=lambda: ask(Past.wipe),
        )

    def _settings_commands(self, bridge: Bridge, shell: Shell) -> SettingsCommands:
        from mmassist.ui.settings_window import SettingsCommands

        tuner = Tuner(paths.config_dir() / "settings.toml", lambda settings: self._use(settings, shell), self._fault)

        def again(rooms: Rooms) -> None:
            rooms.engine.announce("mmassist starts again.")
            self._again(rooms, bridge)

        return SettingsCommands(
            each=tuner.each,
            change=tuner.change,
            reset=tuner.reset,
            reset_all=tuner.reset_all,
            tables=tuner.tables,
            add=tuner.add,
            remove=tuner.remove,
            say=self._say,
            start_again=lambda: self._tell_engine(again),
        )

    def _key_commands(self, shell: Shell) -> KeysCommands:
        from mmassist.ui.keys_commands import KeyRow, KeysCommands

        path = paths.config_dir() / "settings.toml"
        tuner = KeyTuner(path, lambda settings: self._use(settings, shell), self._fault, words_in(shell.language))
        return KeysCommands(
            each=lambda: tuple(KeyRow(*row) for row in tuner.each()),
            change=tuner.change,
            reset=tuner.reset,
            trial=tuner.trial,
            say=self._say,
        )

    def _use(self, settings: Settings, shell: Shell) -> None:
        """From now on, as far as that can be done at once."""
        self._settings = safe(settings) if self._safe_because else settings
        shell.dress(looks_of(settings), caption_of(settings))
        self._tell_engine(lambda rooms: rooms.parts.mouth.speak_as(speech_of(settings).voice))
        self._tell_engine(lambda rooms: rooms.history.use(history_of(settings)))
        if (keyboard := self._keyboard) is not None:
            self._thread.call(keyboard.use, self._settings.keys.options())

    def _fault(self, error: MmassistError) -> None:
        self._tell_engine(lambda rooms: rooms.engine.fault(error))

    def _welcome_commands(self, shell: Shell) -> WelcomeCommands:
        from mmassist.ui.welcome_commands import WelcomeCommands

        return WelcomeCommands(
            add=lambda text: self._tell_engine(lambda rooms: rooms.engine.announce(text)),
            is_read=ScreenReader().runs,
            keys=lambda: self._keys_told(shell),
            speak=lambda code: self._speak(shell, code),
            done=self._note_welcomed,
        )

    def _about(self, bridge: Bridge) -> AboutCommands:
        from mmassist.ui.about_commands import AboutCommands

        checks = self._checks

        def examine() -> None:
            for line in checks.examine() if checks is not None else ():
                bridge.emit_found(line)
            bridge.emit_found("")

        def licences() -> None:
            bridge.emit_licences(checks.licences() if checks is not None else "")

        def bundle(file: Path) -> None:
            try:
                told = " ".join(checks.bundle(file)) if checks is not None else ""
            except MmassistError as error:
                self._fault(error)
                told = f"{error.spoken} {error.remedy}"
            else:
                self._say(told)
            bridge.emit_bundled(told)

        return AboutCommands(
            bundle=lambda file: self._tell_engine(lambda rooms: self._aside(partial(bundle, file))),
            examine=lambda: self._tell_engine(lambda rooms: self._aside(examine)),
            licences=lambda: self._tell_engine(lambda rooms: self._aside(licences)),
            say=self._say,
        )

    def _speak(self, shell: Shell, language: str) -> None:
        if (fault := shell.speak(language)) is not None:
            self._fault(fault)

    def _keys_told(self, shell: Shell) -> str:
        """The keys that are needed first, in the language of the windows."""
        return words_in(shell.language)(keys_sentence(self._settings.keys.options()))

    def _aside(self, work: Callable[[], None]) -> None:
        """Does what blocks, on a thread of its own. On the engine's loop."""
        task = asyncio.create_task(asyncio.to_thread(work), name="looking")
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)

    def _note_welcomed(self) -> None:
        try:
            note_welcomed()
        except SettingsError as error:
            self._fault(error)

    def _say(self, text: str) -> None:
        """In place of what is being said."""

        def say(rooms: Rooms) -> None:
            rooms.engine.make_way()
            rooms.engine.announce(text)

        self._tell_engine(say)

    def _start(self, request: Request) -> None:
        if (rooms := self._rooms) is not None:
            rooms.play(Earcon.START)
            told = self._settings.describe
            if (hearing := self._hearing) is not None:
                self._thread.call(hearing.stop)
            timed = replace(request, at=time.monotonic(), verbosity=told.verbosity, preset="" if request.question else told.preset)
            self._thread.call(rooms.engine.describe, timed)

    def _listen(self) -> None:
        if (rooms := self._rooms) is not None and (hearing := self._hearing) is not None:
            rooms.play(Earcon.START)
            self._thread.call(hearing.tap, time.monotonic())

    def _converse(self) -> None:
        if (hearing := self._hearing) is not None:
            self._thread.call(hearing.converse, time.monotonic())

    def _silence(self) -> None:
        if (hearing := self._hearing) is not None:
            self._thread.call(hearing.stop)
        self._tell_engine(lambda rooms: rooms.engine.silence())

    def _tell_engine(self, what: Callable[[Rooms], None]) -> None:
        if (rooms := self._rooms) is not None:
            self._thread.call(what, rooms)


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

    def previewed(prompt: FusedPrompt) -> None:
        first.previewed(prompt)
        second.previewed(prompt)

    def heard(transcript: Transcript) -> None:
        first.heard(transcript)
        second.heard(transcript)

    def listening(is_open: bool) -> None:
        first.listening(is_open)
        second.listening(is_open)

    def switched_off(parts: tuple[str, ...]) -> None:
        first.switched_off(parts)
        second.switched_off(parts)

    return Listeners(
        spoken,
        turn,
        previewed=previewed,
        heard=heard,
        listening=listening,
        switched_off=switched_off,
        copied=second.copied,
        window=second.window,
    )


@contextlib.asynccontextmanager
async def _watched(rooms: Rooms) -> AsyncIterator[None]:
    """While the engine is held up that can be heard, and when it is over it is said."""

    def over(seconds: float) -> None:
        rooms.engine.announce(saying(rooms.supervisor.wording.general["held_up"], seconds=round(seconds)))

    pulse = Pulse(lambda: rooms.play(Earcon.WORKING), over)
    pulse.start()
    try:
        yield
    finally:
        await pulse.aclose()


@contextlib.asynccontextmanager
async def _answering(
    lines: Lines | None, rooms: Rooms, to_front: Callable[[], None], show: Callable[[OwnWindow], None]
) -> AsyncIterator[None]:
    """Commands are answered meanwhile, where this system lets them be; where something is in the way that is heard. `to_front`: for a
    second start of the app; `show`: for one that names a window."""
    if not command_wire.folder():
        yield
        return
    from mmassist.desktop.command_server import CommandServer

    server = CommandServer(started_twice(rooms, to_front, show, lines.serve(Guests(rooms)) if lines is not None else declined))
    try:
        await server.start()
    except DesktopError as error:
        log.warning("%s", error)
        rooms.engine.fault(error)
    try:
        yield
    finally:
        await server.aclose()


def _require_display() -> None:
    if sys.platform == "linux" and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        raise DesktopError("no display", "There is no graphical session here.", "Log in to a desktop, then start mmassist there.")
