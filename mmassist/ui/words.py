"""What settings are called in the windows, in the windows' language. The file's own words are English, as they are."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from mmassist.each_setting import Kind, Setting, Value

CONTEXT = "Settings"
"""Of the translations of titles and help: each word of a path, and each sentence, by itself."""


_LANGUAGE = ("window", "language")


def words_of(setting: Setting) -> tuple[str, str]:
    """In English: the section and the setting. A name of the user's own, such as a backend's, stands between them in the path."""
    return setting.path[0].replace("_", " ").capitalize(), setting.path[-1].replace("_", " ")


def title_of(setting: Setting) -> str:
    """Such as "Speech, rate"."""
    section, name = words_of(setting)
    return ", ".join([QCoreApplication.translate(CONTEXT, section), *setting.path[1:-1], QCoreApplication.translate(CONTEXT, name)])


def choice_of(setting: Setting, value: str) -> str:
    """What is chosen, in words; "" where nothing is. A language is called as its speakers call it; names of voices and devices stay."""
    if setting.path == _LANGUAGE and value:
        return QLocale(value).nativeLanguageName() or value
    return QCoreApplication.translate(CONTEXT, value) if value else ""


def value_of(setting: Setting, value: Value) -> str:
    """A value of that setting, in words; "" for none."""
    if setting.kind is Kind.CHOICE:
        return choice_of(setting, str(value))
    if isinstance(value, bool):
        return QCoreApplication.translate(CONTEXT, "on") if value else QCoreApplication.translate(CONTEXT, "off")
    return shown(value)


def shown(value: Value, between: str = ", ") -> str:
    """A value as it is typed."""
    if isinstance(value, dict):
        return between.join(f"{name} = {word}" for name, word in value.items())
    if isinstance(value, tuple):
        return between.join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def help_of(setting: Setting) -> str:
    """Its sentence."""
    return QCoreApplication.translate(CONTEXT, setting.help)
