"""Global keys under X11: grabbed, so that no other program sees them, whatever locks are on.

A program that holds the keyboard (an open menu, a screen lock) keeps all keys to itself: no grab fires until it lets go.
"""

from __future__ import annotations

import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mmassist.desktop import x11
from mmassist.desktop.chords import Chord, parse
from mmassist.errors import DesktopError, HotkeyTaken, MmassistError, SettingsError

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.protocol.event import Event

log = logging.getLogger(__name__)

Pressed = Callable[[float], None]
Released = Callable[[float], None]

_MODIFIER_KEYS = {"Alt": ("Alt_L", "Alt_R"), "Super": ("Super_L", "Super_R")}
_LOCKS = ("Num_Lock", "Scroll_Lock")
_REPEATS_WITHIN = 0.03  # seconds: a release that a press follows at once is the keyboard's own repetition


class Hotkeys:
    """Grabs keys on a thread and an X connection of its own. Public methods may be called from any thread but that one."""

    def __init__(self, display: str | None = None) -> None:
        """`display`: as in $DISPLAY, which is the default."""
        self._display = display
        self._orders: queue.SimpleQueue[tuple[Callable[[_Grabs], None], Future[None]]] = queue.SimpleQueue()
        self._waker: x11.Waker | None = None
        self._thread: threading.Thread | None = None
        self._closing = False

    def start(self) -> None:
        """Raises DesktopError where there is no display."""
        connection = x11.connect(self._display)
        self._waker = x11.Waker()
        self._closing = False
        self._thread = threading.Thread(target=self._run, args=(connection, self._waker), name="hotkeys", daemon=True)
        self._thread.start()

    def bind(self, chord: str, pressed: Pressed, released: Released | None = None) -> None:
        """From now on `pressed` gets the time (`time.monotonic()`) of each press of `chord`, and `released` that of its key's release, 30
        ms late, on the hotkey thread: they must hand over and return. Holding the key is one press. Binding a bound chord again
        replaces what it does.

        Raises SettingsError for what is no chord or not on this keyboard, HotkeyTaken if another program has it.
        """
        parsed = parse(chord)
        self._order(lambda grabs: grabs.add(parsed, _Actions(pressed, released)))

    def unbind(self, chord: str) -> None:
        """Gives `chord` back to the other programs; nothing happens if it was not bound."""
        parsed = parse(chord)
        self._order(lambda grabs: grabs.remove(parsed))

    def close(self) -> None:
        """Gives all keys back, ends the thread and waits for it. Idempotent."""
        if self._thread is None or self._waker is None:
            return
        self._closing = True
        self._waker.wake()
        self._thread.join()
        self._waker.close()
        self._thread = None

    def _order(self, work: Callable[[_Grabs], None]) -> None:
        if self._thread is None or self._waker is None or not self._thread.is_alive():
            raise DesktopError("the hotkeys are not started, or the display is gone")
        done: Future[None] = Future()
        self._orders.put((work, done))
        self._waker.wake()
        try:
            done.result(timeout=5)
        except TimeoutError as late:
            raise DesktopError("the X server does not answer") from late

    def _run(self, connection: Display, waker: x11.Waker) -> None:
        from Xlib.error import ConnectionClosedError

        grabs = _Grabs(connection)
        try:
            while not self._closing:
                if waker.wait(connection, grabs.patience):
                    self._obey(grabs)
                while connection.pending_events():
                    grabs.handle(connection.next_event())
                grabs.declare()
            grabs.clear()
            connection.close()
        except (ConnectionClosedError, OSError) as lost:
            log.warning("the display is gone, and the hotkeys with it: %s", lost)
            self._refuse(lost)

    def _refuse(self, reason: Exception) -> None:
        while not self._orders.empty():
            self._orders.get()[1].set_exception(DesktopError(f"the display is gone: {reason}"))

    def _obey(self, grabs: _Grabs) -> None:
        from Xlib.error import ConnectionClosedError

        while not self._orders.empty():
            work, done = self._orders.get()
            try:
                work(grabs)
            except MmassistError as error:
                done.set_exception(error)
            except (ConnectionClosedError, OSError) as lost:
                done.set_exception(DesktopError(f"the display is gone: {lost}"))
                raise
            else:
                done.set_result(None)


@dataclass(frozen=True, slots=True)
class _Actions:
    pressed: Pressed
    released: Released | None


@dataclass(frozen=True, slots=True)
class _Grab:
    chord: Chord
    actions: _Actions
    keycode: int
    mask: int


