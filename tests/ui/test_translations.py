"""The windows' words in German, Spanish and French: none missing, none that says less than the English, no two letters the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mmassist.ui import languages
from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.languages import Interpreter
from mmassist.ui.looks import Dresser, Looks
from mmassist.ui.main_window import MainWindow
from mmassist.ui.tray import Tray
from tests.ui.audit import cut, large, pale, sideways
from tests.ui.test_audit import WINDOWS
from tests.ui.test_main_window import asked, bridge, commands
from tests.ui.translations import FOLDER, LANGUAGES, PLURALS, collect, messages, release

__all__ = ["asked", "bridge", "commands"]  # fixtures

TOGETHER = "&"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """The application in this language; afterwards in English."""
    interpreter, locale = Interpreter(qapp), QLocale()
    assert interpreter.speak(request.param) is None
    yield request.param
    interpreter.speak("en")
    QLocale.setDefault(locale)


@pytest.mark.parametrize("code", [*LANGUAGES, PLURALS])
def test_nothing_in_the_code_is_left_untranslated(code: str, tmp_path: Path) -> None:
    """Renew the catalogues with `python -m tests.ui.translations`, then translate what is unfinished in them."""
    kept = FOLDER / f"mmassist_{code}.ts"
    fresh = tmp_path / kept.name
    fresh.write_bytes(kept.read_bytes())
    collect(fresh, plurals=code == PLURALS)
    wanted, there = messages(fresh), messages(kept)
    assert wanted.keys() == there.keys()
    assert [source for source, forms in wanted.items() if not all(forms) or not forms] == []


@pytest.mark.parametrize("code", [*LANGUAGES, PLURALS])
def test_what_is_compiled_is_what_was_translated(code: str, tmp_path: Path, qapp: QApplication) -> None:
    copy = tmp_path / f"mmassist_{code}.ts"
    copy.write_bytes((FOLDER / copy.name).read_bytes())
    shipped, fresh = QTranslator(), QTranslator()
    assert shipped.load(str(FOLDER / f"mmassist_{code}.qm"))
    assert fresh.load(str(release(copy)))
    for context, source in messages(copy):
        for number in (-1, 1, 2):
            assert shipped.translate(context, source, None, number) == fresh.translate(context, source, None, number), source


@pytest.mark.parametrize("code", LANGUAGES)
def test_placeholders_and_letters_are_those_of_the_english(code: str) -> None:
    wrong = []
    for (context, source), forms in messages(FOLDER / f"mmassist_{code}.ts").items():
        for form in forms:
            same = Counter(re.findall(r"\{\w+\}|%n", source)) == Counter(re.findall(r"\{\w+\}|%n", form))
            if not same or source.count(TOGETHER) != form.count(TOGETHER) or source.endswith("…") != form.endswith("…"):
                wrong.append((context, source, form))
    assert wrong == []


def letters(widgets: list[str]) -> list[str]:
    return [found.group(1).casefold() for text in widgets if (found := re.search("&([^&])", text))]


@pytest.mark.parametrize("name", WINDOWS)
def test_a_letter_leads_to_one_control_alone(name: str, language: str, bridge: Bridge, commands: Commands, qtbot: QtBot) -> None:
    window = WINDOWS[name](bridge, commands)
    qtbot.addWidget(window)
    window.show()
    shown: list[QLabel | QPushButton] = [*window.findChildren(QLabel), *window.findChildren(QPushButton)]
    texts = [one.text() for one in shown if one.window() is window and one.isVisible() and not isinstance(one.parent(), QDialogButtonBox)]
    texts += [menu.title() for menu in window.findChildren(QMenu)]
    found = Counter(letters(texts))
    assert [letter for letter, times in found.items() if times > 1] == [], texts
    assert all(letter.isascii() for letter in found)


def test_the_tray_s_letters_are_apart_too(language: str, bridge: Bridge, commands: Commands, qtbot: QtBot) -> None:
    window = MainWindow(bridge, commands, "", ("embedded",))
    qtbot.addWidget(window)
    found = letters([action.text() for action in Tray(window, commands).contextMenu().actions()])
    assert len(set(found)) == len(found) == 11


@pytest.mark.parametrize("name", WINDOWS)
def test_longer_words_fit_as_well(name: str, language: str, bridge: Bridge, commands: Commands, qtbot: QtBot, qapp: QApplication) -> None:
    font, sheet = qapp.font(), qapp.styleSheet()
    Dresser(qapp).dress(Looks(text_scale=200))
    try:
        window: QWidget = WINDOWS[name](bridge, commands)
        qtbot.addWidget(window)
        window.show()
        QApplication.processEvents()
        assert [*cut(window), *sideways(window), *pale(window), *large(window)] == []
    finally:
        qapp.setStyleSheet(sheet)
        qapp.setFont(font)


def test_a_window_speaks_german_down_to_qt_s_own_buttons(bridge: Bridge, commands: Commands, qtbot: QtBot, qapp: QApplication) -> None:
    interpreter = Interpreter(qapp)
    assert interpreter.speak("de") is None
    try:
        window = WINDOWS["settings"](bridge, commands)
        qtbot.addWidget(window)
        texts = [one.text().replace("&", "") for one in window.findChildren(QPushButton)]
        assert {"Diese zurücksetzen", "Schließen"} <= set(texts)
        assert QCoreApplication.translate("SettingsWindow", "%n setting(s)", None, 1) == "1 Einstellung"
    finally:
        interpreter.speak("en")
    assert QCoreApplication.translate("SettingsWindow", "%n setting(s)", None, 2) == "2 settings"


def test_missing_words_are_said_and_english_is_used(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "mmassist_de.qm"
    broken.write_bytes(b"no catalogue")
    monkeypatch.setattr(languages, "_catalogue", lambda code: str(tmp_path / f"mmassist_{code}.qm"))
    interpreter = Interpreter(qapp)
    for code in ("de", "fr"):
        fault = interpreter.speak(code)
        assert fault is not None
        assert fault.spoken == "The words of the windows in your language are missing or damaged. They are English now."
        assert QCoreApplication.translate("SettingsWindow", "Saved.") == "Saved."
    assert interpreter.speak("") is None
