"""Full screens that only pixels can tell: `python -m mmassist.measure.painted_page`, told `open SEED` and `close` on standard input.

Each `open` makes a new window, as large as the screen, that paints lines of words drawn by chance, and shows no accessibility tree
(a bare QWindow has none). It is answered, with the words, once the window is active and painted.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPaintEvent, QRasterWindow

from mmassist.measure.commanded import replies
from mmassist.measure.obeying import obey

LINES = 50
_SHORT = 12
_WORDS = (
    "account", "address", "afternoon", "amount", "answer", "archive", "article", "battery", "billing", "bottle", "branch", "breakfast",
    "bridge", "budget", "button", "cabinet", "calendar", "camera", "candle", "carpet", "carrier", "castle", "centre", "channel",
    "chapter", "cheese", "choice", "circle", "client", "closet", "coffee", "column", "comment", "company", "concert", "contact",
    "control", "corner", "country", "coupon", "cousin", "credit", "cushion", "customer", "damage", "daughter", "delivery", "detail",
    "device", "dinner", "discount", "doctor", "dollar", "drawer", "driver", "editor", "effort", "engine", "entrance", "evening",
    "example", "exchange", "expense", "factory", "failure", "family", "feature", "figure", "filter", "finger", "flight", "flower",
    "folder", "forest", "forward", "fraction", "freight", "friend", "garden", "gallery", "gesture", "glass", "grammar", "ground",
    "guitar", "hammer", "handle", "harbour", "heading", "holiday", "hospital", "hotel", "hundred", "island", "jacket", "journey",
    "kitchen", "ladder",
)  # fmt: skip

Reply = Callable[[Mapping[str, Any]], None]


def lines(seed: int) -> list[str]:
    """The page's text: a heading, a dozen lines of two words (they come first in a description, and are soon said), then lines of
    four to seven words, one in four of them with an amount."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    heading = " ".join(chance.sample(_WORDS, 3)).capitalize()
    short = [" ".join(chance.sample(_WORDS, 2)).capitalize() for _ in range(_SHORT)]
    return [heading, *short, *(_line(chance) for _ in range(LINES - 1 - _SHORT))]


def _line(chance: random.Random) -> str:
    words = " ".join(chance.sample(_WORDS, chance.randint(4, 7))).capitalize()
    return f"{words} {chance.randint(1, 999)}.{chance.randint(0, 99):02}" if chance.random() < 0.25 else words


class PaintedPage(QRasterWindow):
    """One page in two columns, 13 pixels high; answers by itself, once."""

    def __init__(self, seed: int, reply: Reply) -> None:
        super().__init__()
        self._reply: Reply | None = reply
        self._lines = lines(seed)
        self._painted = False
        self.setTitle(f"Page {seed}")
        self.activeChanged.connect(self._tell_soon)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        with QPainter(self) as painter:
            painter.fillRect(0, 0, self.width(), self.height(), QColor("#ffffff"))
            painter.setPen(QColor("#202020"))
            font = QFont("DejaVu Sans")
            font.setPixelSize(24)
            painter.setFont(font)
            painter.drawText(40, 60, self._lines[0])
            font.setPixelSize(13)
            painter.setFont(font)
            for index, line in enumerate(self._lines[1:]):
                painter.drawText(40 + self.width() // 2 * (index // 25), 120 + 36 * (index % 25), line)
        self._painted = True
        self._tell_soon()

    def _tell_soon(self) -> None:
        if self.isActive() and self._painted:
            QTimer.singleShot(0, self._tell)

    def _tell(self) -> None:
        if self._reply is not None:
            self._reply({"active": time.monotonic(), "lines": self._lines})
            self._reply = None


def main() -> int:
    reply = replies()
    app = QGuiApplication(["painted-page"])
    app.setQuitOnLastWindowClosed(False)
    shown: list[PaintedPage] = []

    def close() -> None:
        if shown:
            shown.pop().destroy()

    def command(order: str, seed: str) -> bool:
        if order == "open":
            close()
            shown.append(PaintedPage(int(seed), reply))
            shown[-1].showFullScreen()
            shown[-1].requestActivate()
        elif order == "close":
            close()
            reply({"closed": time.monotonic()})
        else:
            return False
        return True

    return obey(app, command)


if __name__ == "__main__":
    sys.exit(main())
