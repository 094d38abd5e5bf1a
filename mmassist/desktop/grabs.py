"""What is grabbed of an X keyboard: single keys, and for a while all of it. Used on the hotkeys' thread alone."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mmassist.desktop.chords import Chord
from mmassist.desktop.contracts import Struck, Told
from mmassist.desktop.layouts import Layouts
from mmassist.desktop.strokes import Stroke
from mmassist.errors import DesktopError, HotkeyTaken, SettingsError
from mmassist.sayings import saying

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.protocol.event import Event

log = logging.getLogger(__name__)

_MODIFIER_KEYS = {"Alt": ("Alt_L", "Alt_R"), "Super": ("Super_L", "Super_R")}
_LOCKS = ("Num_Lock", "Scroll_Lock")
_REPEATS_WITHIN = 0.03  # seconds: a release that a press follows at once is the keyboard's own repetition
_TRIES, _PAUSE = 5, 0.03  # of holding the keyboard, where somebody else is just letting it go
_GROUP_SHIFT = 13  # where a key event's state has the number of the layout in use (X Keyboard Extension)


@dataclass(frozen=True, slots=True)
class Actions:
    pressed: Told
    released: Told | None


@dataclass(frozen=True, slots=True)
class _Grab:
    chord: Chord
    actions: Actions
    keycode: int
    mask: int


@dataclass(slots=True)
class _Hold:
    """The keyboard is ours. `over`: modifiers that are still held since the key that asked for it; they belong to that key, and count no
    more. `until`: monotonic seconds. `ending`: it is given back once no key is down."""

    struck: Struck
    patience: float
    lapsed: Told
    until: float
    over: int
    down: set[int] = field(default_factory=set)
    ending: bool = False


class Grabs:
    """What is grabbed, and what a key event means."""

    def __init__(self, connection: Display) -> None:
        self._connection = connection
        self._root = connection.screen().root
        self._grabs: dict[Chord, _Grab] = {}
        self._wanted: dict[Chord, Actions] = {}
        self._released: dict[int, int] = {}
        self._down: dict[int, Told] = {}
        self._hold: _Hold | None = None
        self._state = 0
        self._up: dict[int, float] = {}  # keys that went up, and when; a repetition may follow
        self._locks: tuple[int, ...] = ()
        self._masks: dict[str, int] = {}
        self._modifier_keys: frozenset[int] = frozenset()
        self._layouts = Layouts(connection)
        self._read_modifiers()

    def add(self, chord: Chord, actions: Actions) -> None:
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

    def hold(self, struck: Struck, patience: float, lapsed: Told) -> None:
        """As `contracts.Keys` has it."""
        until = time.monotonic() + patience
        if self._hold is not None:
            self._hold = replace(self._hold, struck=struck, patience=patience, lapsed=lapsed, until=until, ending=False)
            return
        self._take_keyboard()
        self._hold = _Hold(struck, patience, lapsed, until, self._state & self._relevant)

    def let_go(self) -> None:
        """As `contracts.Keys` has it."""
        if self._hold is not None:
            self._hold.ending = True
            self._give_keyboard_back()

    def _take_keyboard(self) -> None:
        from Xlib import X

        for _ in range(_TRIES):
            if self._root.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime) == X.GrabSuccess:
                return
            time.sleep(_PAUSE)
        raise DesktopError(
            "the keyboard is grabbed by another client",
            "Another program holds the keyboard, so that I can't hear a letter.",
            "Close its menu or its password prompt, and press the key again.",
        )

    def _give_keyboard_back(self) -> None:
        """Where that was asked for and no key is down."""
        from Xlib import X

        if self._hold is not None and self._hold.ending and not self._hold.down:
            self._hold = None
            self._connection.ungrab_keyboard(X.CurrentTime)
            self._connection.flush()

    def clear(self) -> None:
        if self._hold is not None:
            self._hold.down.clear()
            self.let_go()
        for chord in tuple(self._wanted):
            self.remove(chord)

    def handle(self, event: Event) -> None:
        from Xlib import X

        if event.type in (X.KeyPress, X.KeyRelease):
            self._state = event.state
            if self._hold is not None:
                self._hold.over &= event.state  # X tells what was held before this event
        if event.type == X.KeyPress:
            try:
                self._press(event)
            finally:
                self._connection.allow_events(X.AsyncKeyboard, X.CurrentTime)
                self._connection.flush()
        elif event.type == X.KeyRelease:
            self._released[event.detail] = event.time
            if event.detail in self._down or (self._hold is not None and event.detail in self._hold.down):
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
        relevant = event.state & self._relevant
        bound = [grab for grab in self._grabs.values() if grab.keycode == event.detail and grab.mask == relevant]
        for grab in bound:
            self._down[event.detail] = grab.actions.released or _nothing
            grab.actions.pressed(at)
        if not bound and self._hold is not None and event.detail not in self._modifier_keys:
            self._strike(self._hold, event, at)

    def _strike(self, hold: _Hold, event: Event, at: float) -> None:
        hold.down.add(event.detail)
        if hold.ending:
            return
        held = event.state & self._relevant & ~hold.over
        modifiers = tuple(name for name, mask in self._masks.items() if mask and held & mask)
        names = self._layouts.names(event.detail, event.state >> _GROUP_SHIFT & 3, modifiers)
        struck = hold.struck
        self._down[event.detail] = lambda at: struck(Stroke(names, False, at))
        hold.until = at + hold.patience
        struck(Stroke(names, True, at))

    @property
    def _relevant(self) -> int:
        """All modifiers that are no locks."""
        return self._masks["Ctrl"] | self._masks["Shift"] | self._masks["Alt"] | self._masks["Super"]

    @property
    def patience(self) -> float | None:
        """Seconds until a key that went up is known to be up, or a held keyboard lapses; None where there is neither."""
        due = [at + _REPEATS_WITHIN for at in self._up.values()]
        if self._hold is not None and not self._hold.ending and not self._hold.down:
            due.append(self._hold.until)
        return max(0.0, min(due) - time.monotonic()) if due else None

    def declare(self) -> None:
        """Tells of the keys that went up and were not pressed again at once, and of a keyboard that was held for long enough."""
        now = time.monotonic()
        for keycode in [keycode for keycode, at in self._up.items() if at <= now - _REPEATS_WITHIN]:
            self._let_go(keycode)
        hold = self._hold
        if hold is not None and not hold.ending and not hold.down and hold.until <= now:
            self.let_go()
            hold.lapsed(now)

    def _let_go(self, keycode: int) -> None:
        at, released = self._up.pop(keycode), self._down.pop(keycode, _nothing)
        if self._hold is not None and keycode in self._hold.down:
            self._hold.down.discard(keycode)
            self._hold.until = time.monotonic() + self._hold.patience
        released(at)
        self._give_keyboard_back()

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
            # Frozen at the press until it was dealt with: no key that follows fast overtakes it and goes to another program.
            modes = (False, X.GrabModeAsync, X.GrabModeSync)
            self._root.grab_key(grab.keycode, grab.mask | locks, *modes, onerror=taken)
        self._connection.sync()
        if taken.get_error() is not None:
            self._ungrab(grab)
            self._connection.sync()
            raise HotkeyTaken(
                f"{grab.chord} is grabbed by another client",
                saying("The key {key} is already taken by another program.", key=grab.chord.spoken),
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
            saying("The key {key} is not on this keyboard.", key=chord.spoken),
            "Choose another key in the settings.",
        )

    def _mask(self, chord: Chord) -> int:
        mask = 0
        for modifier in chord.modifiers:
            if not self._masks[modifier]:
                raise SettingsError(
                    f"{chord}: {modifier} is no modifier on this keyboard",
                    saying("This keyboard has no {modifier} key.", modifier=modifier),
                    "Choose another key in the settings.",
                )
            mask |= self._masks[modifier]
        return mask

    def _read_modifiers(self) -> None:
        from Xlib import X

        mapping = self._connection.get_modifier_mapping()
        self._modifier_keys = frozenset(code for row in mapping for code in row if code)
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


def _nothing(at: float) -> None:
    """Where nobody waits for a key to go up."""
