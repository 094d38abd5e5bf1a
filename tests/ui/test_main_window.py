"""The main window: what it shows, and that it can be used by keyboard and screen reader."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mmassist.each_setting import Outcome, Value, added, changed, each, removed, reset, tables
from mmassist.engine.history import Query
from mmassist.engine.own_windows import OwnWindow
from mmassist.errors import SettingsError
from mmassist.settings import Settings
from mmassist.ui.about_commands import AboutCommands
from mmassist.ui.bridge import Bridge, Commands
from mmassist.ui.history_commands import HistoryCommands
from mmassist.ui.keys_commands import KeyRow, KeysCommands
from mmassist.ui.labels import StatusLabel
from mmassist.ui.main_window import MainWindow
from mmassist.ui.settings_window import SettingsCommands
from mmassist.ui.stats_panel import StatsCommands
from mmassist.ui.tray import Tray, icon
from mmassist.ui.welcome_commands import WelcomeCommands
from mmassist.values import Channel, Fault, Item, Role, Scene, Source, Spoken, State, Target, TargetKind, Transcript, Turn, Utterance

KEYS = {
    "leader": ("the leader key", "", "Ctrl+Shift+F6"),
    "describe": ("describe the window", "d", "Ctrl+Shift+F1"),
    "next-button": ("next button", "b", ""),
    "settings": ("the settings", "Shift+S", ""),
}


@dataclass
class Asked:
    """What the window asked of the engine."""

    targets: list[Target] = field(default_factory=list)
    questions: list[tuple[str, str]] = field(default_factory=list)
    revealed: list[str] = field(default_factory=list)
    previewed: list[str] = field(default_factory=list)
    silenced: int = 0
    controls: list[str] = field(default_factory=list)
    forgotten: int = 0
    left_safe_mode: int = 0
    refreshed: int = 0
    wiped: int = 0
    exported: list[Path] = field(default_factory=list)
    bundled: list[Path] = field(default_factory=list)
    quits: int = 0
    looks: int = 0
    reads: list[str] = field(default_factory=list)
    listens: int = 0
    converses: int = 0
    acts: list[tuple[int, int, str]] = field(default_factory=list)
    did: list[tuple[str, str]] = field(default_factory=list)
    kept: Settings = field(default_factory=Settings)
    said: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    is_read: bool = False
    welcomes: int = 0
    key_sentence: str = "Control Shift F1 describes the window in front."
    languages: list[str] = field(default_factory=list)
    found: list[Query] = field(default_factory=list)
    deleted: list[tuple[int, ...]] = field(default_factory=list)
    exports: list[tuple[Path, Query]] = field(default_factory=list)
    history_wipes: int = 0
    examined: int = 0
    keys: dict[str, tuple[str, str, str]] = field(default_factory=lambda: dict(KEYS))
    program_keys: dict[str, dict[str, tuple[str, str, str]]] = field(default_factory=dict)
    key_changes: list[tuple[str, str]] = field(default_factory=list)
    key_resets: list[str] = field(default_factory=list)
    licences: int = 0

    def silence(self) -> None:
        self.silenced += 1

    def ask(self, question: str, backend: str) -> None:
        self.questions.append((question, backend))

    def look(self) -> None:
        self.looks += 1

    def listen(self) -> None:
        self.listens += 1

    def converse(self) -> None:
        self.converses += 1

    def forget(self) -> None:
        self.forgotten += 1

    def leave_safe_mode(self) -> None:
        self.left_safe_mode += 1

    def refresh(self) -> None:
        self.refreshed += 1

    def wipe(self) -> None:
        self.wiped += 1

    def wipe_history(self) -> None:
        self.history_wipes += 1

    def keys_of(self, program: str) -> tuple[KeyRow, ...]:
        rows = self.keys | self.program_keys.get(program, {})
        return tuple(KeyRow(command, *row) for command, row in rows.items())

    def change_key(self, command: str, key: str, program: str) -> Outcome:
        if key in {row.letter for row in self.keys_of(program)}:
            return Outcome(fault=f"{key} is taken.")
        self.key_changes.append((command, key))
        table = self.program_keys.setdefault(program, {}) if program else self.keys
        table[command] = (KEYS[command][0], "" if key == "none" else key, "")
        return Outcome()

    def reset_key(self, command: str, program: str) -> Outcome:
        self.key_resets.append(command)
        if program:
            self.program_keys[program] = {}
        else:
            self.keys |= {command: KEYS[command]} if command else KEYS
        return Outcome()

    def examine(self) -> None:
        self.examined += 1

    def list_licences(self) -> None:
        self.licences += 1

    def welcome(self) -> None:
        self.welcomes += 1

    def change(self, name: str, value: Value) -> Outcome:
        try:
            self.kept = changed(self.kept, name, value)
        except SettingsError as error:
            return Outcome(fault=f"{error.spoken} {error.remedy}")
        return Outcome()

    def reset(self, name: str) -> Outcome:
        self.kept = reset(self.kept, name)
        return Outcome()

    def reset_all(self) -> Outcome:
        self.kept = Settings()
        return Outcome()

    def add(self, table: str, name: str) -> Outcome:
        try:
            self.kept = added(self.kept, table, name)
        except SettingsError as error:
            return Outcome(fault=f"{error.spoken} {error.remedy}")
        return Outcome()

    def remove(self, table: str, name: str) -> Outcome:
        self.kept = removed(self.kept, table, name)
        return Outcome()

    def leave(self) -> None:
        self.quits += 1


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def bridge(qtbot: QtBot) -> Bridge:
    return Bridge()


@pytest.fixture
def commands(asked: Asked) -> Commands:
    return Commands(
        describe=asked.targets.append,
        read=lambda: asked.reads.append("front"),
        read_last=lambda: asked.reads.append("last"),
        read_on=lambda: asked.reads.append("on"),
        look=asked.look,
        listen=asked.listen,
        converse=asked.converse,
        ask=asked.ask,
        reveal=asked.revealed.append,
        preview=asked.previewed.append,
        silence=asked.silence,
        forget=asked.forget,
        leave_safe_mode=asked.leave_safe_mode,
        figures=StatsCommands(asked.refresh, asked.exported.append, asked.wipe),
        history=HistoryCommands(
            asked.found.append, asked.deleted.append, lambda path, query: asked.exports.append((path, query)), asked.wipe_history
        ),
        settings=SettingsCommands(
            lambda: each(asked.kept),
            asked.change,
            asked.reset,
            asked.reset_all,
            lambda: tables(asked.kept),
            asked.add,
            asked.remove,
            asked.said.append,
        ),
        keys=KeysCommands(
            lambda: ("Blender", "Firefox"),
            asked.keys_of,
            asked.change_key,
            asked.reset_key,
            lambda key, program: f"{key} was tried.",
            asked.said.append,
        ),
        welcome=WelcomeCommands(
            asked.added.append, lambda: asked.is_read, lambda: asked.key_sentence, asked.languages.append, asked.welcome
        ),
        about=AboutCommands(asked.examine, asked.list_licences, asked.said.append, asked.bundled.append),
        tell_control=asked.controls.append,
        act_on=lambda turn_id, index, command: asked.acts.append((turn_id, index, command)),
        do=lambda command, text: asked.did.append((command, text)),
        quit=asked.leave,
    )


@pytest.fixture
def window(qtbot: QtBot, bridge: Bridge, commands: Commands) -> MainWindow:
    window = MainWindow(bridge, commands, "Control Shift F1 describes.", ("gpt", "embedded"))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def spoken(text: str, turn_id: int = 1, channel: Channel = Channel.DETAIL) -> Spoken:
    return Spoken(Utterance(turn_id, text, channel), 0.0)


def turn(*items: Item, fault: Fault | None = None) -> Turn:
    scene = Scene(target=Target(), window=None, size=(10, 10), items=items)
    return Turn(1, "embedded", "", "", scene, (), 0.0, {"total": 1234.0}, (), fault)


def answer(window: MainWindow) -> str:
    return window.findChildren(QPlainTextEdit)[0].toPlainText()


def test_what_is_spoken_is_there_as_text(window: MainWindow, bridge: Bridge) -> None:
    bridge.emit_spoken(spoken("Save changes?"))
    bridge.emit_spoken(spoken("You can choose Save or Cancel."))
    assert answer(window) == "Save changes?\nYou can choose Save or Cancel."


def test_a_new_turn_replaces_the_last_answer(window: MainWindow, bridge: Bridge) -> None:
    bridge.emit_spoken(spoken("Old."))
    bridge.emit_spoken(spoken("New.", turn_id=2))
    assert answer(window) == "New."


def safe_button(window: MainWindow) -> QPushButton:
    return next(button for button in window.findChildren(QPushButton) if button.text() == "Leave safe m&ode")


def test_safe_mode_can_be_left_by_a_button_that_is_there_only_then(window: MainWindow, bridge: Bridge, asked: Asked, qtbot: QtBot) -> None:
    shown = [safe_button(window).isVisible()]
    for parts in (("text recogniser", "camera"), ()):
        bridge.emit_switched_off(parts)
        shown.append(safe_button(window).isVisible())
    assert shown == [False, True, False]
    bridge.emit_switched_off(("camera",))
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: asked.left_safe_mode == 1)


def test_the_button_tells_a_screen_reader_what_is_switched_off(window: MainWindow, bridge: Bridge) -> None:
    bridge.emit_switched_off(("text recogniser", "camera"))
    assert safe_button(window).accessibleDescription() == "Switched off: text recogniser, camera."


def test_system_messages_stay_out_of_the_answer(window: MainWindow, bridge: Bridge) -> None:
    bridge.emit_spoken(spoken("mmassist is ready.", 0, Channel.SYSTEM))
    assert answer(window) == ""


def test_the_items_of_the_turn_are_listed(window: MainWindow, bridge: Bridge) -> None:
    bridge.emit_turn(turn(Item(Role.BUTTON, "Save", Source.BOTH, frozenset({State.DEFAULT})), Item(Role.GROUP, "", Source.OUTLINE)))
    listed = window.findChildren(QListWidget)[0]
    assert [listed.item(row).text() for row in range(listed.count())] == ["Save, button, default"]


def test_an_item_is_told_at_enter(window: MainWindow, bridge: Bridge, asked: Asked) -> None:
    bridge.emit_turn(turn(Item(Role.GROUP, "", Source.OUTLINE), Item(Role.BUTTON, "Save", Source.BOTH)))
    QTest.keyClick(window.findChildren(QListWidget)[0], Qt.Key.Key_Return)
    assert asked.acts == [(1, 1, "")]


def test_markup_in_an_item_is_shown_as_it_is(window: MainWindow, bridge: Bridge) -> None:
    bridge.emit_spoken(spoken("<b>bold</b> <img src='http://example.org'>"))
    assert answer(window) == "<b>bold</b> <img src='http://example.org'>"


def test_a_fault_is_in_the_status(window: MainWindow, bridge: Bridge) -> None:
    bridge.emit_turn(turn(fault=Fault("NoWindow", "No window is in front.", "Switch to one.")))
    texts = [child.text() for child in window.findChildren(QWidget) if hasattr(child, "text") and callable(child.text)]
    assert "No window is in front. Switch to one." in texts


def test_a_text_that_is_read_is_no_backend_s(window: MainWindow, bridge: Bridge) -> None:
    bridge.emit_turn(replace(turn(), backend=""))
    assert window.findChildren(StatusLabel)[0].text().endswith("seconds. Read by mmassist itself.")


def test_what_the_app_said_of_a_turn_can_be_read_at_its_end(window: MainWindow, bridge: Bridge) -> None:
    bridge.emit_spoken(spoken("Older.", 0, Channel.SYSTEM))
    bridge.emit_spoken(spoken("1 item hidden: a card.", 1, Channel.SYSTEM))
    bridge.emit_spoken(spoken("Press again to ask gpt.", 1, Channel.SYSTEM))
    bridge.emit_turn(turn())
    status = window.findChildren(StatusLabel)[0]
    assert status.text().startswith("1 item hidden: a card. Press again to ask gpt. First words")
    assert status.accessibleName() == f"Status: {status.text()}"


def test_any_key_stops_speech(window: MainWindow, asked: Asked, qtbot: QtBot, qapp: QApplication) -> None:
    qapp.installEventFilter(window)
    try:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Down)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Control)
    finally:
        qapp.removeEventFilter(window)
    assert asked.silenced == 1


def test_the_key_that_asks_does_not_silence_the_answer(window: MainWindow, asked: Asked, qapp: QApplication) -> None:
    field = window.findChildren(QLineEdit)[0]
    field.setFocus()
    field.setText("What does it cost?")
    qapp.installEventFilter(window)
    try:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    finally:
        qapp.removeEventFilter(window)
    assert len(asked.questions) == 1
    assert asked.silenced == 1


def test_everything_is_reached_by_tab_and_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    names: list[str] = []
    first = window.findChildren(QPlainTextEdit)[0]
    first.setFocus()
    for _ in range(24):
        focused = window.focusWidget()
        names.append(QAccessible.queryAccessibleInterface(focused).text(QAccessible.Text.Name))
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert all(names)
    assert any(name.startswith("Status: ") for name in names)
    assert {
        "Last answer",
        "Items",
        "Describe whole screen",
        "Read the window",
        "Read on",
        "Stop speaking",
        "Forget answers",
        "Costs and times",
        "Quit mmassist",
    } <= set(names)


def test_no_visible_focusable_object_is_without_a_name(window: MainWindow) -> None:
    def nameless(interface: QAccessibleInterface) -> list[str]:
        state = interface.state()
        found = []
        if state.focusable and not state.invisible and not interface.text(QAccessible.Text.Name):
            found.append(str(interface.role()))
        for index in range(interface.childCount()):
            found += nameless(interface.child(index))
        return found

    assert nameless(QAccessible.queryAccessibleInterface(window)) == []


def test_the_buttons_work_by_keyboard(window: MainWindow, asked: Asked, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_D, Qt.Key.Key_S, Qt.Key.Key_Q):
        QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: (asked.targets, asked.silenced, asked.quits) == ([Target(TargetKind.SCREEN)], 1, 1))
    assert asked.targets


def test_the_camera_and_the_microphone_are_a_key_away(window: MainWindow, asked: Asked, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_L, Qt.Key.Key_M, Qt.Key.Key_N):
        QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: (asked.looks, asked.listens, asked.converses) == (1, 1, 1))
    assert (asked.looks, asked.listens, asked.converses) == (1, 1, 1)


def test_reading_is_a_key_away(window: MainWindow, asked: Asked, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_T, Qt.Key.Key_E):
        QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(asked.reads) == 2)
    assert asked.reads == ["last", "on"]


def test_the_buttons_that_read_say_what_they_read(window: MainWindow) -> None:
    told = {}
    for button in window.findChildren(QPushButton):
        interface = QAccessible.queryAccessibleInterface(button)
        told[interface.text(QAccessible.Text.Name)] = interface.text(QAccessible.Text.Description)
    assert told["Read the window"] == "What was described last."
    assert told["Read on"] == "From where reading stopped."


def test_no_two_letters_are_the_same(window: MainWindow) -> None:
    """Alt and a letter that leads to two controls presses neither."""
    children: list[QLabel | QPushButton] = [*window.findChildren(QLabel), *window.findChildren(QPushButton)]
    texts = [child.text() for child in children if child.window() is window]
    letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(letters) > 12
    assert sorted(letters) == sorted(set(letters))


def test_what_was_understood_can_be_read_and_mended(window: MainWindow, bridge: Bridge) -> None:
    bridge.heard.emit(Transcript("What does it cost?", (), "en", 0.9, 1.0, "whisper-base"))
    question = window.findChild(QLineEdit)
    assert question is not None
    assert question.text() == "What does it cost?"


def test_what_belongs_to_no_turn_leaves_the_answer_alone(window: MainWindow, bridge: Bridge) -> None:
    bridge.spoken.emit(spoken("The answer."))
    bridge.spoken.emit(spoken("Save, button, 1 of 2", turn_id=0))
    assert answer(window) == "The answer."


def test_with_a_tray_closing_only_hides(window: MainWindow, asked: Asked) -> None:
    window.hides_on_close = True
    window.close()
    assert not window.isVisible()
    assert asked.quits == 0


def test_without_a_tray_closing_quits(window: MainWindow, asked: Asked) -> None:
    window.close()
    assert asked.quits == 1


def test_the_tray_says_its_name_and_offers_the_commands(window: MainWindow, commands: Commands, asked: Asked) -> None:
    tray = Tray(window, commands)
    assert tray.toolTip() == "mmassist"
    actions = {action.text().replace("&", ""): action for action in tray.contextMenu().actions()}
    actions["Describe window"].trigger()
    actions["Describe whole screen"].trigger()
    assert asked.targets == [Target(), Target(TargetKind.SCREEN)]
    actions["Read the window"].trigger()
    actions["Read on"].trigger()
    assert asked.reads == ["front", "on"]


def test_no_two_entries_of_the_tray_have_the_same_letter(window: MainWindow, commands: Commands) -> None:
    texts = [action.text() for action in Tray(window, commands).contextMenu().actions() if not action.isSeparator()]
    letters = [text.partition("&")[2][:1].lower() for text in texts]
    assert all(letters)
    assert len(set(letters)) == len(letters)


def test_the_icon_is_a_picture(qapp: QApplication) -> None:
    assert not icon().pixmap(32, 32).isNull()


def test_a_window_that_comes_is_said_where_no_screen_reader_says_it(window: MainWindow, bridge: Bridge, asked: Asked) -> None:
    bridge.emit_window(OwnWindow.HISTORY)
    asked.is_read = True
    bridge.emit_window(OwnWindow.KEYS)
    assert asked.added == ["History."]


def test_what_is_forgotten_is_shown_no_more(window: MainWindow, bridge: Bridge) -> None:
    bridge.emit_spoken(spoken("The PIN is 4711."))
    bridge.emit_turn(turn(Item(Role.BUTTON, "Save", Source.BOTH)))
    items = window.findChildren(QListWidget)[0]
    assert (items.count(), answer(window)) == (1, "The PIN is 4711.")
    bridge.emit_forgotten()
    assert items.count() == 0
    assert [one.toPlainText() for one in window.findChildren(QPlainTextEdit)] == ["", ""]
