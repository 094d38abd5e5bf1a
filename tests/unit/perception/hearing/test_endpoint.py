"""When speech begins, pauses and ends, in virtual time."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.perception.hearing.base import LONGEST
from mmassist.perception.hearing.endpoint import WINDOW_SECONDS, Endpoint, Options, Step

SPEECH, SILENCE = 0.95, 0.02


def windows(seconds: float) -> int:
    return round(seconds / WINDOW_SECONDS)


def steps(endpoint: Endpoint, *parts: tuple[float, float]) -> list[Step]:
    """`parts`: probability and seconds."""
    heard = (endpoint.heard(probability) for probability, seconds in parts for _ in range(windows(seconds)))
    return [step for step in heard if step is not None]


def silence_to_the_end(endpoint: Endpoint, complete: float = 0.0) -> float:
    """Seconds of silence until it is the end; `complete` is judged as soon as there is a pause."""
    for count in range(1, 100):
        step = endpoint.heard(SILENCE)
        if step is Step.PAUSED:
            endpoint.judged(complete)
        if step is Step.ENDED:
            return count * WINDOW_SECONDS
    raise AssertionError("it never ends")


def test_one_utterance() -> None:
    assert steps(Endpoint(Options()), (SILENCE, 1), (SPEECH, 2), (SILENCE, 1))[:3] == [Step.STARTED, Step.PAUSED, Step.ENDED]


def test_the_beginning_is_where_speech_began() -> None:
    endpoint = Endpoint(Options())
    steps(endpoint, (SILENCE, 32 * WINDOW_SECONDS), (SPEECH, 1))
    assert endpoint.began == pytest.approx(32 * WINDOW_SECONDS)


def test_the_end_is_where_the_last_speech_ended() -> None:
    endpoint = Endpoint(Options())
    steps(endpoint, (SPEECH, 64 * WINDOW_SECONDS), (SILENCE, 0.3))
    assert endpoint.ended == pytest.approx(64 * WINDOW_SECONDS)


def test_a_click_is_no_speech() -> None:
    assert steps(Endpoint(Options()), (SILENCE, 1), (SPEECH, WINDOW_SECONDS), (SILENCE, 1)) == []


def test_a_knock_is_waited_out() -> None:
    endpoint = Endpoint(Options())
    assert Step.ENDED not in steps(endpoint, (SPEECH, 3 * WINDOW_SECONDS), (SILENCE, 2))
    assert endpoint.began is None


def test_speech_that_goes_on_withdraws_the_pause() -> None:
    assert steps(Endpoint(Options()), (SPEECH, 1), (SILENCE, 0.4), (SPEECH, 1)) == [Step.STARTED, Step.PAUSED, Step.RESUMED]


def test_a_click_in_a_pause_is_not_speech_that_goes_on() -> None:
    found = steps(Endpoint(Options()), (SPEECH, 1), (SILENCE, 0.3), (SPEECH, WINDOW_SECONDS), (SILENCE, 0.3))
    assert found == [Step.STARTED, Step.PAUSED]


def test_weak_sounds_within_a_word_are_no_pause() -> None:
    assert steps(Endpoint(Options()), (SPEECH, 1), (0.4, 1), (SPEECH, 1)) == [Step.STARTED]


def heard_by_the_ear(endpoint: Endpoint, *parts: tuple[float, float, float]) -> list[Step]:
    """`parts`: probability, level and seconds."""
    found = (endpoint.heard(probability, level) for probability, level, seconds in parts for _ in range(windows(seconds)))
    return [step for step in found if step is not None]


@pytest.mark.parametrize(("room", "voice"), [(0.001, 0.2), (0.02, 0.2), (0.05, 0.2)], ids=["quiet", "noisy", "loud"])
def test_a_pause_is_heard_before_the_detector_knows_it_whatever_the_room_sounds_like(room: float, voice: float) -> None:
    endpoint = Endpoint(Options())
    said = (SILENCE, room, 1), (SPEECH, voice, 1), (SPEECH, room, 0.096)
    assert heard_by_the_ear(endpoint, *said) == [Step.STARTED, Step.PAUSED]


def test_a_soft_sound_in_a_quiet_room_is_no_pause() -> None:
    assert heard_by_the_ear(Endpoint(Options()), (SILENCE, 0.001, 1), (SPEECH, 0.2, 1), (SPEECH, 0.02, 0.3)) == [Step.STARTED]


def test_silence_is_known_from_its_first_window() -> None:
    endpoint = Endpoint(Options())
    steps(endpoint, (SPEECH, 32 * WINDOW_SECONDS))
    assert endpoint.silent_since is None
    steps(endpoint, (SILENCE, WINDOW_SECONDS))
    assert endpoint.silent_since == pytest.approx(32 * WINDOW_SECONDS)


def test_a_pause_of_the_ear_is_settled_when_the_detector_hears_it_too() -> None:
    endpoint = Endpoint(Options())
    heard_by_the_ear(endpoint, (SPEECH, 0.2, 1), (SPEECH, 0.001, 0.2))
    assert (endpoint.paused, endpoint.settled) == (True, False)
    heard_by_the_ear(endpoint, (SILENCE, 0.001, 0.096))
    assert endpoint.settled


def test_nobody_spoke() -> None:
    assert steps(Endpoint(Options(nobody=3)), (SILENCE, 4))[0] is Step.NOBODY


def test_a_held_key_is_no_end_however_long_the_silence() -> None:
    endpoint = Endpoint(Options(), by_silence=False)
    assert steps(endpoint, (SILENCE, 20), (SPEECH, 1), (SILENCE, 5), (SPEECH, 1)) == [Step.STARTED, Step.PAUSED, Step.RESUMED]
    assert endpoint.release() is Step.ENDED


def test_a_key_that_is_let_go_before_anything_was_said() -> None:
    endpoint = Endpoint(Options(), by_silence=False)
    steps(endpoint, (SILENCE, 1))
    assert endpoint.release() is Step.NOBODY


@pytest.mark.parametrize("probability", [SPEECH, SILENCE])
def test_nothing_is_longer_than_what_can_be_understood_at_once(probability: float) -> None:
    endpoint = Endpoint(Options(), by_silence=False)
    assert Step.ENDED in steps(endpoint, (SPEECH, 1), (probability, LONGEST))


def test_without_a_judgement_it_waits_the_longest() -> None:
    endpoint = Endpoint(Options())
    steps(endpoint, (SPEECH, 1))
    assert silence_to_the_end(endpoint) == pytest.approx(0.7, abs=WINDOW_SECONDS)


def test_what_is_surely_all_ends_soonest() -> None:
    endpoint = Endpoint(Options())
    steps(endpoint, (SPEECH, 0.4))
    assert silence_to_the_end(endpoint, complete=1.0) == pytest.approx(0.2, abs=WINDOW_SECONDS)


def test_the_surer_the_sooner() -> None:
    found = []
    for complete in (0.0, 0.3, 0.6, 1.0):
        endpoint = Endpoint(Options())
        steps(endpoint, (SPEECH, 1))
        found.append(silence_to_the_end(endpoint, complete))
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 4


def test_who_paused_before_is_waited_for_longer() -> None:
    hasty, slow = Endpoint(Options()), Endpoint(Options())
    steps(hasty, (SPEECH, 2))
    steps(slow, (SPEECH, 1), (SILENCE, 0.4), (SPEECH, 1))
    assert silence_to_the_end(slow, 0.8) > silence_to_the_end(hasty, 0.8)


def test_a_word_alone_is_less_sure_than_a_sentence() -> None:
    short, long = Endpoint(Options()), Endpoint(Options())
    steps(short, (SPEECH, 0.4))
    steps(long, (SPEECH, 2))
    assert silence_to_the_end(short, 0.8) > silence_to_the_end(long, 0.8)


def test_a_judgement_holds_for_its_own_pause_alone() -> None:
    endpoint = Endpoint(Options())
    steps(endpoint, (SPEECH, 1), (SILENCE, 0.15))
    endpoint.judged(1.0)
    steps(endpoint, (SPEECH, 1))
    assert silence_to_the_end(endpoint) == pytest.approx(0.7, abs=WINDOW_SECONDS)


def test_a_judgement_that_comes_too_late_counts_for_nothing() -> None:
    endpoint = Endpoint(Options())
    steps(endpoint, (SPEECH, 1))
    endpoint.judged(1.0)
    assert silence_to_the_end(endpoint) == pytest.approx(0.7, abs=WINDOW_SECONDS)


def alternating(parts: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    return [part for spoken, pause in parts for part in ((SPEECH, spoken), (SILENCE, pause))]


@given(st.lists(st.tuples(st.floats(0.2, 2), st.floats(0.0, 0.6)), min_size=1, max_size=8), st.floats(0, 0.1))
def test_no_pause_up_to_600_ms_is_an_end(parts: list[tuple[float, float]], complete: float) -> None:
    endpoint = Endpoint(Options())
    for probability, seconds in alternating(parts):
        for _ in range(windows(seconds)):
            step = endpoint.heard(probability)
            assert step is not Step.ENDED
            if step is Step.PAUSED:
                endpoint.judged(complete)


@given(st.lists(st.floats(0, 1), max_size=400))
def test_whatever_is_heard_pauses_and_their_ends_come_in_pairs(probabilities: list[float]) -> None:
    endpoint, paused = Endpoint(Options()), False
    for probability in probabilities:
        step = endpoint.heard(probability)
        if step in (Step.ENDED, Step.NOBODY):
            return
        assert not (step is Step.PAUSED and paused)
        paused = step is Step.PAUSED or (paused and step is not Step.RESUMED)
        assert 0.2 <= endpoint.patience <= 0.7
