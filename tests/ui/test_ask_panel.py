"""Asking from the main window: the question, whom it goes to, what was hidden, and what would be sent."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton

from mmassist.ui.bridge import Bridge
from mmassist.ui.main_window import MainWindow
from mmassist.ui.preview_window import PreviewWindow
from mmassist.values import Box, Exchange, FusedPrompt, Picture, Scene, Target, Turn, Verbosity
from tests.ui.test_main_window import Asked, asked, bridge, commands, window

__all__ = ["asked", "bridge", "commands", "window"]  # fixtures

NOTHING = Scene(target=Target(), window=None, size=(10, 10), items=())


def turn(hidden: tuple[str, ...] = ()) -> Turn:
    return Turn(1, "gpt", "", "", NOTHING, (), 0.0, hidden=hidden)


def named(window: MainWindow, name: str) -> QListWidget:
    return next(found for found in window.findChildren(QListWidget) if found.accessibleName() == name)


def button(window: MainWindow, text: str) -> QPushButton:
    return next(found for found in window.findChildren(QPushButton) if found.text().replace("&", "") == text)


def test_enter_sends_the_question_to_the_first_choice(window: MainWindow, asked: Asked) -> None:
    field = window.findChildren(QLineEdit)[0]
    field.setFocus()
    QTest.keyClicks(field, "What does it cost?")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked.questions == [("What does it cost?", "gpt")]


def test_another_backend_can_be_asked(window: MainWindow, asked: Asked) -> None:
    window.findChildren(QComboBox)[0].setCurrentText("embedded")
    window.findChildren(QLineEdit)[0].setText("Why?")
    button(window, "Ask").click()
    assert asked.questions == [("Why?", "embedded")]


@pytest.mark.parametrize("typed", ["", "   "])
def test_no_question_is_not_asked(window: MainWindow, asked: Asked, typed: str) -> None:
    window.findChildren(QLineEdit)[0].setText(typed)
    button(window, "Ask").click()
    assert asked.questions == []


def test_hidden_things_are_named_and_one_can_be_revealed(window: MainWindow, bridge: Bridge, asked: Asked) -> None:
    bridge.emit_turn(turn(hidden=("card 1", "phone number 1")))
    hidden = named(window, "Hidden from the model")
    assert [hidden.item(row).text() for row in range(hidden.count())] == ["card 1", "phone number 1"]
    hidden.setCurrentRow(1)
    button(window, "Reveal for one turn").click()
    assert asked.revealed == ["phone number 1"]


def test_without_hidden_things_there_is_no_list_to_walk_over(window: MainWindow, bridge: Bridge) -> None:
    bridge.emit_turn(turn(hidden=("card 1",)))
    assert named(window, "Hidden from the model").isVisible()
    bridge.emit_turn(turn())
    assert not named(window, "Hidden from the model").isVisible()


def test_a_preview_is_asked_of_the_chosen_backend(window: MainWindow, asked: Asked) -> None:
    button(window, "Preview what would be sent").click()
    assert asked.previewed == ["gpt"]


def test_a_preview_shows_the_texts_and_the_pictures_that_would_be_sent(window: MainWindow, bridge: Bridge) -> None:
    encoded = cv2.imencode(".png", np.full((20, 30, 3), 200, np.uint8))[1].tobytes()
    prompt = FusedPrompt(
        1,
        NOTHING,
        Verbosity.NORMAL,
        instructions="Describe.",
        text="The screen says hello.",
        conversation=(Exchange(1, "And then?", "Nothing."),),
        pictures=(Picture(encoded, "image/png", 30, 20, Box(0, 0, 30, 20)),),
    )
    bridge.emit_preview(prompt)
    preview = window.findChildren(PreviewWindow)[0]
    text = preview.findChildren(QPlainTextEdit)[0].toPlainText()
    assert [part in text for part in ("Describe.", "And then?", "Nothing.", "The screen says hello.")] == [True] * 4
    shown = [label for label in preview.findChildren(QLabel) if not label.pixmap().isNull()]
    assert [label.accessibleName() for label in shown] == ["Picture 1 of 1, 30 by 20 pixels, 1 kilobyte"]
    assert preview.isVisible()
    QTest.keyClick(preview, Qt.Key.Key_Escape)
    assert not preview.isVisible()
