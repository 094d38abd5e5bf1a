"""The panel of figures: time, success and spending by backend, as a table and as sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mmassist.dialogue.money import dollars
from mmassist.engine.metrics import Figures, Stats
from mmassist.engine.stats_report import seconds, sentences
from mmassist.ui.labels import StatusLabel, buddy


@dataclass(frozen=True, slots=True)
class StatsCommands:
    """What the panel asks for. Each returns at once and is called on the main thread; new figures come by `StatsPanel.show_stats`."""

    refresh: Callable[[], None]
    export: Callable[[Path], None]
    wipe: Callable[[], None]


translate = QCoreApplication.translate


def _columns() -> tuple[tuple[str, Callable[[Figures], str]], ...]:
    """Headings, and what stands below them."""
    return (
        (translate("StatsPanel", "Backend"), lambda figures: figures.backend),
        (translate("StatsPanel", "Asked"), lambda figures: str(figures.requests)),
        (translate("StatsPanel", "Answered"), lambda figures: f"{figures.success:.0%}"),
        (translate("StatsPanel", "First token, median"), lambda figures: seconds(figures.first_token.p50)),
        (translate("StatsPanel", "First token, 95 percent within"), lambda figures: seconds(figures.first_token.p95)),
        (translate("StatsPanel", "First word, median"), lambda figures: seconds(figures.first_word.p50)),
        (translate("StatsPanel", "First word, 95 percent within"), lambda figures: seconds(figures.first_word.p95)),
        (translate("StatsPanel", "Whole turn, median"), lambda figures: seconds(figures.total.p50)),
        (translate("StatsPanel", "Whole turn, 95 percent within"), lambda figures: seconds(figures.total.p95)),
        (translate("StatsPanel", "Spent"), lambda figures: dollars(figures.spend)),
        (translate("StatsPanel", "Tokens in"), lambda figures: str(figures.tokens_in)),
        (translate("StatsPanel", "Tokens out"), lambda figures: str(figures.tokens_out)),
        (translate("StatsPanel", "From the cache"), lambda figures: str(figures.cache_hits)),
        (translate("StatsPanel", "Hidden"), lambda figures: str(sum(figures.redactions.values()))),
    )


class StatsPanel(QWidget):
    """Made and used on the main thread. All of it can be reached and read by keyboard and screen reader."""

    def __init__(self, commands: StatsCommands) -> None:
        super().__init__()
        self._commands = commands
        self._columns = _columns()
        self._summary = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self._summary.setPlaceholderText(self.tr("No figures yet."))
        self._table = QTableWidget(0, len(self._columns))
        self._table.setHorizontalHeaderLabels([name for name, _ in self._columns])
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        self._told = StatusLabel(self.tr("Status of the figures"))
        self.setFocusProxy(self._summary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(buddy(self.tr("S&ummary"), self._summary))
        layout.addWidget(self._summary, 1)
        layout.addWidget(buddy(self.tr("Figures by &backend"), self._table))
        layout.addWidget(self._table, 2)
        layout.addWidget(self._told)
        layout.addLayout(self._buttons())

    def show_stats(self, stats: Stats) -> None:
        """Shows these figures in place of the last; where the cursor is in the table it stays."""
        self._summary.setPlainText("\n".join(sentences(stats)))
        row, column = max(self._table.currentRow(), 0), max(self._table.currentColumn(), 0)
        self._table.setRowCount(len(stats.backends))
        for number, figures in enumerate(stats.backends):
            for place, (name, text) in enumerate(self._columns):
                self._table.setItem(number, place, _cell(figures.backend, name, text(figures), is_name=not place))
        self._table.setCurrentCell(min(row, len(stats.backends) - 1), column)
        self._table.resizeColumnsToContents()

    def tell(self, text: str) -> None:
        """Shows how the last command went, such as an error's sentence and remedy."""
        self._told.tell(text)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, action in (
            (self.tr("&Refresh"), self._commands.refresh),
            (self.tr("&Export…"), self._ask_export),
            (self.tr("&Forget all…"), self._ask_wipe),
        ):
            button = QPushButton(text)
            button.clicked.connect(lambda _=False, action=action: action())
            button.setAutoDefault(True)
            row.addWidget(button)
        return row

    def _ask_export(self) -> None:
        dialog = QFileDialog(self, self.tr("Export the figures"), "mmassist-turns.csv", self.tr("Table (*.csv);;JSON (*.json)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self._commands.export(Path(name)))
        dialog.open()

    def _ask_wipe(self) -> None:
        question = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Forget all figures"),
            self.tr("Forget all turns that were recorded? Spending limits then count anew."),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
            self,
        )
        question.setDefaultButton(QMessageBox.StandardButton.No)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.button(QMessageBox.StandardButton.Yes).clicked.connect(self._commands.wipe)
        question.open()


def _cell(backend: str, column: str, text: str, *, is_name: bool) -> QTableWidgetItem:
    """A cell that says by itself whose figure it is, for screen readers that read cell by cell."""
    cell = QTableWidgetItem(text)
    cell.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
    cell.setData(Qt.ItemDataRole.AccessibleTextRole, text if is_name else f"{backend}, {column}: {text}")
    return cell
