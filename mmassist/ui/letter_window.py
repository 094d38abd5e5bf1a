"""A small window that takes the keyboard for the letter after the leader, on desktops that lend it to nobody, and gives it back."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mmassist.ui.bridge import Bridge
from mmassist.ui.key_field import ALONE, written

NAME = "letters"
"""Of the window as an object, to tell it from the app's others: what is pressed in it is a command and silences nothing by itself."""
_TOKEN = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - where Qt looks for it


class Field(Protocol):
    """Who is told; see `desktop.contracts.LetterField`."""

    @property
    def struck(self) -> Callable[[str, bool], None]: ...

    @property
    def got(self) -> Callable[[], None]: ...

    @property
    def lost(self) -> Callable[[], None]: ...

    @property
    def gone(self) -> Callable[[], None]: ...

    @property
    def token(self) -> str: ...


class LetterWindow(QWidget):
    """Main thread. It stays until each key that went down in it is up, so that none is typed into the program below."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.setObjectName(NAME)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        QVBoxLayout(self).addWidget(self._words)
        self._field: Field | None = None
        self._is_to_go = self._has_keyboard = False
        self._down: dict[int, str] = {}
        bridge.letter.connect(self._use)

    def _use(self, field: Field | None) -> None:
        if field is None:
            self._is_to_go = True
            self._go()
            return
        self._field, self._is_to_go, self._has_keyboard = field, False, False
        self.setWindowTitle(self.tr("Letter"))
        self.setAccessibleName(self.tr("Letter"))
        self._words.setText(self.tr("Press a letter. Escape leaves."))
        if field.token:
            os.environ[_TOKEN] = field.token
        if self.isActiveWindow():  # it stays while a key is down in it
            self._take()
            return
        self.show()
        self.activateWindow()
        self.setFocus()

    def _take(self) -> None:
        if self._field is not None:
            self._has_keyboard = True
            self._field.got()

    def _go(self) -> None:
        if self._is_to_go and not self._down:
            self.hide()

    def event(self, event: QEvent) -> bool:
        """Tab is a key like any other here."""
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._key(event)
            return True
        return super().event(event)

    def _key(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() or event.key() in ALONE or self._field is None:
            return
        which = event.nativeScanCode()
        if event.type() == QEvent.Type.KeyPress:
            self._down[which] = written(event)
            self._field.struck(self._down[which], True)
        elif (name := self._down.pop(which, None)) is not None:
            self._field.struck(name, False)
            self._go()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() != QEvent.Type.ActivationChange or self._field is None:
            return
        if self.isActiveWindow():
            self._take()
        elif self._has_keyboard:
            self._has_keyboard = False
            self._release()
            self._field.lost()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self._release()
        field, self._field = self._field, None
        if field is not None:
            if self._has_keyboard:
                field.lost()
            field.gone()

    def _release(self) -> None:
        """What is down goes up elsewhere, unheard."""
        while self._down and self._field is not None:
            self._field.struck(self._down.popitem()[1], False)
        self._go()
