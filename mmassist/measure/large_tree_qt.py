"""A window with thousands of controls, most of them scrolled out of sight: `python -m mmassist.measure.large_tree_qt CONTROLS`.

Told on standard input `change NUMBER`, it writes that into its field, so that what was known of it is stale; told `count`, it counts its
nodes. It answers each, and once, unasked, when its window is painted.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QCheckBox, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from mmassist.measure.cold_dialog import count
from mmassist.measure.commanded import replies

TITLE, FIELD = "Inventory", "Search"
COLUMNS = 10


def window(controls: int) -> tuple[QWidget, QLineEdit]:
    """The window, and the field in it that has the focus."""
    shown, field, inside, area = QWidget(), QLineEdit(), QWidget(), QScrollArea()
    shown.setWindowTitle(TITLE)
    shown.resize(900, 600)
    field.setAccessibleName(FIELD)
    grid = QGridLayout(inside)
    for index in range(controls):
        grid.addWidget(QCheckBox(f"Item {index}"), index // COLUMNS, index % COLUMNS)
    area.setWidget(inside)
    layout = QVBoxLayout(shown)
    layout.addWidget(field)
    layout.addWidget(area)
    field.setFocus()
    return shown, field


def main() -> int:
    reply = replies()
    app = QApplication([TITLE])
    shown, field = window(int(sys.argv[1]))

    def command() -> None:
        order, _, number = sys.stdin.readline().strip().partition(" ")
        if order == "change":
            field.setText(number)
            reply({"at": time.monotonic()})
        elif order == "count":
            reply({"nodes": count(QAccessible.queryAccessibleInterface(shown))})
        else:
            app.quit()

    shown.show()
    QTimer.singleShot(0, lambda: reply({"window": int(shown.winId())}))
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(command)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
