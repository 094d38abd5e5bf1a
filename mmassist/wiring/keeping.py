"""Settings that are changed one by one: written down, and what they mean outside of the app done."""

from __future__ import annotations

from pathlib import Path

from mmassist import settings as store
from mmassist.desktop import autostart
from mmassist.errors import SettingsError
from mmassist.settings import Settings


def keep(before: Settings, after: Settings, path: Path) -> None:
    """Writes them down; nothing is changed where that can't be. Raises SettingsError, DesktopError."""
    if after.start != before.start:
        autostart.apply(after.start.at_login)
    try:
        store.save(after, path)
    except SettingsError:
        if after.start != before.start:
            autostart.apply(before.start.at_login)
        raise
