"""The same icons as another hand might have drawn them, or another screen might show them: what a training sees in place of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Image = NDArray[Any]

_TURN, _SCALE, _STRETCH, _SLANT = np.pi / 24, 0.2, 0.12, 0.12
"""How far a picture is turned (radians; arrows must not become others), how much it grows or shrinks and is pulled (logarithms), and how
far it leans."""

_BENT, _NODES, _MOST_BENT = 0.5, 4, 0.06
"""How many are bent as by another hand: by the nodes of so coarse a grid, each moved by so much of the side (as P. Y. Simard and others
distort letters, ICDAR 2003)."""

_REPAINTED, _PALER = 0.3, 0.5
"""How many are painted in other colours, each channel's distance from the ground being multiplied by at most so much more or less (a
logarithm), and raised to a power between the same: what is pale becomes paler, or as strong as the rest."""

_THICKER, _THINNER, _SOFTER, _HIDDEN, _NOISY, _INVERTED = 0.12, 0.12, 0.15, 0.2, 0.15, 0.2
_MOST_HIDDEN = 0.3


def seen_otherwise(pictures: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """[batch, side, side, 3] to the same: each a little moved, turned, stretched, larger or smaller, lighter or darker; some bent, drawn
    with a thicker or a thinner pen, in other colours, blurred, noisy, inverted, or with a corner hidden."""
    changed = np.empty_like(pictures)
    for at, picture in enumerate(pictures):
        changed[at] = _recoloured(_redrawn(_moved(picture, rng), rng), rng)
    return changed


def _moved(picture: NDArray[np.uint8], rng: np.random.Generator) -> Image:
    import cv2

    side = picture.shape[0]
    places = _places(side, rng)
    return cv2.remap(picture, places[..., 0], places[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _places(side: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """[side, side, 2]: where each pixel is fetched from."""
    import cv2

    angle = rng.uniform(-_TURN, _TURN) if rng.random() < 0.5 else 0.0
    scale, stretch = np.exp(-rng.uniform(-_SCALE, _SCALE)), np.exp(rng.uniform(-_STRETCH, _STRETCH))
    slant = rng.uniform(-_SLANT, _SLANT) if rng.random() < 0.3 else 0.0
    middle = side / 2 - 0.5
    ys, xs = np.mgrid[0:side, 0:side] - middle
    # no product of matrices: its last bits depend on where in memory they lie, and a training must come out the same again
    xs, ys = scale * stretch * xs + slant * ys, scale / stretch * ys
    cos, sin = np.cos(angle), np.sin(angle)
    places = np.stack([cos * xs - sin * ys, sin * xs + cos * ys], -1) + middle + rng.uniform(-side / 16, side / 16, 2)
    if rng.random() < _BENT:
        nodes = rng.normal(0.0, _MOST_BENT / 2 * side, (_NODES, _NODES, 2)).clip(-_MOST_BENT * side, _MOST_BENT * side)
        places += cv2.resize(nodes.astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
    return np.asarray(places, np.float32)


def _redrawn(picture: Image, rng: np.random.Generator) -> Image:
    """With another pen, out of focus, or partly hidden."""
    import cv2

    chance = rng.random()
    if chance < _THICKER + _THINNER:
        kernel = np.ones((2, 2), np.uint8)
        shrink: Callable[..., Any] = cv2.erode if chance < _THICKER else cv2.dilate
        picture = shrink(picture, kernel, borderType=cv2.BORDER_REPLICATE)
    if rng.random() < _SOFTER:
        picture = cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.4, 1.0)))
    if rng.random() < _HIDDEN:
        side = picture.shape[0]
        width, height = (int(rng.integers(side // 12, int(_MOST_HIDDEN * side))) for _ in range(2))
        left, top = int(rng.integers(0, side - width)), int(rng.integers(0, side - height))
        picture = picture.copy()
        picture[top : top + height, left : left + width] = picture[0, 0]
    return picture


def _recoloured(picture: Image, rng: np.random.Generator) -> NDArray[np.uint8]:
    values = (255.0 - picture if rng.random() < _INVERTED else picture) * rng.uniform(0.85, 1.15, 3)
    if rng.random() < _REPAINTED:
        values = _repainted(values, rng)
    if rng.random() < _NOISY:
        values = values + rng.normal(0.0, rng.uniform(2.0, 10.0), picture.shape)
    return np.asarray(values.clip(0, 255), np.uint8)


def _repainted(values: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    ground = values[[0, -1]].mean((0, 1))
    apart = (values - ground) / 255.0
    power = np.exp(rng.uniform(-_PALER, _PALER))
    changed: NDArray[np.float64] = ground + 255.0 * np.sign(apart) * np.abs(apart) ** power * np.exp(rng.uniform(-_PALER, _PALER, 3))
    return changed
