"""What settings are called in the windows, in the windows' language. The file's own words are English, as they are."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from mmassist.each_setting import Setting

CONTEXT = "Settings"
"""Of the translations of titles and help: each word of a path, and each sentence, by itself."""


def words_of(setting: Setting) -> tuple[str, str]:
    """In English: the section and the setting. A name of the user's own, such as a backend's, stands between them in the path."""
    return setting.path[0].replace("_", " ").capitalize(), setting.path[-1].replace("_", " ")


def title_of(setting: Setting) -> str:
    """Such as "Speech, rate"."""
    section, name = words_of(setting)
    return ", ".join([QCoreApplication.translate(CONTEXT, section), *setting.path[1:-1], QCoreApplication.translate(CONTEXT, name)])


def help_of(setting: Setting) -> str:
    """Its sentence."""
    return QCoreApplication.translate(CONTEXT, setting.help)
