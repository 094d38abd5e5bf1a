"""Pictures at the size that the encoder takes, in two stages: halved as often as it goes, which is quick, then the rest of the way."""

from __future__ import annotations

import numpy as np

from mmassist.values import Pixels

# Up to this ratio what is left is interpolated, ten times faster than averaged: two pixels stand for little more than two.
_COARSE = 2.5


def scaled(pixels: Pixels, width: int, height: int) -> Pixels:
    """`pixels` (any height, any width, 4; BGRA) as (height, width, 3), RGB; what is not of that shape is stretched.

    About a millisecond for 1080p: to look for what changed since the frame before would cost as much.
    """
    import cv2

    halved = _halved(pixels, _halvings(pixels, width, height))
    coarse = max(halved.shape[1] / width, halved.shape[0] / height) > _COARSE
    way = cv2.INTER_AREA if coarse else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(cv2.cvtColor(halved, cv2.COLOR_BGRA2RGB), (width, height), interpolation=way), np.uint8)


def _halvings(pixels: Pixels, width: int, height: int) -> int:
    """How often it can be halved and is still at least as large as is wanted."""
    most = max(1, min(int(pixels.shape[1]) // width, int(pixels.shape[0]) // height))
    return most.bit_length() - 1


def _halved(pixels: Pixels, times: int) -> Pixels:
    """Means of blocks; what is left over at the right and the bottom, less than a block, is left out.

    OpenCV averages blocks of 2 x 2 a dozen times faster than larger ones.
    """
    import cv2

    height, width = pixels.shape[0] >> times, pixels.shape[1] >> times
    halved = pixels[: height << times, : width << times]
    for left in range(times - 1, -1, -1):
        halved = np.asarray(cv2.resize(halved, (width << left, height << left), interpolation=cv2.INTER_AREA), np.uint8)
    return halved
