"""Paints an icon as a screen would show it: in some size and colour, on some ground, with what may stand beside it, seen well or badly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mmassist.training.degrade import Picture, degraded, resized
from mmassist.training.icons.draw import Drawn, Layer, Mask, has_colours

SIZES = (12, 14, 16, 16, 16, 18, 20, 20, 22, 22, 24, 24, 24, 28, 32, 32, 36, 40, 48, 64)
"""In pixels, as often as programs use them."""

_ON_A_BUTTON = 0.35
"""The part of pictures that are a whole button, as the app cuts them out of windows: two fifths to two thirds of its width is the icon."""

_FAINT, _FAINT_ON_A_BUTTON = 0.1, 0.25
"""The parts that are greyed out."""

_STANDS_OUT = 40.0
"""By how much of 255 some channel of a pixel differs from a ground that it can be told from."""

Colour = NDArray[np.float32]
"""[3], 0 to 255."""


def painted(drawing: Drawn, side: int, rng: np.random.Generator) -> Picture:
    """One crop of `side` by `side` pixels, the icon somewhere near its middle. All chance comes from `rng`."""
    size = drawing.fit(int(rng.choice(SIZES)))
    layer = drawing.layer(size, (float(rng.uniform(-0.5, 0.5)), float(rng.uniform(-0.5, 0.5))))
    is_coloured = has_colours(layer)
    ground, ink = _beneath(layer, rng) if is_coloured else _colours(rng)
    on_button = rng.random() < _ON_A_BUTTON
    canvas, left, top = _button(size, ground, rng) if on_button else _piece(size, ground, rng)
    _clutter(canvas, ink, rng)
    part = canvas[top : top + size, left : left + size]
    strength = float(rng.uniform(0.35, 0.6)) if rng.random() < (_FAINT_ON_A_BUTTON if on_button else _FAINT) else 1.0
    if is_coloured:
        _lay_coloured(part, layer, strength, rng)
    else:
        _lay(part, layer[:, :, 3] * np.float32(strength), (ink, ground), rng)
    picture = degraded(canvas.round().clip(0, 255).astype(np.uint8), rng)
    return resized(picture, side, side)


def luminance(colour: Colour) -> float:
    """Relative luminance by WCAG 2, 0 to 1."""
    part = colour.astype(np.float64) / 255.0
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: Colour, other: Colour) -> float:
    """By WCAG 2, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _colours(rng: np.random.Generator) -> tuple[Colour, Colour]:
    """A ground and an ink that can be told apart: greys mostly, as most programs use, else any colours."""
    while True:
        ground, ink = _colour(rng), _colour(rng)
        if contrast(ground, ink) >= rng.uniform(1.6, 4.5):
            return ground, ink


def _beneath(layer: Layer, rng: np.random.Generator) -> tuple[Colour, Colour]:
    """A ground that most of a coloured icon stands out against, and the colour of what is written on it."""
    covered = layer[:, :, 3]
    solid = layer[covered > 0.5, :3] / covered[covered > 0.5, None]
    ground, ink = _colours(rng)
    for _ in range(20):
        if not len(solid) or (np.abs(solid - ground).max(1) > _STANDS_OUT).mean() > 0.5:
            break
        ground, ink = _colours(rng)
    return ground, ink


def _colour(rng: np.random.Generator) -> Colour:
    kind = rng.random()
    if kind < 0.3:
        return np.full(3, rng.uniform(225, 255), np.float32)
    if kind < 0.6:
        return np.full(3, rng.uniform(0, 75), np.float32)
    if kind < 0.7:
        return np.full(3, rng.uniform(75, 225), np.float32)
    return rng.uniform(0, 255, 3).astype(np.float32)


def _piece(size: int, colour: Colour, rng: np.random.Generator) -> tuple[NDArray[np.float32], int, int]:
    """What is around an icon of `size` pixels, cut not far from it, and where in there it begins, from the left and from the top."""
    room = max(2, round(size * float(rng.uniform(0.06, 0.5))))
    width, height = size + int(rng.integers(0, room + 1)), size + int(rng.integers(0, room + 1))
    left, top = int(rng.integers(0, width - size + 1)), int(rng.integers(0, height - size + 1))
    return _ground(width, height, colour, rng), left, top


