"""The short sounds with a meaning."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from mmassist.speech.earcons import Samples, render
from mmassist.values import Earcon

RATE = 22050
EARCONS = render(RATE)


def spectrum(samples: Samples) -> Samples:
    magnitude = np.abs(np.fft.rfft(samples, RATE)).astype(np.float32)
    return np.asarray(magnitude / np.linalg.norm(magnitude), np.float32)


def test_start_is_at_most_60_ms() -> None:
    assert len(EARCONS[Earcon.START]) <= 0.06 * RATE


def test_start_is_at_its_loudest_within_5_ms() -> None:
    assert np.abs(EARCONS[Earcon.START]).argmax() < 0.005 * RATE


@pytest.mark.parametrize("earcon", list(Earcon))
def test_it_is_quieter_than_speech(earcon: Earcon) -> None:
    assert 0.05 < np.abs(EARCONS[earcon]).max() <= 0.5


@pytest.mark.parametrize("earcon", list(Earcon))
def test_it_begins_and_ends_without_a_click(earcon: Earcon) -> None:
    samples = EARCONS[earcon]
    assert abs(samples[0]) < 0.01
    assert abs(samples[-1]) < 0.02


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(Earcon, 2)))
def test_no_two_sound_alike(one: Earcon, other: Earcon) -> None:
    assert float(spectrum(EARCONS[one]) @ spectrum(EARCONS[other])) < 0.6


def test_volume_scales_them() -> None:
    assert np.allclose(render(RATE, 0.5)[Earcon.DONE], EARCONS[Earcon.DONE] / 2)
