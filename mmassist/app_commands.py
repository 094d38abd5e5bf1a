"""What the windows can ask of the running app: each a function that hands it over to the engine's thread and returns at once."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from mmassist.desktop import paths
from mmassist.dialogue.commands import Certainty, Match
from mmassist.engine.loop import EngineThread
from mmassist.engine.record import Reads, Request
from mmassist.errors import DesktopError, MmassistError, SettingsError
from mmassist.settings import Settings
from mmassist.values import Earcon, Target, TargetKind
from mmassist.wiring.figures import Figures
from mmassist.wiring.key_tuning import KeyTuner
from mmassist.wiring.keys import Keyboard, keys_sentence
from mmassist.wiring.language import words_in
from mmassist.wiring.past import Past
from mmassist.wiring.readers import ScreenReader
from mmassist.wiring.rooms import Rooms
from mmassist.wiring.safe import safe
from mmassist.wiring.senses import Senses
from mmassist.wiring.serving import Guests
from mmassist.wiring.tuning import Tuner
from mmassist.wiring.welcomed import note_welcomed

if TYPE_CHECKING:
    from mmassist.desktop.command_server import Serve
    from mmassist.ui.about_commands import AboutCommands
    from mmassist.ui.bridge import Commands
    from mmassist.ui.caption import CaptionOptions
    from mmassist.ui.face import Content
    from mmassist.ui.history_commands import HistoryCommands
    from mmassist.ui.keys_commands import KeysCommands
    from mmassist.ui.looks import Looks
    from mmassist.ui.settings_window import SettingsCommands
    from mmassist.ui.shell import Shell
    from mmassist.ui.stats_panel import StatsCommands
    from mmassist.ui.welcome_commands import WelcomeCommands


log = logging.getLogger(__name__)


def looks_of(settings: Settings) -> Looks:
    """How the windows are to look."""
    from mmassist.ui.looks import Looks

    return Looks(settings.window.theme, settings.window.text_scale, settings.window.font)


def caption_of(settings: Settings) -> CaptionOptions:
    """Whether what is said is to be seen at the edge of the screen, and how."""
    from mmassist.ui.caption import CaptionOptions

    return CaptionOptions(settings.window.caption, settings.window.caption_size, settings.window.caption_edge)


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


class Lines(Protocol):
    """Command lines that are answered by the app."""

    def serve(self, guests: Guests) -> Serve:
        """Who answers each, on the engine's loop, with what the app lends them."""
        ...

    def use(self, settings: Settings) -> None:
        """The app has these settings now, all of them in use. Any thread."""
        ...


class Live:
    """What lives of the running app: its settings, as they are now, and its engine. All but the thread and the settings is None before the
    engine's life and after it; set on the engine's loop, asked on any thread."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.thread = EngineThread()
        self.rooms: Rooms | None = None
        self.senses: Senses | None = None
        self.keyboard: Keyboard | None = None

    def tell(self, what: Callable[[Rooms], None]) -> None:
        """Has it done on the engine's loop; nothing where there is no engine."""
        if (rooms := self.rooms) is not None:
            self.thread.call(what, rooms)

    def silence(self) -> None:
        """Stops speech, and listening."""
        if (senses := self.senses) is not None:
            self.thread.call(senses.hearing.stop)
        self.tell(lambda rooms: rooms.engine.silence())


