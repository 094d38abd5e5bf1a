"""The window that `mmassist bench sharing` shares: `python -m mmassist.measure.shared_window`, told on standard input what is to change.

As large as the screen: small text that stays until another is asked for; a part that turns through some texts, or shows text that was
never there before, ten times a second; and two spots that change their colour at a word. It shows no accessibility tree.
"""

from __future__ import annotations

import random
import sys
import time

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QColor, QExposeEvent, QFont, QGuiApplication, QPainter, QPaintEvent, QRasterWindow

from mmassist.measure.commanded import replies
from mmassist.measure.obeying import obey
from mmassist.measure.painted_page import lines

STILL = (40, 40, 1080, 1000)
"""Left, top, right and bottom of the text that stays."""
BUSY = (1240, 80, 1840, 480)
"""Of what changes ten times a second."""
LAMP, SPOT = (1240, 600), (1440, 600)
"""Left and top of what changes its colour at a word."""
SIDE = 64
EVERY = 0.1  # seconds
STATES = 3
"""Texts that it turns through. Each is known once it stood for a while; what turns before that is withheld as restless."""
_LINE = 17


class SharedWindow(QRasterWindow):
    """`busy`: "rest", "turn" or "renew"; or the number of a text, which stands then."""

    def __init__(self) -> None:
        super().__init__()
        self.busy = "rest"
        self.lamp, self.spot = QColor("#000000"), QColor("#ffffff")
        self.is_shown = False
        self._still = self._seed = 0
        self.setTitle("Minutes")
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)
        self._clock.start(round(EVERY * 1000))

    def exposeEvent(self, event: QExposeEvent) -> None:  # noqa: N802 - Qt's name
        super().exposeEvent(event)
        self.is_shown = self.isExposed()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        with QPainter(self) as painter:
            font = QFont("DejaVu Sans")
            font.setPixelSize(13)
            painter.setFont(font)
            painter.setClipRect(event.rect())
            painter.fillRect(event.rect(), QColor("#ffffff"))
            painter.setPen(QColor("#202020"))
            if event.rect().left() < STILL[2]:
                _write(painter, STILL, 1000 + self._still)
            _write(painter, BUSY, 100 + self._seed)
            painter.fillRect(QRect(*LAMP, SIDE, SIDE), self.lamp)
            painter.fillRect(QRect(*SPOT, SIDE, SIDE), self.spot)

    def put(self, which: str, colour: str) -> float:
        """Seconds since the epoch at which the spot has its colour."""
        place = LAMP if which == "lamp" else SPOT
        setattr(self, which, QColor(colour))
        self.update(QRect(*place, SIDE, SIDE))
        QGuiApplication.processEvents()
        return time.time()

    def show_still(self, seed: int) -> None:
        self._still = seed
        left, top, right, bottom = STILL
        self.update(QRect(left, top, right - left, bottom - top))

    def show_busy(self, how: str) -> None:
        self.busy = how
        if how.isdecimal():
            self._show_text(int(how))

    def _tick(self) -> None:
        if self.busy == "turn":
            self._show_text((self._seed + 1) % STATES)
        elif self.busy == "renew":
            self._show_text(self._seed + 1)

    def _show_text(self, seed: int) -> None:
        self._seed = seed
        left, top, right, bottom = BUSY
        self.update(QRect(left, top, right - left, bottom - top))


def _write(painter: QPainter, place: tuple[int, int, int, int], seed: int) -> None:
    """Lines of words in rows of some, without anything personal."""
    left, top, right, bottom = place
    words = " ".join(line for more in range(8) for line in lines(seed * 8 + more)[1:13]).lower().split()
    chance = random.Random(seed)  # noqa: S311 - no secret
    for row in range((bottom - top) // _LINE):
        many = max(3, (right - left) // 90)
        painter.drawText(left + 8, top + 13 + row * _LINE, " ".join(chance.choices(words, k=many)))


def main() -> int:
    reply = replies()
    app = QGuiApplication(["shared-window"])
    window = SharedWindow()
    window.showFullScreen()
    window.requestActivate()

    def command(order: str, rest: str) -> bool:
        if order == "shown":
            reply({"shown": window.is_shown and window.isActive()})
        elif order == "busy":
            window.show_busy(rest)
            reply({"busy": rest})
        elif order == "still":
            window.show_still(int(rest))
            reply({"still": rest})
        elif order in ("lamp", "spot"):
            reply({"at": window.put(order, rest)})
        else:
            return False
        return True

    return obey(app, command)


if __name__ == "__main__":
    sys.exit(main())
