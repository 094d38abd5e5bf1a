"""Being helped by a person, by buttons: what is a key, a spoken command or a command line as well."""

from __future__ import annotations

from collections import deque

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.help_actions import help_actions
from mmassist.ui.labels import buddy
from mmassist.ui.line_edit import LineEdit
from mmassist.ui.looks import SMALLEST
from mmassist.values import Spoken, Utterance

_LINES = 200
_AGAIN = 16  # what was cut short is said again, maybe after what it was cut short by


class HelpWindow(QDialog):
    """Main thread. Closing it hides it, and ends nothing."""

    def __init__(self, bridge: Bridge, commands: Commands, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._shown: deque[Utterance] = deque(maxlen=_AGAIN)
        self.setWindowTitle(self.tr("Help by a person"))
        self._heard = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self._heard.setMinimumHeight(2 * SMALLEST)
        self._heard.setMaximumBlockCount(_LINES)
        layout = QVBoxLayout(self)
        layout.addWidget(buddy(self.tr("What you &heard"), self._heard))
        layout.addWidget(self._heard, 1)
        grid = QGridLayout()
        layout.addLayout(grid)
        for place, (name, text) in enumerate(help_actions()):
            button = QPushButton(text)
            button.clicked.connect(lambda _=False, name=name: commands.do(name, ""))
            grid.addWidget(button, *divmod(place, 2))
        self._message = LineEdit()
        self._message.returnPressed.connect(self._write)
        write = QPushButton(self.tr("&Send"))
        write.clicked.connect(self._write)
        line = QGridLayout()
        line.addWidget(buddy(self.tr("Write &to them"), self._message), 0, 0)
        line.addWidget(self._message, 0, 1)
        line.addWidget(write, 0, 2)
        layout.addLayout(line)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)  # Enter in the line sends it
        bridge.spoken.connect(self._show_spoken)

    def open_anew(self) -> None:
        """Shows it, in front, with what is known now."""
        self.show()
        self.activateWindow()
        self.findChildren(QPushButton)[0].setFocus()

    def take_over(self, before: HelpWindow) -> None:
        """What was heard, and what was being written."""
        self._heard.setPlainText(before._heard.toPlainText())
        self._message.setText(before._message.text())
        self._shown = before._shown

    def _show_spoken(self, spoken: Spoken) -> None:
        """What the app says by itself, and what a helper writes or points at: it belongs to no turn."""
        if spoken.utterance.turn_id == 0 and not any(one is spoken.utterance for one in self._shown):
            self._heard.appendPlainText(spoken.utterance.text)
            self._shown.append(spoken.utterance)

    def _write(self) -> None:
        if text := self._message.text().strip():
            self._commands.do("tell-helper", text)
            self._message.clear()
