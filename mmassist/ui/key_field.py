"""A field that takes the key that is pressed, not its letter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from mmassist.ui.line_edit import LineEdit

_LEAVES = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)
ALONE = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock)
"""Keys that are held with others, and mean nothing by themselves."""
_CAPS = {"PgUp": "PageUp", "PgDown": "PageDown", "Ins": "Insert", "Del": "Delete", "Return": "Enter", "Esc": "Escape"}
_SHIFT, _OTHERS = (
    Qt.KeyboardModifier.ShiftModifier,
    (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier),
)


class KeyField(LineEdit):
    """`pressed`: a key as the settings write it, such as "d", "Shift+B" or "Ctrl+Shift+F9". Tab and Escape do what they always do."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)

    def event(self, event: QEvent) -> bool:
        """A key that is a shortcut of the window is taken here all the same."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() not in _LEAVES:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in _LEAVES:
            super().keyPressEvent(event)
        elif event.key() not in ALONE and (name := written(event)):
            self.setText(name)
            self.pressed.emit(name)


def written(event: QKeyEvent) -> str:
    """A pressed key as the settings write it; empty for one that has no name."""
    held, text = event.modifiers(), event.text()
    if not held & _OTHERS and len(text) == 1 and text.isprintable() and not text.isspace():
        if not text.isalpha():
            return text
        return f"Shift+{text.upper()}" if held & _SHIFT else text.lower()
    modifiers = held & (_OTHERS | _SHIFT)
    name = QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key()))).toString(QKeySequence.SequenceFormat.PortableText)
    *prefixes, cap = name.split("+") if not name.endswith("++") else [*name[:-2].split("+"), "+"]
    return "+".join([*("Super" if prefix == "Meta" else prefix for prefix in prefixes), _CAPS.get(cap, cap)])
