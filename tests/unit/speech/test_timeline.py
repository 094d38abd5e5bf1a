"""What sounds when, laid out in samples."""

from __future__ import annotations

import numpy as np

from mmassist.speech.earcons import Samples
from mmassist.speech.sink import Tag
from mmassist.speech.timeline import Mark, Timeline

A, B, C = Tag(1, 1), Tag(1, 2), Tag(2, 3)
RATE = 1000


def wave(value: float, length: int) -> Samples:
    return np.full(length, value, np.float32)


def rendered(timeline: Timeline, length: int) -> Samples:
    out = np.full(length, 9, np.float32)
    timeline.render(out)
    return out


def test_speech_sounds_in_the_order_it_came_without_a_gap() -> None:
    timeline = Timeline(RATE)
    timeline.append(A, wave(0.1, 30), 0)
    timeline.append(A, wave(0.2, 30), 0)
    timeline.append(B, wave(0.3, 30), 0)
    assert np.allclose(rendered(timeline, 100), np.concatenate([wave(0.1, 30), wave(0.2, 30), wave(0.3, 30), wave(0, 10)]))


def test_the_blocks_it_is_rendered_in_make_no_difference() -> None:
    one, many = Timeline(RATE), Timeline(RATE)
    for timeline in (one, many):
        timeline.append(A, np.linspace(0, 0.5, 77, dtype=np.float32), 3)
        timeline.play(wave(0.2, 20), 50)
    assert np.array_equal(rendered(one, 120), np.concatenate([rendered(many, size) for size in (1, 19, 40, 60)]))


def test_an_earcon_sounds_over_speech() -> None:
    timeline = Timeline(RATE)
    timeline.append(A, wave(0.25, 20), 0)
    timeline.play(wave(0.5, 5), 10)
    assert np.allclose(rendered(timeline, 20), [0.25] * 10 + [0.75] * 5 + [0.25] * 5)


def test_a_second_earcon_takes_the_place_of_the_first() -> None:
    timeline = Timeline(RATE)
    for start in range(1000):
        timeline.play(wave(0.5, 50), start)
    assert timeline.end == 1049
    timeline.position = 999
    assert rendered(timeline, 50).max() == 0.5


def test_the_sum_is_kept_within_bounds() -> None:
    timeline = Timeline(RATE)
    timeline.append(A, wave(0.9, 10), 0)
    timeline.play(wave(0.9, 10), 0)
    assert rendered(timeline, 10).max() == 1


def test_set_back_it_renders_the_same_again() -> None:
    timeline = Timeline(RATE)
    timeline.append(A, np.linspace(0, 0.5, 100, dtype=np.float32), 0)
    first = rendered(timeline, 60)
    timeline.position = 20
    assert np.array_equal(rendered(timeline, 40), first[20:])


def test_what_comes_too_late_begins_behind_the_lead() -> None:
    timeline = Timeline(RATE, lead=0.005)
    timeline.append(A, wave(0.1, 10), 100)
    assert timeline.speech_end == 115


def test_what_comes_in_time_follows_without_the_lead() -> None:
    timeline = Timeline(RATE, lead=0.005)
    timeline.append(A, wave(0.1, 100), 0)
    timeline.append(B, wave(0.1, 10), 50)
    assert timeline.speech_end == 115


def test_cut_speech_is_silent_from_there_on() -> None:
    timeline = Timeline(RATE)
    timeline.append(A, wave(0.8, 100), 0)
    rendered(timeline, 40)
    timeline.cut(lambda tag: tag == A, 40)
    assert not rendered(timeline, 60).any()
    assert timeline.end == 40


def test_a_patient_earcon_sounds_behind_the_one_before() -> None:
    timeline = Timeline(RATE)
    timeline.play(wave(0.5, 50), 0)
    timeline.play_behind(wave(0.2, 10), 20)
    assert np.allclose(rendered(timeline, 100), [0.5] * 50 + [0.2] * 10 + [0.0] * 40)


def test_of_two_patient_earcons_the_newer_one_waits() -> None:
    timeline = Timeline(RATE)
    timeline.play(wave(0.5, 50), 0)
    timeline.play_behind(wave(0.2, 10), 20)
    timeline.play_behind(wave(0.3, 10), 30)
    assert np.allclose(rendered(timeline, 100), [0.5] * 50 + [0.3] * 10 + [0.0] * 40)


def test_a_patient_earcon_with_nothing_before_it_sounds_at_once() -> None:
    timeline = Timeline(RATE)
    timeline.play(wave(0.5, 50), 0)
    timeline.play_behind(wave(0.2, 10), 60)
    timeline.position = 60
    assert np.allclose(rendered(timeline, 40), [0.2] * 10 + [0.0] * 30)


def test_an_earcon_that_can_not_wait_cuts_those_before() -> None:
    timeline = Timeline(RATE)
    timeline.play(wave(0.5, 50), 0)
    timeline.play_behind(wave(0.2, 10), 20)
    timeline.play(wave(0.3, 10), 30)
    assert np.allclose(rendered(timeline, 100), [0.0] * 30 + [0.3] * 10 + [0.0] * 60)


def test_a_cut_spares_other_turns_and_earcons() -> None:
    timeline = Timeline(RATE)
    timeline.append(A, wave(0.1, 10), 0)
    timeline.append(C, wave(0.2, 10), 0)
    timeline.play(wave(0.5, 5), 22)
    timeline.cut(lambda tag: tag.turn_id == 1, 0)
    assert np.allclose(rendered(timeline, 30)[10:], [0.2] * 10 + [0] * 2 + [0.5] * 5 + [0] * 3)


def test_marks_tell_first_and_last_samples_in_order() -> None:
    timeline = Timeline(RATE)
    for tag in (A, B):
        timeline.append(tag, wave(0.1, 10), 0)
        timeline.append(tag, wave(0.1, 10), 0)
        timeline.finish(tag, 0)
    assert timeline.take_marks(100) == [Mark(0, A, True), Mark(20, A, False), Mark(20, B, True), Mark(40, B, False)]


def test_an_utterance_without_samples_is_marked_too() -> None:
    timeline = Timeline(RATE)
    timeline.finish(A, 30)
    assert timeline.take_marks(30) == [Mark(30, A, True), Mark(30, A, False)]


def test_marks_are_taken_once_and_not_early() -> None:
    timeline = Timeline(RATE)
    timeline.append(A, wave(0.1, 10), 0)
    timeline.finish(A, 0)
    assert [mark.at for mark in timeline.take_marks(9)] == [0]
    assert [mark.at for mark in timeline.take_marks(10)] == [10]


def test_what_was_cut_is_not_marked() -> None:
    timeline = Timeline(RATE)
    timeline.append(A, wave(0.1, 10), 0)
    timeline.finish(A, 0)
    timeline.cut(lambda tag: True, 5)
    assert timeline.take_marks(1000) == []


def test_what_has_sounded_is_forgotten() -> None:
    timeline = Timeline(RATE)
    for _ in range(50):
        timeline.append(A, wave(0.1, 100), 0)
    timeline.forget(4950)
    assert len(timeline._speech) == 1
