"""macOS as far as mmassist asks it: windows, displays, key events and accessible objects."""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from mmassist.desktop.keycodes import Keycodes
from mmassist.desktop.mac.apis import Apis
from mmassist.values import Box

_CODES = Keycodes.load("macos")
_MODIFIERS = {"alt": "Alt", "ctrl": "Ctrl", "shift": "Shift", "super": "Super"}
CANNOT_COMPLETE, INVALID = -25204, -25202


def rect(box: Box) -> Any:
    return SimpleNamespace(origin=SimpleNamespace(x=box.x, y=box.y), size=SimpleNamespace(width=box.width, height=box.height))


@dataclass(slots=True)
class FakeDisplay:
    points: Box
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class AxValue:
    """An AXValue: of kind 3 a rectangle, of kind 5 an error in the place of an attribute."""

    kind: int
    content: Any = None


@dataclass(eq=False, slots=True)
class FakeObject:
    """An accessible object. `asked`: the attributes that were ever asked of it; `hangs`: seconds until it answers; `done`: what was done to
    it, `refuses`: what it won't do."""

    attributes: dict[str, Any]
    hangs: float = 0.0
    asked: set[str] = field(default_factory=set)
    done: list[str] = field(default_factory=list)
    refuses: frozenset[str] = frozenset()


def control(role: str, title: str = "", box: Box | None = None, children: Sequence[FakeObject] = (), **attributes: Any) -> FakeObject:
    """Attributes by their names without AX."""
    told = {f"AX{name}": value for name, value in attributes.items()}
    frame = {"AXFrame": AxValue(3, rect(box))} if box else {}
    return FakeObject({"AXRole": role, "AXTitle": title, "AXChildren": list(children), **frame, **told})


