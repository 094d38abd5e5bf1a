"""Keyboard and mouse for somebody whom the user lets use them, under X11 by XTEST; and whether the user's own hands are on them, by the raw
events of XInput 2.1, which come whoever holds the keyboard.

What we make ourselves is known by its order: whatever else is pressed is the user's, be it from a keyboard or from another program.
"""

from __future__ import annotations

import struct
import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from mmassist.desktop import x11
from mmassist.desktop.wheel import held
from mmassist.errors import ActRefused, DesktopError

if TYPE_CHECKING:
    from Xlib.display import Display

_T = TypeVar("_T")

_BUTTONS = {"left": 1, "middle": 2, "right": 3}
_UP, _DOWN = 4, 5
_MASKS = {"Shift": 1 << 0, "Control": 1 << 2, "Alt": 1 << 3}
_KEYSYMS = {"Shift": "Shift_L", "Control": "Control_L", "Alt": "Alt_L"}
_CAPS, _LOCKS = 1 << 1, 1 << 1 | 1 << 4
_RAW_KEY, _RAW_BUTTON = 13, 15  # XI_RawKeyPress, XI_RawButtonPress
_UNICODE = 0x01000000
_THIRD = "ISO_Level3_Shift"
# Columns of a keyboard mapping of one layout: plain, Shift, and from the fifth on with the third level's key.
_LEVELS = {0: (False, False), 1: (True, False), 4: (False, True), 5: (True, True)}


