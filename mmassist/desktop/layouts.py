"""What an X key is called by the keyboard layout in use, and, where that layout is not Latin, by a Latin one."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from mmassist.desktop.chords import cap_of, named_keys
from mmassist.desktop.strokes import named, of_sign, with_modifiers

if TYPE_CHECKING:
    from Xlib.display import Display

_UNICODE = 0x01000000  # keysyms above are characters by their numbers (X protocol, appendix A)


class Layouts:
    """Asks a connection's own copy of the keyboard mapping, which is refreshed by whoever gets the events."""

    def __init__(self, connection: Display) -> None:
        self._connection = connection

    def names(self, keycode: int, group: int, modifiers: tuple[str, ...]) -> tuple[str, ...]:
        """As `Stroke.names` has them. `group`: the layout in use, of those that the server has at hand; `modifiers`: those that are held.

        A Cyrillic or Greek layout has no Latin letters: then the key is called as the first Latin layout beside it has it, or else as it
        is printed on an American keyboard.
        """
        shifted = "Shift" in modifiers
        found = [name for each in dict.fromkeys((group, 0, 1)) for name in self._names(keycode, each, shifted)]
        found.append(_american(keycode, shifted))
        return with_modifiers(found, modifiers)

    def _names(self, keycode: int, group: int, shifted: bool) -> tuple[str, ...]:
        from Xlib import XK

        plain, above = (self._connection.keycode_to_keysym(keycode, 2 * group + level) for level in (0, 1))
        if plain == XK.NoSymbol:
            return ()
        if key := _keys().get(plain):
            return (named(key, shifted=shifted),)
        small, large = _character(plain), _character(above)
        if not shifted:
            return (of_sign(small, shifted=False),)
        # A key may type a letter and, shifted, another sign: in France é and 2.
        return (large if not large.isalpha() else "", of_sign(small, shifted=True) if small.isalpha() else "")


def _character(keysym: int) -> str:
    """What a keysym types; "" for none and for the older numbers of single scripts, which the other layouts beside it stand in for."""
    number = keysym - _UNICODE if keysym > _UNICODE else keysym if keysym < 0x100 else 0
    sign = chr(number) if number else ""
    return sign if sign.isprintable() and not sign.isspace() else ""


@cache
def _keys() -> dict[int, str]:
    """How the keys that type nothing are called, by their keysyms."""
    from Xlib import XK

    caps = {keysym: cap_of(key) for key, keysym in named_keys().items()}
    caps |= {f"F{number}": f"F{number}" for number in range(1, 25)}
    caps["KP_Enter"] = caps["Return"]
    return {XK.string_to_keysym(name): cap for name, cap in caps.items()}


@cache
def _printed() -> dict[int, str]:
    """What is printed on an American keyboard: the plain sign and the shifted one, by X's number of the key."""
    table = tomllib.loads((resources.files("mmassist") / "resources" / "keycodes.toml").read_text("utf-8"))
    return {int(code): signs for code, signs in table["x11"]["printed"].items()}


def _american(keycode: int, shifted: bool) -> str:
    signs = _printed().get(keycode, "")
    if not signs:
        return ""
    return of_sign(signs[0] if signs[0].isalpha() else signs[int(shifted)], shifted=shifted)
