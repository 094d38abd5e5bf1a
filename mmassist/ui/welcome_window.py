"""The first-run welcome: the voice, the keys, what may leave. Spoken from its first second, and done by keys alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from mmassist.ui.bridge import Bridge
from mmassist.ui.focus_speech import FocusSpeech, spoken_of
from mmassist.ui.settings_window import SettingsCommands
from mmassist.ui.welcome_commands import WelcomeCommands
from mmassist.ui.welcome_pages import EndPage, KeysPage, Page, PrivacyPage, VoicePage
from mmassist.values import Turn

_WITHOUT_THE_KEYBOARD = 1500  # milliseconds


class WelcomeWindow(QDialog):
    """Enter goes on, Escape ends it. Closing it hides it."""

    def __init__(self, bridge: Bridge, commands: WelcomeCommands, settings: SettingsCommands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._settings = settings
        self._say = settings.say
        self._is_to_begin = False
        self.resize(640, 420)
        self._heading = QLabel()
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._pages: tuple[Page, ...] = ()
        self._stack = QStackedWidget()
        self._back, self._next, self._again = (QPushButton() for _ in range(3))
        self._back.clicked.connect(lambda: self._go(self._stack.currentIndex() - 1))
        self._next.clicked.connect(self._go_on)
        self._again.clicked.connect(lambda: self._introduce(self._say))
        self._next.setDefault(True)
        row = QHBoxLayout()
        for button in (self._next, self._back, self._again):
            button.setAutoDefault(button is self._next)
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self._heading)
        layout.addWidget(self._stack, 1)
        layout.addLayout(row)
        self._speech = FocusSpeech(self, self._say, lambda: not commands.is_read())
        self._make_pages()
        bridge.turn.connect(self._tried)

    def _make_pages(self) -> VoicePage:
        """In the language that the windows are in now; returns the first of them."""
        while (old := self._stack.widget(0)) is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self.setWindowTitle(self.tr("Welcome to mmassist"))
        self._back.setText(self.tr("&Back"))
        self._again.setText(self.tr("&Say it again"))
        voice = VoicePage(self._settings, self._change_language)
        self._pages = (voice, KeysPage(self._commands.keys()), PrivacyPage(self._settings), EndPage(self._settings))
        for page in self._pages:
            scrolled = QScrollArea(widgetResizable=True)
            scrolled.setFrameShape(QFrame.Shape.NoFrame)
            scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab scrolls to what it leads to
            scrolled.setWidget(page)
            self._stack.addWidget(scrolled)
        return voice

    def _change_language(self, code: str) -> None:
        """All words anew, at the place where the user is; the other windows follow once the welcome is over."""
        self._commands.speak(code)
        self._speech.is_held = True
        languages = self._make_pages().languages
        self._go(0, lambda text: None)
        self._speech.told(languages)
        languages.setFocus()
        self._introduce(self._say)

    def open_anew(self) -> None:
        """Shows it, in front, from its beginning. What is being said is said to its end first. The keys that it tells of are its own by
        then, unless the desktop does not give it the keyboard."""
        self.show()
        self.activateWindow()
        self._is_to_begin = self._speech.is_held = True
        if self.isActiveWindow():
            self._begin()
        else:
            QTimer.singleShot(_WITHOUT_THE_KEYBOARD, self, self._begin)

    def _begin(self) -> None:
        if self._is_to_begin and self.isVisible():
            self._is_to_begin = False
            self._go(0, self._commands.add)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._begin()

    @property
    def _page(self) -> Page:
        return self._pages[self._stack.currentIndex()]

    def _go(self, index: int, say: Callable[[str], None] | None = None) -> None:
        self._speech.is_held = True
        self._stack.setCurrentIndex(index)
        page, last = self._page, len(self._pages) - 1
        self._heading.setText(self.tr("Step {number} of {all}: {title}").format(number=index + 1, all=last + 1, title=page.title))
        self._back.setEnabled(index > 0)
        self._next.setText(self.tr("&Finish") if index == last else self.tr("&Next"))
        first = page.first or self._next
        first.setFocus()
        self._speech.is_held = False
        self._introduce(say or self._say)

    def _introduce(self, say: Callable[[str], None]) -> None:
        """The page's words, and what has the focus."""
        focused = self.focusWidget()
        self._speech.told(focused)
        told = spoken_of(focused) if focused is not None and not self._commands.is_read() else ""
        say(f"{self._heading.text()}. {self._page.words} {told}".strip())

    def _go_on(self) -> None:
        if self._stack.currentIndex() == len(self._pages) - 1:
            self.accept()
        else:
            self._go(self._stack.currentIndex() + 1)

    def _tried(self, turn: Turn) -> None:
        """A key was tried, and what it says was said."""
        if self.isVisible() and isinstance(self._page, KeysPage) and turn.fault is None:
            self._commands.add(self._page.tried)

    def done(self, result: int) -> None:
        """Finished, or ended by Escape."""
        super().done(result)
        self._commands.done()
        self._say(self.tr("The welcome is over. You find it again in the main window, under View."))
