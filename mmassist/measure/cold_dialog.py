"""Dialogs that nobody has seen before: `python -m mmassist.measure.cold_dialog`, told `open NUMBER` and `close` on standard input.

Each `open` makes a new dialog with a question, some 500 accessible nodes and its own words; it is answered once the dialog is
active and painted. `close` is answered with the number of its nodes: counted only then, since counting makes the program build them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QPaintEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from mmassist.measure.commanded import replies
from mmassist.measure.obeying import obey

BOXES = 490
_COLUMNS = 14

Reply = Callable[[Mapping[str, Any]], None]


def question(number: int) -> str:
    """What dialog `number` asks."""
    return f"Delete the selected files of folder {number} for good?"


class ColdDialog(QDialog):
    """One dialog; answers by itself, once."""

    def __init__(self, number: int, reply: Reply) -> None:
        super().__init__()
        self._reply: Reply | None = reply
        self.setWindowTitle(f"Clean up {number}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        boxes = QWidget()
        grid = QGridLayout(boxes)
        grid.setSpacing(1)
        for index in range(BOXES):
            grid.addWidget(QCheckBox(f"{number}-{index}.txt"), index // _COLUMNS, index % _COLUMNS)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setFocus()
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(question(number)))
        layout.addWidget(boxes)
        layout.addWidget(buttons)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        self._tell_soon()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self._tell_soon()

    def _tell_soon(self) -> None:
        if self.isActiveWindow():
            QTimer.singleShot(0, self._tell)

    def _tell(self) -> None:
        if self._reply is not None:
            self._reply({"active": time.monotonic(), "window": int(self.winId())})
            self._reply = None


def count(node: QAccessibleInterface) -> int:
    """The nodes of a tree, its root included."""
    return 1 + sum(count(child) for child in map(node.child, range(node.childCount())) if child is not None)


def main() -> int:
    reply = replies()
    app = QApplication(["cold-dialog"])
    app.setQuitOnLastWindowClosed(False)
    shown: list[ColdDialog] = []

    def command(order: str, number: str) -> bool:
        if order == "open":
            shown.append(ColdDialog(int(number), reply))
            shown[-1].show()
            shown[-1].activateWindow()
        elif order == "close":
            dialog = shown.pop()
            nodes = count(QAccessible.queryAccessibleInterface(dialog))
            dialog.close()
            reply({"nodes": nodes})
        else:
            return False
        return True

    return obey(app, command)


if __name__ == "__main__":
    sys.exit(main())
