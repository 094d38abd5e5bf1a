"""Pictures that look like photographs, without one: land under a sky, clouds, lights out of focus, things on a ground. All by chance."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mmassist.training.degrade import Picture

Field = NDArray[np.float32]
"""[height, width], about 0 to 1."""

Colours = NDArray[np.float32]
"""[height, width, 3], 0 to 1."""

_LARGEST = 320
"""Pixels across, up to which they are made; larger ones are drawn out, as lenses and compression leave few finer details."""


def photo(width: int, height: int, rng: np.random.Generator) -> Picture:
    """A function of the sizes and of `rng`. Some milliseconds."""
    import cv2

    shrink = min(1.0, _LARGEST / max(width, height))
    wide, high = max(8, round(width * shrink)), max(8, round(height * shrink))
    kinds: tuple[Callable[[int, int, np.random.Generator], Colours], ...] = (_land, _clouds, _lights, _things, _ground)
    colours = _developed(kinds[int(rng.integers(len(kinds)))](wide, high, rng), rng)
    grown = np.asarray(cv2.resize(colours, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
    grain = rng.normal(0.0, float(rng.uniform(0.0, 0.03)), (height, width, 1)).astype(np.float32)
    return ((grown + grain).clip(0.0, 1.0) * 255.0).round().astype(np.uint8)


def noise(width: int, height: int, rng: np.random.Generator, first: int = 2, roughness: float = 0.55) -> Field:
    """Fractal: each octave twice as fine, and weaker by `roughness`. From 0 to 1."""
    import cv2

    total, weight, cells = np.zeros((height, width), np.float32), 1.0, first
    while cells < max(width, height):
        grid = rng.random((max(2, cells * height // width + 2), cells + 2), np.float32)
        total += weight * np.asarray(cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
        weight, cells = weight * roughness, cells * 2
    return np.asarray((total - total.min()) / max(float(np.ptp(total)), 1e-6), np.float32)


def _land(width: int, height: int, rng: np.random.Generator) -> Colours:
    """Ranges of hills, one behind the other, paler with distance."""
    canvas = _sky(width, height, rng)
    haze, near = canvas[height // 2].mean(0), _colour(rng, 0.1, 0.45)
    count = int(rng.integers(2, 6))
    rows = np.arange(height)[:, None]
    texture = noise(width, height, rng, first=16)[:, :, None]
    for at in range(count):
        depth = (at + 1) / count
        ridge = noise(width, 4, rng, first=int(rng.integers(2, 6)))[0]
        top = height * (0.35 + 0.5 * at / count) - ridge * height * float(rng.uniform(0.1, 0.35)) * (1.2 - depth)
        inside = (rows >= top[None, :])[:, :, None]
        colour = haze * (1 - depth) + near * depth
        canvas = np.where(inside, colour * (0.75 + 0.5 * texture * depth), canvas)
    return np.asarray(canvas, np.float32)


def _sky(width: int, height: int, rng: np.random.Generator) -> Colours:
    high, low = _colour(rng, 0.3, 0.9), _colour(rng, 0.6, 1.0)
    fall = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, None, None]
    return np.asarray(np.broadcast_to(high * (1 - fall) + low * fall, (height, width, 3)), np.float32)


def _clouds(width: int, height: int, rng: np.random.Generator) -> Colours:
    cover = ((noise(width, height, rng, first=3) - float(rng.uniform(0.3, 0.6))) * 3).clip(0, 1)[:, :, None]
    shade = 0.75 + 0.25 * noise(width, height, rng, first=5)[:, :, None]
    return np.asarray(_sky(width, height, rng) * (1 - cover) + shade * cover, np.float32)


def _lights(width: int, height: int, rng: np.random.Generator) -> Colours:
    """Discs of light over darkness."""
    canvas = _colour(rng, 0.02, 0.25) * (0.6 + 0.8 * noise(width, height, rng)[:, :, None])
    for _ in range(int(rng.integers(8, 40))):
        disc = _disc(width, height, rng, float(rng.uniform(0.02, 0.12)), soft=0.15)
        canvas = canvas + disc[:, :, None] * _colour(rng, 0.4, 1.0) * float(rng.uniform(0.2, 0.7))
    return canvas.astype(np.float32)


def _things(width: int, height: int, rng: np.random.Generator) -> Colours:
    """Round bodies, lit from one side, before something blurred."""
    canvas = _colour(rng, 0.2, 0.9) * (0.5 + noise(width, height, rng)[:, :, None])
    light = np.linspace(1.2, 0.5, width, dtype=np.float32)[None, :, None]
    for _ in range(int(rng.integers(1, 7))):
        disc = _disc(width, height, rng, float(rng.uniform(0.08, 0.4)), soft=0.04)[:, :, None]
        body = _colour(rng, 0.1, 0.95) * light * (0.8 + 0.4 * noise(width, height, rng, first=8)[:, :, None])
        canvas = canvas * (1 - disc) + body * disc
    return canvas.astype(np.float32)


def _ground(width: int, height: int, rng: np.random.Generator) -> Colours:
    """Stone, bark or fur from near: one texture in two colours."""
    grain = noise(width, height, rng, first=int(rng.integers(3, 24)), roughness=float(rng.uniform(0.55, 0.85)))[:, :, None]
    return np.asarray(_colour(rng, 0.05, 0.5) * (1 - grain) + _colour(rng, 0.3, 1.0) * grain, np.float32)


def _disc(width: int, height: int, rng: np.random.Generator, radius: float, soft: float) -> Field:
    """1 inside an ellipse somewhere, 0 outside. `radius` in parts of the longer side."""
    y, x = np.ogrid[:height, :width]
    reach = radius * max(width, height)
    wide, high = reach * float(rng.uniform(0.6, 1.4)), reach
    apart = np.hypot((x - float(rng.uniform(0, width))) / wide, (y - float(rng.uniform(0, height))) / high)
    return ((1.0 - apart) / soft + 0.5).clip(0.0, 1.0).astype(np.float32)


def _colour(rng: np.random.Generator, least: float, most: float) -> NDArray[np.float32]:
    """Muted, as things are."""
    level, hue = float(rng.uniform(least, most)), rng.uniform(0.6, 1.25, 3)
    return (level * hue).clip(0.0, 1.0).astype(np.float32)


def _developed(colours: Colours, rng: np.random.Generator) -> Colours:
    """Darker towards the corners, and with some contrast; now and then without colours."""
    height, width = colours.shape[:2]
    y, x = np.ogrid[-1.0 : 1.0 : height * 1j, -1.0 : 1.0 : width * 1j]
    fall = (1.0 - float(rng.uniform(0.0, 0.35)) * (x * x + y * y)).astype(np.float32)
    seen = (colours * fall[:, :, None]).clip(0.0, 1.0) ** np.float32(rng.uniform(0.7, 1.4))
    if rng.random() < 0.12:
        seen = np.repeat(seen.mean(2, keepdims=True), 3, axis=2)
    return np.asarray(seen, np.float32)
