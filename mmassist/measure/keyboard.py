"""Presses real keys through the X server (XTEST), so that a grab, a focus and a layout have their say as with a user's keyboard."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Xlib.display import Display

_MODIFIERS = {
    "ctrl": "Control_L",
    "control": "Control_L",
    "alt": "Alt_L",
    "shift": "Shift_L",
    "super": "Super_L",
    "altgr": "ISO_Level3_Shift",
}
_NAMES = {
    **{"enter": "Return", "esc": "Escape", "del": "Delete", "backspace": "BackSpace", "pageup": "Prior", "pagedown": "Next"},
    **{"space": "space", "\n": "Return", "\t": "Tab"},
}


class Keyboard:
    """One keyboard on one display; used from one thread. A context manager."""

    def __init__(self, display: str | None = None) -> None:
        """`display`: None means the environment's. Raises Xlib.error.DisplayError where there is none."""
        from Xlib.display import Display

        self._display = Display(display)

    def __enter__(self) -> Keyboard:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._display.close()

    def press(self, chord: str) -> float:
        """Presses and releases `chord` ("ctrl+alt+d", "Return"); returns the `time.monotonic()` at which its last key went down.

        That is the moment just before the press was handed to the server's socket. Raises ValueError for a key this layout lacks.
        """
        *modifiers, key = chord.split("+") if chord != "+" else [chord]
        held = [_keycode(self._display, _MODIFIERS.get(name.lower(), name))[0] for name in modifiers]
        code, shifted = _keycode(self._display, _NAMES.get(key.lower(), key))
        if shifted and not modifiers:
            held.append(_keycode(self._display, "Shift_L")[0])
        return self._strike(code, held)

    def type(self, text: str, pause: float = 0.0) -> None:
        """Types `text`, character by character, `pause` seconds apart. Raises ValueError for a character this layout lacks."""
        for character in text:
            code, shifted = _keycode(self._display, _NAMES.get(character, character))
            self._strike(code, [_keycode(self._display, "Shift_L")[0]] if shifted else [])
            time.sleep(pause)

    def _strike(self, code: int, held: list[int]) -> float:
        for modifier in held:
            self._send(modifier, down=True)
        self._display.sync()
        at = time.monotonic()
        self._send(code, down=True)
        self._display.flush()
        self._send(code, down=False)
        for modifier in reversed(held):
            self._send(modifier, down=False)
        self._display.sync()
        return at

    def _send(self, code: int, *, down: bool) -> None:
        from Xlib import X
        from Xlib.ext import xtest

        xtest.fake_input(self._display, X.KeyPress if down else X.KeyRelease, code)


def _keycode(display: Display, name: str) -> tuple[int, bool]:
    """The keycode of a keysym's name or of a character, and whether it needs Shift."""
    from Xlib import XK

    keysym = XK.string_to_keysym(name) or XK.string_to_keysym(name.capitalize())
    if not keysym and len(name) == 1:
        # Latin-1 keysyms are the characters' own numbers, all others carry a mark
        keysym = ord(name) if ord(name) < 0x100 else ord(name) | 0x01000000
    for code, level in sorted(display.keysym_to_keycodes(keysym), key=lambda found: found[1]) if keysym else ():
        if level in (0, 1):
            return code, level == 1
    raise ValueError(f"no key of this layout makes {name!r}")
