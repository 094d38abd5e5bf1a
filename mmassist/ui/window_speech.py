"""What the user comes to in the app's windows, said for who has no screen reader: focus, lines of lists and texts, menus, questions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QMetaObject, QObject, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QListWidget,
    QMenuBar,
    QMessageBox,
    QPlainTextEdit,
    QSpinBox,
    QTableWidget,
    QWidget,
)

from mmassist.ui.focus_speech import spoken_of, state_of
from mmassist.ui.letter_window import LetterWindow
from mmassist.ui.welcome_window import WelcomeWindow

_BY_THEMSELVES = (WelcomeWindow, LetterWindow)
"""Windows that say what is in them, or in which there is nothing."""
_AWAY = 2.0  # seconds: while a letter is waited for no window has the keyboard


class WindowSpeech:
    """Of all windows of an application. Main thread."""

    def __init__(
        self, application: QApplication, say: Callable[[str], None], is_wanted: Callable[[], bool], is_named: Callable[[QWidget], bool]
    ) -> None:
        """`say`: after what is being said; each key has silenced that. `is_wanted`: false while a screen reader does the same; asked each
        time that another window is in front. `is_named`: of a window whose title is said when it comes."""
        self._application = application
        self._say = say
        self._is_wanted = is_wanted
        self._is_named = is_named
        self._wanted = False
        self._at: QWidget | None = None
        self._left = 0.0
        self._told = ""
        self._following: list[QMetaObject.Connection] = []
        application.focusChanged.connect(self._moved)

    def leave(self) -> None:
        """Says nothing any more."""
        self._application.focusChanged.disconnect(self._moved)
        self._unfollow()

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        self._unfollow()
        if now is None:
            self._left = time.monotonic()
            return
        came_back = before is None and time.monotonic() - self._left < _AWAY and now is self._at
        is_new = before is None or now.window() is not before.window()
        self._at = now
        if isinstance(now.window(), _BY_THEMSELVES):
            return
        if is_new:
            self._wanted = self._is_wanted()
        if not self._wanted:
            return
        self._told = state_of(now)
        self._following += [signal.connect(partial(self._changed, now)) for signal in _changes(now)]
        self._following += [bar.hovered.connect(self._hovered) for bar in now.window().findChildren(QMenuBar)]
        self._following += [action.hovered.connect(partial(self._hovered, action)) for action in now.actions()]
        if not came_back:
            opened = "" if not is_new or self._is_named(now.window()) else _opening(now.window())
            self._say(f"{opened} {spoken_of(now)}".strip())

    def _unfollow(self) -> None:
        while self._following:
            QObject.disconnect(self._following.pop())

    def _changed(self, widget: QWidget, *given: object) -> None:
        """What the focus is on is another line, or is another value now."""
        told = state_of(widget)
        if told and told != self._told:
            self._told = told
            self._say(told)

    def _hovered(self, action: QAction) -> None:
        if text := action.text().replace("&", ""):
            self._say(f"{text}.")


def _changes(widget: QWidget) -> Iterator[SignalInstance]:
    """What tells of another state of it."""
    if isinstance(widget, QListWidget):
        yield widget.currentItemChanged
    elif isinstance(widget, QTableWidget):
        yield widget.currentCellChanged
    elif isinstance(widget, QComboBox):
        yield widget.currentTextChanged
    elif isinstance(widget, QSpinBox):
        yield widget.valueChanged  # after whoever keeps it, whose "Saved." is said in place of what is being said
    elif isinstance(widget, QPlainTextEdit):
        yield widget.cursorPositionChanged
    elif isinstance(widget, QAbstractButton):
        yield widget.toggled


def _opening(window: QWidget) -> str:
    """What a window that has come says first; a question with what it asks."""
    asked = window.text() if isinstance(window, QMessageBox) else ""
    return " ".join(f"{text.strip(' .')}{'' if text.endswith('?') else '.'}" for text in (window.windowTitle(), asked) if text.strip())
