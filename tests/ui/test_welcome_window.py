"""The welcome: each step said, each change heard at once, all by keys; silent about the focus where a screen reader tells it."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.languages import Interpreter
from mmassist.ui.welcome_window import WelcomeWindow
from tests.ui.test_ask_panel import turn
from tests.ui.test_main_window import Asked, asked, bridge, commands

__all__ = ["asked", "bridge", "commands"]  # fixtures

KEYS = "Control Shift F1 describes the window in front."

_A_WHILE = 1700  # milliseconds, more than it waits for the keyboard


@pytest.fixture
def opened(bridge: Bridge, commands: Commands, qtbot: QtBot) -> WelcomeWindow:
    window = WelcomeWindow(bridge, commands.welcome, commands.settings)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.open_anew()
    return window


class _Unheard(WelcomeWindow):
    """Another window has the keyboard, until it `has_keyboard`."""

    has_keyboard = False

    def isActiveWindow(self) -> bool:  # noqa: N802 - Qt's name
        return self.has_keyboard


def press(*keys: Qt.Key) -> None:
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)


def heard(asked: Asked) -> str:
    return asked.said[-1]


def test_its_first_words_say_what_to_press(opened: WelcomeWindow, asked: Asked) -> None:
    (first,) = asked.added
    assert first.startswith("Step 1 of 4: the voice. mmassist tells you what is on your screen.")
    assert first.endswith("Rate, 300, up and down arrow change it.")
    assert asked.said == []


def test_it_speaks_once_the_keys_are_its_own(bridge: Bridge, commands: Commands, asked: Asked, qtbot: QtBot) -> None:
    window = _Unheard(bridge, commands.welcome, commands.settings)
    qtbot.addWidget(window)
    window.open_anew()
    assert asked.added == []
    window.has_keyboard = True
    QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
    assert asked.added[0].startswith("Step 1 of 4")
    qtbot.wait(_A_WHILE)
    assert len(asked.added) == 1


def test_it_speaks_all_the_same_where_the_desktop_never_gives_it_the_keyboard(
    bridge: Bridge, commands: Commands, asked: Asked, qtbot: QtBot
) -> None:
    window = _Unheard(bridge, commands.welcome, commands.settings)
    qtbot.addWidget(window)
    window.open_anew()
    qtbot.waitUntil(lambda: bool(asked.added), timeout=30_000)
    assert asked.added[0].startswith("Step 1 of 4")


def test_the_rate_is_heard_at_once(opened: WelcomeWindow, asked: Asked) -> None:
    press(Qt.Key.Key_Up)
    assert asked.kept.speech.rate == 320
    assert heard(asked) == "320 words a minute."
    press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert asked.kept.speech.rate == 280
    assert heard(asked) == "280 words a minute."


def test_another_accent_is_heard_at_once(opened: WelcomeWindow, asked: Asked) -> None:
    press(Qt.Key.Key_Tab)
    assert heard(asked) == "Language, English, up and down arrow choose."
    press(Qt.Key.Key_Down)
    assert asked.kept.speech.language == "en-gb"
    assert heard(asked) == "English (Great Britain)."
    assert asked.languages == []


def test_another_language_is_spoken_at_once(opened: WelcomeWindow, asked: Asked, commands: Commands, qapp: QApplication) -> None:
    interpreter = Interpreter(qapp)

    def speak(code: str) -> None:
        assert interpreter.speak(code) is None

    press(Qt.Key.Key_Tab, Qt.Key.Key_Down)
    with patch.object(opened, "_commands", replace(commands.welcome, speak=speak)):
        press(Qt.Key.Key_Down)
    try:
        assert (asked.kept.speech.language, asked.kept.window.language) == ("de", "de")
        assert heard(asked).startswith("Schritt 1 von 4: die Stimme.")
        assert heard(asked).endswith("Sprache, Deutsch, mit Pfeil auf und ab zu wählen.")
        assert isinstance(QApplication.focusWidget(), QComboBox)
        press(*[Qt.Key.Key_Return] * 4)
        assert heard(asked).startswith("Die Begrüßung ist zu Ende.")
    finally:
        interpreter.speak("en")


def test_the_keys_are_tried_there_and_then(opened: WelcomeWindow, bridge: Bridge, asked: Asked) -> None:
    bridge.emit_turn(turn())
    assert asked.added[1:] == []
    press(Qt.Key.Key_Return)
    assert KEYS in heard(asked)
    bridge.emit_turn(turn())
    assert asked.added[1:] == ["That was it. It does the same in any program. Press Enter to go on, or try another key."]


def test_what_may_leave_is_chosen_by_arrow_keys(opened: WelcomeWindow, asked: Asked) -> None:
    press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert heard(asked).endswith("What I send, each time, chosen. I send it by pressing the key again.")
    press(Qt.Key.Key_Up)
    assert asked.kept.privacy.sending.value == "local"
    assert heard(asked) == "Nothing, chosen. Nothing ever leaves this computer."


def test_it_is_finished_by_enter_alone_and_noted(opened: WelcomeWindow, asked: Asked) -> None:
    press(*[Qt.Key.Key_Return] * 4)
    assert not opened.isVisible()
    assert asked.welcomes == 1
    assert heard(asked).startswith("The welcome is over.")


def test_escape_ends_it_and_that_is_noted_too(opened: WelcomeWindow, asked: Asked) -> None:
    press(Qt.Key.Key_Escape)
    assert not opened.isVisible()
    assert asked.welcomes == 1


def test_one_can_go_back_and_hear_a_step_again(opened: WelcomeWindow, asked: Asked, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Return)
    second = heard(asked)
    QTest.keyClick(opened, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(asked.said) == 2)
    assert heard(asked) == second
    QTest.keyClick(opened, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: heard(asked).startswith("Step 1 of 4"))
    assert heard(asked).endswith("change it.")


def test_a_screen_reader_is_not_talked_over(opened: WelcomeWindow, asked: Asked) -> None:
    asked.is_read = True
    press(Qt.Key.Key_Tab)
    assert asked.said == []
    press(Qt.Key.Key_Return)
    assert heard(asked).startswith("Step 2 of 4: the keys.")
    assert not heard(asked).endswith("button.")


def test_shown_again_it_begins_anew(opened: WelcomeWindow, asked: Asked, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    with qtbot.waitActive(opened):
        opened.open_anew()
    assert asked.added[-1].startswith("Step 1 of 4")


def test_it_can_be_started_at_login_from_now_on(opened: WelcomeWindow, asked: Asked) -> None:
    press(*[Qt.Key.Key_Return] * 3)
    box = opened.findChildren(QCheckBox)[0]
    box.setFocus()
    assert heard(asked) == "Start mmassist when I log in, off."
    press(Qt.Key.Key_Space)
    assert asked.kept.start.at_login
    assert heard(asked) == "Start mmassist when I log in, on."
