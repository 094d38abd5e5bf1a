"""What of a window may be seen by somebody else: parts of the last pictures of which it is known what is personal in them, and of all that
looks otherwise now nothing. Pure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mmassist.perception.change import TILE, changed_tiles, dirty_boxes
from mmassist.privacy.cover import covered
from mmassist.support.sender import Patch
from mmassist.values import Box, Frame, Pixels

_KEPT = 4
"""Pictures: a caret that blinks, or a button that is hovered over, is known again."""


class Veil:
    """`over` and `patches` are called by one thread at a time, `lift` and `drop` by any."""

    def __init__(self) -> None:
        self._known: tuple[tuple[Frame, Frame], ...] = ()
        self._shown: Frame | None = None

    def lift(self, raw: Frame, cleared: Frame) -> None:
        """`raw` was looked through, and `cleared` is what may be seen of it."""
        alike = (pair for pair in self._known if pair[0].pixels.shape == raw.pixels.shape)
        self._known = ((raw, cleared), *alike)[:_KEPT]

    def drop(self) -> None:
        """Another window: nothing is known of it."""
        self._known = ()

    def over(self, now: Frame) -> tuple[Frame, bool]:
        """What may be seen while the window looks like `now`: no pixel of `now` itself. And whether anything is withheld."""
        known = [pair for pair in self._known if pair[0].pixels.shape == now.pixels.shape]
        if not known:
            return covered(now, [Box(0, 0, now.width, now.height)]), True
        (raw, cleared), *older = known
        left = changed_tiles(raw.pixels, now.pixels)
        if not left.any():
            return cleared, False
        pixels: Pixels = np.array(cleared.pixels, np.uint8, order="C")
        for old_raw, old_cleared in older:
            same = left & ~changed_tiles(old_raw.pixels, now.pixels)
            for row, column in np.argwhere(same):
                part = slice(row * TILE, (row + 1) * TILE), slice(column * TILE, (column + 1) * TILE)
                pixels[part] = old_cleared.pixels[part]
            left &= ~same
        pixels.flags.writeable = False
        return covered(replace(cleared, pixels=pixels), dirty_boxes(left, now.width, now.height)), bool(left.any())

    def patches(self, shown: Frame) -> tuple[Patch, ...]:
        """What is to be drawn, so that who has drawn all before sees `shown`."""
        before, self._shown = self._shown, shown
        if before is shown:
            return ()
        if before is None or before.pixels.shape != shown.pixels.shape:
            return (_patch(shown, Box(0, 0, shown.width, shown.height)),)
        tiles = changed_tiles(before.pixels, shown.pixels)
        return tuple(_patch(shown, box) for box in dirty_boxes(tiles, shown.width, shown.height)) if tiles.any() else ()


def _patch(frame: Frame, box: Box) -> Patch:
    import cv2

    part = frame.pixels[box.y : box.bottom, box.x : box.right]
    return Patch(box.x, box.y, np.asarray(cv2.cvtColor(part, cv2.COLOR_BGRA2RGBA), np.uint8))
