"""The app's own voice taken out of what the microphone hears, so that a user can speak over it.

The way from loudspeaker to microphone is learnt by a partitioned block adaptive filter in the frequency domain (J.-S. Soo and K. K. Pang,
"Multidelay block frequency domain adaptive filter", IEEE Trans. ASSP 38(2), 1990), and used through a second filter that takes over only
what has proved better (K. Ochiai, T. Araseki and T. Ogihara, "Echo canceler with two echo path models", IEEE Trans. Commun. 25(6), 1977):
while both speak, what is learnt wrongly is not used. How much of what remains is the user's is told by coherences (after T. Gänsler and
others, "A double-talk detector based on coherence", IEEE Trans. Commun. 44(11), 1996), and the rest is turned down.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mmassist.values import SAMPLE_RATE, Samples

HOP = 256
"""Samples that are filtered at a time: 16 ms; a block must be a multiple of it."""

_PARTS = 16  # of a hop each: the echo may last for 256 ms, the uncertainty of when it begins included
HISTORY = (_PARTS + 1) * HOP
"""Samples that were played before and are still remembered."""
_STEP = 0.7
_QUIET = 1e-9  # mean square of a reference that is taken for silence: -90 dBFS
_BETTER, _WORSE = 0.9, 4.0  # of the error: when the learning filter is taken over, and when it is set back
_KNOWN = 0.1  # of the loudness: the most that a filter that knows the way leaves
_SETTLED, _NONSENSE = 0.2, 1.5  # of the loudness: what is left where the time is right again; and where more is left than was heard
_AUDIBLE = 1e-7  # mean square, -70 dBFS, below which nothing is learnt of a way
_ENOUGH = 60  # hops: a second
_NONE, _WHOLE = 0.12, 0.6  # the user's part up to which nothing is left, and from which on nothing is turned down
_SMOOTH = 0.8
_BAND = slice(300 * 2 * HOP // SAMPLE_RATE, 5000 * 2 * HOP // SAMPLE_RATE)  # bins in which voices are told apart
_FLOOR = 1e-12

Spectrum = NDArray[np.complex128]


class EchoFilter:
    """Learns the way and takes the echo away, hop by hop. Pure but for its memory; used from one thread."""

    def __init__(self) -> None:
        bins = HOP + 1
        self._heard: Spectrum = np.zeros((_PARTS, bins), complex)  # spectra of the reference, the newest first
        self._learning: Spectrum = np.zeros((_PARTS, bins), complex)
        self._used: Spectrum = np.zeros((_PARTS, bins), complex)
        self._before: Samples = np.zeros(HOP, np.float32)
        self._power: NDArray[np.float64] = np.full(bins, _FLOOR)
        self._errors = [_FLOOR, _FLOOR]  # smoothed mean squares: of the learning filter, of the used one
        self._loudness = _FLOOR  # the same of what was heard
        self._trained = False
        self._constrained = 0
        self._coherence = _Coherence()
        self._gain = 1.0
        self._settling = 0  # hops for which what is left may still be the app's: its time was just set anew

    @property
    def way(self) -> Samples | None:
        """The impulse response from loudspeaker to microphone, where it is known."""
        if not self._trained:
            return None
        return np.fft.irfft(self._used)[:, :HOP].ravel().astype(np.float32)

    def realigned(self, reference: Samples) -> None:
        """What was played has been moved in time: `reference` is what was played before the next hop, `HISTORY` samples."""
        for part in range(_PARTS):
            end = len(reference) - part * HOP
            self._heard[part] = np.fft.rfft(reference[end - 2 * HOP : end])
        self._before = reference[-HOP:]
        self._settling = _ENOUGH if self._trained else 0

    def clean(self, heard: Samples, reference: Samples) -> tuple[Samples, float]:
        """Of a hop of the microphone and one of what was played: what is left, and the part of it, 0 to 1, that is the user's.

        Until the way is known, so that what is left can be believed, nothing is left while the app speaks.
        """
        spectrum = np.fft.rfft(np.concatenate((self._before, reference)))
        self._before = reference
        self._heard = np.roll(self._heard, 1, axis=0)
        self._heard[0] = spectrum
        self._power = 0.9 * self._power + 0.1 * np.abs(spectrum) ** 2
        if float(np.mean(np.abs(self._heard) ** 2)) < _QUIET * 2 * HOP:
            self._gain = min(1.0, self._gain + 0.2)
            return heard * np.float32(self._gain), 1.0
        error, echo = self._filtered(self._used, heard)
        learning, _ = self._filtered(self._learning, heard)
        self._learn(learning)
        self._choose(learning, error)
        self._judge(heard)
        near = self._coherence.near(heard, error, echo)
        if not self._trained or self._unsettled() or self._errors[1] > _NONSENSE * self._loudness:
            near = 0.0
        # Down at once, up over two hops: a residue must not get through, and a word may lose a few milliseconds.
        gain = min(max((near - _NONE) / (_WHOLE - _NONE), 0.0), 1.0)
        self._gain = gain if gain < self._gain else 0.5 * (self._gain + gain)
        return (error * self._gain).astype(np.float32), near

    def _judge(self, heard: Samples) -> None:
        """The way is known once it takes away nine tenths."""
        self._loudness = 0.9 * self._loudness + 0.1 * float(np.mean(heard**2))
        if not self._trained:
            self._trained = self._loudness > _AUDIBLE and self._errors[1] < _KNOWN * self._loudness

    def _unsettled(self) -> bool:
        if self._settling and self._errors[1] > _SETTLED * self._loudness:
            self._settling -= 1
        else:
            self._settling = 0
        return self._settling > 0

    def _filtered(self, ways: Spectrum, heard: Samples) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        echo = np.fft.irfft((self._heard * ways).sum(axis=0))[HOP:]
        return heard - echo, echo

    def _learn(self, error: NDArray[np.float64]) -> None:
        spectrum = np.fft.rfft(np.concatenate((np.zeros(HOP), error)))
        norm = (np.abs(self._heard) ** 2).sum(axis=0) + _PARTS * 0.05 * self._power + 1e-6
        self._learning += _STEP * np.conj(self._heard) * (spectrum / norm)
        # A filter of HOP taps in each part; one part a hop is held to that in turn, the newest always.
        for part in {0, self._constrained}:
            taps = np.fft.irfft(self._learning[part])
            taps[HOP:] = 0
            self._learning[part] = np.fft.rfft(taps)
        self._constrained = (self._constrained + 1) % _PARTS

    def _choose(self, learning: NDArray[np.float64], used: NDArray[np.float64]) -> None:
        for place, error in enumerate((learning, used)):
            self._errors[place] = 0.9 * self._errors[place] + 0.1 * float(np.mean(error**2))
        if self._errors[0] < _BETTER * self._errors[1]:
            self._used = self._learning.copy()
            self._errors[1] = self._errors[0]
        elif self._errors[0] > _WORSE * self._errors[1]:
            self._learning = self._used.copy()
            self._errors[0] = self._errors[1]


class _Coherence:
    """Whose voice is left: it resembles what was heard if it is the user's, and what was heard resembles the echo if it is the app's."""

    def __init__(self) -> None:
        self._window = np.sqrt(np.hanning(2 * HOP))
        self._last: list[NDArray[np.float64]] = [np.zeros(HOP)] * 3
        self._powers: list[NDArray[np.float64]] = [np.full(HOP + 1, _FLOOR)] * 3
        self._crosses: list[Spectrum] = [np.zeros(HOP + 1, complex) for _ in range(2)]

    def near(self, heard: Samples, error: NDArray[np.float64], echo: NDArray[np.float64]) -> float:
        spectra = []
        for place, samples in enumerate((heard.astype(np.float64), error, echo)):
            spectra.append(np.fft.rfft(self._window * np.concatenate((self._last[place], samples))))
            self._last[place] = samples
            self._powers[place] = _SMOOTH * self._powers[place] + (1 - _SMOOTH) * np.abs(spectra[place]) ** 2
        left = self._coherence(0, spectra[0], spectra[1], self._powers[0] * self._powers[1])
        echoed = self._coherence(1, spectra[0], spectra[2], self._powers[0] * self._powers[2])
        weight = self._powers[0][_BAND]
        share = np.minimum(left, 1 - echoed)[_BAND]
        return float(np.clip((share * weight).sum() / (weight.sum() + _FLOOR), 0, 1))

    def _coherence(self, place: int, one: Spectrum, other: Spectrum, powers: NDArray[np.float64]) -> NDArray[np.float64]:
        self._crosses[place] = _SMOOTH * self._crosses[place] + (1 - _SMOOTH) * one * np.conj(other)
        return np.abs(self._crosses[place]) ** 2 / (powers + _FLOOR)
