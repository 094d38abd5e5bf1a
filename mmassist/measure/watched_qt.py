"""Windows to be watched: `python -m mmassist.measure.watched_qt`, told what to do on standard input, a line each.

"Chat room" has messages, and beside them a caret that blinks, a clock and a film of noise. "Status board" has a word and a counter.
"Copying files" paints its own progress bar, which no accessibility tree tells. Each order is answered with the time at which it was done.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QRasterWindow
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from mmassist.measure.commanded import replies

_FILM_MS, _STEP_MS, _STEPS = 66, 50, 30


class Film(QLabel):
    """Noise, fifteen pictures a second."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(180, 130)
        self._chance = np.random.default_rng(1)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.update)
        self._timer.start(_FILM_MS)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        noise = self._chance.integers(0, 255, (self.height(), self.width()), np.uint8)
        with QPainter(self) as painter:
            painter.drawImage(0, 0, QImage(noise.tobytes(), self.width(), self.height(), self.width(), QImage.Format.Format_Grayscale8))


class Chat(QWidget):
    """Messages, with all that moves and is no message."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Chat room")
        self.log = QPlainTextEdit(readOnly=True)
        self.log.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        entry, film, self._clock = QLineEdit(), Film(), QLabel()
        side = QVBoxLayout()
        side.addWidget(film)
        side.addStretch()
        side.addWidget(self._clock)
        upper = QHBoxLayout()
        upper.addWidget(self.log, 1)
        upper.addLayout(side)
        layout = QVBoxLayout(self)
        layout.addLayout(upper, 1)
        layout.addWidget(entry)
        entry.setFocus()
        self._tick()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(1000)

    def _tick(self) -> None:
        self._clock.setText(time.strftime("%H:%M:%S"))


class Board(QWidget):
    """A word that comes and goes, and a counter."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Status board")
        self.word, self.counter = QLabel("Offline"), QLabel("Packets: 0")
        layout = QVBoxLayout(self)
        for widget in (QLabel("Connection to the harbour office"), self.word, self.counter):
            layout.addWidget(widget)
        layout.addStretch()


class Copying(QRasterWindow):
    """A progress bar of its own making."""

    def __init__(self) -> None:
        super().__init__()
        self.setTitle("Copying files")
        self.filled = 0.0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        with QPainter(self) as painter:
            painter.fillRect(0, 0, self.width(), self.height(), QColor("#e0e0e0"))
            painter.fillRect(30, 60, 340, 22, QColor("#ffffff"))
            painter.fillRect(30, 60, round(340 * self.filled), 22, QColor("#2060c0"))


class Desktop:
    """Obeys one order after the other."""

    def __init__(self, reply: Callable[[Mapping[str, Any]], None]) -> None:
        self._reply = reply
        self.chat, self.board, self.copying = Chat(), Board(), Copying()
        self.chat.setGeometry(40, 60, 640, 420)
        self.board.setGeometry(760, 60, 380, 160)
        self.copying.setGeometry(760, 300, 400, 140)
        for window in (self.board, self.copying, self.chat):
            window.show()
        self.chat.activateWindow()
        self._timer = QTimer()
        self._timer.timeout.connect(self._step)
        self._count = 0
        self._until = 1.0

    def obey(self, order: str, text: str) -> None:
        """`chat`, `word`, `count` and `title` set a text; `copy` fills the bar so far (0 to 1) within some seconds, then answers."""
        match order:
            case "chat":
                self.chat.log.appendPlainText(text)
            case "word":
                self.board.word.setText(text)
            case "count":
                self.board.counter.setText(f"Packets: {text}")
            case "title":
                self.board.setWindowTitle(text)
            case "copy":
                self.copying.filled, self._until = 0.0, float(text)
                self.copying.update()
                self._timer.start(_STEP_MS)
                return
            case _:
                QApplication.quit()
                return
        self._reply({"at": time.monotonic()})

    def _step(self) -> None:
        self.copying.filled = min(self._until, self.copying.filled + self._until / _STEPS)
        self.copying.update()
        if self.copying.filled >= self._until:
            self._timer.stop()
            self._reply({"at": time.monotonic()})


def main() -> int:
    reply = replies()
    app = QApplication(["watched"])
    desktop = Desktop(reply)

    def command() -> None:
        order, _, text = sys.stdin.readline().rstrip("\n").partition(" ")
        desktop.obey(order, text)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(command)
    QTimer.singleShot(800, lambda: reply({"at": time.monotonic()}))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
