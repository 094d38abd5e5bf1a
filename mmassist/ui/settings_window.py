"""The settings: a list of all, to be searched, and the one that is chosen in it, to be changed or put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mmassist.each_setting import Outcome, Setting, Value
from mmassist.ui.add_dialog import AddDialog
from mmassist.ui.labels import StatusLabel, buddy
from mmassist.ui.line_edit import LineEdit
from mmassist.ui.setting_editor import SettingEditor
from mmassist.ui.words import help_of, title_of, value_of


@dataclass(frozen=True, slots=True)
class SettingsCommands:
    """What the window asks for. Main thread. `tables`: to which `add` adds one under a name, which `remove` removes. All that change
    anything write the file; `say`: heard at once, in place of what is
    being said."""

    each: Callable[[], tuple[Setting, ...]]
    change: Callable[[str, Value], Outcome]
    reset: Callable[[str], Outcome]
    reset_all: Callable[[], Outcome]
    tables: Callable[[], tuple[str, ...]]
    add: Callable[[str, str], Outcome]
    remove: Callable[[str, str], Outcome]
    say: Callable[[str], None]


class SettingsWindow(QDialog):
    """Closing it hides it. Each change is kept at once."""

    def __init__(self, commands: SettingsCommands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self._settings: dict[str, Setting] = {}
        self.setWindowTitle(self.tr("Settings"))
        self.resize(720, 640)
        self._search = LineEdit()
        self._search.setPlaceholderText(self.tr("A word of its name or of what it does"))
        self._search.textChanged.connect(self._look_for)
        self._list = QListWidget()
        self._search.returnPressed.connect(self._list.setFocus)
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentItemChanged.connect(lambda item, before: self._choose(item))
        self._editor = SettingEditor(self._change)
        self._list.itemActivated.connect(lambda item: self._editor.control.setFocus())
        self._caption = QLabel()
        self._help = StatusLabel(self.tr("Help"))
        self._status = StatusLabel(self.tr("Status"))
        self._reset = QPushButton(self.tr("&Reset this setting"))
        self._reset.clicked.connect(self._put_back)
        reset_all = QPushButton(self.tr("Reset &all…"))
        reset_all.clicked.connect(self._ask_reset_all)
        self._add = QPushButton(self.tr("A&dd…"))
        self._add.setAccessibleDescription(self.tr("A backend, or a profile or keys of a program."))
        self._add.clicked.connect(self._ask_add)
        self._remove = QPushButton()
        self._remove.clicked.connect(self._take_away)
        self._lay_out(reset_all)

    def _lay_out(self, reset_all: QPushButton) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(buddy(self.tr("&Search"), self._search))
        layout.addWidget(self._search)
        layout.addWidget(buddy(self.tr("All se&ttings"), self._list))
        layout.addWidget(self._list, 1)
        layout.addWidget(self._caption)
        layout.addWidget(self._editor)
        layout.addWidget(self._help)
        buttons = QHBoxLayout()
        for button in (self._reset, reset_all, self._add, self._remove):
            button.setAutoDefault(False)  # Enter in the editor is for the editor
            buttons.addWidget(button)
        layout.addLayout(buttons)
        layout.addWidget(self._status)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        close.rejected.connect(self.reject)
        layout.addWidget(close)

    def open_anew(self) -> None:
        """Shows it, in front, with what the file says now."""
        self._search.clear()
        self._fill()
        self._show_chosen()
        self._look_for(self._search.text())
        self.show()
        self.activateWindow()
        self._search.setFocus()

    def take_over(self, before: SettingsWindow) -> None:
        """The user goes on here, at the setting that they were at there."""
        chosen = before._chosen
        for row in range(self._list.count()):
            if chosen is not None and self._list.item(row).data(Qt.ItemDataRole.UserRole) == chosen.name:
                self._list.setCurrentRow(row)
                (self._editor.control if before.focusWidget() is before._editor.control else self._list).setFocus()

    def follow(self) -> None:
        """Other settings hold, be it by the command line: they are shown. Focus, choice and what is being typed stay as they are."""
        if self.isVisible():  # else it is filled when it is shown
            before = self._chosen
            self._fill()
            if self._chosen != before:
                self._show_chosen()

    def _fill(self) -> None:
        """The list anew; what was chosen stays so."""
        chosen = self._chosen
        self._settings = {setting.name: setting for setting in self._commands.each()}
        if [self._list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self._list.count())] != list(self._settings):
            with QSignalBlocker(self._list):  # what becomes current while rows go may be gone from the settings
                self._list.clear()
                for name in self._settings:
                    item = QListWidgetItem()
                    item.setData(Qt.ItemDataRole.UserRole, name)
                    self._list.addItem(item)
                    if chosen is not None and name == chosen.name:
                        self._list.setCurrentItem(item)
        for row, setting in enumerate(self._settings.values()):
            text = f"{title_of(setting)}: {value_of(setting, setting.value) or self.tr('empty')}"
            self._list.item(row).setText(text)
            self._list.item(row).setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}. {help_of(setting)}")
        self._filter(self._search.text())

    def _show_chosen(self) -> None:
        if (chosen := self._chosen) is not None:
            self._show(chosen)

    @property
    def _chosen(self) -> Setting | None:
        item = self._list.currentItem()
        return self._settings.get(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._show(self._settings[item.data(Qt.ItemDataRole.UserRole)])

    def _show(self, setting: Setting) -> None:
        title = title_of(setting)
        self._editor.show_setting(setting, title, help_of(setting))
        self._caption.setText(self.tr("&Value of {title}").format(title=title.replace("&", "&&")))
        self._caption.setBuddy(self._editor.control)
        self._help.tell(help_of(setting))
        row = self._row
        self._remove.setVisible(row is not None)
        self._remove.setText(self.tr("Re&move {name}").format(name=row[1].replace("&", "&&") if row is not None else ""))
        self._reset.setEnabled(not setting.is_default)
        self._reset.setAccessibleDescription(self.tr("To {value}.").format(value=value_of(setting, setting.default) or self.tr("empty")))

    @property
    def _row(self) -> tuple[str, str] | None:
        """The table and the name in it that the chosen setting belongs to."""
        if (chosen := self._chosen) is not None:
            for table in self._commands.tables():
                if chosen.name.startswith(f"{table}."):
                    return table, ".".join(chosen.path[table.count(".") + 1 : -1])
        return None

    def _ask_add(self) -> None:
        dialog = AddDialog(self._commands.tables(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._added(dialog.table, dialog.name))
        dialog.open()

    def _added(self, table: str, name: str) -> None:
        self._search.clear()
        self._after(self._commands.add(table, name))
        for row in range(self._list.count()):
            if self._list.item(row).data(Qt.ItemDataRole.UserRole).startswith(f"{table}.{name}."):
                self._list.setCurrentRow(row)
                self._list.setFocus()
                return

    def _take_away(self) -> None:
        if (row := self._row) is not None:
            self._search.clear()
            self._after(self._commands.remove(*row))
            self._list.setFocus()

    def _look_for(self, wanted: str) -> None:
        self._status.tell(self.tr("%n setting(s)", "", self._filter(wanted)))

    def _filter(self, wanted: str) -> int:
        """Shows those in which each of the words stands; returns how many."""
        words = wanted.casefold().split()
        found = []
        for row in range(self._list.count()):
            item = self._list.item(row)
            setting = self._settings[item.data(Qt.ItemDataRole.UserRole)]
            text = f"{setting.name} {title_of(setting)} {help_of(setting)} {setting.help}".casefold()
            item.setHidden(not all(word in text for word in words))
            if not item.isHidden():
                found.append(item)
        current = self._list.currentItem()
        if found and (current is None or current.isHidden()):
            self._list.setCurrentItem(found[0])
        return len(found)

    def _change(self, value: Value) -> None:
        if (setting := self._chosen) is not None:
            self._after(self._commands.change(setting.name, value))

    def _put_back(self) -> None:
        if (setting := self._chosen) is not None:
            self._after(self._commands.reset(setting.name))
            self._editor.control.setFocus()

    def _after(self, outcome: Outcome) -> None:
        self._fill()
        self._show_chosen()
        told = self.tr("Saved.")
        self._status.tell(outcome.fault or told)
        if not outcome.fault:
            self._commands.say(told)

    def _ask_reset_all(self) -> None:
        question = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Reset all settings"),
            self.tr("Set everything as it was at the very first start? Your settings file is kept beside it as a backup."),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
            self,
        )
        question.setDefaultButton(QMessageBox.StandardButton.No)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.button(QMessageBox.StandardButton.Yes).clicked.connect(lambda: self._after(self._commands.reset_all()))
        question.open()
