"""What lies over a window: every mapped window above its frame, menus and screen locks included, which no window manager lists."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from mmassist.desktop import x11
from mmassist.engine.watch.contract import Standing
from mmassist.values import Box, Window

if TYPE_CHECKING:
    from Xlib.display import Display

_LIST = "_NET_CLIENT_LIST"


class Stack:
    """Asks one X connection; used under its owner's lock. Remembers all that it was told until it hears that a window has changed: of
    the many windows that stir, few are watched."""

    def __init__(self, connection: Display) -> None:
        self._connection = connection
        self._root = connection.screen().root
        self._windows: dict[int, Window] = {}
        self._frames: dict[int, int] = {}
        self._opaque: dict[int, Box | None] = {}
        self._children: list[int] = []
        self._listed: list[int] = []
        self._changed: deque[int] = deque([self._root.id])

    def forget(self, window: int) -> None:
        """A window changed, or the root's list of windows: it is asked anew. Any thread."""
        self._changed.append(window)

    def standing(self, window: int) -> Standing | None:
        """None where the window is gone. Two round trips where nothing changed, twenty for a window that did."""
        from Xlib import X, error

        self._refresh()
        if self._listed and window not in self._listed:
            return None
        try:
            own = self._connection.create_resource_object("window", window)
            is_shown = own.get_attributes().map_state == X.IsViewable
            if (described := self._described(window)) is None:
                return None
            if not is_shown:
                return Standing(described, shown=False)
            frame = self._frame(window)
        except error.XError:
            return None
        above = self._children[self._children.index(frame) + 1 :] if frame in self._children else []
        covered = (self._covers(other, described.box) for other in above)
        return Standing(described, shown=True, covered=tuple(box for box in covered if box))

    def _refresh(self) -> None:
        """Drops what is no longer known. What changes meanwhile is told once more, and dropped the next time."""
        if not self._changed:
            return
        while self._changed:
            changed = self._changed.popleft()
            self._opaque.pop(changed, None)
            for window in [window for window, frame in self._frames.items() if changed in (window, frame)]:
                self._windows.pop(window, None)
                del self._frames[window]
        self._children = [child.id for child in self._root.query_tree().children]
        self._listed = x11.window_ids(self._root, self._connection, _LIST)

    def _described(self, window: int) -> Window | None:
        if window not in self._frames or window not in self._windows:
            if (found := x11.describe(window, self._connection)) is None:
                return None
            self._windows[window] = found
        return self._windows[window]

    def _frame(self, window: int) -> int:
        """The ancestor of a window that is the root's own child."""
        if window not in self._frames:
            frame = window
            while True:
                parent = self._connection.create_resource_object("window", frame).query_tree().parent
                if isinstance(parent, int) or parent.id == self._root.id:
                    break
                frame = parent.id
            self._frames[window] = frame
        return self._frames[window]

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
