"""The spectrogram, beside faster-whisper's."""

from __future__ import annotations

import numpy as np
import pytest
from faster_whisper.feature_extractor import FeatureExtractor

from mmassist.perception.hearing.mel import HOP, log_mel

# The reference's first figures are of the same sound, its last of the silence behind it.


@pytest.mark.parametrize("bands", [80, 128])
@pytest.mark.parametrize("count", [161, 1200, 16_000, 80_077])
def test_it_is_what_whisper_was_trained_on(bands: int, count: int) -> None:
    samples = (np.random.default_rng(count).standard_normal(count) * 0.1).astype(np.float32)
    length = -(-count // HOP) * HOP + 8000
    expected = FeatureExtractor(feature_size=bands)(np.pad(samples, (0, length - count)))
    assert np.allclose(log_mel(samples, bands, length), expected[:, : length // HOP], atol=1e-5)


def test_of_no_sound_at_all() -> None:
    assert log_mel(np.zeros(0, np.float32), 80, 1600).shape == (80, 10)


def test_what_is_longer_is_cut() -> None:
    assert log_mel(np.ones(32_000, np.float32), 80, 16_000).shape == (80, 100)
