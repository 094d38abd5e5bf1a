"""A program with Qt's windows that does what it is told, a line at a time, by whoever started it. In its process alone."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QGuiApplication


def obey(app: QGuiApplication, command: Callable[[str, str], bool]) -> int:
    """Runs `app` until a line comes that is no command, or none any more; returns its exit status. `command`: a line's first word and the
    rest; whether it knew that word."""

    def line() -> None:
        order, _, rest = sys.stdin.readline().strip().partition(" ")
        if not command(order, rest):
            app.quit()

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(line)
    return app.exec()
