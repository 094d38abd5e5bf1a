"""The caption: what is being said, in large letters at the edge of the screen, for eyes that see some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mmassist.ui.bridge import Bridge
from mmassist.values import Spoken

_STAYS = 2_000  # milliseconds, and so many more for each letter
_A_LETTER = 60


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
