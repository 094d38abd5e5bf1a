"""The log-mel spectrogram that Whisper was trained on (Radford et al. 2022, section 2.2), of any length.

Equal to the reference's: Hann window of 25 ms every 10 ms, Slaney's mel filters, log10 within 8 of the loudest, scaled to about -1 to 1.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy import fft  # loaded with this module: `np.fft` would be at its first use, when memory may be short
from numpy.typing import NDArray

from mmassist.values import SAMPLE_RATE, Samples

HOP = 160
_WINDOW = 400
_FLOOR, _RANGE = 1e-10, 8.0
# Slaney's scale: linear up to 1 kHz, then 27 steps for each factor of 6.4.
_LINEAR, _KNEE, _STEP = 200 / 3, 1000.0, np.log(6.4) / 27
_TOP = 45.245640471924965  # 8 kHz


def log_mel(samples: Samples, bands: int, length: int) -> NDArray[np.float32]:
    """`samples` followed by silence up to `length` samples (a multiple of `HOP`): float32, shape (bands, length / HOP)."""
    padded = np.zeros(length + 2 * (_WINDOW // 2), np.float32)
    said = samples[:length]
    padded[_WINDOW // 2 : _WINDOW // 2 + len(said)] = said
    # The reference mirrors the sound at its beginning.
    mirrored = said[1 : _WINDOW // 2 + 1][::-1]
    padded[_WINDOW // 2 - len(mirrored) : _WINDOW // 2] = mirrored
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP][: length // HOP]
    voiced = min(len(frames), (len(said) + _WINDOW // 2) // HOP + 1)  # all after it is silence
    power = np.abs(fft.rfft(frames[:voiced] * _hann(), axis=1)).astype(np.float32) ** 2
    mel = np.full((bands, len(frames)), _FLOOR, np.float32)
    mel[:, :voiced] = np.maximum(_filters(bands) @ power.T, _FLOOR)
    scaled = np.log10(mel)
    scaled = (np.maximum(scaled, scaled.max() - _RANGE) + 4) / 4
    return np.ascontiguousarray(scaled, np.float32)


@functools.cache
def _hann() -> NDArray[np.float32]:
    return np.hanning(_WINDOW + 1)[:-1].astype(np.float32)


@functools.cache
def _filters(bands: int) -> NDArray[np.float32]:
    """Shape (bands, 201): triangles of equal area, evenly spaced on Slaney's mel scale."""
    bins = fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE)
    edges = _hertz(np.linspace(0, _TOP, bands + 2))
    low, middle, high = (edges[start : start + bands, None] for start in range(3))
    rising, falling = (bins - low) / (middle - low), (high - bins) / (high - middle)
    triangles = np.maximum(0, np.minimum(rising, falling))
    return (triangles * 2 / (high - low)).astype(np.float32)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    knee = _KNEE / _LINEAR
    return np.where(mels < knee, mels * _LINEAR, _KNEE * np.exp(_STEP * (np.maximum(mels, knee) - knee)))
