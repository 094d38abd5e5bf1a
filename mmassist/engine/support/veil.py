"""What of a window may be seen by somebody else: parts of the last pictures of which it is known what is personal in them, and of all that
looks otherwise now nothing. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mmassist.perception.change import TILE, Mask, changed_tiles, dirty_boxes
from mmassist.privacy.cover import covered
from mmassist.support.sender import Patch
from mmassist.values import Box, Frame, Pixels

_DIM = np.uint8(48)  # half of the grey
_KEPT = 4
"""Pictures: a caret that blinks, or a button that is hovered over, is known again."""


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """A picture, what may be seen of it, the tiles of it that were changing, and those in which something is hidden. Whether it `lasts`, or
    counts only until the next one."""

    raw: Frame
    cleared: Frame
    unsure: Mask
    hiding: Mask
    lasts: bool


class Veil:
    """`patches` is called by one thread at a time, all else by any."""

    def __init__(self) -> None:
        self._known: tuple[_Known, ...] = ()
        self._still: tuple[Frame, Mask] | None = None
        self._shown: Frame | None = None

    def lift(self, raw: Frame, cleared: Frame, later: Frame, turning: Mask | None = None, lasts: bool = True) -> None:
        """`raw` was looked through, and `cleared` is what may be seen of it, but for what looked otherwise `later`: a program may have been
        painting there while it told already where its fields will be. Of tiles that are `turning` it may be seen as a still.
        It does not last where more is hidden than is known to be personal."""
        is_alike = raw.pixels.shape == later.pixels.shape
        unsure = changed_tiles(raw.pixels, later.pixels) if is_alike else ~changed_tiles(raw.pixels, raw.pixels)
        alike = [one for one in self._known if one.lasts and one.raw.pixels.shape == raw.pixels.shape]
        changes = [int(changed_tiles(one.raw.pixels, raw.pixels).sum()) for one in alike]
        others = [one for one, change in zip(alike, changes, strict=True) if change]
        if len(others) >= _KEPT:  # of a window that is written in, what turns through some pictures stays known
            del others[min(range(len(others)), key=[change for change in changes if change].__getitem__)]
        self._still = (cleared, turning) if turning is not None and turning.shape == unsure.shape else None
        self._known = (_Known(raw, cleared, unsure, changed_tiles(raw.pixels, cleared.pixels), lasts), *others)

    def drop(self) -> None:
        """Another window: nothing is known of it."""
        self._known, self._still = (), None

    def over(self, now: Frame, restless: Mask | None = None) -> tuple[Frame, Mask]:
        """What may be seen while the window looks like `now`: no pixel of `now` itself. And the tiles that are withheld; those of them that
        are `restless` are shown as a still, half as bright, where there is one. What is put together of several pictures hides what is
        hidden in any of them over several tiles: one may show no more than a part of what is personal."""
        known = [one for one in self._known if one.raw.pixels.shape == now.pixels.shape]
        if not known:
            return covered(now, [Box(0, 0, now.width, now.height)]), ~changed_tiles(now.pixels, now.pixels)
        newest, *older = known
        cleared = newest.cleared
        left = newest.unsure | changed_tiles(newest.raw.pixels, now.pixels)
        if not left.any():
            return cleared, left
        pixels: Pixels = np.array(cleared.pixels, np.uint8, order="C")
        for old in older:
            same = ~old.unsure & ~changed_tiles(old.raw.pixels, now.pixels)
            for row, column in np.argwhere(same & (left | _joined(old.hiding, left & same))):
                part = slice(row * TILE, (row + 1) * TILE), slice(column * TILE, (column + 1) * TILE)
                if left[row, column]:
                    pixels[part] = old.cleared.pixels[part]
                else:
                    hidden = (old.cleared.pixels[part] != old.raw.pixels[part]).any(axis=2)
                    pixels[part][hidden] = old.cleared.pixels[part][hidden]
            left &= ~same
        pixels.flags.writeable = False
        shown = covered(replace(cleared, pixels=pixels), dirty_boxes(left, now.width, now.height))
        return (shown if restless is None else self._with_stills(shown, left & restless)), left

    def _with_stills(self, shown: Frame, tiles: Mask) -> Frame:
        """With what there are stills of."""
        found = self._still  # once: another thread may let go of it meanwhile
        if found is None or found[0].pixels.shape != shown.pixels.shape or not (tiles & found[1]).any():
            return shown
        still, turning = found
        pixels: Pixels = np.array(shown.pixels, np.uint8, order="C")
        for place in places(tiles & turning):
            part = slice(place.y, place.bottom), slice(place.x, place.right)
            pixels[part] = dimmed(still.pixels[part])
        pixels.flags.writeable = False
        return replace(shown, pixels=pixels)

    def patches(self, shown: Frame) -> tuple[Patch, ...]:
        """What is to be drawn, so that who has drawn all before sees `shown`."""
        before, self._shown = self._shown, shown
        if before is shown:
            return ()
        if before is None or before.pixels.shape != shown.pixels.shape:
            return (_patch(shown, Box(0, 0, shown.width, shown.height)),)
        tiles = changed_tiles(before.pixels, shown.pixels)
        return tuple(_patch(shown, box) for box in dirty_boxes(tiles, shown.width, shown.height)) if tiles.any() else ()


def places(tiles: Mask) -> tuple[Box, ...]:
    """Of each of those tiles; picture's space, at its edges beyond them."""
    return tuple(Box(int(column) * TILE, int(row) * TILE, TILE, TILE) for row, column in np.argwhere(tiles))


def touches(tiles: Mask, box: Box) -> bool:
    """Whether a box, in the picture's space, shares anything with one of those tiles."""
    rows = slice(max(0, box.y // TILE), max(0, -(-box.bottom // TILE)))
    return bool(tiles[rows, max(0, box.x // TILE) : max(0, -(-box.right // TILE))].any())


def _joined(tiles: Mask, some: Mask) -> Mask:
    """Of the tiles those that are in one group with some."""
    import cv2

    if not (tiles & some).any():
        return np.zeros_like(tiles)
    _, labels = cv2.connectedComponents(tiles.view(np.uint8), connectivity=8)
    return tiles & np.isin(labels, labels[tiles & some])


def dimmed(pixels: Pixels) -> Pixels:
    """As a still is shown."""
    return pixels // 2 + _DIM


def _patch(frame: Frame, box: Box) -> Patch:
    import cv2

    part = frame.pixels[box.y : box.bottom, box.x : box.right]
    return Patch(box.x, box.y, np.asarray(cv2.cvtColor(part, cv2.COLOR_BGRA2RGBA), np.uint8))
