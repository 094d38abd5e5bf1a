"""Which tiles of a picture never rest: films, spinners, animations. Learnt in about a second, forgotten as soon."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mmassist.perception.change import Mask

# Seconds over which a tile's movement is averaged, and the shares of it at which it begins and ends to be restless.
_MEMORY, _RESTLESS, _CALM = 1.0, 0.6, 0.25


class Motion:
    """Of one picture of `rows` x `columns` tiles. `restless`: tiles that move most of the time."""

    def __init__(self, rows: int, columns: int) -> None:
        self._level: NDArray[np.float64] = np.zeros((rows, columns))
        self._at = -math.inf
        self.restless: Mask = np.zeros((rows, columns), np.bool_)

    def feed(self, moving: Mask, at: float) -> None:
        """`moving`: tiles that changed since the time before; between looks that lie far apart nothing is taken to have moved."""
        elapsed = at - self._at
        self._at = at
        share = 1 - math.exp(-min(elapsed, 0.5 if moving.any() else elapsed) / _MEMORY)
        self._level += (moving - self._level) * share
        self.restless = (self._level > _RESTLESS) | (self.restless & (self._level > _CALM))
