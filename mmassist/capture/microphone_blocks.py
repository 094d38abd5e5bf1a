"""From what a device gives, at its own rate and in its own format, to blocks as recognisers take them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from mmassist.capture.microphone_clock import DeviceClock
from mmassist.capture.ring import Frames, Piece
from mmassist.values import SAMPLE_RATE, AudioBlock, Samples

if TYPE_CHECKING:
    import soxr

BLOCK = 512
"""Samples in a block: 32 ms, what Silero's detector of speech takes at a time."""


class Blocks:
    """Mixes to mono, converts the rate and cuts blocks, all of `BLOCK` samples. Used from one thread."""

    def __init__(self, rate: int) -> None:
        """`rate`: of the device."""
        self._rate = rate
        self._clock = DeviceClock(rate)
        self._resampler = _resampler(rate)
        self._rest: Samples = np.zeros(0, np.float32)
        self._position = 0.0  # of the next block's first sample; what was lost counts
        self._lost = 0

    def add(self, piece: Piece) -> Iterator[AudioBlock]:
        """The blocks that `piece` completes."""
        missing = self._clock.observe(piece)
        lost = round(missing * SAMPLE_RATE / self._rate)
        self._lost += lost
        self._position += lost
        samples = mono(piece.frames)
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(samples)
        self._rest = np.concatenate((self._rest, samples))
        while len(self._rest) >= BLOCK:
            block, self._rest = np.clip(self._rest[:BLOCK], -1, 1), self._rest[BLOCK:]
            block.flags.writeable = False
            yield AudioBlock(block, self._clock.time_of(self._position / SAMPLE_RATE), self._lost)
            self._position += BLOCK
            self._lost = 0


def mono(frames: Frames) -> Samples:
    """The mean of the channels, float32, -1 to 1. `frames`: shape (n, channels), float32 or a signed integer type."""
    mixed = frames.mean(axis=1, dtype=np.float32)
    if frames.dtype.kind == "i":
        mixed = mixed / np.float32(-float(np.iinfo(frames.dtype).min))
    return np.ascontiguousarray(mixed)


def _resampler(rate: int) -> soxr.ResampleStream | None:
    """None where nothing is to be converted.

    Of soxr's converters the one for variable rates is used: a fixed delay of 12.5 ms at 48 kHz, aliases 110 dB down. The others give
    what they have in bursts of up to 30 ms, 20 to 60 ms late, or (QQ) let aliases through.
    """
    if rate == SAMPLE_RATE:
        return None
    import soxr

    return soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32", quality="HQ", vr=True)
