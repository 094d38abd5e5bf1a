"""What the user copies from what was told: Qt owns the clipboard for as long as the app runs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from mmassist.ui.bridge import Bridge


class ClipboardOwner(QObject):
    """Made and used on the main thread."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        bridge.copied.connect(self._take)

    def _take(self, text: str, done: Callable[[bool], object]) -> None:
        # Wayland gives the clipboard to none but the program that has the focus, and does not say that it was refused.
        if QGuiApplication.platformName() == "wayland" and QGuiApplication.focusWindow() is None:
            done(False)
            return
        clipboard = QGuiApplication.clipboard()
        clipboard.setText(text)
        done(clipboard.text() == text)
