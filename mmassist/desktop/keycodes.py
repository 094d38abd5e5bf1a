"""The numbers that Windows and macOS have for keys and modifiers: `resources/keycodes.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources

from mmassist.desktop.chords import MODIFIERS, Chord, cap_of, named_keys
from mmassist.desktop.strokes import named, of_sign
from mmassist.errors import SettingsError
from mmassist.sayings import saying


@dataclass(frozen=True, slots=True)
class Keycodes:
    """`keys`: by the names that a Chord's keysym has. `modifiers`: bits, by the names in `chords.MODIFIERS`."""

    keys: dict[str, int]
    modifiers: dict[str, int]

    @classmethod
    def load(cls, system: str) -> Keycodes:
        """Of "windows" or "macos"."""
        data = tomllib.loads((resources.files("mmassist") / "resources" / "keycodes.toml").read_text("utf-8"))[system]
        return cls(dict(data["keys"]), dict(data["modifiers"]))

    def key(self, chord: Chord) -> int:
        """Raises SettingsError for a key that the system has no number for."""
        if chord.keysym not in self.keys:
            raise SettingsError(
                f"{chord} is not on this system's keyboards",
                saying("The key {key} is not on this keyboard.", key=chord.spoken),
                "Choose another key in the settings.",
            )
        return self.keys[chord.keysym]

    def name(self, number: int, *, shifted: bool) -> str:
        """What a key is called in the leader's table, by its number alone; "" for one that has none there, such as a sign."""
        keysym = next((keysym for keysym, code in self.keys.items() if code == number), "")
        if len(keysym) == 1:
            return of_sign(keysym, shifted=shifted) if keysym.isalpha() or not shifted else ""
        cap = next((cap_of(key) for key, one in named_keys().items() if one == keysym), keysym)
        return named(cap, shifted=shifted) if cap else ""

    def held(self, mask: int) -> tuple[str, ...]:
        """The modifiers whose bits are set."""
        return tuple(name for name in MODIFIERS if mask & self.modifiers[name])

    def mask(self, chord: Chord) -> int:
        """The bits of its modifiers."""
        found = 0
        for modifier in chord.modifiers:
            found |= self.modifiers[modifier]
        return found
