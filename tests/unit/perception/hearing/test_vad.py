"""The speech detector: the packaged file, its memory, and what it takes for speech."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mmassist.errors import ModelCorrupt, ModelMissing
from mmassist.evaluation.hearing.synthesis import spoken
from mmassist.perception.hearing.vad import WINDOW, SileroDetector
from mmassist.values import Samples


@pytest.fixture(scope="module")
def detector() -> SileroDetector:
    return SileroDetector()


def judged(detector: SileroDetector, samples: Samples) -> list[float]:
    detector.reset()
    return [detector.probability(samples[start : start + WINDOW]) for start in range(0, len(samples) - WINDOW + 1, WINDOW)]


def test_speech_is_speech(detector: SileroDetector) -> None:
    assert np.median(judged(detector, spoken("What does the error message say?", "en-us", 170))) > 0.8


@pytest.mark.parametrize("level", [0.0, 0.05])
def test_silence_and_noise_are_none(detector: SileroDetector, level: float) -> None:
    noise = (np.random.default_rng(1).standard_normal(16_000) * level).astype(np.float32)
    assert max(judged(detector, noise)) < 0.4


def test_another_recording_is_judged_without_memory_of_the_last(detector: SileroDetector) -> None:
    samples = spoken("Describe the window", "en-us", 170)
    assert judged(detector, samples) == judged(detector, samples)


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as raised:
        SileroDetector(tmp_path / "silero_vad_v6.onnx")
    assert "detector" in raised.value.spoken


def test_a_model_that_is_another(tmp_path: Path) -> None:
    (tmp_path / "silero_vad_v6.onnx").write_bytes(b"something else")
    with pytest.raises(ModelCorrupt) as raised:
        SileroDetector(tmp_path / "silero_vad_v6.onnx")
    assert "detector" in raised.value.spoken
