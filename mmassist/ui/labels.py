"""Labels that belong to a control or tell a state: what a screen reader says of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse


def buddy(text: str, widget: QWidget) -> QLabel:
    """A label whose mnemonic leads to `widget`, and whose words name it."""
    label = QLabel(text)
    label.setBuddy(widget)
    widget.setAccessibleName(text.replace("&", ""))
    return label


class StatusLabel(QLabel):
    """Plain text that changes. Tab leads to it, and a screen reader says all of it after its name."""

    def __init__(self, name: str, text: str = "") -> None:
        super().__init__()
        self._name = name
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(_SELECTABLE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.tell(text)

    def tell(self, text: str) -> None:
        """Shows `text` in place of the last."""
        self.setText(text)
        self.setAccessibleName(f"{self._name}: {text}" if text else self._name)
