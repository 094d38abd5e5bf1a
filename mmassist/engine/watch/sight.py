"""One look at a box of the screen: grabbed, set beside the look before, and what is covered left out. On the grabber's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mmassist.engine.watch.contract import Grabber
from mmassist.perception.change import TILE, Mask
from mmassist.perception.watching.canvas import Canvas, Change, Glance
from mmassist.values import Box, Pixels

# Levels (of 255) up to which a picture is black.
_BLACK = 8


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What one look showed. `before`: the picture of the look before, None for the first of its size.

    `idle`: tiles in which what is drawn is no news, None where there are none.
    """

    glance: Glance
    changes: tuple[Change, ...]
    before: Pixels | None
    after: Pixels
    idle: Mask | None = None
    is_blank: bool = False

    @property
    def is_first(self) -> bool:
        return self.before is None

    def is_idle(self, box: Box) -> bool:
        """Whether what is drawn in `box`, picture's space, is no news: a film's next picture, a caret that blinks."""
        if self.idle is None:
            return False
        rows = slice(max(0, box.y) // TILE, -(-max(0, box.bottom) // TILE))
        columns = slice(max(0, box.x) // TILE, -(-max(0, box.right) // TILE))
        return bool(self.idle[rows, columns].all())


class Sight:
    """The looks at one target. Used from one thread."""

    def __init__(self, grabber: Grabber) -> None:
        self._grabber = grabber
        self._canvas: Canvas | None = None

    def look(self, box: Box, covered: Sequence[Box], at: float, *, may_read: bool) -> Look:
        """`box`, `covered`: desktop's space. `may_read`: whether what has come to rest is taken now, or left for a later look.

        Raises CaptureError.
        """
        frame = self._grabber.grab_box(box)
        hidden = [over.moved(-box.x, -box.y) for over in covered]
        pixels = frame.pixels
        canvas = self._canvas
        if canvas is not None and canvas.size != (box.width, box.height):
            canvas = None
        if frame.box != box:
            pixels = self._whole(pixels, frame.box, box, canvas.latest if canvas else None)
        if _is_black(pixels) and self._grabber.is_dark():
            return Look(Glance(), (), pixels, pixels, is_blank=True)
        if canvas is None:
            self._canvas = Canvas(pixels, at)
            return Look(Glance(), (), None, pixels)
        before = canvas.latest
        glance = canvas.see(pixels, at, hidden)
        changes = tuple(canvas.rested(at)) if may_read and glance.waiting else ()
        idle = canvas.idle
        return Look(glance, changes, before, canvas.latest, idle if idle.any() else None)

    def _whole(self, pixels: Pixels, seen: Box, box: Box, latest: Pixels | None) -> Pixels:
        """The picture of all of `box`, of which only `seen` is on the screen."""
        whole = np.zeros((box.height, box.width, 4), np.uint8) if latest is None else latest.copy()
        x, y = seen.x - box.x, seen.y - box.y
        whole[y : y + seen.height, x : x + seen.width] = pixels
        return whole


def _is_black(pixels: Pixels) -> bool:
    """Looks at every eighth pixel first: nearly all pictures end there."""
    return int(pixels[::8, ::8, :3].max()) <= _BLACK and int(pixels[:, :, :3].max()) <= _BLACK
