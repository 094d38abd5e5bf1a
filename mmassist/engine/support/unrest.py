"""Which parts of a window change in nearly every picture: a film, a log that scrolls, something that turns. To read them would be in vain,
for what was read is gone by then; of what is small and does not stop a still is worth it now and then. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.change import Mask, changed_tiles
from mmassist.values import Pixels

_WEIGHT = 0.25  # of the newest picture in the average
_RESTLESS = 0.6
"""The share of pictures in which a tile changes: passed after four in a row, left after two that are alike. Who types does not reach it."""
_LASTING, _SMALL = 30, 25  # pictures; tiles


class Unrest:
    """One thread at a time."""

    def __init__(self) -> None:
        self._before: Pixels | None = None
        self._share: NDArray[np.float64] = np.zeros((0, 0))
        self._lasts: NDArray[np.int64] = np.zeros((0, 0), np.int64)

    def look(self, now: Pixels) -> Mask:
        """The next picture; true for each tile that is restless."""
        before, self._before = self._before, now
        if before is None or before.shape != now.shape:
            tiles = changed_tiles(now, now)
            self._share, self._lasts = np.zeros(tiles.shape), np.zeros(tiles.shape, np.int64)
            return tiles
        self._share = (1 - _WEIGHT) * self._share + _WEIGHT * changed_tiles(before, now)
        restless: Mask = self._share > _RESTLESS
        self._lasts = np.where(restless, self._lasts + 1, 0)
        return restless

    def turning(self) -> Mask:
        """Of the last picture the tiles that have been restless for long, where they are few: none of a film."""
        lasting: Mask = self._lasts >= _LASTING
        return lasting if lasting.sum() <= _SMALL else np.zeros_like(lasting)
