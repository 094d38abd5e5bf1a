"""From the coordinates a toolkit gives to physical pixels on the desktop.

Qt and GTK 3 give screen coordinates; GTK 4 gives some relative to its window; GTK 3 scaled by GDK_SCALE gives logical ones, and so does Qt,
whose origin is then that of the monitor, and whose scale may be another on each. Which it is, is seen from the frame's own box against the
window's true place. Chromium gives its frame in logical pixels and the pages in it in physical ones.
"""

from __future__ import annotations

from dataclasses import dataclass

from mmassist.values import Box

Extents = tuple[int, int, int, int]

# A frame counts as the window's if it covers it but for a decoration of this many pixels.
_DECORATION = 64
_SCALES = (1.0, 2.0, 1.25, 1.5, 1.75, 3.0)
# What a program's own scale may be; nearer to one it is none. Whole steps are likelier than what rounding makes of them.
_LEAST, _MOST, _STEPS = 1.04, 4.0, 20


@dataclass(frozen=True, slots=True)
class Placement:
    """desktop = (given - origin) * scale + offset, then cut off what lies wholly outside `window`."""

    window: Box
    scale: float = 1.0
    offset: tuple[int, int] = (0, 0)
    sound: bool = True

    def box(self, extents: Extents | None) -> Box | None:
        """The box in the desktop's space, None where it can't be true."""
        if extents is None or not self.sound:
            return None
        x, y = round(extents[0] * self.scale), round(extents[1] * self.scale)
        right, bottom = round((extents[0] + extents[2]) * self.scale), round((extents[1] + extents[3]) * self.scale)
        box = Box(x + self.offset[0], y + self.offset[1], right - x, bottom - y)
        reach = Box(
            self.window.x - _DECORATION,
            self.window.y - _DECORATION,
            self.window.width + 2 * _DECORATION,
            self.window.height + 2 * _DECORATION,
        )
        return box if box.width > 0 and box.height > 0 and box.intersection(reach) else None

    def of_page(self, extents: Extents | None) -> Placement:
        """How the boxes lie in a document that says `extents`: where that does not fit in the window as the frame's do, but does as it
        stands, they are physical pixels of the desktop already."""
        if extents is None or not self.sound or self.scale == 1.0:
            return self
        fits = Placement(self.window)
        return fits if not self._holds(extents) and fits._holds(extents) else self

    def is_outgrown(self, extents: Extents | None) -> bool:
        """Whether a document that says `extents` is wider than the window, however it is measured: it was, before the window shrank."""
        if extents is None or not self.sound:
            return False
        width = min(extents[2], round(extents[2] * self.scale))
        return width > self.window.width + round(self.scale) + 2

    def _holds(self, extents: Extents) -> bool:
        """Whether a box of some size lies in the window, but for what rounding makes of it."""
        box, slack = self.box(extents), round(self.scale) + 2
        if box is None:
            return False
        return (
            box.x >= self.window.x - slack
            and box.y >= self.window.y - slack
            and box.right <= self.window.right + slack
            and box.bottom <= self.window.bottom + slack
        )


def placement(frame: Extents | None, window: Box) -> Placement:
    """How the boxes of a tree whose frame says `frame` lie in a window that is at `window`."""
    if frame is None:
        return Placement(window, sound=False)
    if (scale := _own_scale(frame[2], frame[3], window)) is not None:
        # The frame is the client area, wherever the program believes that to be.
        return Placement(window, scale, (window.x - round(frame[0] * scale), window.y - round(frame[1] * scale)))
    for scale in _SCALES:
        x, y, width, height = (round(each * scale) for each in frame)
        if not _same_size(width, height, window):
            continue
        if abs(x - window.x) <= _DECORATION and abs(y - window.y) <= _DECORATION:
            return Placement(window, scale)
        if abs(x) <= _DECORATION and abs(y) <= _DECORATION:
            return Placement(window, scale, (window.x - x, window.y - y))
    return Placement(window, sound=False)


def _own_scale(width: int, height: int, window: Box) -> float | None:
    """By which a frame of this size is exactly as large as the window; None where there is none but 1."""
    if width <= 0 or height <= 0:
        return None
    found = window.width / width if width >= height else window.height / height
    for scale in (round(found * _STEPS) / _STEPS, found):
        if _LEAST <= scale <= _MOST and abs(width * scale - window.width) <= scale + 1 and abs(height * scale - window.height) <= scale + 1:
            return scale
    return None


def _same_size(width: int, height: int, window: Box) -> bool:
    return abs(width - window.width) <= _DECORATION and abs(height - window.height) <= _DECORATION
