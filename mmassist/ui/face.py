"""What the user has of the app on the desktop: the main window, the windows beside it, and the tray icon; made anew in another language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QSystemTrayIcon

from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.main_window import MainWindow
from mmassist.ui.tray import Tray, to_front
from mmassist.ui.window_speech import WindowSpeech


@dataclass(frozen=True, slots=True)
class Content:
    """What it is made of, in the language of the windows as it is now. `keys`: one sentence that names the global keys; `backends`: whom a
    question can go to, the first choice first."""

    commands: Commands
    keys: str
    backends: tuple[str, ...]


class Face:
    """Main thread."""

    def __init__(self, application: QApplication, bridge: Bridge, content: Callable[[], Content]) -> None:
        """Shows nothing yet."""
        self._application = application
        self._bridge = bridge
        self._content = content
        self._is_awaited: QDialog | None = None
        self._make()
        bridge.front.connect(self._to_front)

    def show(self) -> None:
        """The tray, or where there is none the window."""
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._tray.show()
        else:
            self._show_behind()

    def hide(self) -> None:
        """At the end of the app."""
        self._tray.hide()
        self._speech.leave()
        self._application.removeEventFilter(self.window)

    def renew_soon(self) -> None:
        """The words are others now. A moment later, for it may be one of the windows that asks for it; and not before a question, or the
        welcome, is over: its answer would be lost."""
        QTimer.singleShot(0, self._renew)

    def _make(self) -> None:
        content = self._content()
        self.window = MainWindow(self._bridge, content.commands, content.keys, content.backends)
        self.window.hides_on_close = QSystemTrayIcon.isSystemTrayAvailable()
        self._tray = Tray(self.window, content.commands)
        self._application.installEventFilter(self.window)
        commands, windows = content.commands, self.window.windows
        self._speech = WindowSpeech(self._application, commands.tell_control, lambda: not commands.welcome.is_read(), windows.names)

    def _show_behind(self) -> None:
        """The window must not come between the user and the program that they want described."""
        self.window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.window.show()

    def _in_between(self) -> QDialog | None:
        """What the user is in the midst of."""
        modal = QApplication.activeModalWidget()
        return modal if isinstance(modal, QDialog) else self.window.windows.welcoming

    def _after_it(self) -> None:
        self._is_awaited = None
        self.renew_soon()

    def _to_front(self) -> None:
        to_front(self.window)

    def _renew(self) -> None:
        """What was open is open again, with what it showed, and where the user was."""
        window, tray = self.window, self._tray
        if (dialog := self._in_between()) is not None:
            if dialog is not self._is_awaited:
                self._is_awaited = dialog
                dialog.finished.connect(self._after_it)
            return
        self.hide()
        self._make()
        self.window.take_over(window)
        if tray.isVisible():
            self._tray.show()
        if window.isVisible():
            self.window.setGeometry(window.geometry())
            self._show_behind()
            if window.isActiveWindow():
                self._to_front()
        self.window.windows.take_over(window.windows)
        tray.deleteLater()
        window.windows.leave()
        window.hide()
        window.deleteLater()
