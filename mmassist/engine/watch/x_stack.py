"""What lies over a window: every mapped window above its frame, menus and screen locks included, which no window manager lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmassist.engine.watch.contract import Standing
from mmassist.values import Box, Window

if TYPE_CHECKING:
    from Xlib.display import Display


class Stack:
    """Asks one X connection; used under its owner's lock. Remembers where windows are until it is told that one has changed."""

    def __init__(self, connection: Display) -> None:
        self._connection = connection
        self._root = connection.screen().root
        self._opaque: dict[int, Box | None] = {}

    def standing(self, window: Window) -> Standing | None:
        """None where the window vanished meanwhile."""
        from Xlib import X, error

        try:
            own = self._connection.create_resource_object("window", window.id)
            if own.get_attributes().map_state != X.IsViewable:
                return Standing(window, shown=False)
            frame = self._frame(window.id)
            above = [child.id for child in self._root.query_tree().children]
        except error.XError:
            return None
        above = above[above.index(frame) + 1 :] if frame in above else []
        covered = (self._covers(other, window.box) for other in above)
        return Standing(window, shown=True, covered=tuple(box for box in covered if box))

    def _frame(self, window: int) -> int:
        """The ancestor of a window that is the root's own child."""
        while True:
            parent = self._connection.create_resource_object("window", window).query_tree().parent
            if isinstance(parent, int) or parent.id == self._root.id:
                return window
            window = parent.id

    def _covers(self, other: int, box: Box) -> Box | None:
        """The part of `box` that a window hides."""
        if other not in self._opaque:
            self._opaque[other] = self._looked_up(other)
        place = self._opaque[other]
        return place.intersection(box) if place else None

    def _looked_up(self, other: int) -> Box | None:
        """Where a window hides what is behind it; None for one that is not shown, or only takes input."""
        from Xlib import X, error

        try:
            window = self._connection.create_resource_object("window", other)
            attributes = window.get_attributes()
            if attributes.map_state != X.IsViewable or attributes.win_class == X.InputOnly:
                return None
            place = window.get_geometry()
        except error.XError:
            return None
        return Box(place.x, place.y, place.width, place.height)

    def forget(self, window: int) -> None:
        """A window changed: it is asked anew. Any thread."""
        self._opaque.pop(window, None)
