"""Windows as far as mmassist asks it: user32, kernel32, dwmapi and wtsapi32 over a few windows, a keyboard and a session."""

from __future__ import annotations

import ctypes
import itertools
import queue
import threading
from collections.abc import Callable
from ctypes import wintypes
from dataclasses import dataclass, field
from typing import Any

from mmassist.desktop.win.dll import Libraries
from mmassist.values import Box

FRAME = 8
_MODIFIERS = {"alt": 0x1, "ctrl": 0x2, "shift": 0x4, "super": 0x8}


@dataclass(slots=True)
class FakeWindow:
    """`box`: its client area; a frame of `FRAME` pixels lies around it."""

    title: str
    box: Box
    kind: str = "Notepad"
    pid: int = 4711
    owner: int = 0
    style: int = 0
    extended: int = 0
    minimised: bool = False
    cloaked: bool = False


@dataclass(slots=True)
class FakeWindows:
    """The desktop: what the three libraries answer from. `order`: the windows, on top first; `others`: hotkeys of another program."""

    windows: dict[int, FakeWindow] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    monitors: list[Box] = field(default_factory=lambda: [Box(0, 0, 1920, 1080), Box(-1280, 0, 1280, 1024)])
    pointer: tuple[int, int] = (5, 6)
    copied_by: int = 0
    others: set[tuple[int, int]] = field(default_factory=set)
    down: set[int] = field(default_factory=set)
    queues: dict[int, queue.Queue[tuple[int, int] | Callable[[], None]]] = field(default_factory=dict)
    hotkeys: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    keyboard_hooks: dict[int, tuple[int, Any]] = field(default_factory=dict)
    passed_on: list[int] = field(default_factory=list)
    hooks: dict[int, tuple[int, int, Any, int]] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: itertools.count(0x10010))
    lets_point: bool = True
    mouse: list[tuple[int, tuple[int, int]]] = field(default_factory=list)
    brought: list[int] = field(default_factory=list)
    session: tuple[int, int] = (0, 1)
    """Its state and its flags: active and unlocked."""
    classes: dict[str, Any] = field(default_factory=dict)
    hidden: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Windows that nobody sees: class and thread."""
    told_of_session: set[int] = field(default_factory=set)

    @property
    def libraries(self) -> Libraries:
        return Libraries(_User32(self), _Kernel32(), _Dwm(self), _Wts(self))

    def add(self, window: FakeWindow) -> int:
        """In front of all others."""
        number = int(next(self.numbers))
        self.windows[number] = window
        self.order.insert(0, number)
        self.event(0x3, number)
        return number

    def remove(self, number: int) -> None:
        del self.windows[number]
        self.order.remove(number)
        self.event(0x8001, number)
        self.event(0x3, self.front())

    def front(self) -> int:
        return next((number for number in self.order if not self.windows[number].minimised), 0)

    def event(self, kind: int, window: int, about: int = 0) -> None:
        """Waits until those who listen have been told."""
        for hook, (first, last, callback, thread) in tuple(self.hooks.items()):
            if first <= kind <= last:
                told = threading.Event()

                def tell(hook: int = hook, callback: Any = callback, told: threading.Event = told) -> None:
                    callback(hook, kind, window, about, 0, 0, 0)
                    told.set()

                self.queues[thread].put(tell)
                assert told.wait(5)

    def broadcast(self, kind: int, about: int) -> None:
        """A message to the windows that nobody sees; of the session to those alone that asked for it. Waits until they have been told."""
        for window, (name, thread) in tuple(self.hidden.items()):
            if kind == 0x2B1 and window not in self.told_of_session:
                continue
            called, told = self.classes[name], threading.Event()

            def tell(window: int = window, called: Any = called, told: threading.Event = told) -> None:
                called(window, kind, about, 0)
                told.set()

            self.queues[thread].put(tell)
            assert told.wait(5)

    def press(self, chord: str) -> None:
        """As a keyboard that repeats nothing, as MOD_NOREPEAT asks. "ctrl+shift+F1". A hook is asked first, and may take it away."""
        mask, key = _numbers(chord)
        self.down |= _held(mask)
        if self._hooked(0x100, key):
            return
        self.down.add(key)
        for (thread, number), (wanted, code) in tuple(self.hotkeys.items()):
            if (wanted & ~0x4000, code) == (mask, key):
                self.queues[thread].put((0x312, number))

    def let_go(self, chord: str) -> None:
        mask, key = _numbers(chord)
        taken = self._hooked(0x101, key)
        self.down -= {key, *_held(mask)}
        if not taken:
            self.passed_on.append(key)

    def _hooked(self, message: int, key: int) -> bool:
        """Whether a keyboard hook took the key. It is called on its own thread."""
        for thread, callback in tuple(self.keyboard_hooks.values()):
            about, answer, told = wintypes.DWORD(key), list[int](), threading.Event()

            def ask(callback: Any = callback, about: Any = about, answer: list[int] = answer, told: threading.Event = told) -> None:
                answer.append(int(callback(0, message, ctypes.addressof(about))))
                told.set()

            self.queues[thread].put(ask)
            assert told.wait(5)
            if answer[0]:
                return True
        return False

    def take(self, chord: str) -> None:
        """Another program has it from now on."""
        self.others.add(_numbers(chord))


def _numbers(chord: str) -> tuple[int, int]:
    *modifiers, key = chord.split("+")
    code = 0x6F + int(key[1:]) if key[0] == "F" and key[1:] else {"Escape": 0x1B, "question": 0xBF}.get(key) or ord(key.upper())
    return sum(_MODIFIERS[modifier] for modifier in modifiers), code


def _held(mask: int) -> set[int]:
    return {code for name, code in (("ctrl", 0x11), ("shift", 0x10), ("alt", 0x12), ("super", 0x5B)) if mask & _MODIFIERS[name]}


class _Kernel32:
    def GetCurrentThreadId(self) -> int:
        return threading.get_ident() & 0x7FFFFFFF

    def OpenProcess(self, access: int, inherit: bool, pid: int) -> int:
        return pid

    def QueryFullProcessImageNameW(self, process: int, flags: int, text: Any, length: Any) -> int:
        text.value = r"C:\Windows\System32\notepad.exe"
        return 1

    def CloseHandle(self, handle: int) -> int:
        return 1


class _SessionInfo(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in ("level", "unused", "session", "state", "flags"))


class _Wts:
    def __init__(self, desk: FakeWindows) -> None:
        self._desk = desk
        self._given: dict[int, _SessionInfo] = {}

    def WTSRegisterSessionNotification(self, window: int, flags: int) -> int:
        self._desk.told_of_session.add(window)
        return 1

    def WTSUnRegisterSessionNotification(self, window: int) -> int:
        self._desk.told_of_session.discard(window)
        return 1

    def WTSQuerySessionInformationW(self, server: None, session: int, kind: int, place: Any, length: Any) -> int:
        assert kind == 25
        info = _SessionInfo(1, 0, 2, *self._desk.session)
        place._obj.value = ctypes.addressof(info)
        self._given[ctypes.addressof(info)] = info
        return 1

    def WTSFreeMemory(self, place: Any) -> None:
        del self._given[place.value]


class _Dwm:
    def __init__(self, desk: FakeWindows) -> None:
        self._desk = desk

    def DwmGetWindowAttribute(self, window: int, attribute: int, place: Any, size: int) -> int:
        found = self._desk.windows.get(window)
        if found is None:
            return -1
        if attribute == 14:
            place._obj.value = 2 if found.cloaked else 0
        else:
            _fill(place, Box(found.box.x - FRAME, found.box.y - FRAME, found.box.width + 2 * FRAME, found.box.height + 2 * FRAME))
        return 0


def _fill(place: Any, box: Box) -> None:
    area = place._obj
    area.left, area.top, area.right, area.bottom = box.x, box.y, box.right, box.bottom


class _User32:
    def __init__(self, desk: FakeWindows) -> None:
        self._desk = desk

    def _thread(self) -> int:
        return threading.get_ident() & 0x7FFFFFFF

    def _queue(self) -> queue.Queue[tuple[int, int] | Callable[[], None]]:
        return self._desk.queues.setdefault(self._thread(), queue.Queue())

    # windows

    def GetForegroundWindow(self) -> int | None:
        return self._desk.front() or None

    def IsWindow(self, window: int) -> int:
        return int(window in self._desk.windows)

    def IsWindowVisible(self, window: int) -> int:
        return 1

    def IsIconic(self, window: int) -> int:
        return int(self._desk.windows[window].minimised)

    def GetClientRect(self, window: int, place: Any) -> int:
        if (found := self._desk.windows.get(window)) is None:
            return 0
        _fill(place, Box(0, 0, found.box.width, found.box.height))
        return 1

    def ClientToScreen(self, window: int, place: Any) -> int:
        if (found := self._desk.windows.get(window)) is None:
            return 0
        place._obj.x, place._obj.y = found.box.x, found.box.y
        return 1

    def InternalGetWindowText(self, window: int, text: Any, most: int) -> int:
        text.value = self._desk.windows[window].title
        return len(text.value)

    def GetClassNameW(self, window: int, text: Any, most: int) -> int:
        text.value = self._desk.windows[window].kind
        return len(text.value)

    def GetWindowLongW(self, window: int, index: int) -> int:
        found = self._desk.windows[window]
        return found.style if index == -16 else found.extended

    def GetWindow(self, window: int, which: int) -> int | None:
        return self._desk.windows[window].owner or None

    def GetWindowThreadProcessId(self, window: int, place: Any) -> int:
        place._obj.value = self._desk.windows[window].pid
        return 1

    def EnumWindows(self, callback: Any, given: None) -> int:
        for number in self._desk.order:
            callback(number, 0)
        return 1

    def EnumDisplayMonitors(self, context: None, clip: None, callback: Any, given: None) -> int:
        for box in self._desk.monitors:
            callback(1, 0, wintypes.RECT(box.x, box.y, box.right, box.bottom), 0)
        return 1

    def GetClipboardOwner(self) -> int | None:
        return self._desk.copied_by or None

    def GetCursorPos(self, place: Any) -> int:
        place._obj.x, place._obj.y = self._desk.pointer
        return 1

    def SetCursorPos(self, x: int, y: int) -> int:
        if not self._desk.lets_point:
            return 0
        self._desk.pointer = (x, y)
        return 1

    def mouse_event(self, flags: int, dx: int, dy: int, data: int, extra: None) -> None:
        self._desk.mouse.append((flags, self._desk.pointer))

    def SetForegroundWindow(self, window: int) -> int:
        self._desk.brought.append(window)
        return 1

    def WindowFromPoint(self, place: wintypes.POINT) -> int | None:
        shown = (number for number in self._desk.order if self._desk.windows[number].box.contains(place.x, place.y))
        return next(shown, None)

    def GetAncestor(self, window: int, which: int) -> int:
        return window

    def RegisterClassW(self, place: Any) -> int:
        self._desk.classes[place._obj.name] = place._obj.procedure
        return 1

    def UnregisterClassW(self, name: str, module: None) -> int:
        return int(self._desk.classes.pop(name, None) is not None)

    def CreateWindowExW(self, extended: int, kind: str, title: None, style: int, *place_and_owners: Any) -> int:
        self._queue()
        number = int(next(self._desk.numbers))
        self._desk.hidden[number] = kind, self._thread()
        return number

    def DestroyWindow(self, window: int) -> int:
        return int(self._desk.hidden.pop(window, None) is not None)

    def DefWindowProcW(self, window: int, kind: int, about: int, more: int) -> int:
        return 0

    # keys, messages and events

    def RegisterHotKey(self, window: None, number: int, modifiers: int, key: int) -> int:
        if (modifiers & ~0x4000, key) in self._desk.others:
            return 0
        self._queue()
        self._desk.hotkeys[self._thread(), number] = (modifiers, key)
        return 1

    def UnregisterHotKey(self, window: None, number: int) -> int:
        return int(self._desk.hotkeys.pop((self._thread(), number), None) is not None)

    def GetAsyncKeyState(self, key: int) -> int:
        return -32768 if key in self._desk.down else 0

    def SetWinEventHook(self, first: int, last: int, module: None, callback: Any, process: int, thread: int, flags: int) -> int:
        self._queue()
        number = int(next(self._desk.numbers))
        self._desk.hooks[number] = (first, last, callback, self._thread())
        return number

    def SetWindowsHookExW(self, kind: int, callback: Any, module: None, thread: int) -> int:
        self._queue()
        number = int(next(self._desk.numbers))
        self._desk.keyboard_hooks[number] = (self._thread(), callback)
        return number

    def UnhookWindowsHookEx(self, hook: int) -> int:
        return int(self._desk.keyboard_hooks.pop(hook, None) is not None)

    def CallNextHookEx(self, hook: None, code: int, message: int, about: int) -> int:
        return 0

    def VkKeyScanW(self, sign: str) -> int:
        """Of an American keyboard, as far as it is asked about."""
        return {"/": 0xBF, "?": 0x1BF, ".": 0xBE, ",": 0xBC}.get(sign, -1)

    def UnhookWinEvent(self, hook: int) -> int:
        return int(self._desk.hooks.pop(hook, None) is not None)

    def GetMessageW(self, place: Any, window: None, first: int, last: int) -> int:
        while True:
            came = self._queue().get()
            if callable(came):  # the system calls who listens to events from within GetMessage
                came()
                continue
            place._obj.message, place._obj.wParam = came
            return int(came[0] != 0x12)

    def PeekMessageW(self, place: Any, window: None, first: int, last: int, remove: int) -> int:
        mine = self._queue()
        if not remove or mine.empty():
            return 0
        came = mine.get()
        if callable(came):  # hooks are called from within it
            came()
            return 0
        place._obj.message, place._obj.wParam = came
        return 1

    def DispatchMessageW(self, place: Any) -> int:
        return 0

    def PostThreadMessageW(self, thread: int, message: int, first: None, second: None) -> int:
        self._desk.queues[thread].put((message, 0))
        return 1

    def MsgWaitForMultipleObjects(self, count: int, handles: None, all_of: bool, milliseconds: int, mask: int) -> int:
        mine = self._queue()
        try:
            came = mine.get(timeout=None if milliseconds == 0xFFFFFFFF else milliseconds / 1000)
        except queue.Empty:
            return 258
        mine.queue.appendleft(came)  # back in its place: it is only told that something came
        mine.unfinished_tasks += 1
        return 0
