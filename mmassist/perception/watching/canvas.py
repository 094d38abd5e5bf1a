"""One watched picture over time: what has changed in it, has come to rest, and was not there a moment ago.

A film never comes to rest and is left out; a caret that blinks shows what it showed before. What was scrolled has not changed: all that is
known moves with it. What is covered is not looked at.
"""

from __future__ import annotations

import functools
import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.change import TILE, Mask, changed_tiles
from mmassist.perception.watching.motion import Motion
from mmassist.perception.watching.parts import differing, groups, is_caret, joined, part
from mmassist.perception.watching.rhythm import Rhythm
from mmassist.perception.watching.scroll import scrolled, unscrolled
from mmassist.values import Box, Pixels

# Seconds: how long a change must rest before it is read, and how long it waits for what moves beside it.
SETTLE, _PATIENCE = 0.1, 0.6
# What goes to and fro between two contents blinks: so many of them within so many seconds. A word that is gone for a second, twice within
# three, does not.
_BLINKS = ((4, 2.5), (6, 5.5))


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """A part of the picture that changed and came to rest. `box`: of the pixels that differ, picture's space.

    `before`, `after`: the whole picture as it was when last looked at there, and as it is; neither may be written to.
    """

    box: Box
    before: Pixels
    after: Pixels


@dataclass(frozen=True, slots=True)
class Scroll:
    """The content of `box` (picture's space) went up by `shift` pixels; negative: down."""

    box: Box
    shift: int


@dataclass(frozen=True, slots=True)
class Glance:
    """What one look showed. `moved`: where anything moved since the look before, films included, but for what was only scrolled.

    `busy`: something moved that is neither a blinking caret nor a clock. `waiting`: something is to come to rest or to be asked for.
    """

    moved: tuple[Box, ...] = ()
    busy: bool = False
    waiting: bool = False
    scrolls: tuple[Scroll, ...] = ()


