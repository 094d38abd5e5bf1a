"""Which photographs of text a person could read: told by how they were made, never by what any recogniser made of them.

Written down before the first page was read, from what is known of people's reading:

- Letters must be large enough to be drawn at all: an x-height of 6 pixels (below 5 strokes and gaps of one letter share a pixel).
- Blur. People need about 1.3 cycles a letter to read at their usual speed, and about 0.9 to tell letters at all (M. Kwon and G. E. Legge,
  "Spatial-frequency cutoff requirements for pattern recognition", Vision Research 51, 2011, and "... for reading revisited", 62, 2012). A
  Gaussian blur of standard deviation s leaves exp(-2 (pi s f)^2) of the contrast at the frequency f. With letters about as wide as they
  are high without ascenders, s <= 0.2 x leaves 26 % at 1.3 cycles a letter: legible. s >= 0.45 x leaves 4 % at 0.9 cycles: not.
- Light. Ink must stand out from paper by 24 of 255 levels and by 4 times the noise. Where less than 5 levels are left, under noise of
  1.5 levels and more, a screen shows nothing.

Between these people differ, and nothing there is generated.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LEAST_X_HEIGHT = 6.0
MOST_BLUR, SURE_BLUR = 0.2, 0.45
LEAST_CONTRAST, LEAST_SIGNAL = 24.0, 4.0
SURE_DARK, DARK_NOISE = 5.0, 1.5


class Legibility(StrEnum):
    LEGIBLE = "legible"
    BLURRED = "too blurred"
    DARK = "too dark"


@dataclass(frozen=True, slots=True)
class Seen:
    """A photograph's text as it was made. `x_height`, `blur`: pixels of the photograph (the smallest text; the standard deviation).

    `contrast`, `noise`: levels of 255, where the light is least.
    """

    x_height: float
    blur: float
    contrast: float
    noise: float


def legibility(seen: Seen) -> Legibility | None:
    """Whether a person could read it; None where people would differ."""
    if seen.blur >= SURE_BLUR * seen.x_height:
        return Legibility.BLURRED
    if seen.contrast <= SURE_DARK and seen.noise >= DARK_NOISE:
        return Legibility.DARK
    clear = seen.contrast >= LEAST_CONTRAST and seen.contrast >= LEAST_SIGNAL * seen.noise
    if clear and seen.x_height >= LEAST_X_HEIGHT and seen.blur <= MOST_BLUR * seen.x_height:
        return Legibility.LEGIBLE
    return None
