"""A Qt window with a trouble in it: `python -m mmassist.evaluation.troubleshooting.qt_trouble SPEC`, one JSON object.

`fields`: each with `name` (with its mnemonic), `value`, and `must`, a regular expression that it is held to when the button is pressed,
else `error` is shown. `switches`: each with `name`, `on`, and `says`, what is shown while it stands otherwise than it should (`should`).
`button`: sends; then `ok` is shown, or a message, where `fails` is given and its `unless` is not so. `asks`: a dialog that the window
waits for; `lost`: it lies behind the window.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

_BUTTONS = {
    "OK": QDialogButtonBox.StandardButton.Ok,
    "Yes": QDialogButtonBox.StandardButton.Yes,
    "No": QDialogButtonBox.StandardButton.No,
    "Cancel": QDialogButtonBox.StandardButton.Cancel,
}
_LOSE_MS = 400


class Trouble(QWidget):
    """The window."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        super().__init__()
        self._spec = spec
        self.setWindowTitle(spec["title"])
        self.resize(520, 320)
        form = QFormLayout()
        self._fields: dict[str, QLineEdit] = {}
        for one in spec.get("fields", ()):
            field, label = QLineEdit(one.get("value", "")), QLabel(one["name"] + ":")
            label.setBuddy(field)
            form.addRow(label, field)
            self._fields[one["name"].replace("&", "")] = field
        self._switches = [self._switch(one, form) for one in spec.get("switches", ())]
        self._error, self._told = QLabel(), QLabel()
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        for label in (self._error, self._told):
            label.setVisible(False)
            layout.addWidget(label)
        if button := spec.get("button"):
            self._button = QPushButton(button)
            self._button.setDefault(True)
            self._button.clicked.connect(self._send)
            layout.addWidget(self._button)
        layout.addStretch()
        self._look()
        if asks := spec.get("asks"):
            QTimer.singleShot(_LOSE_MS, lambda: self._ask(asks))

    def _switch(self, one: Mapping[str, Any], form: QFormLayout) -> tuple[QCheckBox, Mapping[str, Any]]:
        box = QCheckBox(one["name"])
        box.setChecked(one.get("on", False))
        box.toggled.connect(self._look)
        form.addRow(box)
        return box, one

    def _look(self) -> None:
        """What the switches have to say."""
        says = [one["says"] for box, one in self._switches if "should" in one and box.isChecked() != one["should"]]
        if self._switches:
            self._show(self._error, says[0] if says else "")

    def _show(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _send(self) -> None:
        values = {name: field.text() for name, field in self._fields.items()}
        for one in self._spec.get("fields", ()):
            if not re.fullmatch(one.get("must", ".*"), values[one["name"].replace("&", "")]):
                self._show(self._error, one["error"])
                self._show(self._told, "")
                return
        self._show(self._error, "")
        fails = self._spec.get("fails")
        if fails and not all(values.get(name) == value for name, value in fails.get("unless", {"": "never"}).items()):
            QMessageBox.critical(self, fails["title"], fails["text"])
            return
        self._show(self._told, self._spec.get("ok", ""))

    def _ask(self, asks: Mapping[str, Any]) -> None:
        # without a parent, or the window manager would keep it above the window
        self._dialog = QDialog()
        self._dialog.setWindowTitle(asks["title"])
        layout = QVBoxLayout(self._dialog)
        layout.addWidget(QLabel(asks["text"]))
        buttons = QDialogButtonBox()
        for name in asks["buttons"]:
            buttons.addButton(_BUTTONS[name])
        buttons.accepted.connect(self._dialog.accept)
        buttons.rejected.connect(self._dialog.reject)
        layout.addWidget(buttons)
        self._dialog.finished.connect(lambda code: self._show(self._told, asks.get("then", "")))
        self._dialog.show()
        if asks.get("lost"):
            QTimer.singleShot(_LOSE_MS, self._lose)

    def _lose(self) -> None:
        self.raise_()
        self.activateWindow()


def main() -> int:
    """Until the window is closed."""
    app = QApplication(sys.argv[:1])
    window = Trouble(json.loads(sys.argv[1]))
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
