"""The panel of figures: what it shows, and that it can be used by keyboard and screen reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPlainTextEdit, QPushButton, QTableWidget, QTableWidgetItem
from pytestqt.qtbot import QtBot

from mmassist.engine.metrics import Row, Stats, stats_of
from mmassist.ui.labels import StatusLabel
from mmassist.ui.stats_panel import StatsCommands, StatsPanel


@dataclass
class Asked:
    """What the panel asked for."""

    refreshed: int = 0
    wiped: int = 0
    exported: list[Path] = field(default_factory=list)

    def refresh(self) -> None:
        self.refreshed += 1

    def wipe(self) -> None:
        self.wiped += 1


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def panel(qtbot: QtBot, asked: Asked) -> StatsPanel:
    panel = StatsPanel(StatsCommands(asked.refresh, asked.exported.append, asked.wipe))
    qtbot.addWidget(panel)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def stats(*names: str) -> Stats:
    return stats_of([Row(1.0, name, cost=0.02, first_token_ms=300.0, first_word_ms=420.0, redactions={"card": 2}) for name in names], 0.0)


def table(panel: StatsPanel) -> QTableWidget:
    return panel.findChildren(QTableWidget)[0]


def cell(panel: StatsPanel, row: int, column: int) -> QTableWidgetItem:
    found = table(panel).item(row, column)
    assert found is not None
    return found


def test_there_is_a_row_for_each_backend(panel: StatsPanel) -> None:
    panel.show_stats(stats("work", "embedded"))
    shown = [[cell(panel, row, column).text() for column in (0, 1, 2, 5, 9)] for row in range(table(panel).rowCount())]
    assert shown == [["embedded", "1", "100%", "0.42 seconds", "2 cents"], ["work", "1", "100%", "0.42 seconds", "2 cents"]]


def test_new_figures_replace_the_old_ones(panel: StatsPanel) -> None:
    panel.show_stats(stats("work", "embedded"))
    panel.show_stats(stats("home"))
    assert [cell(panel, row, 0).text() for row in range(table(panel).rowCount())] == ["home"]


def test_the_summary_says_it_in_words(panel: StatsPanel) -> None:
    panel.show_stats(stats("work"))
    assert "1 turn, 1 answered, 2 cents spent." in panel.findChildren(QPlainTextEdit)[0].toPlainText()


def test_no_figures_are_no_rows(panel: StatsPanel) -> None:
    panel.show_stats(stats())
    assert table(panel).rowCount() == 0


def test_a_cell_says_whose_figure_it_is(panel: StatsPanel) -> None:
    panel.show_stats(stats("work"))
    said = cell(panel, 0, 5).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "work, First word, median: 0.42 seconds"


def test_the_cursor_stays_where_it_was(panel: StatsPanel) -> None:
    panel.show_stats(stats("home", "work"))
    table(panel).setCurrentCell(1, 5)
    panel.show_stats(stats("home", "work"))
    assert (table(panel).currentRow(), table(panel).currentColumn()) == (1, 5)


def test_what_went_wrong_is_shown_as_plain_text(panel: StatsPanel) -> None:
    panel.tell("<b>The disk is full.</b>")
    label = panel.findChildren(StatusLabel)[0]
    assert (label.text(), label.textFormat()) == ("<b>The disk is full.</b>", Qt.TextFormat.PlainText)


def test_everything_is_reached_by_tab_and_has_a_name(panel: StatsPanel) -> None:
    panel.show_stats(stats("work"))
    names: list[str] = []
    panel.findChildren(QPlainTextEdit)[0].setFocus()
    for _ in range(8):
        focused = panel.focusWidget()
        names.append(QAccessible.queryAccessibleInterface(focused).text(QAccessible.Text.Name))
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert all(names)
    assert {"Summary", "Figures by backend", "Refresh", "Export…", "Forget all…"} <= set(names)


def test_no_visible_focusable_object_is_without_a_name(panel: StatsPanel) -> None:
    def nameless(interface: QAccessibleInterface) -> list[str]:
        state = interface.state()
        found = []
        if state.focusable and not state.invisible and not interface.text(QAccessible.Text.Name):
            found.append(str(interface.role()))
        for index in range(interface.childCount()):
            child = interface.child(index)
            if child is not None:
                found += nameless(child)
        return found

    panel.show_stats(stats("work"))
    assert nameless(QAccessible.queryAccessibleInterface(panel)) == []


def test_refresh_works_by_keyboard(panel: StatsPanel, asked: Asked, qtbot: QtBot) -> None:
    QTest.keyClick(panel, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: asked.refreshed == 1)
    assert asked.refreshed == 1


def press(panel: StatsPanel, text: str) -> None:
    next(button for button in panel.findChildren(QPushButton) if button.text() == text).click()


@pytest.mark.parametrize(("answer", "wiped"), [(QMessageBox.StandardButton.No, 0), (QMessageBox.StandardButton.Yes, 1)])
def test_forgetting_is_asked_about_first(panel: StatsPanel, asked: Asked, answer: QMessageBox.StandardButton, wiped: int) -> None:
    press(panel, "&Forget all…")
    question = panel.findChildren(QMessageBox)[0]
    assert question.defaultButton() is question.button(QMessageBox.StandardButton.No)
    question.button(answer).click()
    assert asked.wiped == wiped


def test_the_file_that_was_chosen_is_exported_to(panel: StatsPanel, asked: Asked, tmp_path: Path) -> None:
    press(panel, "&Export…")
    dialog = panel.findChildren(QFileDialog)[0]
    dialog.fileSelected.emit(str(tmp_path / "turns.csv"))
    dialog.close()
    assert asked.exported == [tmp_path / "turns.csv"]
