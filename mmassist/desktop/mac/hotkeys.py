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
from mmassist.desktop.contracts import Struck, Told
from mmassist.desktop.keycodes import Keycodes
from mmassist.desktop.mac.apis import Apis, NotTrusted, load, require_trust
from mmassist.desktop.order_queue import OrderQueue
from mmassist.desktop.strokes import Stroke, of_sign, with_modifiers
from mmassist.errors import DesktopError, HotkeyTaken
from mmassist.sayings import saying

_DOWN, _UP = 10, 11  # kCGEventKeyDown, kCGEventKeyUp
_DISABLED = frozenset((0xFFFFFFFE, 0xFFFFFFFF))  # kCGEventTapDisabledByTimeout, ...ByUserInput
_SESSION, _FIRST, _ACTIVE = 1, 0, 0  # kCGSessionEventTap, kCGHeadInsertEventTap, kCGEventTapOptionDefault
_REPEAT, _KEY = 8, 9  # kCGKeyboardEventAutorepeat, kCGKeyboardEventKeycode
_LOOK = 3.0  # seconds between two looks at whether the keyboard is secured
_LOOK_HELD = 0.1  # and at whether it was held for long enough
_SECURED = "kCGSSessionSecureInputPID"


@dataclass(frozen=True, slots=True)
class _Bound:
    key: int
    mask: int
    pressed: Told
    released: Told | None


@dataclass(slots=True)
class _Hold:
    """All keys are ours. `over`: modifiers still held since the key that asked for it; `until`: monotonic seconds."""

    struck: Struck
    patience: float
    lapsed: Told
    until: float
    over: int


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
        self._down: dict[int, Told | None] = {}
        self._hold: _Hold | None = None
        self._flags = 0
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

    def hold(self, struck: Struck, patience: float, lapsed: Told) -> None:
        if self._thread is None:
            raise DesktopError("the hotkeys are not started")
        self._hold = _Hold(struck, patience, lapsed, time.monotonic() + patience, self._flags)

    def let_go(self) -> None:
        self._hold = None

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
            raise HotkeyTaken(
                f"{chord} is a shortcut of the system", saying("The key {key} is already taken by another program.", key=chord.spoken)
            )
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
            quartz.CFRunLoopRunInMode(quartz.kCFRunLoopDefaultMode, _LOOK_HELD if self._hold else _LOOK, False)
            self._lapse()
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
            if key not in self._down:
                return event
            if (released := self._down.pop(key)) is not None:
                released(at)
            return None
        repeats = bool(quartz.CGEventGetIntegerValueField(event, _REPEAT))
        if repeats:
            return None if key in self._down else event
        mask = self._flags = int(quartz.CGEventGetFlags(event)) & self._all_modifiers
        bound = next((one for one in self._bound.values() if (one.key, one.mask) == (key, mask)), None)
        if bound is not None:
            self._down[key] = bound.released
            bound.pressed(at)
        elif self._hold is not None:
            self._strike(quartz, self._hold, event, (key, mask), at)
        else:
            return event
        return None

    def _strike(self, quartz: Any, hold: _Hold, event: Any, pressed: tuple[int, int], at: float) -> None:
        key, mask = pressed
        hold.over &= mask
        modifiers = self._codes.held(mask & ~hold.over)
        shifted = "Shift" in modifiers
        found = [] if hold.over else [_typed(quartz, event, shifted)]  # what is typed tells of all modifiers that are down
        names = with_modifiers([*found, self._codes.name(key, shifted=shifted)], modifiers)
        struck = hold.struck
        self._down[key] = lambda at: struck(Stroke(names, False, at))
        hold.until = at + hold.patience
        struck(Stroke(names, True, at))

    def _lapse(self) -> None:
        hold, now = self._hold, time.monotonic()
        if hold is not None and hold.until <= now:
            self._hold = None
            hold.lapsed(now)

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


def _typed(quartz: Any, event: Any, shifted: bool) -> str:
    """What the key is called by the layout in use; "" for one that types nothing."""
    _, typed = quartz.CGEventKeyboardGetUnicodeString(event, 4, None, None)
    return of_sign(typed, shifted=shifted) if len(typed) == 1 and typed.isprintable() and not typed.isspace() else ""


def _of_the_system(apis: Apis, modifiers: int) -> set[tuple[int, int]]:
    """Key codes and modifiers of the system's own shortcuts that are switched on, as far as they were ever changed."""
    defaults = apis.foundation.NSUserDefaults.standardUserDefaults().persistentDomainForName_("com.apple.symbolichotkeys") or {}
    found = set()
    for shortcut in (defaults.get("AppleSymbolicHotKeys") or {}).values():
        parameters: Sequence[int] = (shortcut.get("value") or {}).get("parameters") or ()
        if shortcut.get("enabled") and len(parameters) == 3:
            found.add((int(parameters[1]), int(parameters[2]) & modifiers))
    return found
