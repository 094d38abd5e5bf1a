"""How far a field reaches: one that is wide is seen narrower than it is, and its frame tells where it ends. Pure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mmassist.values import Box, Pixels

# Levels of green between neighbours that are an edge, and pixels from where the box ends within which it is.
_LEVELS, _NEAR = 10, 5
# Pixels without an edge at which it ends; corners are round.
_GAP = 3
# Of its height, what the edge at its side runs along.
_ALONG = 0.7
# Of what is seen: a field reaches so much further to either side at most.
_FURTHER = 1.0


def reaching(box: Box, pixels: Pixels) -> Box:
    """`box`, made as wide as the frame that it lies in. A side without an edge, or to which no edge runs along both top and bottom, stays
    where it is. `pixels`: the picture, [height, width, 4]."""
    left, right = max(0, box.x - round(_FURTHER * box.width)), min(pixels.shape[1], box.right + round(_FURTHER * box.width))
    green = pixels[:, left:right, 1]
    edged, upright = _edged(green, box.y) & _edged(green, box.bottom), _upright(green, box)
    middle = round(box.centre[0]) - left
    if not 0 <= middle < edged.size:
        return box
    before, after = _end(edged[middle::-1], upright[middle::-1]), _end(edged[middle:], upright[middle + 1 :])
    first = left + middle - before if before else box.x
    end = left + middle + after + 1 if after else box.right
    return replace(box, x=first, width=end - first)


def _edged(green: NDArray[np.uint8], side: int) -> NDArray[np.bool_]:
    """Of each column, whether there is an edge near that row."""
    strip = green[max(0, side - _NEAR) : side + _NEAR + 1].astype(np.int16)
    edged: NDArray[np.bool_] = np.any(np.abs(np.diff(strip, axis=0)) >= _LEVELS, axis=0)
    return edged


def _upright(green: NDArray[np.uint8], box: Box) -> NDArray[np.bool_]:
    """Of each column, whether an edge runs down between it and the one on its left."""
    inset = box.height // 5
    strip = green[box.y + inset : box.bottom - inset].astype(np.int16)
    steps = np.zeros(green.shape[1], np.bool_)
    if strip.size:
        steps[1:] = (np.abs(np.diff(strip, axis=1)) >= _LEVELS).mean(0) >= _ALONG
    return steps


def _end(edged: NDArray[np.bool_], upright: NDArray[np.bool_]) -> int:
    """How far it is to the last edge that runs down, as long as those along top and bottom go on; 0 where there is none."""
    at = np.flatnonzero(edged)
    if not at.size or at[0] > _GAP:
        return 0
    breaks = np.flatnonzero(np.diff(at) > _GAP)
    last = int(at[breaks[0]] if breaks.size else at[-1])
    sides = np.flatnonzero(upright[: last + _GAP + 1])
    return int(sides[-1]) if sides.size else 0
