"""The one crossing between the engine's thread and Qt's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from mmassist.engine.history import Page
from mmassist.engine.metrics import Stats
from mmassist.engine.own_windows import OwnWindow
from mmassist.ui.about_commands import AboutCommands
from mmassist.ui.history_commands import HistoryCommands
from mmassist.ui.keys_commands import KeysCommands
from mmassist.ui.settings_window import SettingsCommands
from mmassist.ui.stats_panel import StatsCommands
from mmassist.ui.welcome_commands import WelcomeCommands
from mmassist.values import FusedPrompt, Spoken, Target, Transcript, Turn


class Bridge(QObject):
    """Made on the main thread. The engine's thread emits; Qt queues the signal over to the main thread."""

    spoken = Signal(object)
    turn = Signal(object)
    preview = Signal(object)
    heard = Signal(object)
    listening = Signal(bool)
    stats = Signal(object)
    told = Signal(str)
    history = Signal(object)
    history_told = Signal(str)
    switched_off = Signal(object)
    copied = Signal(str, object)
    window = Signal(object)
    sends = Signal(str)
    forgotten = Signal()
    letter = Signal(object)
    found = Signal(str)
    licences = Signal(str)
    bundled = Signal(str)
    front = Signal()
    changed = Signal(object)
    in_use = Signal(object)
    failed = Signal()
    leave = Signal()

    def emit_spoken(self, spoken: Spoken) -> None:
        """Any thread."""
        self.spoken.emit(spoken)

    def emit_turn(self, turn: Turn) -> None:
        """Any thread."""
        self.turn.emit(turn)

    def emit_preview(self, prompt: FusedPrompt) -> None:
        """What would be sent. Any thread."""
        self.preview.emit(prompt)

    def emit_heard(self, transcript: Transcript) -> None:
        """What was understood of what the user says, also before it is final. Any thread."""
        self.heard.emit(transcript)

    def emit_listening(self, is_open: bool) -> None:
        """The microphone was opened, or closed. Any thread."""
        self.listening.emit(is_open)

    def emit_stats(self, stats: Stats) -> None:
        """New figures. Any thread."""
        self.stats.emit(stats)

    def emit_told(self, text: str) -> None:
        """How a command about the figures went. Any thread."""
        self.told.emit(text)

    def emit_history(self, page: Page) -> None:
        """What was found in the history. Any thread."""
        self.history.emit(page)

    def emit_history_told(self, text: str) -> None:
        """How a command about the history went. Any thread."""
        self.history_told.emit(text)

    def emit_switched_off(self, parts: tuple[str, ...]) -> None:
        """Names of the parts that are switched off now. Any thread."""
        self.switched_off.emit(parts)

    def emit_copied(self, text: str, done: Callable[[bool], object]) -> None:
        """A text for the clipboard; `done` is told, on the main thread, whether it is there. Any thread."""
        self.copied.emit(text, done)

    def emit_front(self) -> None:
        """The main window is to come to the front. Any thread."""
        self.front.emit()

    def emit_found(self, line: str) -> None:
        """What was found out of a part of the app; empty at the end. Any thread."""
        self.found.emit(line)

    def emit_bundled(self, text: str) -> None:
        """What is in the file for whoever helps, or why there is none. Any thread."""
        self.bundled.emit(text)

    def emit_licences(self, text: str) -> None:
        """Whose work the app stands on. Any thread."""
        self.licences.emit(text)

    def emit_window(self, window: OwnWindow) -> None:
        """That window is to be shown. Any thread."""
        self.window.emit(window)

    def emit_changed(self, settings: object) -> None:
        """The settings were changed outside of the app: they are to be put to use. Any thread."""
        self.changed.emit(settings)

    def emit_in_use(self, backends: tuple[str, ...]) -> None:
        """Other settings are in use now, whoever changed them: who shows any is to look again. `backends`: whom a question can go to now,
        the first choice first. Main thread."""
        self.in_use.emit(backends)

    def emit_sends(self, address: str) -> None:
        """The page at that address is to send the screen to a helper; with none it is to end. Any thread."""
        self.sends.emit(address)

    def emit_forgotten(self) -> None:
        """Of what was seen, asked and answered nothing is to be shown any more."""
        self.forgotten.emit()

    def emit_letter(self, field: object) -> None:
        """A letter is to be heard, and told to that `letter_window.Field`; None: no more. Any thread."""
        self.letter.emit(field)

    def emit_leave(self) -> None:
        """The app is to quit. Any thread."""
        self.leave.emit()

    def emit_failed(self) -> None:
        """The engine could not start, or ended. Any thread."""
        self.failed.emit()


@dataclass(frozen=True, slots=True)
class Commands:
    """What the windows can ask of the engine. Each returns at once and may be called on the main thread.

    `read`: read the text of the window in front, `read_last`: of what was described last, `read_on`: from where reading stopped. `look`:
    describe what the camera sees; `listen`: hear a command or a question; `converse`: hear one after the other without
    a key, or no longer. `ask`: a question about what was described last, to
    the backend of that name; `reveal`: the last question to a backend once more, with one hidden thing left whole; `preview`: what would
    be sent to a backend; `forget`: what was seen, asked and answered; `leave_safe_mode`: start again what was switched off; `figures`: what
    turns cost and took, which comes by `Bridge.stats` and `Bridge.told`; `settings`: all of them, to be changed; `keys`: which does
    what; `tell_control`: what the user has come to, heard after what is being said; `welcome`: the first steps; `about`: the app
    itself; `history`: what was told before. `act_on`: an item, by its turn and its index in what that has seen: a command by its name
    is done there, "" tells it. `do`: a command by its name, with the text that it needs, if any.
    """

    describe: Callable[[Target], None]
    read: Callable[[], None]
    read_last: Callable[[], None]
    read_on: Callable[[], None]
    look: Callable[[], None]
    listen: Callable[[], None]
    converse: Callable[[], None]
    ask: Callable[[str, str], None]
    reveal: Callable[[str], None]
    preview: Callable[[str], None]
    silence: Callable[[], None]
    forget: Callable[[], None]
    leave_safe_mode: Callable[[], None]
    figures: StatsCommands
    settings: SettingsCommands
    keys: KeysCommands
    welcome: WelcomeCommands
    about: AboutCommands
    history: HistoryCommands
    tell_control: Callable[[str], None]
    act_on: Callable[[int, int, str], None]
    do: Callable[[str, str], None]
    quit: Callable[[], None]
