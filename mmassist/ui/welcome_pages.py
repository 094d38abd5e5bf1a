"""The pages of the welcome: each its words, its controls, and what they change at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QLabel, QRadioButton, QSpinBox, QVBoxLayout, QWidget

from mmassist.each_setting import Setting, Value
from mmassist.ui.focus_speech import spoken_of
from mmassist.ui.labels import StatusLabel, buddy
from mmassist.ui.settings_window import SettingsCommands

LANGUAGES = {"en-us": "English", "en-gb": "English (Great Britain)", "de": "Deutsch", "es": "Español", "fr": "Français"}
"""Voices of the languages that the app speaks, each by its own name."""


translate = QCoreApplication.translate


class Page(QWidget):
    """`title` and `words` are said when it comes; `first` has the focus then, None for the button that goes on."""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.title = title
        self.words = words
        self.first: QWidget | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        text = StatusLabel(title)
        text.setText(words)
        text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        text.setAccessibleName(words)
        self.column.addWidget(text)

    def add(self, caption: str, control: QWidget) -> None:
        """A control with its label."""
        self.column.addWidget(buddy(caption, control))
        self.column.addWidget(control)
        self.first = self.first or control


class VoicePage(Page):
    """Rate, language, pitch and volume, each heard as it is changed. `languages`: the control that the language is chosen with."""

    def __init__(self, settings: SettingsCommands, change_language: Callable[[str], None]) -> None:
        """`change_language`: the words are to be in the language of that code from now on."""
        super().__init__(
            translate("Welcome", "the voice"),
            translate(
                "Welcome",
                "mmassist tells you what is on your screen. You set it up with keys alone. Press up arrow until I speak as fast as you "
                "like, or down arrow for slower. Tab leads to what else can be set. Enter goes on, Escape ends.",
            ),
        )
        self._settings = settings
        self._change_language = change_language
        known = {setting.name: setting for setting in settings.each()}
        self._number(known["speech.rate"], translate("Welcome", "&Rate"), 20, translate("Welcome", "{value} words a minute."))
        self.languages = self._language(known["speech.language"])
        self._number(known["speech.pitch"], translate("Welcome", "&Pitch"), 5, translate("Welcome", "Pitch {value}."))
        self._number(known["speech.volume"], translate("Welcome", "&Volume"), 10, translate("Welcome", "Volume {value} percent."))
        self.column.addStretch()

    def _number(self, setting: Setting, caption: str, step: int, told: str) -> None:
        spin = QSpinBox()
        spin.setRange(int(setting.least or 0), int(setting.most or 0))
        spin.setSingleStep(step)
        spin.setValue(int(str(setting.value)))
        spin.setKeyboardTracking(False)
        spin.valueChanged.connect(lambda value: self._change(setting.name, value, told.format(value=value)))
        self.add(caption, spin)

    def _language(self, setting: Setting) -> QComboBox:
        combo = QComboBox()
        for code, name in LANGUAGES.items():
            combo.addItem(name, code)
        if combo.findData(setting.value) < 0:
            combo.addItem(str(setting.value), setting.value)
        with QSignalBlocker(combo):
            combo.setCurrentIndex(combo.findData(setting.value))
        combo.currentIndexChanged.connect(lambda row: self._speak(combo.itemData(row), f"{combo.itemText(row)}."))
        self.add(translate("Welcome", "&Language"), combo)
        return combo

    def _speak(self, voice: str, told: str) -> None:
        """The voice's language, and with it the words', where those are another's now."""
        before = next(setting.value for setting in self._settings.each() if setting.name == "speech.language")
        code = voice.partition("-")[0]
        if str(before).partition("-")[0] == code:
            self._change("speech.language", voice, told)
        elif not (self._settings.change("speech.language", voice).fault or self._settings.change("window.language", code).fault):
            self._change_language(code)

    def _change(self, name: str, value: Value, told: str) -> None:
        if not self._settings.change(name, value).fault:
            self._settings.say(told)


class KeysPage(Page):
    """The keys, tried out there and then."""

    def __init__(self, keys: str) -> None:
        super().__init__(
            translate("Welcome", "the keys"),
            " ".join(
                (
                    translate("Welcome", "These keys work in every program."),
                    keys,
                    translate("Welcome", "Try it now: press the first of them, and hear this window described. Enter goes on."),
                )
            ),
        )
        self.tried = translate("Welcome", "That was it. It does the same in any program. Press Enter to go on, or try another key.")
        self.column.addStretch()


class PrivacyPage(Page):
    """What may leave this computer."""

    def __init__(self, settings: SettingsCommands) -> None:
        super().__init__(
            translate("Welcome", "what may leave this computer"),
            translate(
                "Welcome",
                "mmassist describes your screen by itself: nothing leaves this computer. If you set up an online service later, what may "
                "it get? Passwords, card numbers and the like are always hidden from it. Choose with up and down arrow.",
            ),
        )
        rules = {
            "local": (translate("Welcome", "N&othing"), translate("Welcome", "Nothing ever leaves this computer.")),
            "ask": (translate("Welcome", "&What I send, each time"), translate("Welcome", "I send it by pressing the key again.")),
            "allow": (translate("Welcome", "&All that I describe"), translate("Welcome", "Without asking.")),
        }
        current = next(setting.value for setting in settings.each() if setting.name == "privacy.sending")
        group = QButtonGroup(self)
        for rule, (text, means) in rules.items():
            button = QRadioButton(text)
            button.setAccessibleDescription(means)
            group.addButton(button)
            button.setChecked(rule == current)
            button.toggled.connect(lambda on, rule=rule: settings.change("privacy.sending", rule) if on else None)
            self.column.addWidget(button)
            label = QLabel(means)
            label.setWordWrap(True)
            self.column.addWidget(label)
            if rule == current:
                self.first = button
        self.column.addStretch()


class EndPage(Page):
    """How it goes on."""

    def __init__(self, settings: SettingsCommands) -> None:
        super().__init__(
            translate("Welcome", "done"),
            translate(
                "Welcome",
                "mmassist is ready, and waits in the background for its keys. All that it says is also in its main window as text; the "
                "settings, the keys and the history are there too. Press Enter to finish.",
            ),
        )
        self._settings = settings
        self._box = QCheckBox(translate("Welcome", "Start mmassist when I &log in"))
        self._box.setChecked(self._is_set())
        self._box.toggled.connect(self._change)
        self.column.addWidget(self._box)
        self.column.addStretch()

    def _is_set(self) -> bool:
        return next(bool(setting.value) for setting in self._settings.each() if setting.name == "start.at_login")

    def _change(self, on: bool) -> None:
        """A fault was said; the box then shows what holds."""
        if self._settings.change("start.at_login", on).fault:
            with QSignalBlocker(self._box):
                self._box.setChecked(self._is_set())
        else:
            self._settings.say(spoken_of(self._box))
