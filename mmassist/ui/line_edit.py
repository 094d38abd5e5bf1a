"""A field for one line of text that screen readers tell when Tab comes to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class LineEdit(QLineEdit):
    """As `QLineEdit`; reached by key its text is selected, but only once the focus was told.

    Qt selects first, and tells of the caret before it tells of the focus: Orca takes the caret's word for it, says the text, which may be
    empty, and no name. (Qt 6.11, Orca 43.)
    """

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        if event.reason() not in _BY_KEY:
            super().focusInEvent(event)
            return
        super().focusInEvent(QFocusEvent(event.type(), Qt.FocusReason.OtherFocusReason))
        QTimer.singleShot(0, self, self._select)

    def _select(self) -> None:
        if self.hasFocus():
            self.selectAll()
