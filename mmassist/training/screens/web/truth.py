"""From what a page tells of its controls to elements of its picture: boxes as tight as what is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from mmassist.training.degrade import Picture
from mmassist.training.screens.truth import Box, Element
from mmassist.training.screens.window import LEAST, SEEN

_BARE = frozenset({"check box", "radio button", "switch", "slider", "link", "progress bar", "window title"})
"""Roles that are drawn without a ground of their own: their room is wider than what is seen of them."""

_DIFFERS = 5
"""By how much of 255 some channel of a pixel differs from the ground for it to be drawn."""

_AROUND = 2
"""Pixels beside a box that tell the ground it lies on."""


def elements_of(rows: Sequence[Mapping[str, Any]], picture: Picture, scale: float) -> Iterator[Element]:
    """`rows` as page.js tells them, in the page's pixels, of which each is `scale` of the picture's."""
    for row in rows:
        box = _pixels(row["box"], scale)
        if box[2] * box[3] < SEEN * row["whole"] * scale * scale or min(box[2:]) < LEAST:
            continue
        tight = trimmed(picture, box)
        if tight is None:
            continue
        if row["role"] in _BARE:
            box = _united(tight, _pixels(row["core"], scale)) if row["core"] else tight
        if min(box[2:]) >= LEAST:
            yield Element(row["role"], box, frozenset(row["states"]), row["label"])


def main_of(rect: Mapping[str, float] | None, scale: float) -> Box:
    return _pixels(rect, scale) if rect else (0, 0, 0, 0)


def trimmed(picture: Picture, box: Box) -> Box | None:
    """As far as it differs from the ground around it; None where nothing does."""
    x, y, width, height = box
    inside = picture[y : y + height, x : x + width].astype(np.int16)
    differs = (np.abs(inside - _ground(picture, box)) > _DIFFERS).any(2)
    rows, columns = np.flatnonzero(differs.any(1)), np.flatnonzero(differs.any(0))
    if not rows.size:
        return None
    return x + int(columns[0]), y + int(rows[0]), int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1


def _ground(picture: Picture, box: Box) -> Picture:
    """The commonest colour of the pixels just outside a box; of those just inside, where it fills the picture."""
    x, y, width, height = box
    left, top = max(0, x - _AROUND), max(0, y - _AROUND)
    ring = picture[top : y + height + _AROUND, left : x + width + _AROUND]
    outside = np.ones(ring.shape[:2], bool)
    outside[y - top : y - top + height, x - left : x - left + width] = False
    pixels = ring[outside]
    if not len(pixels):
        pixels = np.concatenate([ring[0], ring[-1], ring[:, 0], ring[:, -1]])
    colours, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_counts=True)
    return np.asarray(colours[counts.argmax()])


def _pixels(rect: Mapping[str, float], scale: float) -> Box:
    """Edges lie where the browser rounds them to; without width or height where nothing is left."""
    left, top, right, foot = (math.floor(rect[side] * scale + 0.5) for side in ("left", "top", "right", "bottom"))
    return left, top, max(0, right - left), max(0, foot - top)


def _united(one: Box, other: Box) -> Box:
    left, top = min(one[0], other[0]), min(one[1], other[1])
    right, foot = max(one[0] + one[2], other[0] + other[2]), max(one[1] + one[3], other[1] + other[3])
    return left, top, right - left, foot - top
