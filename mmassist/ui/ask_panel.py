"""The part of the main window in which a question is typed, and in which hidden things are named."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QListWidget, QPushButton, QWidget

from mmassist.ui.bridge import Commands
from mmassist.ui.labels import buddy
from mmassist.ui.line_edit import LineEdit


class AskPanel(QWidget):
    """A question, whom it goes to, what that one would get, and what was hidden from it the last time. `asked`: a question went out."""

    asked = Signal(str)

    def __init__(self, commands: Commands, backends: tuple[str, ...]) -> None:
        """`backends`: the user's, the first choice first."""
        super().__init__()
        self._commands = commands
        self._question = LineEdit()
        self._question.setPlaceholderText(self.tr("About what was described last"))
        self._question.returnPressed.connect(self._ask)
        self._whom = QComboBox()
        self.show_backends(backends)
        ask = QPushButton(self.tr("As&k"))
        ask.clicked.connect(self._ask)
        preview = QPushButton(self.tr("&Preview what would be sent"))
        preview.clicked.connect(lambda: commands.preview(self._whom.currentText()))
        self._hidden = QListWidget()
        self._hidden.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self._reveal = QPushButton(self.tr("&Reveal for one turn"))
        self._reveal.clicked.connect(self._show_hidden)

        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(buddy(self.tr("Q&uestion"), self._question), 0, 0)
        layout.addWidget(self._question, 0, 1)
        layout.addWidget(ask, 0, 2)
        layout.addWidget(buddy(self.tr("Ask &whom"), self._whom), 1, 0)
        layout.addWidget(self._whom, 1, 1)
        layout.addWidget(preview, 1, 2)
        self._caption: QLabel = buddy(self.tr("&Hidden from the model"), self._hidden)
        layout.addWidget(self._caption, 2, 0)
        layout.addWidget(self._hidden, 2, 1)
        layout.addWidget(self._reveal, 2, 2)
        self.show_hidden(())

    def show_backends(self, names: tuple[str, ...]) -> None:
        """Whom a question can go to; who was chosen stays so, if they are among them."""
        if [self._whom.itemText(row) for row in range(self._whom.count())] != list(names):
            chosen = self._whom.currentText()
            self._whom.clear()
            self._whom.addItems(list(names))
            self._whom.setCurrentIndex(max(0, self._whom.findText(chosen)))

    def take_over(self, before: AskPanel) -> None:
        """What was typed, and whom it was to go to."""
        self._question.setText(before._question.text())
        self._whom.setCurrentIndex(max(0, self._whom.findText(before._whom.currentText())))

    def show_question(self, text: str) -> None:
        """What was understood of a spoken question; not while something is being typed."""
        if not self._question.hasFocus():
            self._question.setText(text)

    def show_hidden(self, names: tuple[str, ...]) -> None:
        """Names what the last backend did not get; without any the list is not there to be walked over."""
        self._hidden.clear()
        self._hidden.addItems(list(names))
        if names:
            self._hidden.setCurrentRow(0)
        for part in (self._caption, self._hidden, self._reveal):
            part.setVisible(bool(names))

    def _ask(self) -> None:
        if question := self._question.text().strip():
            self._commands.ask(question, self._whom.currentText())
            self.asked.emit(question)
            self._question.selectAll()

    def _show_hidden(self) -> None:
        if (chosen := self._hidden.currentItem()) is not None:
            self._commands.reveal(chosen.text())
