"""The mouse and the window in front under macOS, moved at the user's word."""

from __future__ import annotations

from collections.abc import Callable

from mmassist.desktop.mac.apis import Apis, load, require_trust
from mmassist.desktop.mac.screens import screens
from mmassist.errors import ActRefused
from mmassist.values import Box, Window

_MOVED, _DOWN, _UP = 5, 1, 2  # kCGEventMouseMoved, kCGEventLeftMouseDown, _LeftMouseUp
_LEFT, _AT_THE_HARDWARE, _OF_THE_SESSION = 0, 0, 0  # kCGMouseButtonLeft, kCGHIDEventTap, kCGEventSourceStateCombinedSessionState
_MODIFIERS = 0x1E0000  # Shift, Control, Option and Command
_BUTTONS = (0, 1, 2)


class MacHand:
    """Keeps `contracts.Hand`."""

    def __init__(self, apis: Callable[[], Apis] = load) -> None:
        """Raises NotTrusted where the user has not let us move the mouse."""
        self._apis = apis()
        require_trust(self._apis, "move the pointer")

    def point(self, x: int, y: int) -> None:
        self._send(_MOVED, x, y)

    def click(self, x: int, y: int) -> None:
        for kind in (_MOVED, _DOWN, _UP):
            self._send(kind, x, y)

    def is_held(self) -> bool:
        quartz = self._apis.quartz
        is_key_down = bool(quartz.CGEventSourceFlagsState(_OF_THE_SESSION) & _MODIFIERS)
        return is_key_down or any(quartz.CGEventSourceButtonState(_OF_THE_SESSION, button) for button in _BUTTONS)

    def bring(self, window: Window) -> None:
        """The program comes with the window that was in front among its own."""
        if window.pid is not None:
            services = self._apis.services
            services.AXUIElementSetAttributeValue(services.AXUIElementCreateApplication(window.pid), "AXFrontmost", True)

    def _send(self, kind: int, x: int, y: int) -> None:
        quartz = self._apis.quartz
        piece = next(screens(self._apis).pieces(Box(x, y, 1, 1)), None)
        if piece is None:
            raise ActRefused("outside of all displays", "This place is on no monitor.", "Describe the window again.")
        points = piece[1]
        event = quartz.CGEventCreateMouseEvent(None, kind, (points.x, points.y), _LEFT)
        quartz.CGEventPost(_AT_THE_HARDWARE, event)
