"""All keys of Windows for a while: a low-level keyboard hook (WH_KEYBOARD_LL), which is asked before any program and any hotkey.

Used on the hotkeys' thread alone, whose message loop the system calls it from.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from ctypes import wintypes
from dataclasses import dataclass, field
from typing import Any

from mmassist.desktop.contracts import Struck, Told
from mmassist.desktop.keycodes import Keycodes
from mmassist.desktop.strokes import Stroke, of_sign, with_modifiers
from mmassist.desktop.win.dll import ON_KEY
from mmassist.errors import DesktopError

_LOW_LEVEL = 13  # WH_KEYBOARD_LL
_DOWN, _UP = (0x100, 0x104), (0x101, 0x105)  # WM_KEYDOWN and WM_SYSKEYDOWN; WM_KEYUP and WM_SYSKEYUP
# VK_ codes of the keys that are passed on, so that the system goes on knowing what is held: modifiers, on either side, and locks.
_MODIFIERS = {"Shift": (0x10, 0xA0, 0xA1), "Ctrl": (0x11, 0xA2, 0xA3), "Alt": (0x12, 0xA4, 0xA5), "Super": (0x5B, 0x5C)}
_PASSED = frozenset(code for codes in _MODIFIERS.values() for code in codes) | {0x14, 0x90, 0x91}
_SIGNS = "?!.,;:/+-*#'\"()<>="


@dataclass(slots=True)
class _Hold:
    struck: Struck
    patience: float
    lapsed: Told
    until: float
    over: frozenset[str]
    """Modifiers that are still held since the key that asked for it."""
    down: dict[int, tuple[str, ...]] = field(default_factory=dict)
    ending: bool = False


class HeldKeys:
    """`user32`: the library. `is_bound`: whether a key with such modifiers is a hotkey of ours, which is passed on to come as one."""

    def __init__(self, user32: Any, codes: Keycodes, is_bound: Callable[[int, int], bool]) -> None:
        self._user32 = user32
        self._codes = codes
        self._is_bound = is_bound
        self._hold: _Hold | None = None
        self._hook: Any = None
        self._callback: Any = ON_KEY(self._on_key)  # kept: the system calls it for as long as the hook is there

    def hold(self, struck: Struck, patience: float, lapsed: Told) -> None:
        """As `contracts.Keys` has it."""
        until = time.monotonic() + patience
        if self._hold is not None:
            self._hold = _Hold(struck, patience, lapsed, until, self._hold.over, self._hold.down)
            return
        self._hook = self._user32.SetWindowsHookExW(_LOW_LEVEL, self._callback, None, 0)
        if not self._hook:
            raise DesktopError("no keyboard hook", "Windows does not let me hear a letter.", "Use the keys that need no letter.")
        self._hold = _Hold(struck, patience, lapsed, until, frozenset(self._held()))

    def let_go(self) -> None:
        """As `contracts.Keys` has it."""
        if self._hold is not None:
            self._hold.ending = True
            self._give_back()

    def close(self) -> None:
        if self._hold is not None:
            self._hold.down.clear()
            self.let_go()

    @property
    def patience_ms(self) -> int | None:
        """Until it lapses; None where it does not."""
        if self._hold is None or self._hold.ending or self._hold.down:
            return None
        return max(0, round(1000 * (self._hold.until - time.monotonic())))

    def lapse(self) -> None:
        """Lets go if it was held for long enough."""
        hold, now = self._hold, time.monotonic()
        if hold is not None and self.patience_ms == 0:
            self.let_go()
            hold.lapsed(now)

    def _give_back(self) -> None:
        if self._hold is not None and self._hold.ending and not self._hold.down:
            self._hold = None
            self._user32.UnhookWindowsHookEx(self._hook)
            self._hook = None

    def _held(self) -> list[str]:
        return [name for name, codes in _MODIFIERS.items() if any(self._user32.GetAsyncKeyState(code) & 0x8000 for code in codes)]

    def _on_key(self, code: int, message: int, about: int) -> int:
        """Not 0 takes the key away from everybody else. `about`: a KBDLLHOOKSTRUCT, which begins with the key's number."""
        hold = self._hold
        if code < 0 or hold is None:
            return int(self._user32.CallNextHookEx(None, code, message, about))
        key = int(ctypes.cast(about, ctypes.POINTER(wintypes.DWORD))[0])
        if key in _PASSED or not self._took(hold, key, message):
            return int(self._user32.CallNextHookEx(None, code, message, about))
        return 1

    def _took(self, hold: _Hold, key: int, message: int) -> bool:
        at, held = time.monotonic(), self._held()
        hold.over = hold.over.intersection(held)
        if message in _UP:
            if key not in hold.down:
                return False  # it went down before
            hold.until = at + hold.patience
            hold.struck(Stroke(hold.down.pop(key), False, at))
            self._give_back()
            return True
        mask = sum(self._codes.modifiers[name] for name in held)
        if message not in _DOWN or self._is_bound(key, mask):
            return False
        if key in hold.down:  # it repeats itself
            return True
        names = hold.down[key] = self._names(key, hold, held)
        if not hold.ending:
            hold.until = at + hold.patience
            hold.struck(Stroke(names, True, at))
        return True

    def _names(self, key: int, hold: _Hold, held: list[str]) -> tuple[str, ...]:
        modifiers = tuple(name for name in held if name not in hold.over)
        shifted = "Shift" in modifiers
        return with_modifiers([self._codes.name(key, shifted=shifted), self._sign(key, shifted)], modifiers)

    def _sign(self, key: int, shifted: bool) -> str:
        """The sign that the key types by the layout in use, of those that a table may name."""
        wanted = key | (0x100 if shifted else 0)
        found = next((sign for sign in _SIGNS if self._user32.VkKeyScanW(sign) & 0xFFFF == wanted), "")
        return of_sign(found, shifted=shifted)
