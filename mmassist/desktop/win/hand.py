"""The mouse and the window in front under Windows, moved at the user's word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mmassist.desktop.win.dll import Libraries, load
from mmassist.errors import ActRefused
from mmassist.values import Window

_LEFT_DOWN, _LEFT_UP = 0x2, 0x4  # MOUSEEVENTF_LEFTDOWN, _LEFTUP
# VK_LBUTTON, VK_RBUTTON, VK_MBUTTON, VK_SHIFT, VK_CONTROL, VK_MENU, VK_LWIN, VK_RWIN
_HELD = (0x1, 0x2, 0x4, 0x10, 0x11, 0x12, 0x5B, 0x5C)


class WinHand:
    """Keeps `contracts.Hand`."""

    def __init__(self, libraries: Callable[[], Libraries] = load) -> None:
        self._user32: Any = libraries().user32

    def point(self, x: int, y: int) -> None:
        if not self._user32.SetCursorPos(x, y):
            told = "The system does not let mmassist move the pointer now."
            raise ActRefused("SetCursorPos was refused", told, "Move the focus to it instead, and press Enter or Space.")

    def click(self, x: int, y: int) -> None:
        self.point(x, y)
        for event in (_LEFT_DOWN, _LEFT_UP):
            self._user32.mouse_event(event, 0, 0, 0, None)

    def is_held(self) -> bool:
        return any(self._user32.GetAsyncKeyState(key) < 0 for key in _HELD)

    def bring(self, window: Window) -> None:
        self._user32.SetForegroundWindow(window.id)
