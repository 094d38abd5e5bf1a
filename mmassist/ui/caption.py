"""The caption: what is being said, in large letters at the edge of the screen, for eyes that see some."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mmassist.ui.bridge import Bridge
from mmassist.values import Box, Spoken

_STAYS = 2_000  # milliseconds, and so many more for each letter
_A_LETTER = 60
_VANISHES = 0.5  # seconds until what is under it is surely seen again


@dataclass(frozen=True, slots=True)
class CaptionOptions:
    """`size`: of its letters, in points."""

    shown: bool = False
    size: int = 32
    edge: Literal["top", "bottom"] = "bottom"


class Caption(QWidget):
    """Never takes the focus, lets the mouse through, and goes by itself."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
            | Qt.WindowType.WindowTransparentForInput,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(self.tr("mmassist caption"))
        self._options = CaptionOptions()
        self._box: Box | None = None
        self._hidden_at = float("-inf")
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._text)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        bridge.spoken.connect(self._show_spoken)

    def covers(self) -> Box | None:
        """Where it is on the screen, in physical pixels; None where it is not shown, and was not just now. Any thread."""
        return self._box if time.monotonic() - self._hidden_at < _VANISHES else None

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        self._hidden_at = math.inf
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        self._hidden_at = time.monotonic()
        super().hideEvent(event)

    def use(self, options: CaptionOptions) -> None:
        """Changes whether it is there, and how it looks."""
        self._options = options
        font = self._text.font()
        font.setPointSize(options.size)
        self._text.setFont(font)
        if not options.shown:
            self.hide()

    def _show_spoken(self, spoken: Spoken) -> None:
        if not self._options.shown:
            return
        text = " ".join(spoken.utterance.text.split())
        self._text.setText(text)
        self._place()
        self.show()
        self._timer.start(_STAYS + _A_LETTER * len(text))

    def _place(self) -> None:
        """At the screen's edge, as wide as the screen, as high as its text needs, but no higher than half of it."""
        screen = QGuiApplication.primaryScreen().availableGeometry()
        margins = self._column.contentsMargins()
        inside = screen.width() - margins.left() - margins.right()
        height = min(self._text.heightForWidth(inside) + margins.top() + margins.bottom(), screen.height() // 2)
        top = screen.top() if self._options.edge == "top" else screen.bottom() + 1 - height
        self.setGeometry(screen.left(), top, screen.width(), height)
        scale = self.devicePixelRatioF()
        self._box = Box(*(round(one * scale) for one in (screen.left(), top, screen.width(), height)))
