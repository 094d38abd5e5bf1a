"""What a screen reader would say of a control, for a user who has none running: name, what it is, value, help."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTableWidget,
    QWidget,
)

translate = QCoreApplication.translate


def spoken_of(widget: QWidget) -> str:
    """One line of text, in the windows' language."""
    interface = QAccessible.queryAccessibleInterface(widget)
    name, help_text = interface.text(QAccessible.Text.Name), interface.text(QAccessible.Text.Description)
    parts = [widget.accessibleName() or name, *_kind_and_value(widget)]
    told = ", ".join(part.strip(" .").replace("&", "") for part in parts if part)
    return f"{told}. {help_text}".strip()


def state_of(widget: QWidget) -> str:
    """What of a control changes while the focus is on it: its value, or the line that the user is at; "" for one without."""
    if isinstance(widget, QRadioButton):
        return translate("FocusSpeech", "chosen") if widget.isChecked() else translate("FocusSpeech", "not chosen")
    if isinstance(widget, QAbstractButton):
        on, off = translate("FocusSpeech", "on"), translate("FocusSpeech", "off")
        return (on if widget.isChecked() else off) if widget.isCheckable() else ""
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit | QAbstractSpinBox):
        return widget.text()
    if isinstance(widget, QPlainTextEdit):
        return widget.textCursor().block().text()
    if isinstance(widget, QListWidget):
        return item.text() if (item := widget.currentItem()) is not None else ""
    if isinstance(widget, QTableWidget):
        cells = (widget.item(widget.currentRow(), column) for column in range(widget.columnCount()))
        return ", ".join(cell.text() for cell in cells if cell is not None and cell.text())
    return ""


def _kind_and_value(widget: QWidget) -> tuple[str, ...]:
    state = state_of(widget)
    if isinstance(widget, QPushButton) and not widget.isCheckable():
        return (translate("FocusSpeech", "button"),)
    if isinstance(widget, QSpinBox):
        return (state, translate("FocusSpeech", "up and down arrow change it"))
    if isinstance(widget, QComboBox):
        return (state, translate("FocusSpeech", "up and down arrow choose"))
    if isinstance(widget, QLineEdit | QAbstractSpinBox):
        return (state, translate("FocusSpeech", "text field"))
    return (state,)


class FocusSpeech(QObject):
    """Says what the focus comes to in one window. Main thread."""

    def __init__(self, window: QWidget, say: Callable[[str], None], is_wanted: Callable[[], bool]) -> None:
        """`is_wanted`: false while a screen reader does the same."""
        super().__init__(window)
        self._window = window
        self._say = say
        self._is_wanted = is_wanted
        self._told: QWidget | None = None
        self.is_held = False
        """While true nothing is said: the focus is on its way to where it will be told."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101 - narrows the type
        application.focusChanged.connect(self._moved)

    def told(self, widget: QWidget | None) -> None:
        """What has the focus now, or will have it next, has been told in other words."""
        self._told = widget

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is None or now.window() is not self._window or now is self._told or self.is_held:
            return
        self._told = now
        if self._is_wanted():
            self._say(spoken_of(now))
