"""Global keys under macOS: taken out of the stream of key events by an event tap, so that no program sees them.

While a program secures the keyboard (a password field has the focus), macOS hands no key to anybody else: that is said once each time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mmassist.desktop.chords import Chord, parse
from mmassist.desktop.contracts import Told
from mmassist.desktop.keycodes import Keycodes
from mmassist.desktop.mac.apis import Apis, NotTrusted, load, require_trust
from mmassist.desktop.order_queue import OrderQueue
from mmassist.errors import DesktopError, HotkeyTaken

_DOWN, _UP = 10, 11  # kCGEventKeyDown, kCGEventKeyUp
_DISABLED = frozenset((0xFFFFFFFE, 0xFFFFFFFF))  # kCGEventTapDisabledByTimeout, ...ByUserInput
_SESSION, _FIRST, _ACTIVE = 1, 0, 0  # kCGSessionEventTap, kCGHeadInsertEventTap, kCGEventTapOptionDefault
_REPEAT, _KEY = 8, 9  # kCGKeyboardEventAutorepeat, kCGKeyboardEventKeycode
_LOOK = 3.0  # seconds between two looks at whether the keyboard is secured
_SECURED = "kCGSSessionSecureInputPID"


@dataclass(frozen=True, slots=True)
class _Bound:
    key: int
    mask: int
    pressed: Told
    released: Told | None


class MacHotkeys:
    """Keeps `contracts.Keys`."""

    def __init__(self, apis: Callable[[], Apis] = load, trouble: Callable[[DesktopError], None] = lambda error: None) -> None:
        """`trouble` hears, on the thread of the keys, of what keeps them from being heard."""
        self._load = apis
        self._apis: Apis | None = None
        self._trouble = trouble
        self._codes = Keycodes.load("macos")
        self._orders = OrderQueue()
        self._bound: dict[Chord, _Bound] = {}
        self._down: dict[int, _Bound] = {}
        self._thread: threading.Thread | None = None
        self._loop: Any = None
        self._tap: Any = None
        self._closing = False
        self._is_secured = False

    def start(self) -> None:
        """Raises NotTrusted where the user has not let us hear the keys."""
        self._apis = self._load()
        require_trust(self._apis, "hear its keys")
        self._closing = False
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._apis.quartz, ready), name="hotkeys", daemon=True)
        self._thread.start()
        ready.wait()
        if self._tap is None:
            self._thread.join()
            self._thread = None
            raise NotTrusted("no event tap", "The system does not let mmassist hear its keys.")

    def bind(self, chord: str, pressed: Told, released: Told | None = None) -> None:
        parsed = parse(chord)
        self._order(lambda apis: self._bind(apis, parsed, pressed, released))

    def unbind(self, chord: str) -> None:
        parsed = parse(chord)

        def forget(apis: Apis) -> None:
            self._bound.pop(parsed, None)

        self._order(forget)

    def close(self) -> None:
        if self._thread is None or self._apis is None:
            return
        self._closing = True
        self._on_thread(self._apis.quartz, lambda: None)
        self._thread.join()
        self._thread = None

    def _order(self, work: Callable[[Apis], None]) -> None:
        apis = self._apis
        if self._thread is None or apis is None:
            raise DesktopError("the hotkeys are not started")
        self._orders.give(lambda: work(apis), lambda: self._on_thread(apis.quartz, self._orders.obey))

    def _on_thread(self, quartz: Any, work: Callable[[], None]) -> None:
        def then() -> None:
            work()
            quartz.CFRunLoopStop(self._loop)

        quartz.CFRunLoopPerformBlock(self._loop, quartz.kCFRunLoopDefaultMode, then)
        quartz.CFRunLoopWakeUp(self._loop)

    def _bind(self, apis: Apis, chord: Chord, pressed: Told, released: Told | None) -> None:
        key, mask = self._codes.key(chord), self._codes.mask(chord)
        if chord not in self._bound and (key, mask) in _of_the_system(apis, self._all_modifiers):
            raise HotkeyTaken(f"{chord} is a shortcut of the system", f"The key {chord.spoken} is already taken by another program.")
        self._bound[chord] = _Bound(key, mask, pressed, released)

    @property
    def _all_modifiers(self) -> int:
        return sum(self._codes.modifiers.values())

    def _run(self, quartz: Any, ready: threading.Event) -> None:
        self._loop = quartz.CFRunLoopGetCurrent()
        self._tap = quartz.CGEventTapCreate(_SESSION, _FIRST, _ACTIVE, 1 << _DOWN | 1 << _UP, self._on_event, None)
        if self._tap is None:
            ready.set()
            return
        source = quartz.CFMachPortCreateRunLoopSource(None, self._tap, 0)
        quartz.CFRunLoopAddSource(self._loop, source, quartz.kCFRunLoopDefaultMode)
        quartz.CGEventTapEnable(self._tap, True)
        ready.set()
        while not self._closing:
            quartz.CFRunLoopRunInMode(quartz.kCFRunLoopDefaultMode, _LOOK, False)
            self._look(quartz)
        quartz.CGEventTapEnable(self._tap, False)
        quartz.CFMachPortInvalidate(self._tap)
        self._bound.clear()
        self._tap = None

    def _on_event(self, _proxy: Any, kind: int, event: Any, _given: Any) -> Any:
        """None takes the event away from all others. macOS switches off a tap that took too long: it is switched on again."""
        assert self._apis is not None  # noqa: S101 - narrows the type
        quartz, at = self._apis.quartz, time.monotonic()
        if kind & 0xFFFFFFFF in _DISABLED:
            quartz.CGEventTapEnable(self._tap, True)
            return event
        key = int(quartz.CGEventGetIntegerValueField(event, _KEY))
        if kind == _UP:
            if (let_go := self._down.pop(key, None)) is None:
                return event
            if let_go.released is not None:
                let_go.released(at)
            return None
        mask = int(quartz.CGEventGetFlags(event)) & self._all_modifiers
        bound = next((one for one in self._bound.values() if (one.key, one.mask) == (key, mask)), None)
        if bound is None:
            return event
        if not quartz.CGEventGetIntegerValueField(event, _REPEAT):
            self._down[key] = bound
            bound.pressed(at)
        return None

    def _look(self, quartz: Any) -> None:
        session = quartz.CGSessionCopyCurrentDictionary() or {}
        was, self._is_secured = self._is_secured, bool(session.get(_SECURED))
        if self._is_secured and not was:
            self._trouble(
                DesktopError(
                    "secure input is on",
                    "Another program has secured the keyboard, so that I don't hear my keys.",
                    "Leave the password field, or close the program that asked for the password.",
                )
            )


def _of_the_system(apis: Apis, modifiers: int) -> set[tuple[int, int]]:
    """Key codes and modifiers of the system's own shortcuts that are switched on, as far as they were ever changed."""
    defaults = apis.foundation.NSUserDefaults.standardUserDefaults().persistentDomainForName_("com.apple.symbolichotkeys") or {}
    found = set()
    for shortcut in (defaults.get("AppleSymbolicHotKeys") or {}).values():
        parameters: Sequence[int] = (shortcut.get("value") or {}).get("parameters") or ()
        if shortcut.get("enabled") and len(parameters) == 3:
            found.add((int(parameters[1]), int(parameters[2]) & modifiers))
    return found
