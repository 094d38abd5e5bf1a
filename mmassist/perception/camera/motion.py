"""Whether a camera's picture changes, and how it moves. Under 1 ms of one core at 720p."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mmassist.values import Pixels

Grey: TypeAlias = NDArray[np.uint8]

_WIDTH = 160
# Levels of 255: what the sensor's noise stays below in a reduced picture, and the share of the picture that may exceed it.
_NOISE, _STILL = 12, 0.02


@dataclass(frozen=True, slots=True)
class Motion:
    """`share`: of the picture that has changed, 0 to 1. `moving`: more of it than noise explains."""

    share: float
    moving: bool


def reduced(pixels: Pixels) -> Grey:
    """`pixels` (height, width, 4; BGRA) as a small grey picture, for `motion`: each pixel the mean of many."""
    import cv2

    step = max(1, pixels.shape[1] // (_WIDTH * 2))
    grey = cv2.cvtColor(np.ascontiguousarray(pixels[::step, ::step]), cv2.COLOR_BGRA2GRAY)
    height = max(1, round(_WIDTH * pixels.shape[0] / pixels.shape[1]))
    return np.asarray(cv2.resize(grey, (_WIDTH, height), interpolation=cv2.INTER_AREA), np.uint8)


def motion(before: Grey, after: Grey) -> Motion:
    """How `after` differs from `before`, both from `reduced`; pictures of another shape have changed wholly.

    A change of the light alone, the same everywhere, is no motion.
    """
    if before.shape != after.shape:
        return Motion(1.0, moving=True)
    change = after.astype(np.int16) - before
    share = float((np.abs(change - int(np.median(change))) > _NOISE).mean())
    return Motion(share, moving=share > _STILL)
