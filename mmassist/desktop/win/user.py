"""Windows' windows, asked through user32: each call a value, and None or an empty one for a window that has just gone."""

from __future__ import annotations

import ctypes
from ctypes import byref, wintypes
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Any

from mmassist.desktop.win.dll import ON_MONITOR, ON_WINDOW, Libraries
from mmassist.values import Box, Window

_LONGEST = 1024
_GW_OWNER, _GA_ROOT = 4, 2
_GWL_STYLE, _GWL_EXSTYLE = -16, -20
_WS_POPUP = 0x80000000
_WS_EX_DLGMODALFRAME, _WS_EX_TOOLWINDOW, _WS_EX_APPWINDOW, _WS_EX_TOPMOST = 0x1, 0x80, 0x40000, 0x8
_FRAME_BOUNDS, _CLOAKED = 9, 14  # DWMWA_EXTENDED_FRAME_BOUNDS, DWMWA_CLOAKED
_QUERY = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_DIALOG, _POPUPS = "#32770", frozenset(("#32768", "tooltips_class32"))
# Of the shell's own: the ground that icons lie on.
_GROUND = frozenset(("Progman", "WorkerW"))


@dataclass(frozen=True, slots=True)
class User:
    """Any thread; microseconds each, and none waits for another program."""

    libraries: Libraries

    @property
    def _user32(self) -> Any:
        return self.libraries.user32

    def foreground(self) -> int:
        """The window in front, 0 for none."""
        return self._user32.GetForegroundWindow() or 0

    def exists(self, window: int) -> bool:
        return bool(self._user32.IsWindow(window))

    def is_open(self, window: int) -> bool:
        """Also where it is minimised or on another desktop; not where its program hides it."""
        return bool(self._user32.IsWindow(window) and self._user32.IsWindowVisible(window))

    def describe(self, window: int) -> Window | None:
        """None for one that is gone, or shows nothing."""
        if not window or not self.exists(window) or (box := self._client(window)) is None:
            return None
        pid = self._process(window)
        known = self._class(window)
        modal = bool(self._long(window, _GWL_EXSTYLE) & _WS_EX_DLGMODALFRAME) and bool(self._user32.GetWindow(window, _GW_OWNER))
        return Window(
            id=window,
            title=self._title(window),
            program=self._program(pid) if pid else "",
            pid=pid or None,
            box=box,
            dialog=known == _DIALOG or modal,
            frame=self._frame(window),
        )

    def listed(self) -> tuple[int, ...]:
        """The windows that a user would call open and that are not minimised, lowest first."""
        return tuple(window for window in self._shown() if self._is_listed(window))

    def popups(self) -> tuple[int, ...]:
        """Menus, tool tips and the like, lowest first."""
        return tuple(window for window in self._shown() if not self._is_listed(window) and self._is_popup(window))

    def at(self, x: int, y: int) -> int:
        """The top-level window at a place, 0 where there is only the ground."""
        found = self._user32.WindowFromPoint(wintypes.POINT(x, y))
        top = (self._user32.GetAncestor(found, _GA_ROOT) or 0) if found else 0
        return 0 if not top or self._class(top) in _GROUND else top

    def clipboard_owner(self) -> Window | None:
        """Who put into the clipboard what is there: often a window that nobody sees, whose box says nothing. None where it is not known."""
        window = self._user32.GetClipboardOwner()
        if not window:
            return None
        pid = self._process(window)
        return Window(window, self._title(window), self._program(pid) if pid else "", pid or None, self._client(window) or Box(0, 0, 1, 1))

    def pointer(self) -> tuple[int, int]:
        place = wintypes.POINT()
        self._user32.GetCursorPos(byref(place))
        return place.x, place.y

    def monitors(self) -> tuple[Box, ...]:
        """In the system's order."""
        found: list[Box] = []

        def on_monitor(_monitor: int, _context: int, area: Any, _given: int) -> int:
            found.append(_box(area[0]))
            return 1

        self._user32.EnumDisplayMonitors(None, None, ON_MONITOR(on_monitor), None)
        return tuple(found)

    def _shown(self) -> list[int]:
        found: list[int] = []

        def on_window(window: int, _given: int) -> int:
            found.append(window or 0)
            return 1

        self._user32.EnumWindows(ON_WINDOW(on_window), None)
        return [window for window in reversed(found) if self._is_shown(window)]

    def _is_shown(self, window: int) -> bool:
        if not self._user32.IsWindowVisible(window) or self._user32.IsIconic(window):
            return False
        cloaked = wintypes.DWORD()  # on another desktop, or a program of the store that sleeps
        self.libraries.dwmapi.DwmGetWindowAttribute(window, _CLOAKED, byref(cloaked), ctypes.sizeof(cloaked))
        return not cloaked.value and self._class(window) not in _GROUND

    def _is_listed(self, window: int) -> bool:
        style = self._long(window, _GWL_EXSTYLE)
        if style & _WS_EX_APPWINDOW:
            return True
        owned = bool(self._user32.GetWindow(window, _GW_OWNER))
        return not style & _WS_EX_TOOLWINDOW and (not owned or self._class(window) == _DIALOG)

    def _is_popup(self, window: int) -> bool:
        floats = self._long(window, _GWL_STYLE) & _WS_POPUP and self._long(window, _GWL_EXSTYLE) & _WS_EX_TOPMOST
        return self._class(window) in _POPUPS or bool(floats)

    def _title(self, window: int) -> str:
        text = ctypes.create_unicode_buffer(_LONGEST)
        # Unlike GetWindowText it sends no message, which a program that hangs (or our own window) would not answer.
        self._user32.InternalGetWindowText(window, text, _LONGEST)
        return text.value

    def _class(self, window: int) -> str:
        text = ctypes.create_unicode_buffer(_LONGEST)
        self._user32.GetClassNameW(window, text, _LONGEST)
        return text.value

    def _long(self, window: int, index: int) -> int:
        return int(self._user32.GetWindowLongW(window, index)) & 0xFFFFFFFF

    def _process(self, window: int) -> int:
        pid = wintypes.DWORD()
        self._user32.GetWindowThreadProcessId(window, byref(pid))
        return int(pid.value)

    def _program(self, pid: int) -> str:
        """The name of its file, "" where the system does not tell."""
        kernel32 = self.libraries.kernel32
        process = kernel32.OpenProcess(_QUERY, False, pid)
        if not process:
            return ""
        try:
            text, length = ctypes.create_unicode_buffer(_LONGEST), wintypes.DWORD(_LONGEST)
            kernel32.QueryFullProcessImageNameW(process, 0, text, byref(length))
            return PureWindowsPath(text.value).stem
        finally:
            kernel32.CloseHandle(process)

    def _client(self, window: int) -> Box | None:
        area, origin = wintypes.RECT(), wintypes.POINT()
        if not self._user32.GetClientRect(window, byref(area)) or not self._user32.ClientToScreen(window, byref(origin)):
            return None
        return Box(origin.x, origin.y, area.right, area.bottom) if area.right > 0 and area.bottom > 0 else None

    def _frame(self, window: int) -> Box | None:
        """As it is seen, without the invisible border by which it is resized."""
        area = wintypes.RECT()
        failed = self.libraries.dwmapi.DwmGetWindowAttribute(window, _FRAME_BOUNDS, byref(area), ctypes.sizeof(area))
        return None if failed else _box(area)


def _box(area: wintypes.RECT) -> Box:
    return Box(area.left, area.top, area.right - area.left, area.bottom - area.top)
