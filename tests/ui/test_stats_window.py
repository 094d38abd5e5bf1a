"""The figures' own window, opened from the main window, and forgetting what was answered."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from mmassist.engine.metrics import Row, stats_of
from mmassist.ui.bridge import Bridge
from mmassist.ui.main_window import MainWindow
from mmassist.ui.stats_window import StatsWindow
from tests.ui.test_main_window import Asked, asked, bridge, commands, window

__all__ = ["asked", "bridge", "commands", "window"]  # fixtures

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def figures(window: MainWindow, qtbot: QtBot) -> StatsWindow:
    """Opened by its key."""
    QTest.keyClick(window, Qt.Key.Key_C, ALT)
    qtbot.waitUntil(lambda: any(opened.isActiveWindow() for opened in window.findChildren(StatsWindow)))
    return window.findChildren(StatsWindow)[0]


def test_its_key_opens_it_and_asks_for_figures(figures: StatsWindow, asked: Asked) -> None:
    assert figures.isVisible()
    assert figures.focusWidget() is figures.findChildren(QPlainTextEdit)[0]
    assert asked.refreshed == 1


def test_figures_and_what_is_told_are_shown(figures: StatsWindow, bridge: Bridge) -> None:
    bridge.emit_stats(stats_of([Row(1.0, "work", cost=0.02)], 0.0))
    bridge.emit_told("The figures are in turns.csv.")
    assert "work: asked once" in figures.findChildren(QPlainTextEdit)[0].toPlainText()
    assert "The figures are in turns.csv." in [label.text() for label in figures.findChildren(QLabel)]


def test_escape_puts_it_away_and_it_can_be_opened_again(figures: StatsWindow, window: MainWindow, asked: Asked, qtbot: QtBot) -> None:
    QTest.keyClick(figures, Qt.Key.Key_Escape)
    assert not figures.isVisible()
    with qtbot.waitActive(window):
        window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_C, ALT)
    qtbot.waitUntil(figures.isActiveWindow)
    assert asked.refreshed == 2


def test_answers_are_forgotten_by_key(window: MainWindow, asked: Asked, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, ALT)
    qtbot.waitUntil(lambda: asked.forgotten == 1)
    assert asked.forgotten == 1


@pytest.mark.parametrize("which", ["main window", "figures"])
def test_no_two_keys_are_the_same(window: MainWindow, figures: StatsWindow, which: str) -> None:
    shown = figures if which == "figures" else window
    labels = [label.text() for label in shown.findChildren(QLabel) if label.window() is shown]
    buttons = [button.text() for button in shown.findChildren(QPushButton) if button.window() is shown]
    keys = [found[1].lower() for text in (*labels, *buttons) if (found := re.search("&(.)", text))]
    assert len(keys) == len(set(keys)), keys
    assert len(keys) > 4