def _button(size: int, face: Colour, rng: np.random.Generator) -> tuple[NDArray[np.float32], int, int]:
    """The same with a whole button and what little lies around it: flat, or with a face or a frame of its own; the icon in its middle."""
    import cv2

    margin = int(rng.integers(0, 5))
    within = round(size * float(rng.uniform(1.3, 2.3)))
    side = within + 2 * margin
    canvas: NDArray[np.float32] = np.empty((side, side, 3), np.float32)
    is_flat = rng.random() < 0.35
    canvas[:] = face if is_flat else (face + np.float32(rng.uniform(-50, 50))).clip(0, 255)
    if not is_flat:
        # where a button is wider or higher than what is cut out its sides are not seen
        beyond_x, beyond_y = (side if rng.random() < chance else 0 for chance in (0.3, 0.1))
        corner = int(rng.integers(0, max(1, within // 3)))
        mask = np.zeros((side + 2 * beyond_y, side + 2 * beyond_x), np.uint8)
        first, last = (margin, margin), (mask.shape[1] - 1 - margin, mask.shape[0] - 1 - margin)
        cv2.rectangle(mask, (first[0] + corner, first[1]), (last[0] - corner, last[1]), 255, -1)
        cv2.rectangle(mask, (first[0], first[1] + corner), (last[0], last[1] - corner), 255, -1)
        for x in (first[0] + corner, last[0] - corner):
            for y in (first[1] + corner, last[1] - corner):
                cv2.circle(mask, (x, y), corner, 255, -1, cv2.LINE_AA)
        edge = (mask > 127) & (cv2.erode(mask, np.ones((3, 3), np.uint8)) < 128)
        cut = (slice(beyond_y, beyond_y + side), slice(beyond_x, beyond_x + side))
        weight = mask[cut][:, :, None].astype(np.float32) / 255
        slope = np.linspace(-1, 1, side, dtype=np.float32)[:, None, None] * np.float32(rng.uniform(0, 20) if rng.random() < 0.3 else 0)
        canvas[:] = canvas * (1 - weight) + (face + slope) * weight
        if rng.random() < 0.7:
            canvas[edge[cut]] = (face + np.float32(rng.uniform(-100, 100))).clip(0, 255)
    left, top = (min(max(0, (side - size) // 2 + int(rng.integers(-2, 3))), side - size) for _ in range(2))
    return canvas, left, top


def _ground(width: int, height: int, colour: Colour, rng: np.random.Generator) -> NDArray[np.float32]:
    """Flat, or a gradient, or a button's frame with rounded corners or none."""
    import cv2

    canvas = np.empty((height, width, 3), np.float32)
    canvas[:] = colour
    kind = rng.random()
    if kind < 0.15:
        canvas += np.linspace(-1, 1, height, dtype=np.float32)[:, None, None] * np.float32(rng.uniform(5, 25))
    elif kind < 0.4:
        other = colour + np.float32(rng.uniform(-60, 60))
        edge = tuple(float(value) for value in other)
        if rng.random() < 0.5:
            cv2.rectangle(canvas, (0, 0), (width - 1, height - 1), edge, 1)
        else:
            cv2.circle(canvas, (width // 2, height // 2), max(2, min(width, height) // 2), edge, 1, cv2.LINE_AA)
    return canvas


def _clutter(canvas: NDArray[np.float32], ink: Colour, rng: np.random.Generator) -> None:
    """A line, or a piece of a neighbour, at an edge: crops are never cut exactly."""
    if rng.random() > 0.15:
        return
    height, width = canvas.shape[:2]
    depth = int(rng.integers(1, max(2, min(height, width) // 8)))
    start, end = sorted(int(value) for value in rng.integers(0, min(height, width) + 1, 2))
    side = int(rng.integers(4))
    turned = canvas if side % 2 == 0 else canvas.transpose(1, 0, 2)
    rows = slice(0, depth) if side < 2 else slice(turned.shape[0] - depth, turned.shape[0])
    turned[rows, start:end] = ink


def _lay(part: NDArray[np.float32], mask: Mask, colours: tuple[Colour, Colour], rng: np.random.Generator) -> None:
    """The icon onto its ground, `colours` being the ink's and the ground's: plain, shaded, or filled as coloured themes do."""
    ink, ground = colours
    kind = rng.random()
    colour = np.broadcast_to(ink, part.shape)
    if kind > 0.75:
        slope = np.linspace(-1, 1, part.shape[0], dtype=np.float32)[:, None, None] * np.float32(rng.uniform(-50, 50))
        colour = np.clip(colour + slope, 0, 255)
    if kind > 0.85:
        second = _second(ink, ground, rng)
        inside = _inside(mask)[:, :, None]
        part[:] = part * (1 - inside) + second * inside
    if 0.7 < kind < 0.75:
        shadow = np.roll(mask, 1, axis=0)[:, :, None] * np.float32(0.4)
        part[:] = part * (1 - shadow)
    weight = mask[:, :, None]
    part[:] = part * (1 - weight) + colour * weight


def _lay_coloured(part: NDArray[np.float32], layer: Layer, strength: float, rng: np.random.Generator) -> None:
    """A coloured icon onto its ground: as it is, paler or greyer, lighter or darker, in other hues, as strong as it says."""
    covered = layer[:, :, 3:]
    colours = layer[:, :, :3]
    kind = rng.random()
    if kind < 0.3:
        grey = colours.mean(2, keepdims=True)
        colours = grey + (colours - grey) * np.float32(rng.uniform(0.0, 1.3))
    elif kind < 0.5:
        colours = colours[:, :, rng.permutation(3)]
    if rng.random() < 0.3:
        gain = np.float32(rng.uniform(0.75, 1.2))
        colours = colours * gain
    part[:] = part * (1 - covered * strength) + colours.clip(0, 255) * strength


def _second(ink: Colour, ground: Colour, rng: np.random.Generator) -> Colour:
    """A colour that the ink still stands out against."""
    for _ in range(20):
        colour = rng.uniform(0, 255, 3).astype(np.float32)
        if contrast(colour, ink) > 1.8:
            return colour
    return ground


def _inside(mask: Mask) -> Mask:
    """What the ink encloses: all that a flood from the border does not reach."""
    import cv2

    size = mask.shape[0]
    walls = np.zeros((size + 2, size + 2), np.uint8)
    walls[1:-1, 1:-1] = mask > 0.4
    reached = walls.copy()
    border = np.zeros((size + 4, size + 4), np.uint8)
    cv2.floodFill(reached, border, (0, 0), 2)
    return np.asarray(reached[1:-1, 1:-1] != 2, np.float32)
