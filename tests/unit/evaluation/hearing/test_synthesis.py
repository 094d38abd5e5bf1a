"""Speech for measurements: its truth must be true."""

from __future__ import annotations

import numpy as np
import pytest

from mmassist.errors import VoiceUnavailable
from mmassist.evaluation.hearing.synthesis import NOISES, PUBLISHED_SEED, SPEEDS, VOICES, Spoken, generate, spoken, trimmed, with_noise
from mmassist.values import SAMPLE_RATE


@pytest.fixture(scope="module")
def utterances() -> list[Spoken]:
    return [generate(PUBLISHED_SEED + 1, number) for number in range(12)]


def test_the_same_number_is_the_same_utterance(utterances: list[Spoken]) -> None:
    again = generate(PUBLISHED_SEED + 1, 3)
    assert again.text == utterances[3].text
    assert np.array_equal(again.samples, utterances[3].samples)


def test_pauses_are_as_long_as_they_say(utterances: list[Spoken]) -> None:
    for one in utterances:
        if one.noise.decibels is None:
            for end, pause in zip(one.ends, one.pauses, strict=False):
                assert not one.samples[round(end * SAMPLE_RATE) + 2 : round((end + pause) * SAMPLE_RATE) - 2].any()


def test_no_pause_is_longer_than_600_ms(utterances: list[Spoken]) -> None:
    assert all(0.1 <= pause <= 0.6 for one in utterances for pause in one.pauses)


def test_there_is_silence_before_and_after(utterances: list[Spoken]) -> None:
    for one in utterances:
        assert one.begin == 0.5
        assert one.end == one.ends[-1]
        assert len(one.samples) / SAMPLE_RATE - one.end > 1.5


def test_what_was_said_by_a_time(utterances: list[Spoken]) -> None:
    for one in utterances:
        assert one.until(0.0) == ""
        assert one.until(one.ends[0]) == one.pieces[0]
        assert one.until(one.end) == one.text


def test_at_one_go_there_are_no_pauses() -> None:
    one = generate(PUBLISHED_SEED + 1, 0, pauses=False)
    assert one.pauses == ()
    assert "|" not in one.text


def test_voices_speeds_and_noises_vary() -> None:
    many = [generate(5, number) for number in range(25)]
    assert len({one.voice for one in many}) >= 5
    assert len({one.speed for one in many}) >= 4
    assert len({one.noise for one in many}) >= 3


@pytest.mark.parametrize("voice", VOICES)
def test_every_voice_speaks(voice: str) -> None:
    assert len(trimmed(spoken("Save", voice, SPEEDS[0]))) > 0.1 * SAMPLE_RATE


def test_a_faster_voice_takes_less_time() -> None:
    slow, fast = (len(spoken("What does the error message say?", "en-us", speed)) for speed in (SPEEDS[0], SPEEDS[-1]))
    assert fast < slow


def test_without_espeak_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(VoiceUnavailable):
        spoken("Save", "en-us", 170)


@pytest.mark.parametrize("noise", [noise for noise in NOISES if noise.decibels is not None], ids=lambda noise: noise.name)
def test_noise_is_as_far_below_the_speech_as_it_says(noise: object) -> None:
    chosen = next(one for one in NOISES if one is noise)
    tone = (0.2 * np.sin(np.arange(SAMPLE_RATE) / 5)).astype(np.float32)
    added = with_noise(tone, chosen, np.random.default_rng(1)) - tone
    decibels = 20 * np.log10(np.sqrt(np.mean(tone**2)) / np.sqrt(np.mean(added**2)))
    assert decibels == pytest.approx(chosen.decibels, abs=0.5)
