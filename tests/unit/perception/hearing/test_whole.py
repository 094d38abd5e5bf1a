"""Recordings of any length."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.perception.hearing.base import LONGEST, Hints
from mmassist.perception.hearing.endpoint import WINDOW_SECONDS
from mmassist.perception.hearing.whole import pieces, transcribed
from mmassist.values import AudioClip
from tests.fakes.transcriber import FakeTranscriber, LoudnessDetector, quiet, sound, tone


def probabilities(*parts: tuple[float, float]) -> list[float]:
    return [value for value, seconds in parts for _ in range(round(seconds / WINDOW_SECONDS))]


def test_only_speech_is_taken_with_its_edges() -> None:
    (span,) = pieces(probabilities((0.0, 2), (0.9, 3), (0.0, 2)))
    assert span.begin == pytest.approx(1.7, abs=0.05)
    assert span.end == pytest.approx(5.3, abs=0.05)
    assert span.voiced == pytest.approx(3, abs=0.05)


def test_silence_has_no_pieces() -> None:
    assert pieces(probabilities((0.0, 20))) == []
    assert pieces([]) == []


def test_sentences_go_together_as_long_as_they_may() -> None:
    heard = probabilities(*[(0.9, 6), (0.0, 2)] * 5)
    assert [round(span.voiced) for span in pieces(heard)] == [18, 12]


def test_speech_without_a_pause_is_cut_where_it_is_weakest() -> None:
    heard = probabilities((0.9, 22), (0.5, 0.1), (0.9, 20))
    first, _ = pieces(heard)
    assert first.end == pytest.approx(22, abs=0.2)


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.5, 0.95]), st.floats(0, 40)), max_size=8))
def test_no_piece_is_longer_than_can_be_understood_and_none_overlap(parts: list[tuple[float, float]]) -> None:
    spans = pieces(probabilities(*parts))
    assert all(0 < span.end - span.begin <= LONGEST + 1e-6 for span in spans)
    assert all(one.end <= other.begin + 0.7 for one, other in itertools.pairwise(spans))


async def test_the_transcript_of_all_pieces_with_times_from_the_start() -> None:
    clip = AudioClip(sound(quiet(2), tone(20), quiet(3), tone(20), quiet(1)), 0.0)
    transcript = await transcribed(FakeTranscriber("one", "two"), LoudnessDetector(), clip, Hints())
    assert transcript.text == "one two"
    assert transcript.words[0].begin == pytest.approx(1.7, abs=0.05)
    assert transcript.words[1].begin == pytest.approx(24.7, abs=0.05)
    assert transcript.seconds == pytest.approx(46)
    assert transcript.language == "en"


async def test_a_recording_in_which_nobody_speaks() -> None:
    transcriber = FakeTranscriber()
    transcript = await transcribed(transcriber, LoudnessDetector(), AudioClip(np.zeros(48_000, np.float32), 0.0), Hints())
    assert transcript.text == ""
    assert transcriber.asked == []