class _Grabs:
    """The thread's own part: what is grabbed, and what a key event means."""

    def __init__(self, connection: Display) -> None:
        self._connection = connection
        self._root = connection.screen().root
        self._grabs: dict[Chord, _Grab] = {}
        self._wanted: dict[Chord, _Actions] = {}
        self._released: dict[int, int] = {}
        self._down: dict[int, _Grab] = {}
        self._up: dict[int, float] = {}  # keys that went up, and when; a repetition may follow
        self._locks: tuple[int, ...] = ()
        self._masks: dict[str, int] = {}
        self._read_modifiers()

    def add(self, chord: Chord, actions: _Actions) -> None:
        old = self._grabs.get(chord)
        grab = _Grab(chord, actions, self._keycode(chord), self._mask(chord))
        if old is None:
            self._grab(grab)
        self._grabs[chord] = grab
        self._wanted[chord] = actions

    def remove(self, chord: Chord) -> None:
        self._wanted.pop(chord, None)
        if grab := self._grabs.pop(chord, None):
            self._ungrab(grab)
            self._connection.sync()

    def clear(self) -> None:
        for chord in tuple(self._wanted):
            self.remove(chord)

    def handle(self, event: Event) -> None:
        from Xlib import X

        if event.type == X.KeyPress:
            self._press(event)
        elif event.type == X.KeyRelease:
            self._released[event.detail] = event.time
            if event.detail in self._down:
                self._up[event.detail] = time.monotonic()
        elif event.type == X.MappingNotify:
            self._connection.refresh_keyboard_mapping(event)
            self._grab_anew()

    def _press(self, event: Event) -> None:
        at = time.monotonic()
        # Auto-repeat shows as a release and a press with one and the same server time.
        if self._released.get(event.detail) == event.time:
            self._up.pop(event.detail, None)
            return
        if event.detail in self._up:
            self._let_go(event.detail)
        relevant = event.state & (self._masks["Ctrl"] | self._masks["Shift"] | self._masks["Alt"] | self._masks["Super"])
        for grab in tuple(self._grabs.values()):
            if grab.keycode == event.detail and grab.mask == relevant:
                self._down[event.detail] = grab
                grab.actions.pressed(at)

    @property
    def patience(self) -> float | None:
        """Seconds until a key that went up is known to be up; None where there is none."""
        return max(0.0, min(self._up.values()) + _REPEATS_WITHIN - time.monotonic()) if self._up else None

    def declare(self) -> None:
        """Tells of the keys that went up and were not pressed again at once."""
        due = time.monotonic() - _REPEATS_WITHIN
        for keycode in [keycode for keycode, at in self._up.items() if at <= due]:
            self._let_go(keycode)

    def _let_go(self, keycode: int) -> None:
        at, grab = self._up.pop(keycode), self._down.pop(keycode)
        if grab.actions.released is not None:
            grab.actions.released(at)

    def _grab_anew(self) -> None:
        """After another keyboard layout: the same chords may be on other keys, and modifiers on other bits.

        Another keyboard's first key brings the same event with nothing moved, and the chord itself may follow at once: what is
        where it was is never let go.
        """
        locks = self._locks
        self._read_modifiers()
        for chord, actions in tuple(self._wanted.items()):
            old = self._grabs.get(chord)
            try:
                new = _Grab(chord, actions, self._keycode(chord), self._mask(chord))
                if old is not None and locks == self._locks and (old.keycode, old.mask) == (new.keycode, new.mask):
                    continue
                if old is not None:
                    self._ungrab(self._grabs.pop(chord), locks)
                self._grab(new)
                self._grabs[chord] = new
            except (HotkeyTaken, SettingsError) as error:
                log.warning("after a change of the keyboard: %s", error)

    def _grab(self, grab: _Grab) -> None:
        from Xlib import X
        from Xlib.error import BadAccess, CatchError

        taken = CatchError(BadAccess)
        for locks in self._locks:
            modes = (False, X.GrabModeAsync, X.GrabModeAsync)
            self._root.grab_key(grab.keycode, grab.mask | locks, *modes, onerror=taken)
        self._connection.sync()
        if taken.get_error() is not None:
            self._ungrab(grab)
            self._connection.sync()
            raise HotkeyTaken(
                f"{grab.chord} is grabbed by another client",
                f"The key {grab.chord.spoken} is already taken by another program.",
            )

    def _ungrab(self, grab: _Grab, locks: tuple[int, ...] | None = None) -> None:
        """`locks`: the variants that it was grabbed with, those of now by default."""
        for mask in self._locks if locks is None else locks:
            self._root.ungrab_key(grab.keycode, grab.mask | mask)

    def _keycode(self, chord: Chord) -> int:
        from Xlib import XK

        for keycode, level in self._connection.keysym_to_keycodes(XK.string_to_keysym(chord.keysym)):
            if level == 0:
                return keycode
        raise SettingsError(
            f"{chord} is not on this keyboard",
            f"The key {chord.spoken} is not on this keyboard.",
            "Choose another key in the settings.",
        )

    def _mask(self, chord: Chord) -> int:
        mask = 0
        for modifier in chord.modifiers:
            if not self._masks[modifier]:
                raise SettingsError(
                    f"{chord}: {modifier} is no modifier on this keyboard",
                    f"This keyboard has no {modifier} key.",
                    "Choose another key in the settings.",
                )
            mask |= self._masks[modifier]
        return mask

    def _read_modifiers(self) -> None:
        from Xlib import X

        mapping = self._connection.get_modifier_mapping()
        self._masks = {"Ctrl": X.ControlMask, "Shift": X.ShiftMask}
        for name, keys in _MODIFIER_KEYS.items():
            self._masks[name] = self._bit(mapping, keys)
        locks = {bit for bit in (X.LockMask, *(self._bit(mapping, (key,)) for key in _LOCKS)) if bit}
        self._locks = tuple(sum(chosen) for size in range(len(locks) + 1) for chosen in itertools.combinations(sorted(locks), size))

    def _bit(self, mapping: Sequence[Sequence[int]], keys: tuple[str, ...]) -> int:
        """The modifier bit that one of `keys` sets, 0 if none does."""
        from Xlib import XK

        codes = {code for key in keys for code, _ in self._connection.keysym_to_keycodes(XK.string_to_keysym(key))}
        return next((1 << index for index, row in enumerate(mapping) if codes & {code for code in row if code}), 0)
