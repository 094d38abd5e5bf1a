"""The history: what was told before, searched, filtered by program, read, exported and deleted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mmassist.engine.history import Entry, Page, Query, headline
from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.labels import StatusLabel, buddy
from mmassist.ui.line_edit import LineEdit

_SHOWN = 120  # letters of an answer in the list


class HistoryWindow(QDialog):
    """Closing it hides it. What was chosen and where the focus is stays, whatever comes in meanwhile."""

    def __init__(self, bridge: Bridge, commands: Commands, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._commands = commands.history
        self._entries: dict[int, Entry] = {}
        self._asked = Query()
        self.setWindowTitle(self.tr("History"))
        self.resize(760, 620)
        self._search = LineEdit()
        self._search.setPlaceholderText(self.tr("Words that were said, all of them"))
        self._search.textEdited.connect(lambda text: self._find())
        self._program = QComboBox()
        self._program.addItem(self.tr("All programs"), "")
        self._program.activated.connect(lambda row: self._find())
        self._list = QListWidget()
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.currentItemChanged.connect(lambda item, before: self._show_entry(item))
        self._text = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self._status = StatusLabel(self.tr("Status"))
        self._lay_out()
        bridge.history.connect(self._show_page)
        bridge.history_told.connect(self._told)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        for caption, control, stretch in (
            (self.tr("&Search"), self._search, 0),
            (self.tr("&Program"), self._program, 0),
            (self.tr("E&ntries, newest first"), self._list, 2),
            (self.tr("&Text of the entry"), self._text, 1),
        ):
            layout.addWidget(buddy(caption, control))
            layout.addWidget(control, stretch)
        row = QHBoxLayout()
        buttons: tuple[tuple[str, str, Callable[[], None]], ...] = (
            (self.tr("&Older"), self.tr("Adds older entries to the list."), self._older),
            (self.tr("&Delete"), self.tr("The entries that are chosen in the list."), self._delete),
            (self.tr("&Export…"), self.tr("All entries that the search finds."), self._ask_export),
            (self.tr("&Wipe all…"), "", self._ask_wipe),
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
        """Shows it, in front, with what is kept now."""
        self._find()
        self.show()
        self.activateWindow()
        self._search.setFocus()

    def _find(self) -> None:
        self._asked = Query(self._search.text().strip(), self._program.currentData() or "")
        self._commands.find(self._asked)

    def _older(self) -> None:
        if self._entries:
            query = self._asked
            self._asked = Query(query.text, query.program, before=min(self._entries))
            self._commands.find(self._asked)

    def _show_page(self, page: Page) -> None:
        if page.query != self._asked:
            return  # it was asked for something else meanwhile
        chosen = self._chosen()
        if not page.query.before:
            self._entries.clear()
            self._list.clear()
        for entry in page.entries:
            self._entries[entry.id] = entry
            item = QListWidgetItem(_line(entry))
            item.setData(Qt.ItemDataRole.UserRole, entry.id)
            self._list.addItem(item)
            if entry.id in chosen[:1]:
                self._list.setCurrentItem(item)
        if self._list.currentItem() is None and self._list.count():
            self._list.setCurrentRow(0)
        self._show_entry(self._list.currentItem())
        self._show_programs(page.programs)
        self._status.tell(self.tr("{shown} of {total} entries").format(shown=len(self._entries), total=page.total))

    def _show_programs(self, programs: tuple[str, ...]) -> None:
        chosen = self._program.currentData()
        self._program.clear()
        self._program.addItem(self.tr("All programs"), "")
        for program in programs:
            self._program.addItem(program, program)
        self._program.setCurrentIndex(max(self._program.findData(chosen), 0))

    def _show_entry(self, item: QListWidgetItem | None) -> None:
        entry = self._entries.get(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None
        self._text.setPlainText("\n".join(filter(None, (headline(entry), entry.question, entry.spoken))) if entry is not None else "")

    def _chosen(self) -> list[int]:
        return [item.data(Qt.ItemDataRole.UserRole) for item in self._list.selectedItems()]

    def _delete(self) -> None:
        if chosen := self._chosen():
            self._commands.delete(tuple(chosen))

    def _told(self, text: str) -> None:
        """How a command went; what there is now may be another."""
        if self.isVisible():
            self._find()
        self._status.tell(text)

    def _ask_export(self) -> None:
        dialog = QFileDialog(self, self.tr("Export the history"), "mmassist-history.txt", "Text (*.txt);;Table (*.csv);;JSON (*.json)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self._commands.export(Path(name), self._asked))
        dialog.open()

    def _ask_wipe(self) -> None:
        question = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Wipe the history"),
            self.tr("Delete all that was kept, without a trace?"),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
            self,
        )
        question.setDefaultButton(QMessageBox.StandardButton.No)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.button(QMessageBox.StandardButton.Yes).clicked.connect(self._commands.wipe)
        question.open()


def _line(entry: Entry) -> str:
    told = " ".join(entry.spoken.split())
    return ": ".join(filter(None, (headline(entry), entry.question, told[:_SHOWN] + ("…" if len(told) > _SHOWN else ""))))
