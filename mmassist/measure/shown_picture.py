"""Shows a picture over the whole screen: `python -m mmassist.measure.shown_picture`. The path of an image file comes in."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPaintEvent, QRasterWindow

from mmassist.measure.commanded import replies

Reply = Callable[[Mapping[str, Any]], None]


class ShownPicture(QRasterWindow):
    """One window; answers each time that a new picture was painted."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self._reply, self._image, self._told = reply, QImage(), True
        self.setTitle("Picture")

    def show_file(self, path: str) -> None:
        self._image, self._told = QImage(path), False
        self.showFullScreen()
        self.requestActivate()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        with QPainter(self) as painter:
            painter.drawImage(0, 0, self._image)
        if not self._told:
            self._told = True
            # the picture is on its way to the screen when the event is over
            QTimer.singleShot(200, lambda: self._reply({"shown": time.monotonic()}))


def main() -> int:
    reply = replies()
    app = QGuiApplication(["shown-picture"])
    window = ShownPicture(reply)
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: window.show_file(sys.stdin.readline().strip()))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
