"""Keys as others write them, made chords. What we could never take, such as a key without a modifier, is None."""

from __future__ import annotations

import re

from mmassist.desktop.chords import Chord, parse
from mmassist.errors import SettingsError

_OPENBOX = {"C": "Ctrl", "S": "Shift", "A": "Alt", "W": "Super"}
_GTK = {
    "primary": "Ctrl",
    "control": "Ctrl",
    "ctrl": "Ctrl",
    "shift": "Shift",
    "alt": "Alt",
    "mod1": "Alt",
    "super": "Super",
    "mod4": "Super",
}
_KEYS = {
    "Page_Up": "PageUp",
    "Page_Down": "PageDown",
    "Prior": "PageUp",
    "Next": "PageDown",
    "PgUp": "PageUp",
    "PgDown": "PageDown",
    "Ins": "Insert",
    "Del": "Delete",
    "Escape": "Escape",
    "BackSpace": "Backspace",
    "Return": "Enter",
}


def plain(text: str) -> Chord | None:
    """ "Ctrl+Shift+F1", as we and KDE write it."""
    *modifiers, key = text.split("+")
    try:
        return parse("+".join((*modifiers, _KEYS.get(key, key))))
    except SettingsError:
        return None


def openbox(text: str) -> Chord | None:
    """ "C-S-F1"; of a chain of keys the first is what is taken."""
    first, *_ = text.split() or [""]
    *modifiers, key = first.split("-")
    if not all(modifier in _OPENBOX for modifier in modifiers):
        return None
    return plain("+".join((*(_OPENBOX[modifier] for modifier in modifiers), key)))


def gtk(text: str) -> Chord | None:
    """ "<Primary><Shift>F1"."""
    modifiers = re.findall(r"<(\w+)>", text)
    key = re.sub(r"<\w+>", "", text)
    names = list(dict.fromkeys(_GTK.get(modifier.casefold(), "") for modifier in modifiers))
    return plain("+".join((*names, key))) if all(names) else None
