"""Key chords as people write them ("Ctrl+Shift+F9"): reading, checking and saying them, and the default keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from mmassist.errors import SettingsError
from mmassist.sayings import run_on

MODIFIERS = ("Ctrl", "Alt", "Shift", "Super")
_SYNONYMS = {"control": "Ctrl", "ctrl": "Ctrl", "alt": "Alt", "shift": "Shift", "super": "Super", "win": "Super", "meta": "Super"}
_SPOKEN = {"Ctrl": "Control", "Super": "Super", "Alt": "Alt", "Shift": "Shift"}
# Names as on the key caps, and X's keysym names where those differ.
_KEYS = {
    "space": "space",
    "escape": "Escape",
    "esc": "Escape",
    "enter": "Return",
    "return": "Return",
    "tab": "Tab",
    "backspace": "BackSpace",
    "delete": "Delete",
    "insert": "Insert",
    "home": "Home",
    "end": "End",
    "pageup": "Prior",
    "pagedown": "Next",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "pause": "Pause",
    "print": "Print",
    "menu": "Menu",
}
_CAPS = {"esc": "Escape", "return": "Enter", "pageup": "PageUp", "pagedown": "PageDown"}


@dataclass(frozen=True, slots=True)
class Chord:
    """One key with its modifiers. `keysym`: X's name of the key. `modifiers`: in the order of `MODIFIERS`."""

    keysym: str
    modifiers: tuple[str, ...]
    cap: str

    def __str__(self) -> str:
        return "+".join((*self.modifiers, self.cap))

    @property
    def spoken(self) -> str:
        """As it is said: "Control Shift F9"."""
        return run_on(*(_SPOKEN[modifier] for modifier in self.modifiers), self.cap)


def parse(chord: str) -> Chord:
    """Reads "Ctrl+Shift+F9"; case and order of modifiers don't matter. Raises SettingsError for what is no chord.

    A letter, digit or editing key needs a modifier other than Shift: it would be taken away from all programs.
    """
    *prefixes, last = [part.strip() for part in chord.split("+")]
    modifiers = set()
    for prefix in prefixes:
        modifier = _SYNONYMS.get(prefix.lower())
        if modifier is None or modifier in modifiers:
            raise _nonsense(chord)
        modifiers.add(modifier)
    keysym = keysym_of(last)
    if not keysym:
        raise _nonsense(chord)
    is_function_key = keysym[0] == "F" and len(keysym) > 1 and keysym[1:].isdecimal()
    if not is_function_key and keysym not in ("Pause", "Print", "Menu") and not modifiers & {"Ctrl", "Alt", "Super"}:
        raise _nonsense(chord)
    return Chord(keysym, tuple(modifier for modifier in MODIFIERS if modifier in modifiers), cap_of(last))


def cap_of(key: str) -> str:
    """The name of a key as it is written and said, of a key that `parse` knows."""
    is_function_key = key[:1] in ("F", "f") and key[1:].isdecimal()
    return key.upper() if len(key) == 1 or is_function_key else _CAPS.get(key.lower(), key.capitalize())


def keysym_of(key: str) -> str:
    """X's name of a key that is written as on its cap; "" for what is none."""
    if len(key) == 1 and key.isascii() and key.isalnum():
        return key.lower()
    if key[:1] in ("F", "f") and key[1:].isdecimal() and 1 <= int(key[1:]) <= 24 and key[1] != "0":
        return key.upper()
    return _KEYS.get(key.lower(), "")


def _nonsense(chord: str) -> SettingsError:
    return SettingsError(
        f"no key chord: {chord!r}",
        "The key in the settings is not one I know.",
        "Write it like Ctrl+Shift+F9: modifiers are Ctrl, Alt, Shift and Super.",
    )


def named_keys() -> Mapping[str, str]:
    """X's keysym names of the keys that have a name rather than a sign, by all their names in small letters."""
    return _KEYS


def default_keys() -> dict[str, str]:
    """The default chord of each action that has one, without the leader: "describe", "stop"."""
    return {action: str(chord) for action, chord in defaults()["chords"].items()}


@cache
def defaults() -> Mapping[str, Any]:
    """All of `resources/keys.toml`."""
    return tomllib.loads((resources.files("mmassist") / "resources" / "keys.toml").read_text("utf-8"))
