"""The settings window: every setting found, explained, changed and put back by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QMessageBox, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mmassist.each_setting import Kind, Value, each
from mmassist.engine.own_windows import OwnWindow
from mmassist.settings import AnswerSettings, BackendSettings, ProfileSettings, Settings, SpeechSettings
from mmassist.ui.add_dialog import AddDialog
from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.labels import StatusLabel
from mmassist.ui.main_window import MainWindow
from mmassist.ui.settings_window import SettingsWindow
from tests.ui.test_main_window import Asked, asked, bridge, commands, window

__all__ = ["asked", "bridge", "commands", "window"]  # fixtures

EVERY = [setting.name for setting in each(Settings(backends={"gpt": BackendSettings(kind="openai")}))]


@pytest.fixture
def opened(asked: Asked, commands: Commands, qtbot: QtBot) -> SettingsWindow:
    asked.kept = Settings(backends={"gpt": BackendSettings(kind="openai")})
    window = SettingsWindow(commands.settings)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.open_anew()
    return window


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(*keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(focused(), key, modifier)


def go_to(opened: SettingsWindow, name: str) -> None:
    """As a user would: look for it, and on to the control that changes it."""
    search = opened.findChildren(QLineEdit)[0]
    search.setFocus()
    search.setText(name)
    press(Qt.Key.Key_Return)
    settings = opened.findChildren(QListWidget)[0]
    assert focused() is settings
    while settings.currentItem().data(Qt.ItemDataRole.UserRole) != name:
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)


def told(opened: SettingsWindow) -> str:
    return opened.findChildren(StatusLabel)[-1].text()


def button(opened: SettingsWindow, text: str) -> QPushButton:
    return next(one for one in opened.findChildren(QPushButton) if one.text().replace("&", "") == text)


@pytest.mark.parametrize("name", EVERY)
def test_each_is_found_and_its_control_is_named_and_explained(opened: SettingsWindow, asked: Asked, name: str) -> None:
    go_to(opened, name)
    setting = next(one for one in each(asked.kept) if one.name == name)
    interface = QAccessible.queryAccessibleInterface(focused())
    assert name.rpartition(".")[2].replace("_", " ") in focused().accessibleName().lower()
    assert interface.text(QAccessible.Text.Description) == setting.help


@pytest.mark.parametrize(
    ("name", "keys", "value"),
    [
        ("speech.rate", [Qt.Key.Key_Up], 310),
        ("privacy.faces", [Qt.Key.Key_Space], True),
        ("describe.verbosity", [Qt.Key.Key_Down], "full"),
        ("answers.prefer", [Qt.Key.Key_Q], "quality"),
    ],
)
def test_a_key_changes_it_at_once(opened: SettingsWindow, asked: Asked, name: str, keys: list[Qt.Key], value: Value) -> None:
    go_to(opened, name)
    press(*keys)
    assert next(one.value for one in each(asked.kept) if one.name == name) == value
    assert told(opened).startswith("Saved.")
    assert asked.said == [told(opened)]


def test_what_is_typed_is_kept_at_enter(opened: SettingsWindow, asked: Asked) -> None:
    go_to(opened, "backends.gpt.model")
    QTest.keyClicks(focused(), "large")
    assert asked.kept.backends["gpt"].model == ""
    press(Qt.Key.Key_Return)
    assert asked.kept.backends["gpt"].model == "large"
    assert opened.isVisible()


def test_a_list_is_typed_one_a_line_and_kept_when_the_focus_leaves(opened: SettingsWindow, asked: Asked) -> None:
    go_to(opened, "privacy.excluded")
    assert isinstance(focused(), QPlainTextEdit)
    QTest.keyClicks(focused(), "KeePass")
    press(Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "Bank")
    press(Qt.Key.Key_Tab)
    assert asked.kept.privacy.excluded == ("KeePass", "Bank")


def test_a_table_is_typed_as_name_and_word(opened: SettingsWindow, asked: Asked) -> None:
    go_to(opened, "privacy.programs")
    QTest.keyClicks(focused(), "Firefox = local")
    press(Qt.Key.Key_Tab)
    assert {name: rule.value for name, rule in asked.kept.privacy.programs.items()} == {"Firefox": "local"}


@pytest.mark.parametrize(
    ("name", "typed"), [("privacy.programs", "Firefox = never"), ("answers.day_limit", "much"), ("privacy.programs", "x")]
)
def test_what_it_can_t_be_is_told_and_it_stays_as_it_was(opened: SettingsWindow, asked: Asked, name: str, typed: str) -> None:
    before = asked.kept
    go_to(opened, name)
    press(Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focused(), typed)
    press(Qt.Key.Key_Tab)
    assert asked.kept == before
    assert "can't be that" in told(opened)
    assert told(opened).endswith("It stays as it was.")


def test_one_is_put_back(opened: SettingsWindow, asked: Asked, qtbot: QtBot) -> None:
    go_to(opened, "speech.rate")
    press(Qt.Key.Key_Up)
    QTest.keyClick(opened, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: asked.kept.speech.rate == 300)
    assert asked.kept.speech.rate == 300
    assert not button(opened, "Reset this setting").isEnabled()


def test_all_are_put_back_only_after_a_yes(opened: SettingsWindow, asked: Asked, qtbot: QtBot) -> None:
    go_to(opened, "speech.rate")
    press(Qt.Key.Key_Up)
    for answer, rate in (("No", 310), ("Yes", 300)):
        with qtbot.waitActive(opened):
            opened.activateWindow()
        QTest.keyClick(opened, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: bool(opened.findChildren(QMessageBox)))
        (question,) = opened.findChildren(QMessageBox)
        focused_first = question.defaultButton()
        assert focused_first is not None
        assert focused_first.text().replace("&", "") == "No"
        QTest.keyClick(next(one for one in question.buttons() if one.text().replace("&", "") == answer), Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: not opened.findChildren(QMessageBox))
        assert asked.kept.speech.rate == rate


def test_the_search_hides_what_has_not_all_words(opened: SettingsWindow) -> None:
    opened.findChildren(QLineEdit)[0].setText("words minute")
    settings = opened.findChildren(QListWidget)[0]
    shown = [settings.item(row).text() for row in range(settings.count()) if not settings.item(row).isHidden()]
    assert shown == ["Speech, rate: 300", "Speech, system rate: 0"]
    assert settings.currentItem().text() == "Speech, rate: 300"


def test_its_key_opens_it_from_the_main_window(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: any(opened.isActiveWindow() for opened in window.findChildren(SettingsWindow)))


def test_every_kind_of_setting_is_tried_here() -> None:
    assert {one.kind for one in each(Settings())} == set(Kind)


def test_a_backend_is_added_by_keys_and_can_be_set_up_at_once(opened: SettingsWindow, asked: Asked, qtbot: QtBot) -> None:
    button(opened, "Add…").click()
    (dialog,) = opened.findChildren(AddDialog)
    name = dialog.findChildren(QLineEdit)[0]
    QTest.keyClicks(name, "home")
    QTest.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "home" in asked.kept.backends)
    settings = opened.findChildren(QListWidget)[0]
    assert settings.currentItem().data(Qt.ItemDataRole.UserRole) == "backends.home.kind"
    assert button(opened, "Remove home").isVisible()


def test_one_that_is_there_already_is_told(opened: SettingsWindow, asked: Asked, qtbot: QtBot) -> None:
    button(opened, "Add…").click()
    (dialog,) = opened.findChildren(AddDialog)
    name = dialog.findChildren(QLineEdit)[0]
    QTest.keyClicks(name, "gpt")
    QTest.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: told(opened) == "gpt is there already. Choose another name.")
    assert list(asked.kept.backends) == ["gpt"]


def test_a_backend_is_removed(opened: SettingsWindow, asked: Asked) -> None:
    go_to(opened, "speech.rate")
    assert not opened.findChildren(QPushButton)[3].isVisible()
    go_to(opened, "backends.gpt.model")
    button(opened, "Remove gpt").click()
    assert asked.kept.backends == {}
    current = opened.findChildren(QListWidget)[0].currentItem()
    assert not current.data(Qt.ItemDataRole.UserRole).startswith("backends")


def rows(opened: SettingsWindow) -> dict[str, str]:
    settings = opened.findChildren(QListWidget)[0]
    return {item.data(Qt.ItemDataRole.UserRole): item.text() for item in map(settings.item, range(settings.count()))}


def test_what_is_changed_elsewhere_is_shown_and_what_is_being_typed_stays(asked: Asked, opened: SettingsWindow) -> None:
    go_to(opened, "answers.second")
    line = focused()
    QTest.keyClicks(line, "gp")
    asked.kept = Settings(speech=SpeechSettings(rate=420), profiles={"Firefox": ProfileSettings(rate=220)})
    opened.follow()

    assert rows(opened)["speech.rate"].endswith("420")
    assert rows(opened)["profiles.Firefox.rate"].endswith("220")
    assert focused() is line
    assert isinstance(line, QLineEdit) and line.text() == "gp"
    assert opened.findChildren(QListWidget)[0].currentItem().data(Qt.ItemDataRole.UserRole) == "answers.second"

    asked.kept = Settings(answers=AnswerSettings(second="claude"))
    opened.follow()
    assert (focused(), line.text()) == (line, "claude")


def test_an_open_window_follows_what_the_app_was_told(asked: Asked, bridge: Bridge, window: MainWindow) -> None:
    window.windows.open(OwnWindow.SETTINGS)
    asked.kept = Settings(speech=SpeechSettings(rate=420))
    bridge.emit_in_use(("embedded",))
    assert rows(window.findChildren(SettingsWindow)[0])["speech.rate"].endswith("420")
