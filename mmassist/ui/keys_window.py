"""The keys: a table of what each command's are, changed by pressing the new one, which is tried first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mmassist.each_setting import Outcome
from mmassist.ui.key_field import KeyField
from mmassist.ui.keys_commands import KeyRow, KeysCommands
from mmassist.ui.labels import StatusLabel, buddy
from mmassist.ui.line_edit import LineEdit

_NONE = "none"


class KeysWindow(QDialog):
    """Closing it hides it. Each change is kept and in use at once."""

    def __init__(self, commands: KeysCommands, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._rows: tuple[KeyRow, ...] = ()
        self.setWindowTitle(self.tr("Keys"))
        self.resize(760, 640)
        self._program = QComboBox()
        self._program.setEditable(True)
        self._program.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._program.setAccessibleDescription(
            self.tr("What you change is changed in it alone. Choose one, or type its name and press Enter.")
        )
        self._program.activated.connect(lambda index: self._turn_to())
        if (line := self._program.lineEdit()) is not None:
            line.setAccessibleName(self.tr("Program"))
            line.editingFinished.connect(self._turn_to)
        self._turned_to = ""
        self._search = LineEdit()
        self._search.setPlaceholderText(self.tr("A word of what it does, or a key"))
        self._search.textChanged.connect(self._look_for)
        self._table = QTableWidget(0, 3)
        self._headings = (self.tr("What it does"), self.tr("Letter after the leader"), self.tr("Key of its own"))
        self._table.setHorizontalHeaderLabels(list(self._headings))
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        self._table.horizontalHeader().setStretchLastSection(True)
        self._search.returnPressed.connect(self._table.setFocus)
        self._field = KeyField()
        self._field.setPlaceholderText(self.tr("Press a key: you hear what it would do"))
        self._field.setAccessibleDescription(self.tr("It is only tried. Tab, then Give, gives it to the command chosen in the table."))
        self._field.pressed.connect(self._try)
        self._table.activated.connect(lambda index: self._field.setFocus())
        self._status = StatusLabel(self.tr("Status"))
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        for caption, control in (
            (self.tr("In &program"), self._program),
            (self.tr("&Search"), self._search),
            (self.tr("&Keys"), self._table),
            (self.tr("&New key, tried"), self._field),
        ):
            layout.addWidget(buddy(caption, control))
            layout.addWidget(control)
        row = QHBoxLayout()
        buttons: tuple[tuple[str, str, Callable[[], None]], ...] = (
            (self.tr("&Give it to the command"), "", self._give),
            (self.tr("N&o key for it"), "", lambda: self._after(self._commands.change(self._chosen(), _NONE, self._of))),
            (self.tr("&Usual keys for it"), "", lambda: self._after(self._commands.reset(self._chosen(), self._of))),
            (self.tr("Reset &all…"), "", self._ask_reset_all),
        )
        for text, description, action in buttons:
            button = QPushButton(text)
            button.setAccessibleDescription(description)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, action=action: action())
            row.addWidget(button)
        layout.addLayout(row)
        layout.addWidget(self._status)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        close.rejected.connect(self.reject)
        layout.addWidget(close)

    def open_anew(self) -> None:
        """Shows it, in front, with the keys that hold now."""
        self._search.clear()
        self._program.clear()
        self._turned_to = ""
        self._program.addItem(self.tr("all programs"), "")
        for name in self._commands.programs():
            self._program.addItem(name, name)
        self._fill()
        self._look_for(self._search.text())
        self.show()
        self.activateWindow()
        self._table.setFocus()

    @property
    def _of(self) -> str:
        """The program that the keys are of; "" for all."""
        at = self._program.findText(self._program.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        return str(self._program.itemData(at)) if at >= 0 else self._program.currentText().strip()

    def _turn_to(self) -> None:
        """The keys of the program that was chosen or typed, if that is another one."""
        if self._of == self._turned_to:
            return
        self._turned_to = self._of
        self._fill()
        self._look_for(self._search.text())
        self._commands.say(self.tr("Keys in {program}.").format(program=self._of) if self._of else self.tr("Keys in all programs."))

    def follow(self) -> None:
        """The keys are others, be it by the command line: they are shown, and focus and cursor stay where they are."""
        if self.isVisible():  # else it is filled when it is shown
            self._fill()

    def _fill(self) -> None:
        """The table anew; where the cursor is it stays, and cells that say the same are left alone."""
        row, column = max(self._table.currentRow(), 0), max(self._table.currentColumn(), 0)
        self._rows = self._commands.each(self._of)
        self._table.setRowCount(len(self._rows))
        for number, one in enumerate(self._rows):
            for place, text in enumerate((one.does, one.letter, one.key)):
                told = one.does if place == 0 else f"{one.does}, {self._headings[place]}: {text or self.tr('none')}"
                before = self._table.item(number, place)
                if before is not None and (before.text(), before.data(Qt.ItemDataRole.AccessibleTextRole)) == (text, told):
                    continue
                cell = QTableWidgetItem(text)
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, told)
                self._table.setItem(number, place, cell)
        self._table.resizeColumnsToContents()
        self._table.setCurrentCell(min(row, len(self._rows) - 1), column)
        self._filter(self._search.text())

    def _look_for(self, wanted: str) -> None:
        self._status.tell(self.tr("%n command(s)", "", self._filter(wanted)))

    def _filter(self, wanted: str) -> int:
        """Shows the rows in which each of the words stands; returns how many."""
        words = wanted.casefold().split()
        fitting = []
        for number, one in enumerate(self._rows):
            text = f"{one.command} {one.does} {one.letter} {one.key}".casefold()
            is_fitting = all(word in text for word in words)
            self._table.setRowHidden(number, not is_fitting)
            fitting += [number] if is_fitting else []
        if fitting and self._table.currentRow() not in fitting:
            self._table.setCurrentCell(fitting[0], 0)
        return len(fitting)

    def _chosen(self) -> str:
        return self._rows[max(self._table.currentRow(), 0)].command

    def _try(self, key: str) -> None:
        told = self._commands.trial(key, self._of)
        self._status.tell(told)
        self._commands.say(told)

    def _give(self) -> None:
        if key := self._field.text():
            self._after(self._commands.change(self._chosen(), key, self._of))

    def _after(self, outcome: Outcome) -> None:
        self._fill()
        one = self._rows[max(self._table.currentRow(), 0)]
        keys = ", ".join(filter(None, (one.letter, one.key))) or self.tr("none")
        whose = self.tr("{does}, in {program}").format(does=one.does, program=self._of) if self._of else one.does
        told = outcome.fault or f"{whose}: {keys}."
        self._status.tell(told)
        if not outcome.fault:
            self._commands.say(told)

    def _ask_reset_all(self) -> None:
        question = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Reset all keys"),
            self.tr("Give every command its usual keys again in {program}?").format(program=self._of)
            if self._of
            else self.tr("Give every command its usual keys again?"),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
            self,
        )
        question.setDefaultButton(QMessageBox.StandardButton.No)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.button(QMessageBox.StandardButton.Yes).clicked.connect(lambda: self._after(self._commands.reset("", self._of)))
        question.open()
