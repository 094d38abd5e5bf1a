"""Samples as they come out of an engine: where the sound begins and ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_QUIET = 48  # of 32768: -57 dBFS, below what an engine's own pause holds
_KEEP_MS = 2
_TAIL_MS = 5


class Onset:
    """Drops the silence before the first sound of one utterance. int16 mono, native byte order, in and out."""

    def __init__(self, sample_rate: int) -> None:
        self._keep = sample_rate * _KEEP_MS // 1000
        self._heard = False

    def trimmed(self, chunk: bytes) -> bytes:
        """`chunk`, or what is left of it from 2 ms before the first sound on; empty while there is none."""
        if self._heard:
            return chunk
        loud = _loud(chunk)
        if not len(loud):
            return b""
        self._heard = True
        return chunk[2 * max(0, int(loud[0]) - self._keep) :]


def without_end(samples: bytes, sample_rate: int) -> bytes:
    """`samples` up to 5 ms after the last sound: an engine's own pause would stand between any two pieces."""
    loud = _loud(samples)
    return samples[: 2 * (int(loud[-1]) + sample_rate * _TAIL_MS // 1000)] if len(loud) else b""


def _loud(samples: bytes) -> NDArray[np.intp]:
    return np.flatnonzero(np.abs(np.frombuffer(samples, np.int16).astype(np.int32)) > _QUIET)
