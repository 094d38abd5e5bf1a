"""How far a pull is, as it is heard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.inference.store.progress import Pace, Progress, Stage, Teller, duration, megabytes, sentence

_MB = 1_000_000


def at(done: float, total: float = 145, note: str = "") -> Progress:
    return Progress(Stage.PULLING, "whisper-base", "model.bin", int(done * _MB), int(total * _MB), note)


def test_a_tenth_is_told_with_what_is_left() -> None:
    assert sentence(at(43.6), 125) == "30 percent, 44 of 145 megabytes, about 2 minutes left."


def test_a_tenth_without_a_pace_is_told_without_a_time() -> None:
    assert sentence(at(43.6), None) == "30 percent, 44 of 145 megabytes."


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (2, "a few seconds"),
        (12, "about 10 seconds"),
        (53, "about 55 seconds"),
        (70, "about a minute"),
        (100, "about 2 minutes"),
        (3000, "about 50 minutes"),
        (3600, "about an hour"),
        (7300, "about 2.0 hours"),
    ],
)
def test_times_are_said_in_round_words(seconds: float, said: str) -> None:
    assert duration(seconds) == said


@pytest.mark.parametrize(("count", "said"), [(0, "0"), (1_234_567, "1.2"), (9_990_000, "10"), (145_217_532, "145")])
def test_sizes_are_said_in_megabytes(count: int, said: str) -> None:
    assert megabytes(count) == said


def test_ten_sentences_are_heard_of_a_whole_pull() -> None:
    teller = Teller()
    said = [teller.tell(at(done), done * 0.5) for done in range(146)]
    assert [sentence.partition(" percent")[0] for sentence in said if sentence] == [str(tenth) for tenth in range(10, 101, 10)]


def test_what_an_earlier_pull_brought_is_not_told_again() -> None:
    teller = Teller()
    said = [teller.tell(at(done), done * 0.5) for done in range(80, 146)]
    assert next(filter(None, said)).startswith("60 percent")


def test_a_note_is_heard_at_once() -> None:
    assert Teller().tell(at(1, note="The connection was lost. Trying again."), 0) == "The connection was lost. Trying again."


def test_what_is_left_follows_from_the_last_seconds() -> None:
    pace = Pace()
    pace.add(at(100), 0)
    for second in range(1, 11):
        pace.add(at(100 + second), second)
    left = pace.left(at(110))
    assert left == pytest.approx(35)


def test_a_pace_is_not_told_before_a_second_has_passed() -> None:
    pace = Pace()
    pace.add(at(0), 0)
    pace.add(at(1), 0.5)
    assert pace.left(at(1)) is None


@given(st.lists(st.tuples(st.floats(0, 10), st.integers(0, 10 * _MB)), min_size=1))
def test_no_order_of_steps_makes_more_than_eleven_sentences(steps: list[tuple[float, int]]) -> None:
    teller, now, done, said = Teller(), 0.0, 0, 0
    for passed, came in steps:
        now, done = now + passed, min(145 * _MB, done + came)
        said += bool(teller.tell(Progress(Stage.PULLING, "whisper-base", "", done, 145 * _MB), now))
    assert said <= 11
