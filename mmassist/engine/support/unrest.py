"""Which parts of a window change in nearly every picture: a film, a log that scrolls. To read them would be in vain, for what was read is
gone by then. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.change import Mask, changed_tiles
from mmassist.values import Pixels

_WEIGHT = 0.25  # of the newest picture in the average
_RESTLESS = 0.6
"""The share of pictures in which a tile changes: passed after four in a row, left after two that are alike. Who types does not reach it."""


class Unrest:
    """One thread at a time."""

    def __init__(self) -> None:
        self._before: Pixels | None = None
        self._share: NDArray[np.float64] = np.zeros((0, 0))

    def look(self, now: Pixels) -> Mask:
        """The next picture; true for each tile that is restless."""
        before, self._before = self._before, now
        if before is None or before.shape != now.shape:
            tiles = changed_tiles(now, now)
            self._share = np.zeros(tiles.shape)
            return tiles
        self._share = (1 - _WEIGHT) * self._share + _WEIGHT * changed_tiles(before, now)
        return self._share > _RESTLESS
