"""Where two pictures of the same size differ, exactly, in tiles of 40 px. No perceptual hash: those miss a word that changed."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mmassist.values import Box, Pixels

TILE = 40
Mask = NDArray[np.bool_]


def same(before: Pixels, after: Pixels) -> bool:
    """Whether both hold the same pixels; costs about half a millisecond at 1080p, nearly nothing where they differ early."""
    if before.shape != after.shape:
        return False
    before, after = _as_memory(before), _as_memory(after)
    return _comparer()(before.ctypes.data, after.ctypes.data, before.nbytes) == 0


def changed_tiles(before: Pixels, after: Pixels) -> Mask:
    """True for each tile (rows, columns of 40 px) with a differing pixel. Both: (height, width, 4). Raises ValueError for two sizes.

    Whole rows of tiles are compared as memory first, so a picture in which little changed costs little more than comparing it once.
    """
    if before.shape != after.shape:
        raise ValueError("pictures of different sizes")
    before, after = _as_memory(before), _as_memory(after)
    height, width = before.shape[:2]
    tops, lefts = range(0, height, TILE), np.arange(0, width, TILE)
    tiles: Mask = np.zeros((len(tops), len(lefts)), np.bool_)
    old, new = before.view(np.uint32)[:, :, 0], after.view(np.uint32)[:, :, 0]
    old_at, new_at, row, differ = before.ctypes.data, after.ctypes.data, before.strides[0], _comparer()
    for at, top in enumerate(tops):
        if differ(old_at + top * row, new_at + top * row, min(TILE, height - top) * row):
            columns = np.logical_or.reduce(old[top : top + TILE] != new[top : top + TILE], axis=0)
            tiles[at] = np.logical_or.reduceat(columns, lefts)
    return tiles


def dirty_boxes(tiles: Mask, width: int, height: int) -> list[Box]:
    """The bounding boxes of connected groups of changed tiles, clipped to a picture of that size."""
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(tiles.view(np.uint8), connectivity=8)
    picture = Box(0, 0, width, height)
    groups = (Box(*(int(side) * TILE for side in stats[label, :4])) for label in range(1, count))
    return [box for group in groups if (box := group.intersection(picture))]


def _as_memory(pixels: Pixels) -> Pixels:
    """In one piece, a byte a value: what is compared by address must be exactly that. No copy where it is so already."""
    return np.ascontiguousarray(pixels, np.uint8)


@cache
def _comparer() -> Callable[[int, int, int], int]:
    """memcmp of the C library: two addresses and a number of bytes, 0 where they hold the same. It lets other threads run meanwhile.

    numpy's comparisons write a result for each value and read it again: three times the time.
    """
    compare = ctypes.CDLL("msvcrt" if os.name == "nt" else None).memcmp
    compare.argtypes, compare.restype = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t), ctypes.c_int
    return compare
