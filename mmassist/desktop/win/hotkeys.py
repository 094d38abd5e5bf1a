"""Global keys under Windows: registered, so that no other program sees them."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from ctypes import byref, wintypes
from dataclasses import dataclass

from mmassist.desktop.chords import Chord, parse
from mmassist.desktop.contracts import Struck, Told
from mmassist.desktop.keycodes import Keycodes
from mmassist.desktop.order_queue import OrderQueue
from mmassist.desktop.win.dll import Libraries, load
from mmassist.desktop.win.held import HeldKeys
from mmassist.errors import DesktopError, HotkeyTaken
from mmassist.sayings import saying

_NO_REPEAT = 0x4000  # MOD_NOREPEAT
_HOTKEY, _WAKE, _QUIT = 0x312, 0x8000, 0x12  # WM_HOTKEY, WM_APP, WM_QUIT
_REMOVE, _ALL_INPUT, _FOREVER = 1, 0x4FF, 0xFFFFFFFF  # PM_REMOVE, QS_ALLINPUT, INFINITE
_LOOK_MS = 15  # Windows does not tell when the key of a hotkey goes up: it is looked at while one is down


@dataclass(frozen=True, slots=True)
class _Bound:
    number: int
    key: int
    pressed: Told
    released: Told | None


class WinHotkeys:
    """Keeps `contracts.Keys`: what is registered belongs to the thread that did it."""

    def __init__(self, libraries: Callable[[], Libraries] = load) -> None:
        self._load = libraries
        self._libraries: Libraries | None = None
        self._codes = Keycodes.load("windows")
        self._orders = OrderQueue()
        self._bound: dict[Chord, _Bound] = {}
        self._down: list[_Bound] = []
        self._numbers = itertools.count(1)
        self._thread: threading.Thread | None = None
        self._thread_id = 0
        self._held: HeldKeys | None = None

    def start(self) -> None:
        self._libraries = self._load()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._libraries, ready), name="hotkeys", daemon=True)
        self._thread.start()
        ready.wait()

    def bind(self, chord: str, pressed: Told, released: Told | None = None) -> None:
        parsed = parse(chord)
        self._order(lambda libraries: self._bind(libraries, parsed, pressed, released))

    def unbind(self, chord: str) -> None:
        parsed = parse(chord)
        self._order(lambda libraries: self._unbind(libraries, parsed))

    def hold(self, struck: Struck, patience: float, lapsed: Told) -> None:
        self._order(lambda libraries: self._hold(struck, patience, lapsed))

    def let_go(self) -> None:
        if self._thread is not None:
            self._order(lambda libraries: self._held.let_go() if self._held else None)

    def close(self) -> None:
        if self._thread is None or self._libraries is None:
            return
        self._libraries.user32.PostThreadMessageW(self._thread_id, _QUIT, None, None)
        self._thread.join()
        self._thread = None

    def _order(self, work: Callable[[Libraries], None]) -> None:
        libraries = self._libraries
        if self._thread is None or libraries is None:
            raise DesktopError("the hotkeys are not started")
        if threading.current_thread() is self._thread:
            work(libraries)
            return
        self._orders.give(lambda: work(libraries), lambda: libraries.user32.PostThreadMessageW(self._thread_id, _WAKE, None, None))

    def _bind(self, libraries: Libraries, chord: Chord, pressed: Told, released: Told | None) -> None:
        key, mask = self._codes.key(chord), self._codes.mask(chord)
        old = self._bound.get(chord)
        number = old.number if old else next(self._numbers)
        if old is None and not libraries.user32.RegisterHotKey(None, number, mask | _NO_REPEAT, key):
            raise HotkeyTaken(
                f"{chord} is registered by another program", saying("The key {key} is already taken by another program.", key=chord.spoken)
            )
        self._bound[chord] = _Bound(number, key, pressed, released)

    def _unbind(self, libraries: Libraries, chord: Chord) -> None:
        if (old := self._bound.pop(chord, None)) is not None:
            libraries.user32.UnregisterHotKey(None, old.number)

    def _hold(self, struck: Struck, patience: float, lapsed: Told) -> None:
        assert self._held is not None  # noqa: S101 - narrows the type: made where the thread began
        self._held.hold(struck, patience, lapsed)

    def _is_bound(self, key: int, mask: int) -> bool:
        return any((self._codes.key(chord), self._codes.mask(chord)) == (key, mask) for chord in self._bound)

    def _run(self, libraries: Libraries, ready: threading.Event) -> None:
        user32, message = libraries.user32, wintypes.MSG()
        user32.PeekMessageW(byref(message), None, 0, 0, 0)  # makes the queue that others post to
        self._thread_id = libraries.kernel32.GetCurrentThreadId()
        held = self._held = HeldKeys(user32, self._codes, self._is_bound)
        ready.set()
        goes_on = True
        while goes_on:
            patience = _LOOK_MS if self._down else held.patience_ms
            user32.MsgWaitForMultipleObjects(0, None, False, _FOREVER if patience is None else patience, _ALL_INPUT)
            while user32.PeekMessageW(byref(message), None, 0, 0, _REMOVE):
                goes_on = goes_on and message.message != _QUIT
                if message.message == _HOTKEY:
                    self._press(int(message.wParam))
            self._orders.obey()
            self._let_go(libraries)
            held.lapse()
        held.close()
        for chord in tuple(self._bound):
            self._unbind(libraries, chord)

    def _press(self, number: int) -> None:
        at = time.monotonic()
        for bound in tuple(self._bound.values()):
            if bound.number == number:
                self._down.append(bound)
                bound.pressed(at)

    def _let_go(self, libraries: Libraries) -> None:
        """Tells of the keys that are up by now."""
        up = [bound for bound in self._down if not libraries.user32.GetAsyncKeyState(bound.key) & 0x8000]
        self._down = [bound for bound in self._down if bound not in up]
        for bound in up:
            if bound.released is not None:
                bound.released(time.monotonic())
