"""The main window: the last answer as text, the things it spoke of, and what the app is doing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from mmassist.engine.own_windows import OwnWindow
from mmassist.ui.ask_panel import AskPanel
from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.conversation import Conversation
from mmassist.ui.item_list import ItemList
from mmassist.ui.labels import StatusLabel, buddy
from mmassist.ui.letter_window import NAME as LETTERS
from mmassist.ui.looks import SMALLEST
from mmassist.ui.preview_window import PreviewWindow
from mmassist.ui.windows import Windows
from mmassist.values import Channel, FusedPrompt, Spoken, Target, TargetKind, Transcript, Turn

translate = QCoreApplication.translate

_MODIFIERS = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_Super_L,
    Qt.Key.Key_Super_R,
)


class MainWindow(QWidget):
    """Everything in it can be reached and read by keyboard and screen reader; any key pressed in it stops speech."""

    def __init__(self, bridge: Bridge, commands: Commands, keys: str, backends: tuple[str, ...]) -> None:
        """`keys`: one sentence that names the global keys. `backends`: whom a question can go to, the first choice first."""
        super().__init__()
        self._commands = commands
        self.hides_on_close = False
        self.setWindowTitle("mmassist")
        self.resize(760, 680)

        self._status = StatusLabel(self.tr("Status"), keys)
        self._answer = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self._answer.setPlaceholderText(self.tr("Nothing has been described yet."))
        self._items = ItemList(commands.act_on)
        layout = QVBoxLayout(self)
        layout.addWidget(buddy(self.tr("Last &answer"), self._answer))
        layout.addWidget(self._answer, 2)
        self._conversation = Conversation()
        layout.addWidget(buddy(self.tr("What &you heard so far"), self._conversation))
        layout.addWidget(self._conversation, 2)
        for text in (self._answer, self._conversation, self._items):
            text.setMinimumHeight(2 * SMALLEST)
        layout.addWidget(buddy(self.tr("&Items"), self._items))
        layout.addWidget(self._items, 3)
        self._ask = AskPanel(commands, backends)
        self._ask.asked.connect(self._conversation.add_question)
        layout.addWidget(self._ask)
        layout.addWidget(self._status)
        layout.addLayout(self._buttons())
        self._safe = QPushButton(self.tr("Leave safe m&ode"))
        self._safe.hide()
        self._safe.setAutoDefault(True)
        self._safe.clicked.connect(lambda: commands.leave_safe_mode())
        layout.addWidget(self._safe)

        self.windows = Windows(bridge, commands, self)
        layout.setMenuBar(self.windows.menu_bar())
        bridge.spoken.connect(self._show_spoken)
        bridge.turn.connect(self._show_turn)
        bridge.preview.connect(self._show_preview)
        bridge.heard.connect(self._show_heard)
        bridge.listening.connect(self._show_listening)
        bridge.in_use.connect(self._ask.show_backends)
        bridge.switched_off.connect(self._show_switched_off)
        bridge.forgotten.connect(self._forget)
        self._turn_id = 0
        self._turn: Turn | None = None
        self._off: tuple[str, ...] = ()
        self._told: dict[int, list[str]] = {}  # by the app itself, in the newest turn of which it said anything

    def take_over(self, before: MainWindow) -> None:
        """Shows what that one did."""
        self._answer.setPlainText(before._answer.toPlainText())
        self._conversation.setPlainText(before._conversation.toPlainText())
        self._turn_id, self._told = before._turn_id, before._told
        if before._turn is not None:
            self._show_turn(before._turn)
        self._ask.take_over(before._ask)
        self._show_switched_off(before._off)

    def _buttons(self) -> QGridLayout:
        grid = QGridLayout()
        actions: tuple[tuple[str, str, Callable[[], None]], ...] = (
            (self.tr("&Describe whole screen"), "", lambda: self._commands.describe(Target(TargetKind.SCREEN))),
            (self.tr("Read &the window"), self.tr("What was described last."), self._commands.read_last),
            (self.tr("R&ead on"), self.tr("From where reading stopped."), self._commands.read_on),
            (self.tr("&Look through camera"), "", self._commands.look),
            (self.tr("Speak to &mmassist"), "", self._commands.listen),
            (self.tr("Hands-free o&n or off"), "", self._commands.converse),
            (self.tr("&Stop speaking"), "", self._commands.silence),
            (self.tr("&Forget answers"), "", self._commands.forget),
            (self.tr("&Costs and times"), "", lambda: self.windows.open(OwnWindow.STATS)),
            (self.tr("Help &by a person"), "", lambda: self.windows.open(OwnWindow.SUPPORT)),
            (self.tr("Settin&gs"), "", lambda: self.windows.open(OwnWindow.SETTINGS)),
            (self.tr("&Quit mmassist"), "", self._commands.quit),
        )
        for place, (text, description, action) in enumerate(actions):
            button = QPushButton(text)
            button.setAccessibleDescription(description)
            button.setAutoDefault(True)
            button.clicked.connect(lambda _=False, action=action: action())
            grid.addWidget(button, *divmod(place, 3))
        return grid

    def _show_spoken(self, spoken: Spoken) -> None:
        utterance = spoken.utterance
        if utterance.shown:
            return
        self._conversation.add_spoken(utterance.text)
        if utterance.turn_id == 0 and utterance.channel is not Channel.SYSTEM:
            self._status.tell(utterance.text)  # an item that was walked to, or what a watch has seen
            return
        if utterance.channel is Channel.SYSTEM:
            self._told = {utterance.turn_id: [*self._told.get(utterance.turn_id, []), utterance.text]}
            self._status.tell(utterance.text)
            return
        if utterance.turn_id != self._turn_id:
            self._turn_id = utterance.turn_id
            self._answer.clear()
        self._answer.appendPlainText(utterance.text)

    def _show_turn(self, turn: Turn) -> None:
        self._turn = turn
        self._items.show_turn(turn)
        self._ask.show_hidden(turn.hidden)
        self._status.tell(_status(turn, self._told.get(turn.turn_id, [])))

    def _forget(self) -> None:
        self._turn, self._told = None, {}
        for shown in (self._answer, self._conversation, self._items):
            shown.clear()
        self._ask.show_hidden(())
        self._ask.show_question("")

    def _show_heard(self, transcript: Transcript) -> None:
        if not transcript.command:
            self._ask.show_question(transcript.text)
            if transcript.final:
                self._conversation.add_question(transcript.text)

    def _show_listening(self, is_open: bool) -> None:
        self._status.tell(self.tr("Listening.") if is_open else self.tr("The microphone is closed."))

    def _show_switched_off(self, parts: tuple[str, ...]) -> None:
        """The button is there only where it does something."""
        self._off = parts
        self._safe.setVisible(bool(parts))
        self._safe.setAccessibleDescription(self.tr("Switched off: {parts}.").format(parts=", ".join(parts)))

    def _show_preview(self, prompt: FusedPrompt) -> None:
        PreviewWindow(prompt, self).show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Installed on the application: a key in any of its windows silences speech and is then handled as ever.

        A modifier does not: it may begin the chord that describes, and would then silence what that says. A key comes to the native
        window first and may then pass several widgets: only there it counts, or Enter would silence the answer that it asks for.
        """
        if (
            watched.isWindowType()
            and not watched.objectName().startswith(LETTERS)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() not in _MODIFIERS
        ):
            self._commands.silence()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """With a tray the window only hides; without one it is the app's only face, so closing it quits."""
        if self.hides_on_close:
            event.ignore()
            self.hide()
        else:
            event.accept()
            self._commands.quit()


def _status(turn: Turn, told: list[str]) -> str:
    """How a turn went: what the app said of it is there to be read as well, such as what a vendor keeps."""
    if turn.fault is not None:
        return f"{turn.fault.spoken} {turn.fault.remedy}"
    if turn.preview is not None:
        return " ".join(told)
    first = turn.timings.get("first_sound", 0.0) / 1000
    # a text that is read is nobody's answer
    by = (
        translate("MainWindow", "Detail by the {backend} backend.").format(backend=turn.backend)
        if turn.backend
        else translate("MainWindow", "Read by mmassist itself.")
    )
    return " ".join([*told, translate("MainWindow", "First words after {seconds} seconds.").format(seconds=f"{first:.2f}"), by])