@dataclass(slots=True)
class FakeMac:
    """`rows`: the window server's list, the highest first; places in points. `programs`: the accessible windows, by process."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    displays: list[FakeDisplay] = field(default_factory=lambda: [FakeDisplay(Box(0, 0, 1440, 900))])
    pointer: tuple[float, float] = (5, 6)
    programs: dict[int, list[FakeObject]] = field(default_factory=dict)
    trusted: bool = True
    sees_screen: bool = True
    secured: int = 0
    shortcuts: dict[str, Any] = field(default_factory=dict)
    asked_for_trust: int = 0
    calls: int = 0
    tap: Callable[[Any, int, Any, Any], Any] | None = None
    tap_is_on: bool = False
    passed_on: list[tuple[int, int]] = field(default_factory=list)
    loops: dict[int, queue.Queue[Callable[[], None]]] = field(default_factory=dict)
    stopped: set[int] = field(default_factory=set)
    numbers: Any = field(default_factory=lambda: itertools.count(100))
    mouse: list[tuple[int, tuple[float, float]]] = field(default_factory=list)
    held: int = 0
    brought: list[int] = field(default_factory=list)
    session: dict[str, Any] = field(default_factory=lambda: {"kCGSSessionOnConsoleKey": True})
    distributed: Notifications = field(default_factory=lambda: Notifications())
    workspace: Notifications = field(default_factory=lambda: Notifications())

    @property
    def apis(self) -> Apis:
        return Apis(_Quartz(self), _Services(self), _Foundation(self), _AppKit(self))

    def add(self, title: str, box: Box, *, level: int = 0, owner: str = "TextEdit", pid: int = 4711) -> int:
        number = int(next(self.numbers))
        bounds = {"X": box.x, "Y": box.y, "Width": box.width, "Height": box.height}
        row = {"kCGWindowNumber": number, "kCGWindowOwnerName": owner, "kCGWindowOwnerPID": pid, "kCGWindowName": title}
        self.rows.insert(0, row | {"kCGWindowLayer": level, "kCGWindowAlpha": 1.0, "kCGWindowBounds": bounds})
        return number

    def press(self, chord: str, *, repeat: bool = False) -> None:
        self._key(10, chord, repeat=repeat)

    def let_go(self, chord: str) -> None:
        self._key(11, chord)

    def disable_tap(self) -> None:
        """As macOS does with one that took too long."""
        self.tap_is_on = False
        self._deliver(0xFFFFFFFE, None)

    def take(self, chord: str) -> None:
        """The system itself has it as a shortcut."""
        mask, key = _numbers(chord)
        self.shortcuts[str(len(self.shortcuts))] = {
            "enabled": 1,
            "value": {"parameters": [65535, key, mask | 0x800000], "type": "standard"},
        }

    def _key(self, kind: int, chord: str, *, repeat: bool = False) -> None:
        mask, key = _numbers(chord)
        event = SimpleNamespace(key=key, flags=mask | 0x100, repeat=int(repeat))
        if self.tap is None or not self.tap_is_on or self._deliver(kind, event) is not None:
            self.passed_on.append((kind, key))

    def _deliver(self, kind: int, event: Any) -> Any:
        """On the thread of the tap, as its run loop does."""
        answer: list[Any] = []
        came = threading.Event()

        def deliver() -> None:
            answer.append(self.tap(None, kind, event, None) if self.tap else event)
            came.set()

        next(iter(self.loops.values())).put(deliver)
        assert came.wait(5)
        return answer[0]


def _numbers(chord: str) -> tuple[int, int]:
    *modifiers, key = chord.split("+")
    mask = 0
    for modifier in modifiers:
        mask |= _CODES.modifiers[_MODIFIERS[modifier]]
    return mask, {"question": 0x2C}.get(key) or _CODES.keys[key]


class _Quartz:
    kCFRunLoopDefaultMode = "default"

    def __init__(self, mac: FakeMac) -> None:
        self._mac = mac

    def CGWindowListCopyWindowInfo(self, options: int, relative: int) -> list[dict[str, Any]]:
        return list(self._mac.rows)

    def CGGetActiveDisplayList(self, most: int, displays: None, count: None) -> tuple[int, tuple[int, ...], int]:
        return 0, tuple(range(len(self._mac.displays))), len(self._mac.displays)

    def CGDisplayBounds(self, display: int) -> Any:
        return rect(self._mac.displays[display].points)

    def CGDisplayCopyDisplayMode(self, display: int) -> FakeDisplay:
        return self._mac.displays[display]

    def CGDisplayModeGetPixelWidth(self, mode: FakeDisplay) -> int:
        return round(mode.points.width * mode.scale)

    def CGDisplayModeGetWidth(self, mode: FakeDisplay) -> int:
        return mode.points.width

    def CGEventCreate(self, source: None) -> str:
        return "event"

    def CGEventGetLocation(self, event: Any) -> Any:
        return SimpleNamespace(x=self._mac.pointer[0], y=self._mac.pointer[1])

    def CGEventCreateMouseEvent(self, source: None, kind: int, place: tuple[float, float], button: int) -> tuple[int, tuple[float, float]]:
        return kind, place

    def CGEventPost(self, tap: int, event: tuple[int, tuple[float, float]]) -> None:
        self._mac.mouse.append(event)

    def CGEventSourceFlagsState(self, state: int) -> int:
        return self._mac.held

    def CGEventSourceButtonState(self, state: int, button: int) -> bool:
        return False

    def CGPreflightScreenCaptureAccess(self) -> bool:
        return self._mac.sees_screen

    def CGRequestScreenCaptureAccess(self) -> bool:
        self._mac.asked_for_trust += 1
        return self._mac.sees_screen

    def CGSessionCopyCurrentDictionary(self) -> Mapping[str, Any]:
        return self._mac.session | ({"kCGSSessionSecureInputPID": self._mac.secured} if self._mac.secured else {})

    # events and run loops

    def CFRunLoopGetCurrent(self) -> int:
        self._mac.loops[threading.get_ident()] = queue.Queue()
        return threading.get_ident()

    def CGEventTapCreate(self, where: int, place: int, options: int, mask: int, callback: Any, given: None) -> str | None:
        if not self._mac.trusted:
            return None
        self._mac.tap = callback
        return "tap"

    def CFMachPortCreateRunLoopSource(self, allocator: None, port: str, order: int) -> str:
        return "source"

    def CFRunLoopAddSource(self, loop: int, source: str, mode: str) -> None: ...

    def CGEventTapEnable(self, tap: str, enable: bool) -> None:
        self._mac.tap_is_on = enable

    def CFMachPortInvalidate(self, port: str) -> None:
        self._mac.tap = None

    def CFRunLoopPerformBlock(self, loop: int, mode: str, block: Callable[[], None]) -> None:
        self._mac.loops[loop].put(block)

    def CFRunLoopWakeUp(self, loop: int) -> None: ...

    def CFRunLoopStop(self, loop: int) -> None:
        self._mac.stopped.add(loop)

    def CFRunLoopRunInMode(self, mode: str, seconds: float, once: bool) -> int:
        mine, until = threading.get_ident(), time.monotonic() + seconds
        while mine not in self._mac.stopped and (left := until - time.monotonic()) > 0:
            try:
                self._mac.loops[mine].get(timeout=left)()
            except queue.Empty:
                break
        self._mac.stopped.discard(mine)
        return 1

    def CGEventGetIntegerValueField(self, event: Any, which: int) -> int:
        return int(event.key if which == 9 else event.repeat)

    def CGEventKeyboardGetUnicodeString(self, event: Any, most: int, length: None, text: None) -> tuple[int, str]:
        """As an American keyboard types it; control characters with Control."""
        name = next((name for name, code in _CODES.keys.items() if code == event.key), "")
        typed = name if len(name) == 1 else {0x2C: "/"}.get(event.key, "\x1b")
        if event.flags & _CODES.modifiers["Shift"]:
            typed = typed.upper() if typed.isalpha() else {"/": "?"}.get(typed, typed)
        if event.flags & _CODES.modifiers["Ctrl"]:
            typed = "\x01"
        return len(typed), typed

    def CGEventGetFlags(self, event: Any) -> int:
        return int(event.flags)


class _Services:
    kAXTrustedCheckOptionPrompt = "AXTrustedCheckOptionPrompt"

    def __init__(self, mac: FakeMac) -> None:
        self._mac = mac

    def AXIsProcessTrustedWithOptions(self, options: Mapping[str, bool]) -> bool:
        self._mac.asked_for_trust += int(options["AXTrustedCheckOptionPrompt"])
        return self._mac.trusted

    def AXUIElementCreateApplication(self, pid: int) -> int:
        return pid

    def AXUIElementSetMessagingTimeout(self, element: Any, seconds: float) -> int:
        return 0

    def AXUIElementSetAttributeValue(self, element: Any, name: str, value: Any) -> int:
        if name == "AXFrontmost":
            self._mac.brought.append(element)
            return 0
        if name != "AXFocused" or not isinstance(element, FakeObject) or name in element.refuses:
            return -25205
        element.done.append("AXFocused")
        return 0

    def AXUIElementCopyActionNames(self, element: FakeObject, nothing: None) -> tuple[int, list[str] | None]:
        return (0, ["AXPress"]) if element.attributes.get("AXRole") == "AXButton" else (INVALID, None)

    def AXUIElementPerformAction(self, element: FakeObject, name: str) -> int:
        if name in element.refuses:
            return CANNOT_COMPLETE
        element.done.append(name)
        return 0

    def AXUIElementCopyAttributeValue(self, element: int, name: str, nothing: None) -> tuple[int, Any]:
        self._mac.calls += 1
        if element not in self._mac.programs:
            return CANNOT_COMPLETE, None
        return 0, list(self._mac.programs[element])

    def AXUIElementCopyMultipleAttributeValues(
        self, element: FakeObject, names: Sequence[str], options: int, nothing: None
    ) -> tuple[int, list[Any] | None]:
        self._mac.calls += 1
        time.sleep(element.hangs)
        element.asked |= set(names)
        if not element.attributes:
            return INVALID, None
        return 0, [element.attributes.get(name, AxValue(5, -25205)) for name in names]

    def AXValueGetType(self, value: Any) -> int:
        if not isinstance(value, AxValue):
            raise TypeError("not an AXValue")
        return value.kind

    def AXValueGetValue(self, value: AxValue, kind: int, nothing: None) -> tuple[bool, Any]:
        return value.kind == kind, value.content


class _Defaults:
    def __init__(self, mac: FakeMac) -> None:
        self._mac = mac

    def standardUserDefaults(self) -> _Defaults:
        return self

    def persistentDomainForName_(self, name: str) -> Mapping[str, Any] | None:
        return {"AppleSymbolicHotKeys": self._mac.shortcuts} if self._mac.shortcuts else None


class Notifications:
    """A centre of notifications, the distributed one or the workspace's."""

    def __init__(self) -> None:
        self.observers: list[tuple[str, Callable[[Any], None]]] = []

    def addObserverForName_object_queue_usingBlock_(self, name: str, sender: None, queue: None, block: Callable[[Any], None]) -> Any:
        self.observers.append((name, block))
        return self.observers[-1]

    def removeObserver_(self, observer: Any) -> None:
        self.observers.remove(observer)

    def post(self, name: str) -> None:
        """On a thread that is not the loop's, as the main thread is not."""
        for wanted, block in tuple(self.observers):
            if wanted == name:
                thread = threading.Thread(target=block, args=(name,))
                thread.start()
                thread.join()


class _AppKit:
    def __init__(self, mac: FakeMac) -> None:
        workspace = SimpleNamespace(notificationCenter=lambda: mac.workspace)
        self.NSWorkspace = SimpleNamespace(sharedWorkspace=lambda: workspace)


class _Foundation:
    def __init__(self, mac: FakeMac) -> None:
        self.NSUserDefaults = _Defaults(mac)
        self.NSDistributedNotificationCenter = SimpleNamespace(defaultCenter=lambda: mac.distributed)