class Canvas:
    """The watched picture, always of one size. Used from one thread. Times are seconds of any one clock."""

    def __init__(self, pixels: Pixels, at: float) -> None:
        """`pixels`: (height, width, 4), kept and never written to."""
        self.latest = pixels
        self._reference = pixels.copy()
        rows, columns = (-(-side // TILE) for side in pixels.shape[:2])
        self._motion = Motion(rows, columns)
        self._rhythm = Rhythm()
        self._pending: Mask = np.zeros((rows, columns), np.bool_)
        self._blinking: Mask = np.zeros((rows, columns), np.bool_)
        self._moved_at: NDArray[np.float64] = np.full((rows, columns), -math.inf)
        self._since: NDArray[np.float64] = np.full((rows, columns), math.inf)
        self._contents: dict[tuple[int, int], deque[tuple[int, float]]] = {}
        self._motion.feed(self._pending, at)

    @property
    def size(self) -> tuple[int, int]:
        """Width, height."""
        return int(self.latest.shape[1]), int(self.latest.shape[0])

    @property
    def idle(self) -> Mask:
        """Tiles in which what is drawn is no news: films, and what blinks."""
        return self._motion.restless | self._blinking

    def see(self, pixels: Pixels, at: float, hidden: Sequence[Box] = ()) -> Glance:
        """The next picture, of the same size; what lies in `hidden` counts as unchanged. A look costs 1 to 3 ms at 800 x 600."""
        if hidden:
            pixels = self._without(pixels, hidden)
        before, self.latest = self.latest, pixels
        moving = changed_tiles(before, pixels)
        if scrolls := self._scrolls(before, pixels, moving):
            before = self._moved_with(scrolls, before, at)
            moving = changed_tiles(before, pixels)
        blinking = self._blinks_now(before, pixels, moving, at)
        self._blinking = np.where(moving, blinking, self._blinking)
        self._motion.feed(moving, at)
        self._since = np.where(moving & ~self._pending, at, self._since)
        self._pending |= moving
        self._moved_at[moving] = at
        width, height = self.size
        moved = tuple(groups(moving & ~blinking, width, height)) if moving.any() else ()
        busy = bool((moving & ~blinking).any()) and not all(self._rhythm.is_clock(box) for box in moved)
        return Glance(moved, busy or bool(scrolls), bool((self._pending & ~self._motion.restless).any()), scrolls)

    def _scrolls(self, before: Pixels, after: Pixels, moving: Mask) -> tuple[Scroll, ...]:
        """What only moved up or down: all that changed together, or else each part of it that is no film."""
        width, height = self.size
        parts = groups(moving & ~self._motion.restless, width, height)
        if not parts:
            return ()
        for box in dict.fromkeys((functools.reduce(joined, parts), *parts)):
            if shift := scrolled(before[part(box)], after[part(box)]):
                rest = tuple(other for other in parts if not other.intersection(box))
                moved = (Scroll(other, way) for other in rest if (way := scrolled(before[part(other)], after[part(other)])))
                return Scroll(box, shift), *moved
        return ()

    def _moved_with(self, scrolls: Sequence[Scroll], before: Pixels, at: float) -> Pixels:
        """`before` as it would have been, and what waits to be told in its new place."""
        before = before.copy()
        for scroll in scrolls:
            box, tiles = scroll.box, _tiles(scroll.box)
            before[part(box)] = unscrolled(before[part(box)], scroll.shift)
            self._reference[part(box)] = unscrolled(self._reference[part(box)], scroll.shift)
            waiting = changed_tiles(self._reference, before)[tiles]
            self._since[tiles] = np.where(waiting, np.minimum(self._since[tiles], at), math.inf)
            self._pending[tiles] = waiting
        return before

    def _without(self, pixels: Pixels, hidden: Sequence[Box]) -> Pixels:
        seen = pixels.copy()
        for box in hidden:
            seen[part(box)] = self.latest[part(box)]
        return seen

    def _blinks_now(self, before: Pixels, after: Pixels, moving: Mask, at: float) -> Mask:
        """Tiles that only go to and fro between two contents."""
        blinking = np.zeros_like(moving)
        for row, column in np.argwhere(moving & ~self._motion.restless).tolist():
            known = self._contents.setdefault((row, column), deque(maxlen=_BLINKS[-1][0]))
            if not known:
                known.append((_content(before, row, column), at))
            known.append((_content(after, row, column), at))
            blinking[row, column] = self._blinks(row, column)
        return blinking

    def _blinks(self, row: int, column: int) -> bool:
        """Whether the tile has gone to and fro between two contents, twice and quickly."""
        known = tuple(self._contents.get((row, column), ()))
        for count, seconds in _BLINKS:
            last = known[-count:]
            if (
                len(last) == count
                and last[-1][1] - last[0][1] <= seconds
                and all(one[0] == two[0] for one, two in zip(last, last[2:], strict=False))
            ):
                return True
        return False

    def rested(self, at: float) -> list[Change]:
        """What has changed and come to rest; it counts as looked at from now on."""
        open_tiles = self._pending & ~self._motion.restless
        if not open_tiles.any():
            return []
        rests = at - self._moved_at >= SETTLE
        overdue = at - self._since > _PATIENCE
        width, height = self.size
        found = []
        for box in groups(open_tiles, width, height):
            tiles = _tiles(box)
            group = open_tiles[tiles]
            if not (rests[tiles] | ~group).all():
                if not (overdue[tiles] & group).any():
                    continue
                group = group & rests[tiles]
            found += self._judged(box, group, at)
        return found

    def _judged(self, box: Box, group: Mask, at: float) -> list[Change]:
        top, left = box.y // TILE, box.x // TILE
        places = [(top + row, left + column) for row, column in np.argwhere(group).tolist()]
        if not places:
            return []
        for place in places:
            self._pending[place] = False
            self._since[place] = math.inf
        tiles = [_tile(*place, *self.size) for place in places]
        found = [differs for tile in tiles if (differs := differing(self._reference, self.latest, tile))]
        if not found:
            return []
        changed = functools.reduce(joined, found)
        blinks = all(self._blinks(*place) for place in places)
        idle = self._rhythm.beat(changed, at) or blinks or is_caret(self._reference, self.latest, changed)
        before = self._reference if idle else self._reference.copy()
        for tile in tiles:
            self._reference[part(tile)] = self.latest[part(tile)]
        return [] if idle else [Change(changed, before, self.latest)]


def _tiles(box: Box) -> tuple[slice, slice]:
    return slice(box.y // TILE, -(-box.bottom // TILE)), slice(box.x // TILE, -(-box.right // TILE))


def _tile(row: int, column: int, width: int, height: int) -> Box:
    x, y = column * TILE, row * TILE
    return Box(x, y, min(TILE, width - x), min(TILE, height - y))


def _content(pixels: Pixels, row: int, column: int) -> int:
    return hash(pixels[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE].tobytes())
