"""How much later than was told the app's voice is heard: by what the microphone hears and what is played, compared at every delay.

Each start of the output has a delay of its own, and a wireless loudspeaker one of some tenths of a second. The delay is where the two
correlate once their spectra are flattened (C. Knapp and G. Carter, "The generalized correlation method for estimation of time delay",
IEEE Trans. ASSP 24(4), 1976), gathered over a fifth of a second. Once the way through the room is known, what is played is sent through
it first: then there is one such place, and no longer one for each wall.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mmassist.values import Samples

HEARD = 4096
"""Samples of the microphone that are looked at."""
PLAYED = 16384
"""Samples of what is played that are looked at: they end where those end."""
LONGEST = PLAYED - HEARD
"""The longest delay that is found, in samples: 0.77 s."""

_KEPT = 0.75  # of what was gathered, a look
_FLATTENED = 0.8
_WINDOW = np.hanning(HEARD)
_NOTHING = 1e-6  # mean square of what is played that tells nothing: -60 dBFS


@dataclass(frozen=True, slots=True)
class Found:
    """`delay`: samples. `clarity`: how far the place stands out, as a multiple of the median; without any echo about 5."""

    delay: int
    clarity: float


class Alignment:
    """Used from one thread; a look takes about a millisecond."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Another delay is to be found."""
        self._cross: NDArray[np.complex128] = np.zeros(PLAYED // 2 + 1, complex)
        self._power: NDArray[np.float64] = np.zeros(PLAYED // 2 + 1)

    def look(self, heard: Samples, played: Samples, way: Samples | None) -> Found | None:
        """`heard`: the last `HEARD` samples, `played`: the last `PLAYED` ones; `way`: the room's impulse response where it is known. None
        where hardly anything is played."""
        if float(np.mean(played[-LONGEST:] ** 2)) < _NOTHING:
            return None
        ours = np.fft.rfft(np.concatenate((np.zeros(LONGEST), heard * _WINDOW)))
        theirs = np.fft.rfft(played)
        self._cross = _KEPT * self._cross + ours * np.conj(theirs)
        self._power = _KEPT * self._power + np.abs(ours) * np.abs(theirs)
        cross, power = self._cross, self._power
        if way is not None:
            through = np.fft.rfft(way, PLAYED)
            cross, power = cross * np.conj(through), power * np.abs(through)
        likeness = np.abs(np.fft.irfft(cross / (power**_FLATTENED + 1e-12))[:LONGEST])
        delay = int(np.argmax(likeness))
        return Found(delay, float(likeness[delay] / (np.median(likeness) + 1e-12)))