class XRemoteInput:
    """As `contracts.RemoteInput` has it; on a connection of its own."""

    def __init__(self, display: str | None = None) -> None:
        """`display`: as in $DISPLAY, which is the default."""
        self._name = display
        self._connection: Display | None = None
        self._lock = threading.Lock()
        self._ours: deque[tuple[int, int]] = deque()  # what was pressed by us and has not been told back
        self._touched = False
        self._ended = False

    def open(self) -> None:
        with self._lock:
            self._connection = x11.connect(self._name)
        try:
            self._ask(self._begin)
        except DesktopError:
            self.close()
            raise

    def click(self, x: int, y: int, button: str, times: int) -> None:
        self._ask(lambda connection: self._press_button(connection, x, y, _BUTTONS[button], times))

    def turn(self, x: int, y: int, clicks: int) -> None:
        self._ask(lambda connection: self._press_button(connection, x, y, _DOWN if clicks > 0 else _UP, abs(clicks)))

    def press(self, keysym: str, modifiers: tuple[str, ...]) -> None:
        self._ask(lambda connection: self._press(connection, keysym, modifiers))

    def type(self, character: str) -> None:
        self._ask(lambda connection: self._type(connection, character))

    def is_held(self) -> bool:
        return self._ask(held)

    def is_touched(self) -> bool:
        self._ask(self._listen)
        return self._touched

    def close(self) -> None:
        self._ended = True
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                x11.close(connection)

    def _ask(self, question: Callable[[Display], _T]) -> _T:
        from Xlib.error import ConnectionClosedError

        with self._lock:
            if self._connection is None or self._ended:
                raise DesktopError("the remote input is closed, or the display is gone")
            try:
                return question(self._connection)
            except (ConnectionClosedError, OSError) as lost:
                x11.close(self._connection)
                self._connection = None
                raise DesktopError(f"the display is gone: {lost}") from lost

    def _begin(self, connection: Display) -> None:
        from Xlib.ext import xinput

        version = None
        if connection.has_extension("XTEST") and connection.has_extension(xinput.extname):
            opcode = connection.display.get_extension_major(xinput.extname)
            version = xinput.XIQueryVersion(display=connection.display, opcode=opcode, major_version=2, minor_version=2)
        if version is None or (version.major_version, version.minor_version) < (2, 1):
            raise ActRefused(
                "no XTEST, or no XInput 2.1",
                "This display does not tell whether you press a key, so nobody else is let use keyboard and mouse.",
                "Do it yourself, as they tell you.",
            )
        mask = xinput.RawKeyPressMask | xinput.RawButtonPressMask
        connection.screen().root.xinput_select_events([(xinput.AllMasterDevices, mask)])
        connection.sync()

    def _listen(self, connection: Display) -> None:
        connection.sync()
        while connection.pending_events():
            event = connection.next_event()
            kind = getattr(event, "evtype", 0)
            if kind not in (_RAW_KEY, _RAW_BUTTON):
                continue
            (detail,) = struct.unpack_from("=I", event.data, 6)  # after the device's number and the time
            if self._ours and self._ours[0] == (kind, detail):
                self._ours.popleft()
            else:
                self._touched = True

    def _require_untouched(self, connection: Display) -> None:
        self._listen(connection)
        if self._touched:
            raise ActRefused(
                "the user's own hands", "You have pressed a key yourself, so nothing more is done.", "Allow it again if you like."
            )

    def _press_button(self, connection: Display, x: int, y: int, button: int, times: int) -> None:
        from Xlib import X
        from Xlib.ext import xtest

        self._require_untouched(connection)
        xtest.fake_input(connection, X.MotionNotify, x=x, y=y)
        for _ in range(times):
            self._ours.append((_RAW_BUTTON, button))
            for kind in (X.ButtonPress, X.ButtonRelease):
                xtest.fake_input(connection, kind, button)
        connection.sync()

    def _press(self, connection: Display, keysym: str, modifiers: tuple[str, ...]) -> None:
        from Xlib import XK

        codes = connection.keysym_to_keycodes(XK.string_to_keysym(keysym))
        code = next((code for code, level in codes if level == 0), 0)
        if not code:
            raise _no_such_key()
        self._require_untouched(connection)
        self._require_free(connection, code, sum(_MASKS[name] for name in modifiers))
        self._strike(connection, code, [self._code(connection, _KEYSYMS[name]) for name in modifiers])

    def _type(self, connection: Display, character: str) -> None:
        number = ord(character)
        keysym = number if number < 0x100 else number | _UNICODE
        found = sorted(connection.keysym_to_keycodes(keysym), key=lambda one: one[1])
        at = next(((code, *_LEVELS[level]) for code, level in found if level in _LEVELS), None)
        if at is None:
            raise _no_such_key()
        code, shift, third = at
        if connection.screen().root.query_pointer().mask & _CAPS and character.isalpha():
            shift = not shift
        self._require_untouched(connection)
        wanted = (*(("Shift_L",) if shift else ()), *((_THIRD,) if third else ()))
        self._strike(connection, code, [self._code(connection, name) for name in wanted])

    def _code(self, connection: Display, name: str) -> int:
        from Xlib import XK

        XK.load_keysym_group("xkb")
        code = next((code for code, _ in connection.keysym_to_keycodes(XK.string_to_keysym(name))), 0)
        if not code:
            raise _no_such_key()
        return code

    def _require_free(self, connection: Display, code: int, mask: int) -> None:
        """Raises ActRefused where the app itself, a window manager or another program holds that key for itself."""
        from Xlib import X
        from Xlib.error import BadAccess, CatchError

        root, taken = connection.screen().root, CatchError(BadAccess)
        state = mask | (root.query_pointer().mask & _LOCKS)
        root.grab_key(code, state, False, X.GrabModeAsync, X.GrabModeAsync, onerror=taken)
        connection.sync()
        if taken.get_error() is not None:
            raise ActRefused(
                "the key is grabbed",
                "That key belongs to mmassist, to the desktop or to another program, so it is not pressed.",
                "Press it yourself, if you want that.",
            )
        root.ungrab_key(code, state)
        connection.sync()

    def _strike(self, connection: Display, code: int, modifiers: list[int]) -> None:
        """All of it goes out at once, so that no modifier stays down."""
        from Xlib import X
        from Xlib.ext import xtest

        keys = [*modifiers, code]
        self._ours.extend((_RAW_KEY, key) for key in keys)
        for key in keys:
            xtest.fake_input(connection, X.KeyPress, key)
        for key in reversed(keys):
            xtest.fake_input(connection, X.KeyRelease, key)
        connection.sync()


def _no_such_key() -> ActRefused:
    return ActRefused(
        "not on this keyboard", "Your keyboard has no key for what they type, so it is not typed.", "Have them write it to you."
    )
