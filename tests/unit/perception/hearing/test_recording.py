"""The samples of one utterance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.perception.hearing.recording import Recording, level
from mmassist.perception.hearing.vad import WINDOW
from mmassist.values import SAMPLE_RATE, AudioBlock, Samples


def counting(seconds: float) -> Samples:
    return np.arange(round(seconds * SAMPLE_RATE), dtype=np.float32)


def filled(samples: Samples, block: int = 320) -> Recording:
    recording = Recording()
    for start in range(0, len(samples), block):
        recording.add(AudioBlock(samples[start : start + block], 100 + start / SAMPLE_RATE))
        for _ in recording.windows():
            pass
    return recording


@given(st.lists(st.integers(0, 3000), max_size=20))
def test_windows_are_the_samples_one_after_the_other(sizes: list[int]) -> None:
    recording, given_out, at = Recording(), list[Samples](), 0
    for size in sizes:
        recording.add(AudioBlock(np.arange(at, at + size, dtype=np.float32), 0.0))
        at += size
        given_out += [window.copy() for window in recording.windows()]
    joined = np.concatenate(given_out) if given_out else np.zeros(0, np.float32)
    assert len(joined) == at // WINDOW * WINDOW
    assert np.array_equal(joined, np.arange(len(joined), dtype=np.float32))


def test_a_clip_begins_a_little_before_the_speech() -> None:
    clip = filled(counting(3)).clip(1.0, 2.0, "microphone")
    assert clip.samples[0] == round(0.7 * SAMPLE_RATE)
    assert clip.samples[-1] == 2 * SAMPLE_RATE - 1
    assert clip.at == pytest.approx(100.7)
    assert clip.source == "microphone"


def test_a_clip_to_the_newest_sample() -> None:
    assert filled(counting(3)).clip(1.0, None, "").samples[-1] == 3 * SAMPLE_RATE - 1


def test_what_is_long_past_is_forgotten_and_times_hold() -> None:
    recording = Recording()
    samples = counting(200)
    for start in range(0, len(samples), 1600):
        recording.add(AudioBlock(samples[start : start + 1600], start / SAMPLE_RATE))
        for _ in recording.windows():
            pass
        recording.forget(start / SAMPLE_RATE)
    clip = recording.clip(198.0, 199.0, "")
    assert clip.samples[0] == round(197.7 * SAMPLE_RATE)
    assert clip.at == pytest.approx(197.7)


def test_no_clip_is_longer_than_can_be_understood() -> None:
    assert filled(counting(40)).clip(0.5, None, "").seconds == 30


def test_one_large_block() -> None:
    assert filled(counting(70), block=70 * SAMPLE_RATE).clip(69.0, None, "").seconds == pytest.approx(1.3)


def test_only_zeros_are_silent() -> None:
    assert filled(np.zeros(3200, np.float32)).silent
    assert not filled(np.full(3200, 1e-6, np.float32)).silent


def test_level_is_the_root_mean_square() -> None:
    assert level(np.full(512, 0.5, np.float32)) == pytest.approx(0.5)
    assert level(np.zeros(0, np.float32)) == 0
