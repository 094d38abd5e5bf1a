"""Qt's side of the app: the application object, its window and tray, and the signals that end it."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from mmassist.errors import SettingsError
from mmassist.ui.bridge import Bridge
from mmassist.ui.caption import Caption, CaptionOptions
from mmassist.ui.clipboard import ClipboardOwner
from mmassist.ui.face import Content, Face
from mmassist.ui.languages import Interpreter
from mmassist.ui.letter_window import LetterWindow
from mmassist.ui.looks import Dresser, Looks
from mmassist.ui.sending import SendingPage, prepare
from mmassist.ui.tray import icon
from mmassist.values import Box


class Shell:
    """Made and used on the main thread; one a process."""

    def __init__(self, looks: Looks, caption: CaptionOptions, language: str) -> None:
        """`language`: of the windows, empty for the desktop's. What is wrong with it is in `problem`."""
        prepare()
        self._application = QApplication(["mmassist"])
        self._application.setApplicationName("mmassist")
        self._application.setDesktopFileName("mmassist")
        self._application.setQuitOnLastWindowClosed(False)
        self._application.setWindowIcon(icon())
        self._interpreter = Interpreter(self._application)
        self.problem = self._interpreter.speak(language)
        self._dresser = Dresser(self._application)
        self._dresser.dress(looks)
        self.bridge = Bridge()
        self._caption = Caption(self.bridge)
        self._caption.use(caption)
        self._clipboard = ClipboardOwner(self.bridge)
        self._sending = SendingPage(self.bridge)
        self._letters = LetterWindow(self.bridge)
        self._face: Face | None = None
        self.bridge.failed.connect(lambda: self._application.exit(1))
        self.bridge.leave.connect(self._application.quit)

    def run(self, content: Callable[[], Content]) -> int:
        """Shows the tray, or where there is none the window, and runs Qt's loop. Returns the exit code. `content`: asked for again where
        the windows are made anew."""
        self._face = face = Face(self._application, self.bridge, content)
        face.show()
        with _Signals(self):
            code = self._application.exec()
        self._sending.load("")
        face.hide()
        return code

    def dress(self, looks: Looks, caption: CaptionOptions) -> None:
        """Changes how the windows look. Main thread."""
        self._dresser.dress(looks)
        self._caption.use(caption)

    def covers(self) -> Box | None:
        """Where the caption is on the screen. Any thread."""
        return self._caption.covers()

    @property
    def language(self) -> str:
        """Of the windows' words, as a code such as "de"."""
        return self._interpreter.language

    def speak(self, language: str) -> SettingsError | None:
        """Changes the words of windows that are made from now on; returns what is to be said where there are none. Main thread."""
        return self._interpreter.speak(language)

    def change_language(self, language: str) -> SettingsError | None:
        """As `speak`, and windows that are there already are made anew. Main thread."""
        problem = self._interpreter.speak(language)
        if self._face is not None:
            self._face.renew_soon()
        return problem

    def quit(self) -> None:
        """Main thread."""
        self._application.quit()


class _Signals:
    """Ctrl+C and a polite kill end the app as Quit does. Python's handlers run only when Python does, so a socket wakes Qt."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(lambda: self._read.recv(64))

    def __enter__(self) -> None:
        self._before = {number: signal.signal(number, lambda *_: self._shell.quit()) for number in (signal.SIGINT, signal.SIGTERM)}
        signal.set_wakeup_fd(self._write.fileno())

    def __exit__(self, *exception: object) -> None:
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()
