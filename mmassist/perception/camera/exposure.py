"""How much light a camera's picture has: too little, too much, or a lens that is covered. About 1 ms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mmassist.perception.camera.motion import reduced
from mmassist.values import Pixels


class Light(StrEnum):
    """`COVERED`: dim and the same everywhere, as behind a finger. What is black may be a dark room or a shutter: `DARK`."""

    FINE = "fine"
    DARK = "dark"
    BRIGHT = "bright"
    COVERED = "covered"


# Levels of 255 in a reduced picture, where the sensor's grain is averaged away.
_BLACK, _DARK, _SHADED, _EVEN, _WHITE = 12.0, 40.0, 70.0, 1.2, 252
_MOST_WHITE = 0.75
_BRIGHTEST = 99


@dataclass(frozen=True, slots=True)
class Exposure:
    """`brightest`: level (0 to 255) that 99 % of the picture do not exceed. `mean`: of the levels. `light`: what they amount to."""

    brightest: float
    mean: float
    light: Light


def exposure(pixels: Pixels) -> Exposure:
    """Of `pixels` (height, width, 4; BGRA)."""
    small = reduced(pixels)
    brightest, mean = float(np.percentile(small, _BRIGHTEST)), float(small.mean())
    if float(small.std()) < _EVEN and _BLACK < brightest < _SHADED:
        light = Light.COVERED
    elif brightest < _DARK:
        light = Light.DARK
    elif float((small >= _WHITE).mean()) > _MOST_WHITE:
        light = Light.BRIGHT
    else:
        light = Light.FINE
    return Exposure(brightest, mean, light)
