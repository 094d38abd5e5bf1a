from __future__ import annotations

import numpy as np
import pytest

from mmassist.capture.microphone_blocks import BLOCK, Blocks, mono
from mmassist.capture.ring import Frames, Piece
from mmassist.values import SAMPLE_RATE, AudioBlock


def tone(hertz: float, rate: int, seconds: float = 2.0, channels: int = 1) -> Frames:
    wave = 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate)
    return np.repeat(wave.astype(np.float32)[:, None], channels, axis=1)


def blocks(frames: Frames, rate: int, begin: float = 50.0) -> list[AudioBlock]:
    cutter, size = Blocks(rate), rate // 100
    found: list[AudioBlock] = []
    for start in range(0, len(frames), size):
        part = frames[start : start + size]
        found += cutter.add(Piece(part, begin + (start + len(part)) / rate))
    return found


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000, 96_000])
def test_a_tone_keeps_its_pitch_and_loudness(rate: int) -> None:
    samples = np.concatenate([block.samples for block in blocks(tone(1000, rate), rate)[8:]])
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    assert np.argmax(spectrum) * SAMPLE_RATE / len(samples) == pytest.approx(1000, abs=2)
    assert np.abs(samples).max() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
@pytest.mark.parametrize("hertz", [9_000, 12_000, 15_000])
def test_what_is_above_the_recognisers_band_does_not_fold_into_it(rate: int, hertz: float) -> None:
    samples = np.concatenate([block.samples for block in blocks(tone(hertz, rate), rate)[8:]])
    assert np.abs(samples).max() < 0.0005


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_a_click_stands_where_it_sounded(rate: int) -> None:
    frames: Frames = np.zeros((2 * rate, 1), np.float32)
    frames[rate : rate + rate // 1000] = 0.9
    found = [block for block in blocks(frames, rate) if np.abs(block.samples).max() > 0.2]
    at = found[0].at + int(np.argmax(np.abs(found[0].samples) > 0.2)) / SAMPLE_RATE
    assert at == pytest.approx(51.0, abs=0.001)


def test_blocks_follow_on_one_another() -> None:
    found = blocks(tone(300, 48_000), 48_000)
    assert {block.samples.shape for block in found} == {(BLOCK,)}
    assert np.diff([block.at for block in found]) == pytest.approx(BLOCK / SAMPLE_RATE)


def test_what_was_lost_is_told_in_samples_of_the_block_and_moves_its_time() -> None:
    cutter, size = Blocks(48_000), 480
    frames: Frames = np.zeros((size, 1), np.float32)
    found = [block for index in range(100) for block in cutter.add(Piece(frames, 50 + (index + 1) / 100))]
    found += [
        block for index in range(200, 300) for block in cutter.add(Piece(frames, 50 + (index + 1) / 100, lost=100 * size * (index == 200)))
    ]
    holes = [(block.lost, block.at) for block in found if block.lost]
    assert [lost for lost, _ in holes] == [SAMPLE_RATE]
    before = next(block.at for block in reversed(found) if block.at < holes[0][1])
    assert holes[0][1] - before == pytest.approx(1 + BLOCK / SAMPLE_RATE)


def test_integers_and_channels_become_one_channel_of_floats() -> None:
    frames = np.array([[32767, 32767], [-32768, -32768], [16384, -16384]], np.int16)
    assert mono(frames) == pytest.approx([1.0, -1.0, 0.0], abs=1e-4)


def test_nothing_is_louder_than_the_format_allows() -> None:
    square = np.sign(tone(1000, 48_000)).astype(np.float32)
    assert max(float(np.abs(block.samples).max()) for block in blocks(square, 48_000)) <= 1.0
