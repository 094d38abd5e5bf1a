"""What settings are called in the windows, in the windows' language. The file's own words are English, as they are."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from mmassist.each_setting import Setting

CONTEXT = "Settings"
"""Of the translations of titles and help: each word of a path, and each sentence, by itself."""


def title_of(setting: Setting) -> str:
    """Such as "Speech, rate". A name of the user's own, such as a backend's, stays as it is."""
    section, *between, last = setting.path
    return ", ".join([_said(section).capitalize(), *between, _said(last)])


def help_of(setting: Setting) -> str:
    """Its sentence."""
    return QCoreApplication.translate(CONTEXT, setting.help)


def _said(name: str) -> str:
    return QCoreApplication.translate(CONTEXT, name.replace("_", " "))
