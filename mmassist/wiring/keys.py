"""The global keys of the running app: what is pressed goes to the commands, by their names."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial

from mmassist.desktop import strokes
from mmassist.desktop.chords import Chord
from mmassist.desktop.contracts import Keys, LetterField, Told
from mmassist.desktop.keymap import ASK, LEADER, Options, offered, walking, words
from mmassist.desktop.portal_keys import PortalKeys
from mmassist.desktop.portal_triggers import Shortcut
from mmassist.desktop.wayland_windows import WaylandWindows
from mmassist.dialogue.commands import Certainty, Match, names
from mmassist.engine.keytable import Keytable
from mmassist.engine.leader import Leader
from mmassist.engine.loop import EngineThread
from mmassist.engine.record import Request
from mmassist.errors import DesktopError, MmassistError, PermissionDenied, SettingsError
from mmassist.sayings import run_on, saying
from mmassist.settings import Settings
from mmassist.values import Earcon, Window
from mmassist.wiring.key_conflicts import Conflicts
from mmassist.wiring.rooms import Rooms
from mmassist.wiring.senses import Senses

log = logging.getLogger(__name__)

_STOP, _DESCRIBE = "stop", "describe"


class Keyboard:
    """Belongs to the engine's loop, but for `begin`, `end`, `play`, `unknown` and `fault`, which the keys' own thread calls."""

    def __init__(
        self,
        hotkeys: Keys,
        thread: EngineThread,
        rooms: Rooms,
        senses: Senses,
        settings: Callable[[], Settings],
        letters: Callable[[LetterField | None], None],
    ) -> None:
        """`hotkeys` are started and closed by whoever made them. `settings`: those that hold now. `letters`: opens a window that takes the
        keyboard, where the desktop lends it to nobody; with None it closes that."""
        self._hotkeys = hotkeys
        self._thread = thread
        self._rooms = rooms
        self._senses = senses
        self._settings = settings
        self._bound: dict[str, Chord] = {}
        self._checking: asyncio.Task[None] | None = None
        self._told: set[str] = set()
        self._leader = Leader(hotkeys, self, senses.keytable.letters)
        if isinstance(hotkeys, PortalKeys):
            senses.keytable.elsewhere = hotkeys.told
            if isinstance(rooms.tracker, WaylandWindows):
                hotkeys.lend(letters, rooms.tracker)
            else:
                senses.keytable.hears_letters = False
        if rooms.tracker is not None:
            rooms.tracker.subscribe(lambda window: thread.call(self._front, window))
            if (window := rooms.tracker.active()) is not None:
                senses.keytable.front(window.program)

    def bind(self) -> None:
        """Binds what can be bound; what can't, and what collides, is heard: with others' keys a moment later, for they are asked first."""
        table = self._senses.keytable
        for problem in {str(problem): problem for each in table.each() for problem in each.problems}.values():
            self._rooms.engine.fault(problem)
        self._bind()

    def use(self, options: Options) -> None:
        """Other settings of keys hold from now on."""
        if options == self._senses.keytable.options:
            return
        self._told.clear()
        self._senses.keytable.use(options)
        self.bind()

    async def aclose(self) -> None:
        """What is still being found out is told no more; the keys stay as they are."""
        if self._checking is not None:
            self._checking.cancel()
            await asyncio.wait([self._checking])

    def _bind(self) -> None:
        now = self._senses.keytable.now
        wanted = now.all_chords() if self._senses.keytable.hears_letters else now.chords
        for name, chord in tuple(self._bound.items()):
            if wanted.get(name) != chord:
                self._hotkeys.unbind(str(chord))
                del self._bound[name]
        refused: dict[str, tuple[Chord, MmassistError]] = {}
        for name, chord in wanted.items():
            if name in self._bound:
                continue
            try:
                self._hotkeys.bind(str(chord), *self._actions(name))
                self._bound[name] = chord
            except (DesktopError, SettingsError) as error:
                log.warning("%s: %s", name, error)
                refused[name] = (chord, error)
        if isinstance(self._hotkeys, PortalKeys):
            self._offer(self._hotkeys, [name for name in offered() if name in now.letters.values() and name not in wanted])
        else:
            before, told = self._checking, partial(Conflicts(self._hotkeys).told, dict(self._bound), refused)
            self._checking = asyncio.create_task(self._check(before, told), name="conflicts of keys")

    def _offer(self, portal: PortalKeys, commands: Sequence[str]) -> None:
        """Where a letter costs more than on other desktops, or can't be heard, the commands that are needed most can be given keys."""
        for name in commands:
            portal.offer(Shortcut(name, words(name).capitalize()), *self._actions(name))

    async def _check(self, before: asyncio.Task[None] | None, told: Callable[[], list[MmassistError]]) -> None:
        """One after the other: a key that is tried must not look taken to the next."""
        if before is not None:
            await asyncio.wait([before])
        for error in await asyncio.to_thread(told):
            if str(error) not in self._told:
                self._told.add(str(error))
                self._rooms.engine.fault(error)

    def _front(self, window: Window | None) -> None:
        """What a desktop binds by itself stays as its user has chosen it, whichever program is in front."""
        if window is not None and self._senses.keytable.front(window.program) and not isinstance(self._hotkeys, PortalKeys):
            self._bind()

    def _actions(self, name: str) -> tuple[Told, Told | None]:
        if name == LEADER:
            return self._leader.pressed, None

        def pressed(at: float) -> None:
            self._leader.leave()
            self.begin(name, at)

        return pressed, partial(self.end, name) if name == ASK else None

    def begin(self, command: str, at: float) -> None:
        """The sound is played here, on the key's own thread: it waits for nobody."""
        if command == _STOP:
            self._thread.call(self._stop)
            return
        if command not in walking():
            self._rooms.play(Earcon.START)
        if command == ASK:
            self._thread.call(self._senses.hearing.press, at)
        else:
            self._thread.call(self._do, command, at)

    def end(self, command: str, at: float) -> None:
        if command == ASK:
            self._thread.call(self._senses.hearing.release, at)

    def play(self, earcon: Earcon) -> None:
        self._rooms.play(earcon)

    def unknown(self, letter: str) -> None:
        """The soft sound is played here, at once: what is told now may go on for long before the sentence comes."""
        self._rooms.play(Earcon.LEFT)
        told = saying("There is no command on {letter}.", letter=strokes.spoken(letter)) if letter else "There is no command on that key."
        self._thread.call(self._rooms.engine.announce, run_on(told, "Press the leader key twice to hear the letters."))

    def fault(self, error: MmassistError) -> None:
        self._thread.call(self._rooms.engine.fault, error)

    def _stop(self) -> None:
        self._senses.hearing.stop()
        self._rooms.engine.silence()
        self._senses.support.stopped()

    def _do(self, command: str, at: float) -> None:
        """What is read aloud now must not be heard as a question. The describe key pressed again is a yes, which no other command is."""
        self._senses.hearing.stop()
        if command == _DESCRIBE:
            told = self._settings().describe
            self._rooms.engine.describe(Request(at, verbosity=told.verbosity, preset=told.preset))
        else:
            self._senses.doing.do(Match(command, words(command), Certainty.SURE), at)


def hears(hotkeys: Keys, fault: Callable[[MmassistError], None]) -> bool:
    """Starts the keys; false where the user has not (yet) let us hear them, which is said: our window does all that the keys do."""
    try:
        hotkeys.start()
    except PermissionDenied as refused:
        fault(refused)
        return False
    return True


def introduced(hotkeys: Keys, keytable: Keytable, announce: Callable[[str], None]) -> str:
    """What the keys are, to be said first. A desktop that binds them itself is told what each is for, and `announce` hears, on any
    thread, which they are once it is known."""
    if not isinstance(hotkeys, PortalKeys):
        return keytable.sentence()
    chords = keytable.now.all_chords()
    hotkeys.introduce({str(chord): Shortcut(name, words(name).capitalize()) for name, chord in chords.items()}, announce)
    return ""


def keys_sentence(options: Options) -> str:
    """Names the keys that are needed first."""
    return Keytable(options, names()).sentence()
