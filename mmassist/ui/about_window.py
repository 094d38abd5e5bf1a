"""About mmassist: its version and licence, whether everything is there and how to mend what is not, and whose work it stands on."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from mmassist.ui.about_commands import AboutCommands
from mmassist.ui.bridge import Bridge
from mmassist.ui.labels import StatusLabel, buddy


class AboutWindow(QDialog):
    """Closing it hides it. Looks anew each time that it is opened."""

    def __init__(self, bridge: Bridge, commands: AboutCommands, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._lines: list[str] = []
        self.setWindowTitle(self.tr("About mmassist"))
        self.resize(760, 620)
        about = self.tr(
            "mmassist {version}: eyes for blind and low-vision people on any desktop. Free software under the GPL, version 3 or later."
        )
        self._report, self._licences = (QPlainTextEdit(readOnly=True, tabChangesFocus=True) for _ in range(2))
        self._status = StatusLabel(self.tr("Status"))
        again = QPushButton(self.tr("Check a&gain"))
        again.clicked.connect(self._look)
        layout = QVBoxLayout(self)
        layout.addWidget(StatusLabel(self.tr("About"), about.format(version=metadata.version("mmassist"))))
        layout.addWidget(buddy(self.tr("&What is there and what is missing"), self._report))
        layout.addWidget(self._report, 1)
        layout.addWidget(self._status)
        layout.addWidget(buddy(self.tr("&Licences"), self._licences))
        layout.addWidget(self._licences, 1)
        row = QHBoxLayout()
        row.addWidget(again)
        bundle = QPushButton(self.tr("&Save a file for a helper…"))
        bundle.clicked.connect(self._bundle)
        row.addWidget(bundle)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        row.addWidget(close)
        layout.addLayout(row)
        bridge.found.connect(self._found)
        bridge.bundled.connect(self._status.tell)
        bridge.licences.connect(self._licences.setPlainText)

    def open_anew(self) -> None:
        """Shows it, in front, and looks."""
        if not self._licences.toPlainText():
            self._commands.licences()
        self._look()
        self.show()
        self.activateWindow()
        self._report.setFocus()

    def _look(self) -> None:
        self._lines = []
        self._report.clear()
        self._status.tell(self.tr("Looking…"))
        self._commands.examine()

    def _bundle(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save a file for a helper"), "mmassist.json", self.tr("JSON (*.json)"))
        if name:
            self._commands.bundle(Path(name))

    def _found(self, line: str) -> None:
        if line:
            self._lines.append(line)
            self._report.appendPlainText(line)
            return
        told = self.tr("%n part(s) looked at.", "", len(self._lines))
        self._status.tell(told)
        self._commands.say(told)
