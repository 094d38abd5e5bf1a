"""From macOS's points to the pixels that everything else here counts in, and back.

A display has its own scale, and points form one plane over all of them. So that displays of different scales don't overlap in pixels, their
corners are scaled by the largest of the scales, and what lies on a display by its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mmassist.desktop.mac.apis import Apis
from mmassist.errors import DesktopError
from mmassist.values import Box

_MOST = 32


@dataclass(frozen=True, slots=True)
class Screen:
    """`points`: its place in points. `box`: in pixels."""

    points: Box
    box: Box

    @property
    def scale(self) -> float:
        return self.box.width / self.points.width


@dataclass(frozen=True, slots=True)
class Screens:
    """All displays, the main one first."""

    screens: tuple[Screen, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """In pixels."""
        return tuple(screen.box for screen in self.screens)

    def box(self, x: float, y: float, width: float, height: float) -> Box:
        """A rectangle in points, by the scale of the display that it lies on for the most part."""
        on = self._under(Box(round(x), round(y), max(1, round(width)), max(1, round(height))))
        left, top = on.box.x + (x - on.points.x) * on.scale, on.box.y + (y - on.points.y) * on.scale
        return Box(round(left), round(top), round(width * on.scale), round(height * on.scale))

    def place(self, x: float, y: float) -> tuple[int, int]:
        found = self.box(x, y, 1, 1)
        return found.x, found.y

    def pieces(self, box: Box) -> Iterator[tuple[Box, Box]]:
        """The parts of a box that lie on displays, each in pixels and in points (whole ones, that hold all of it)."""
        for screen in self.screens:
            if (part := box.intersection(screen.box)) is None:
                continue
            left, top = (part.x - screen.box.x) / screen.scale, (part.y - screen.box.y) / screen.scale
            right, bottom = (part.right - screen.box.x) / screen.scale, (part.bottom - screen.box.y) / screen.scale
            x, y = int(left), int(top)
            yield part, Box(screen.points.x + x, screen.points.y + y, math.ceil(right) - x, math.ceil(bottom) - y)

    def _under(self, points: Box) -> Screen:
        def common(screen: Screen) -> int:
            shared = points.intersection(screen.points)
            return shared.area if shared else 0

        return max(self.screens, key=common)


def screens(apis: Apis) -> Screens:
    """As they stand now; a fraction of a millisecond. Raises DesktopError where there is none."""
    quartz: Any = apis.quartz
    _, displays, _ = quartz.CGGetActiveDisplayList(_MOST, None, None)
    found: list[tuple[Box, float]] = []
    for display in displays or ():
        bounds, mode = quartz.CGDisplayBounds(display), quartz.CGDisplayCopyDisplayMode(display)
        points = Box(round(bounds.origin.x), round(bounds.origin.y), round(bounds.size.width), round(bounds.size.height))
        scale = quartz.CGDisplayModeGetPixelWidth(mode) / quartz.CGDisplayModeGetWidth(mode) if mode else 1.0
        if points.width > 0 and points.height > 0:
            found.append((points, scale))
    if not found:
        raise DesktopError("no display", "No monitor is connected.", "Connect one, or log in to the desktop.")
    largest = max(scale for _, scale in found)
    return Screens(tuple(_scaled(points, scale, largest) for points, scale in found))


def _scaled(points: Box, scale: float, corner: float) -> Screen:
    size = round(points.width * scale), round(points.height * scale)
    return Screen(points, Box(round(points.x * corner), round(points.y * corner), *size))
