from __future__ import annotations

import numpy as np
import pytest

from mmassist.capture.levels import NOTHING, Advice, Level, LevelMeter, advice, hum, level, pitch
from mmassist.values import SAMPLE_RATE, AudioBlock, Samples

SPEECH = [Level(-25, -15)] * 20 + [Level(-60, -50)] * 20


def tone(hertz: float, loudness: float, seconds: float = 1.0) -> Samples:
    return (loudness * np.sin(2 * np.pi * hertz * np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE)).astype(np.float32)


def test_a_full_scale_sine_has_the_levels_that_it_should() -> None:
    found = level(tone(1000, 1.0))
    assert [found.peak, found.rms] == pytest.approx([0, -3.01], abs=0.01)


def test_digital_silence_is_muted_and_faint_noise_is_not() -> None:
    assert level(np.zeros(512, np.float32)) == Level(NOTHING, NOTHING, muted=True)
    assert not level(tone(100, 1e-5)).muted


def test_a_constant_part_is_told_and_does_not_count_as_loudness() -> None:
    found = level(tone(1000, 0.01) + np.float32(0.2))
    assert [found.offset * 100, found.rms] == pytest.approx([20, -43], abs=0.1)


def test_clipping_is_several_samples_at_the_limit() -> None:
    assert level(np.clip(tone(200, 2.0), -1, 1)).clipped > 100
    assert level(tone(5000, 1.0)).clipped == 0


def test_mains_hum_is_told_from_a_voice() -> None:
    assert hum(tone(50, 0.1) + tone(150, 0.05)) > 0.9
    assert hum(tone(60, 0.1)) > 0.9
    assert hum(tone(210, 0.1) + tone(420, 0.1)) < 0.1


@pytest.mark.parametrize(
    ("history", "said"),
    [
        (SPEECH, (Advice.GOOD,)),
        (SPEECH[:10], ()),
        ([Level(NOTHING, NOTHING, muted=True)] * 40, (Advice.MUTED,)),
        ([Level(-4, 0, clipped=30)] * 10 + SPEECH, (Advice.CLIPPING,)),
        ([Level(-55, -45)] * 20 + [Level(-75, -70)] * 20, (Advice.TOO_QUIET,)),
        ([Level(-25, -15)] * 20 + [Level(-30, -20)] * 20, (Advice.NOISY,)),
        ([Level(-25, -15, offset=0.1)] * 20 + [Level(-60, -50, offset=0.1)] * 20, (Advice.OFFSET,)),
    ],
)
def test_levels_are_told_as_what_to_do(history: list[Level], said: tuple[Advice, ...]) -> None:
    assert advice(history) == said


def test_a_hum_is_told_as_such_and_not_as_noise() -> None:
    assert advice([Level(-25, -15)] * 20 + [Level(-30, -20)] * 20, 0.9) == (Advice.HUM,)


def test_the_tone_of_the_meter_rises_with_the_level_and_is_silent_for_a_muted_microphone() -> None:
    tones = [pitch(Level(peak, peak)) for peak in (-90, -60, -40, -20, 0)]
    assert tones == pytest.approx([200, 200, 400, 800, 1600])
    assert pitch(Level(NOTHING, NOTHING, muted=True)) == 0


def test_a_meter_tells_each_thing_once() -> None:
    meter = LevelMeter()
    for _ in range(40):
        meter.add(AudioBlock(np.clip(tone(200, 2.0, 0.032), -1, 1), 0.0))
    assert Advice.CLIPPING in meter.news()
    assert meter.news() == ()


def test_a_meter_forgets_what_is_long_ago() -> None:
    meter = LevelMeter(seconds=1.0)
    for loudness in (0.0, 0.2):
        for _ in range(40):
            meter.add(AudioBlock(tone(200, loudness, 0.032), 0.0))
    assert Advice.MUTED not in meter.advice()
