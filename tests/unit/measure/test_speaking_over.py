"""Speaking over the app: when a voice began is found in a recording, whatever else is in it."""

from __future__ import annotations

import numpy as np
import pytest

from mmassist.measure.speaking_over import _began
from mmassist.values import SAMPLE_RATE, AudioBlock, Samples


def noise(seconds: float, seed: int, loudness: float) -> Samples:
    return (loudness * np.random.default_rng(seed).standard_normal(int(seconds * SAMPLE_RATE))).astype(np.float32)


@pytest.mark.parametrize("begin", [0.3, 1.1])
def test_a_voice_is_found_where_it_begins_below_another_sound(begin: float) -> None:
    voice, recording = noise(1.0, 1, 0.05), noise(4.0, 2, 0.05)
    place = int(begin * SAMPLE_RATE)
    recording[place : place + len(voice)] += voice
    blocks = [AudioBlock(recording[start : start + 512], 100 + start / SAMPLE_RATE) for start in range(0, len(recording) - 511, 512)]
    assert _began(blocks, voice) == pytest.approx(100 + begin, abs=0.002)