class WindowCommands:
    """Main thread, but for what says otherwise."""

    def __init__(
        self,
        live: Live,
        shell: Shell,
        checks: Checks | None,
        lines: Lines | None = None,
        *,
        is_safe: bool,
    ) -> None:
        """`checks`: what the window about the app shows. `lines`: who
        answers command lines, if anybody. `is_safe`: the app is in safe mode, and so are settings that are changed."""
        self._live = live
        self._shell = shell
        self._bridge = shell.bridge
        self._checks = checks
        self._is_safe = is_safe
        self._lines = lines
        self._asides: set[asyncio.Task[None]] = set()

    def content(self) -> Content:
        """What the windows are made of, in their language as it is now. Main thread."""
        from mmassist.ui.face import Content

        return Content(self._made(), self.keys_told(), self._live.settings.asked())

    def _made(self) -> Commands:
        from mmassist.ui.bridge import Commands

        return Commands(
            describe=lambda target: self._start(Request(0, target)),
            read=lambda: self._start(Request(0, read=Reads.ALL)),
            read_last=lambda: self._start(Request(0, read=Reads.ALL, again=True)),
            read_on=lambda: self._start(Request(0, read=Reads.ON)),
            look=lambda: self._start(Request(0, Target(TargetKind.CAMERA, path=self._live.settings.camera.source))),
            listen=self._listen,
            converse=self._converse,
            ask=lambda question, backend: self._start(Request(0, question=question, send=backend, again=True)),
            reveal=lambda name: self._start(Request(0, revealed=frozenset({name}), again=True)),
            preview=lambda backend: self._start(Request(0, send=backend, again=True, preview=True)),
            silence=self._live.silence,
            forget=lambda: self._live.tell(lambda rooms: rooms.engine.forget()),
            leave_safe_mode=lambda: self._live.tell(lambda rooms: rooms.supervisor.leave()),
            figures=self._figures(),
            history=self._history(),
            settings=self._tuning(),
            keys=self._keys(),
            welcome=self._welcome(),
            about=self._about(),
            tell_control=lambda text: self._live.tell(lambda rooms: rooms.engine.tell_control(text)),
            act_on=self._act_on,
            do=self._do,
            quit=self._shell.quit,
        )

    def _act_on(self, turn_id: int, index: int, command: str) -> None:
        if (senses := self._live.senses) is not None:
            self._live.thread.call(senses.doing.act_on, turn_id, index, command, time.monotonic())

    def _do(self, command: str, text: str) -> None:
        if (senses := self._live.senses) is not None:
            self._live.thread.call(senses.doing.do, Match(command, command, Certainty.SURE, text), time.monotonic())

    def _figures(self) -> StatsCommands:
        from mmassist.ui.stats_panel import StatsCommands

        def ask(action: Callable[[Figures], Coroutine[Any, Any, None]]) -> None:
            if (rooms := self._live.rooms) is not None:
                self._live.thread.submit(
                    action(Figures(rooms.answers.metrics, rooms.engine, self._bridge.emit_stats, self._bridge.emit_told))
                )

        return StatsCommands(
            refresh=lambda: ask(Figures.refresh),
            export=lambda path: ask(lambda figures: figures.export(path)),
            wipe=lambda: ask(Figures.wipe),
        )

    def _history(self) -> HistoryCommands:
        from mmassist.ui.history_commands import HistoryCommands

        def ask(action: Callable[[Past], Coroutine[Any, Any, None]]) -> None:
            if (rooms := self._live.rooms) is not None:
                self._live.thread.submit(
                    action(Past(rooms.history, rooms.engine, self._bridge.emit_history, self._bridge.emit_history_told))
                )

        return HistoryCommands(
            find=lambda query: ask(lambda past: past.find(query)),
            delete=lambda ids: ask(lambda past: past.delete(ids)),
            export=lambda path, query: ask(lambda past: past.export(path, query)),
            wipe=lambda: ask(Past.wipe),
        )

    def _tuning(self) -> SettingsCommands:
        from mmassist.ui.settings_window import SettingsCommands

        tuner = Tuner(paths.config_dir() / "settings.toml", self.use, self._fault)

        return SettingsCommands(
            each=tuner.each,
            change=tuner.change,
            reset=tuner.reset,
            reset_all=tuner.reset_all,
            tables=tuner.tables,
            add=tuner.add,
            remove=tuner.remove,
            say=self._say,
        )

    def _keys(self) -> KeysCommands:
        from mmassist.ui.keys_commands import KeyRow, KeysCommands

        path = paths.config_dir() / "settings.toml"
        tuner = KeyTuner(path, self.use, self._fault, words_in(self._shell.language))
        return KeysCommands(
            programs=lambda: tuple(dict.fromkeys((*tuner.programs(), *self._open_programs()))),
            each=lambda program: tuple(KeyRow(*row) for row in tuner.each(program)),
            change=tuner.change,
            reset=tuner.reset,
            trial=tuner.trial,
            say=self._say,
        )

    def _open_programs(self) -> tuple[str, ...]:
        """Names of the programs that have windows, but for this one; none where they can't be told."""
        rooms = self._live.rooms
        if rooms is None or rooms.parts.windows is None:
            return ()
        try:
            found = {window.program for window in rooms.parts.windows.all()}
        except DesktopError as error:
            log.warning("%s", error)
            return ()
        return tuple(sorted(found - {"", "mmassist"}, key=str.casefold))

    def use(self, settings: Settings) -> None:
        """From now on."""
        before = self._live.settings
        self._live.settings = now = safe(settings) if self._is_safe else settings
        if self._lines is not None:
            self._lines.use(now)
        self._shell.dress(looks_of(settings), caption_of(settings))
        if now.window.language != before.window.language and (fault := self._shell.change_language(now.window.language)) is not None:
            self._fault(fault)
        self._live.tell(lambda rooms: rooms.use(now))
        if (senses := self._live.senses) is not None:
            self._live.thread.call(senses.use, now)
        if (keyboard := self._live.keyboard) is not None:
            self._live.thread.call(keyboard.use, now.keys.options())
        self._bridge.emit_in_use(settings.asked())

    def _fault(self, error: MmassistError) -> None:
        self._live.tell(lambda rooms: rooms.engine.fault(error))

    def _welcome(self) -> WelcomeCommands:
        from mmassist.ui.welcome_commands import WelcomeCommands

        return WelcomeCommands(
            add=lambda text: self._live.tell(lambda rooms: rooms.engine.announce(text)),
            is_read=ScreenReader().runs,
            keys=self.keys_told,
            speak=self._speak,
            done=self._note_welcomed,
        )

    def _about(self) -> AboutCommands:
        from mmassist.ui.about_commands import AboutCommands

        checks = self._checks

        def examine() -> None:
            words = words_in(self._shell.language)
            for line in checks.examine() if checks is not None else ():
                self._bridge.emit_found(words(line))
            self._bridge.emit_found("")

        def licences() -> None:
            self._bridge.emit_licences(checks.licences() if checks is not None else "")

        def bundle(file: Path) -> None:
            try:
                told = " ".join(checks.bundle(file)) if checks is not None else ""
            except MmassistError as error:
                self._fault(error)
                told = f"{error.spoken} {error.remedy}"
            else:
                self._say(told)
            self._bridge.emit_bundled(told)

        return AboutCommands(
            bundle=lambda file: self._live.tell(lambda rooms: self._aside(partial(bundle, file))),
            examine=lambda: self._live.tell(lambda rooms: self._aside(examine)),
            licences=lambda: self._live.tell(lambda rooms: self._aside(licences)),
            say=self._say,
        )

    def _speak(self, language: str) -> None:
        if (fault := self._shell.speak(language)) is not None:
            self._fault(fault)

    def keys_told(self) -> str:
        """The keys that are needed first, in the language of the windows."""
        return words_in(self._shell.language)(keys_sentence(self._live.settings.keys.options()))

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
            with rooms.engine.answering():
                rooms.engine.announce(text)

        self._live.tell(say)

    def _start(self, request: Request) -> None:
        if (rooms := self._live.rooms) is not None:
            rooms.play(Earcon.START)
            told = self._live.settings.describe
            if (senses := self._live.senses) is not None:
                self._live.thread.call(senses.hearing.stop)
            timed = replace(request, at=time.monotonic(), verbosity=told.verbosity, preset="" if request.question else told.preset)
            self._live.thread.call(rooms.engine.describe, timed)

    def _listen(self) -> None:
        if (rooms := self._live.rooms) is not None and (senses := self._live.senses) is not None:
            rooms.play(Earcon.START)
            self._live.thread.call(senses.hearing.tap, time.monotonic())

    def _converse(self) -> None:
        if (senses := self._live.senses) is not None:
            self._live.thread.call(senses.hearing.converse, time.monotonic())
