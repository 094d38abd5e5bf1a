"""The app's own windows beside the main one, by name."""

from __future__ import annotations

from enum import StrEnum


class OwnWindow(StrEnum):
    """As they are asked for by a command, by the command line and in the menu View."""

    SETTINGS = "settings"
    KEYS = "keys"
    HISTORY = "history"
    SUPPORT = "support"
    STATS = "stats"
    WELCOME = "welcome"
    ABOUT = "about"
