"""Asks for what is to be added to the settings, and what it is to be called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from mmassist.ui.labels import buddy
from mmassist.ui.line_edit import LineEdit

translate = QCoreApplication.translate


class AddDialog(QDialog):
    """`table` and `name`: what was chosen and typed."""

    def __init__(self, tables: tuple[str, ...], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Add to the settings"))
        known = {
            "backends": self.tr("A backend that answers"),
            "profiles": self.tr("A profile for a program"),
            "keys.programs": self.tr("Other keys in a program"),
        }
        self._what = QComboBox()
        for table in tables:
            self._what.addItem(known.get(table, table), table)
        self._name = LineEdit()
        self._name.setPlaceholderText(self.tr("A name of your own for a backend; the program's name for the others"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for caption, control in ((self.tr("&What"), self._what), (self.tr("&Name"), self._name)):
            layout.addWidget(buddy(caption, control))
            layout.addWidget(control)
        layout.addWidget(buttons)
        self.resize(480, self.sizeHint().height())

    @property
    def table(self) -> str:
        return str(self._what.currentData())

    @property
    def name(self) -> str:
        return self._name.text().strip()
