"""The control that one setting is changed with: a check box, a range, a choice, a line, or a text of one a line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from mmassist.each_setting import Kind, Setting, Value
from mmassist.ui.line_edit import LineEdit
from mmassist.ui.words import choice_of, shown

_STEPS = 20  # presses of an arrow key from the least to the most, for wide ranges
_MANY = 1_000_000


class _Lines(QPlainTextEdit):
    """Tells of a change once the focus leaves it."""

    def __init__(self, left: Callable[[], None]) -> None:
        super().__init__(tabChangesFocus=True)
        self._left = left

    def focusOutEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self._left()


class SettingEditor(QWidget):
    """Shows one setting at a time. `commit` gets a value that the user has made, of the setting that is shown. Main thread.

    An arrow key or a press of the space bar is a change at once; typed text is one when Enter is pressed or the focus leaves.
    """

    def __init__(self, commit: Callable[[Value], None]) -> None:
        super().__init__()
        self._commit = commit
        self._setting: Setting | None = None
        self._switch = QCheckBox()
        self._switch.toggled.connect(self._made)
        self._whole = QSpinBox()
        self._whole.setKeyboardTracking(False)
        self._whole.valueChanged.connect(self._made)
        self._choice = QComboBox()
        self._choice.currentIndexChanged.connect(lambda index: self._made(self._choice.itemData(index)))
        self._line = LineEdit()
        self._line.editingFinished.connect(self._typed)
        self._lines = _Lines(self._listed)
        self._lines.setFixedHeight(5 * self._lines.fontMetrics().lineSpacing())
        self._controls = (self._switch, self._whole, self._choice, self._line, self._lines)
        self._shown: QWidget = self._line
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for control in self._controls:
            layout.addWidget(control)
            control.hide()

    @property
    def control(self) -> QWidget:
        """That of the setting that is shown: its label's buddy."""
        return self._shown

    def show_setting(self, setting: Setting, title: str, help: str) -> None:
        """Puts the control for it in place, with its value, named `title` and described by `help`."""
        self._setting = None
        control = self._filled(setting, title)
        control.setAccessibleName(title)
        control.setAccessibleDescription(help)
        self._shown = control
        for one in self._controls:
            one.setVisible(one is control)
        self._setting = setting

    def _filled(self, setting: Setting, title: str) -> QWidget:
        value = setting.value
        if setting.kind is Kind.SWITCH:
            self._switch.setText(title)
            self._switch.setChecked(bool(value))
            return self._switch
        if setting.kind is Kind.WHOLE:
            least, most = int(setting.least or 0), int(_MANY if setting.most is None else setting.most)
            blocker = QSignalBlocker(self._whole)
            self._whole.setRange(least, most)
            self._whole.setSingleStep(max(1, min(10, (most - least) // _STEPS)))
            self._whole.setValue(int(str(value)))
            blocker.unblock()
            return self._whole
        if setting.kind is Kind.CHOICE:
            blocker = QSignalBlocker(self._choice)
            self._choice.clear()
            for one in dict.fromkeys((*setting.choices, str(value))):
                self._choice.addItem(choice_of(setting, one) or self.tr("empty"), one)
            self._choice.setCurrentIndex(self._choice.findData(str(value)))
            blocker.unblock()
            return self._choice
        if setting.kind in (Kind.LIST, Kind.TABLE):
            self._lines.setPlainText(shown(value, "\n"))
            return self._lines
        self._line.setText(shown(value))
        return self._line

    def _made(self, value: Value) -> None:
        if self._setting is not None and value != self._setting.value:
            self._commit(value)

    def _typed(self) -> None:
        setting, text = self._setting, self._line.text().strip()
        if setting is not None and text != shown(setting.value):
            self._commit(text)

    def _listed(self) -> None:
        if (setting := self._setting) is None:
            return
        lines = [line.strip() for line in self._lines.toPlainText().splitlines() if line.strip()]
        pairs = [[part.strip() for part in line.rpartition("=")[::2]] for line in lines]
        value: Value = tuple(lines) if setting.kind is Kind.LIST else {name or word: word if name else "" for name, word in pairs}
        if value != setting.value:
            self._commit(value)
