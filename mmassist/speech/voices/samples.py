"""Samples as they come out of an engine: where the sound begins and ends. Without numpy, which a fresh process takes as long to load as all
else: a voice that is started again has to speak at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

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
        first = _loud(array("h", chunk))
        if first is None:
            return b""
        self._heard = True
        return chunk[2 * max(0, first - self._keep) :]


def without_end(samples: bytes, sample_rate: int) -> bytes:
    """`samples` up to 5 ms after the last sound: an engine's own pause would stand between any two pieces."""
    wave = array("h", samples)
    behind = _loud(reversed(wave))
    return samples[: 2 * (len(wave) - 1 - behind + sample_rate * _TAIL_MS // 1000)] if behind is not None else b""


def _loud(wave: Iterable[int]) -> int | None:
    """How many come before the first that is loud; None where none is."""
    return next((index for index, sample in enumerate(wave) if not -_QUIET <= sample <= _QUIET), None)
