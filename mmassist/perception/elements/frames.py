"""What is drawn around controls: how far a field reaches, for one that is wide is seen narrower than it is; whether a list is one. Pure."""

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
_ALONG, _ALL_ALONG = 0.7, 0.95
# Of a list each fourth row of pixels tells enough.
_EACH = 4
# Of a line's height: words are no further apart.
_BETWEEN_WORDS = 0.45
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


def is_enclosed(box: Box, pixels: Pixels) -> bool:
    """Whether an edge runs down beside it, along all of its height and no further away than it is wide."""
    left, right = max(0, box.x - box.width), min(pixels.shape[1], box.right + box.width)
    return bool(_steps(pixels[max(0, box.y) : box.bottom : _EACH, left:right, 1], _ALL_ALONG).any())


def begins_in_words(box: Box, line: Box, pixels: Pixels) -> bool:
    """Whether it begins in the middle of a line of text, where no gap is that is wider than one between words."""
    tall = line.height
    if line.x > box.x - tall / 2 or line.right < box.x + tall:
        return False
    green = pixels[max(0, line.y) : line.bottom, max(0, round(box.x - tall)) : round(box.x + tall / 3), 1]
    if not green.size:
        return False
    blank = np.flatnonzero(green.max(0).astype(np.int16) - green.min(0) < _LEVELS)
    runs = np.split(blank, np.flatnonzero(np.diff(blank) > 1) + 1)
    return max(map(len, runs)) < _BETWEEN_WORDS * tall


def _edged(green: NDArray[np.uint8], side: int) -> NDArray[np.bool_]:
    """Of each column, whether there is an edge near that row."""
    strip = green[max(0, side - _NEAR) : side + _NEAR + 1].astype(np.int16)
    edged: NDArray[np.bool_] = np.any(np.abs(np.diff(strip, axis=0)) >= _LEVELS, axis=0)
    return edged


def _upright(green: NDArray[np.uint8], box: Box) -> NDArray[np.bool_]:
    """Of each column, whether an edge runs down between it and the one on its left."""
    inset = box.height // 5
    return _steps(green[max(0, box.y + inset) : box.bottom - inset], _ALONG)


def _steps(green: NDArray[np.uint8], along: float) -> NDArray[np.bool_]:
    """Of each column, whether it differs from the one on its left, in so much of its height."""
    steps = np.zeros(green.shape[1], np.bool_)
    if green.size:
        steps[1:] = (np.abs(np.diff(green.astype(np.int16), axis=1)) >= _LEVELS).mean(0) >= along
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
