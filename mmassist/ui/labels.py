"""Labels that belong to a control: what a screen reader says of it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget


def buddy(text: str, widget: QWidget) -> QLabel:
    """A label whose mnemonic leads to `widget`, and whose words name it."""
    label = QLabel(text)
    label.setBuddy(widget)
    widget.setAccessibleName(text.replace("&", ""))
    return label
