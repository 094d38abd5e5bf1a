"""The functions of Windows' libraries that are called, with their types (Windows' own headers), and the structures they fill."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes
from dataclasses import dataclass
from typing import Any

from mmassist.errors import DesktopError

_WORD, _BOOL, _HWND, _INT, _UINT = wintypes.DWORD, wintypes.BOOL, wintypes.HWND, ctypes.c_int, wintypes.UINT
_TEXT, _PTR = wintypes.LPWSTR, ctypes.c_void_p

# Windows calls back by its own convention, which on 64 bits is C's.
_function = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)
ON_WINDOW = _function(_BOOL, _PTR, _PTR)
ON_MONITOR = _function(_BOOL, _PTR, _PTR, ctypes.POINTER(wintypes.RECT), _PTR)
ON_EVENT = _function(None, _PTR, _WORD, _PTR, wintypes.LONG, wintypes.LONG, _WORD, _WORD)
ON_MESSAGE = _function(ctypes.c_ssize_t, _PTR, _UINT, ctypes.c_size_t, ctypes.c_ssize_t)
ON_KEY = _function(ctypes.c_ssize_t, _INT, ctypes.c_size_t, ctypes.c_size_t)

# Name -> what it returns, and takes.
_USER32: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "CallNextHookEx": (ctypes.c_ssize_t, (_PTR, _INT, ctypes.c_size_t, ctypes.c_size_t)),
    "CreateWindowExW": (_HWND, (_WORD, _TEXT, _TEXT, _WORD, _INT, _INT, _INT, _INT, _HWND, _PTR, _PTR, _PTR)),
    "ClientToScreen": (_BOOL, (_HWND, _PTR)),
    "DefWindowProcW": (ctypes.c_ssize_t, (_HWND, _UINT, ctypes.c_size_t, ctypes.c_ssize_t)),
    "DestroyWindow": (_BOOL, (_HWND,)),
    "DispatchMessageW": (_PTR, (_PTR,)),
    "EnumDisplayMonitors": (_BOOL, (_PTR, _PTR, ON_MONITOR, _PTR)),
    "EnumWindows": (_BOOL, (ON_WINDOW, _PTR)),
    "GetAncestor": (_HWND, (_HWND, _UINT)),
    "GetAsyncKeyState": (ctypes.c_short, (_INT,)),
    "GetClipboardOwner": (_HWND, ()),
    "GetClassNameW": (_INT, (_HWND, _TEXT, _INT)),
    "GetClientRect": (_BOOL, (_HWND, _PTR)),
    "GetCursorPos": (_BOOL, (_PTR,)),
    "GetForegroundWindow": (_HWND, ()),
    "GetMessageW": (_INT, (_PTR, _HWND, _UINT, _UINT)),
    "GetWindow": (_HWND, (_HWND, _UINT)),
    "GetWindowLongW": (wintypes.LONG, (_HWND, _INT)),
    "GetWindowThreadProcessId": (_WORD, (_HWND, _PTR)),
    "InternalGetWindowText": (_INT, (_HWND, _TEXT, _INT)),
    "IsIconic": (_BOOL, (_HWND,)),
    "IsWindow": (_BOOL, (_HWND,)),
    "IsWindowVisible": (_BOOL, (_HWND,)),
    "MsgWaitForMultipleObjects": (_WORD, (_WORD, _PTR, _BOOL, _WORD, _WORD)),
    "PeekMessageW": (_BOOL, (_PTR, _HWND, _UINT, _UINT, _UINT)),
    "PostThreadMessageW": (_BOOL, (_WORD, _UINT, _PTR, _PTR)),
    "RegisterClassW": (_WORD, (_PTR,)),
    "RegisterHotKey": (_BOOL, (_HWND, _INT, _UINT, _UINT)),
    "SetCursorPos": (_BOOL, (_INT, _INT)),
    "SetForegroundWindow": (_BOOL, (_HWND,)),
    "SetProcessDpiAwarenessContext": (_BOOL, (_PTR,)),
    "SetWindowsHookExW": (_PTR, (_INT, ON_KEY, _PTR, _WORD)),
    "SetWinEventHook": (_PTR, (_WORD, _WORD, _PTR, ON_EVENT, _WORD, _WORD, _WORD)),
    "mouse_event": (None, (_WORD, _WORD, _WORD, _WORD, _PTR)),
    "UnhookWinEvent": (_BOOL, (_PTR,)),
    "UnregisterClassW": (_BOOL, (_TEXT, _PTR)),
    "UnregisterHotKey": (_BOOL, (_HWND, _INT)),
    "UnhookWindowsHookEx": (_BOOL, (_PTR,)),
    "VkKeyScanW": (ctypes.c_short, (ctypes.c_wchar,)),
    "WindowFromPoint": (_HWND, (wintypes.POINT,)),
}
_KERNEL32: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "CloseHandle": (_BOOL, (_PTR,)),
    "GetCurrentThreadId": (_WORD, ()),
    "OpenProcess": (_PTR, (_WORD, _BOOL, _WORD)),
    "QueryFullProcessImageNameW": (_BOOL, (_PTR, _WORD, _TEXT, _PTR)),
}
_DWMAPI: dict[str, tuple[Any, tuple[Any, ...]]] = {"DwmGetWindowAttribute": (ctypes.c_long, (_HWND, _WORD, _PTR, _WORD))}
_WTSAPI32: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "WTSFreeMemory": (None, (_PTR,)),
    "WTSQuerySessionInformationW": (_BOOL, (_PTR, _WORD, _INT, _PTR, _PTR)),
    "WTSRegisterSessionNotification": (_BOOL, (_HWND, _WORD)),
    "WTSUnRegisterSessionNotification": (_BOOL, (_HWND,)),
}

# DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2: boxes are in physical pixels, on each monitor.
_PER_MONITOR_2 = -4


class WindowClass(ctypes.Structure):
    """WNDCLASSW."""

    _fields_ = (
        ("style", _UINT),
        ("procedure", ON_MESSAGE),
        ("class_extra", _INT),
        ("window_extra", _INT),
        ("instance", _PTR),
        ("icon", _PTR),
        ("cursor", _PTR),
        ("background", _PTR),
        ("menu", _TEXT),
        ("name", _TEXT),
    )


@dataclass(frozen=True, slots=True)
class Libraries:
    """The libraries, or what stands in for them."""

    user32: Any
    kernel32: Any
    dwmapi: Any
    wtsapi32: Any


def load() -> Libraries:
    """Windows' own, and from now on this process is told physical pixels. Raises DesktopError on another system."""
    if sys.platform == "win32":
        found = Libraries(*(ctypes.WinDLL(name) for name in ("user32", "kernel32", "dwmapi", "wtsapi32")))
        tables = ((found.user32, _USER32), (found.kernel32, _KERNEL32), (found.dwmapi, _DWMAPI), (found.wtsapi32, _WTSAPI32))
        for library, prototypes in tables:
            for name, (result, arguments) in prototypes.items():
                function = getattr(library, name)
                function.restype, function.argtypes = result, arguments
        # Refused where it is set already, as Qt does: all the same.
        found.user32.SetProcessDpiAwarenessContext(_PER_MONITOR_2)
        return found
    else:
        raise DesktopError("this is not Windows")
