"""Progress bars of one window: by the accessibility tree's values where there is a tree, by pixels else.

A tree is asked seldom: when the bar's own pixels near its end or all change, and now and then while they move.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

from mmassist.engine.watch.contract import Outlines
from mmassist.engine.watch.notices import BarSeen
from mmassist.perception.watching.bar import Bar, find_bar
from mmassist.values import Box, Node, Outline, Pixels, Role, Window

# Between two readings of a tree lie so many seconds at least, and so many times what it costs: near a bar's end, and elsewhere.
_AT_END, _AT_END_COST = 0.25, 4.0
_ELSEWHERE, _COST = 2.0, 30.0
# Seconds before a program that shows no tree is asked again.
_NO_TREE = 10.0
_DEADLINE = 0.5
# The share of a bar that is its end, the percentage that is nearly all, and the share of it that changes when it is no more.
_END, _NEARLY, _MOST = 0.08, 85, 0.8


class PixelBars:
    """Bars as pixels tell them."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._sightings = 0

    @property
    def known(self) -> bool:
        return self._sightings >= 2

    def look(self, before: Pixels, after: Pixels, moved: Sequence[Box]) -> BarSeen | None:
        """After each look; `moved`: where the two pictures differ."""
        for box in moved:
            bar = find_bar(before, after, box)
            if bar is None:
                if self._bar is not None and self.known and _share(box, self._bar.box) > _MOST and not self._bar.is_full:
                    self._bar, self._sightings = None, 0
                    return BarSeen(ended=False, vanished=True)
                continue
            same = self._bar is not None and _share(bar.box, self._bar.box) > _MOST
            self._sightings = self._sightings + 1 if same else 1
            self._bar = bar
            if bar.is_full and self._sightings > 1:
                self._bar, self._sightings = None, 0
                return BarSeen(ended=True, vanished=False)
        return None


class TreeBars:
    """Bars as the accessibility tree tells them. On the engine's loop."""

    def __init__(self, outlines: Outlines | None) -> None:
        """`outlines`: None where there is no tree to ask."""
        self._outlines = outlines
        self._values: dict[tuple[int, int], tuple[Box, float | None]] = {}
        self._read_at = -math.inf
        self._cost = 0.0
        self._due: float | None = None

    @property
    def known(self) -> bool:
        return bool(self._values)

    async def look(self, window: Window, moved: Sequence[Box], now: float) -> BarSeen | None:
        """`moved`: boxes in the window's own space. Raises DesktopError when the accessibility bus is gone for good."""
        if self._outlines is None:
            return None
        touched = [(bar, value, box) for bar, value in self._values.values() for box in moved if bar.intersection(box)]
        if touched or (moved and not self._values):
            at_end = any(_nears_end(bar, box) or (value or 0) >= _NEARLY for bar, value, box in touched)
            pause = max(_AT_END, _AT_END_COST * self._cost) if at_end else max(_ELSEWHERE, _COST * self._cost)
            self._due = min(self._read_at + pause, math.inf if self._due is None else self._due)
        if self._due is None or now < self._due:
            return None
        self._due = None
        began = time.thread_time()
        outline = await self._outlines.read(window, deadline=_DEADLINE)
        self._read_at, self._cost = now, time.thread_time() - began
        if outline is None:
            self._read_at = now + _NO_TREE
            return None
        return self._compare(_bars(outline, window), complete=outline.complete)

    def due(self) -> float | None:
        """When to ask again though nothing moves any more: the last step may have come right after the last reading."""
        return self._due

    def _compare(self, found: dict[tuple[int, int], tuple[Box, float | None]], *, complete: bool) -> BarSeen | None:
        before, self._values = self._values, found if complete or found else self._values
        for place, (_, value) in before.items():
            if value is None or value >= 100:
                continue
            if place not in self._values:
                return BarSeen(ended=False, vanished=True)
            now = self._values[place][1]
            if now is not None and now >= 100:
                return BarSeen(ended=True, vanished=False)
        return None


def _bars(outline: Outline, window: Window) -> dict[tuple[int, int], tuple[Box, float | None]]:
    """By its place in the window: box and percentage, None for a bar that has no end yet."""
    bars = (node for node in outline.nodes if node.role is Role.PROGRESS_BAR and node.box is not None)
    return {(box.x, box.y): (box, _percent(node)) for node in bars if (box := _inside(node, window))}


def _inside(node: Node, window: Window) -> Box:
    box = node.box or window.box
    return box.moved(-window.box.x, -window.box.y)


def _percent(node: Node) -> float | None:
    try:
        return float(node.value.removesuffix("%"))
    except ValueError:
        return None


def _share(box: Box, of: Box) -> float:
    common = box.intersection(of)
    return common.area / of.area if common and of.area else 0.0


def _nears_end(bar: Box, moved: Box) -> bool:
    common = bar.intersection(moved)
    if common is None:
        return False
    return common.right >= bar.right - _END * bar.width or _share(moved, bar) > _MOST
