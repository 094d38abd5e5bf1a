"""The rule that tells simple requests from hard ones, as its file has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.dialogue.hardness import Measured, built_in


def grade(base: float, question: str = "", *, pictures: bool = False, items: int = 10, lines: int = 10) -> str:
    return built_in().hardness(Measured(base, question, pictures, items, lines)).grade


@pytest.mark.parametrize(
    ("base", "question", "expected"),
    [
        (0.2, "", "simple"),
        (0.3, "What time does it begin?", "simple"),
        (0.3, "How many rows are there?", "simple"),
        (0.3, "Why is the button disabled?", "middling"),
        (0.5, "Explain  this\nerror and how can I mend it?", "hard"),
        (0.3, "Is the howdah shown?", "simple"),
        (0.8, "", "hard"),
        (0.7, "How much is the total?", "middling"),
    ],
)
def test_a_question_for_reasoning_is_harder_than_a_look_up(base: float, question: str, expected: str) -> None:
    assert grade(base, question) == expected


def test_a_word_counts_only_as_a_whole_word() -> None:
    assert built_in().hardness(Measured(0.3, "Whyte, unexplained, better-known", False, 1, 1)).reasons != ()
    assert built_in().hardness(Measured(0.3, "Whyte, unexplained", False, 1, 1)).reasons == ()


def test_what_needs_the_picture_is_harder() -> None:
    assert (grade(0.3), grade(0.3, pictures=True)) == ("simple", "middling")


def test_a_crowded_window_is_harder() -> None:
    assert (grade(0.2, items=149, lines=79), grade(0.2, items=150, lines=80)) == ("simple", "middling")


def test_each_reason_is_told() -> None:
    found = built_in().hardness(Measured(0.3, "Why?", True, 10, 10))
    assert [why for why, _ in found.reasons] == ["the question asks for reasoning", "it can only be answered from the picture"]


@given(st.floats(0, 1), st.text(max_size=300), st.booleans(), st.integers(0, 10_000), st.integers(0, 10_000))
def test_hardness_is_between_0_and_1(base: float, question: str, pictures: bool, items: int, lines: int) -> None:
    assert 0 <= built_in().hardness(Measured(base, question, pictures, items, lines)).score <= 1


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_more_on_the_screen_is_never_simpler(items: int, lines: int, more: int) -> None:
    few = built_in().hardness(Measured(0.3, "", False, items, lines)).score
    assert built_in().hardness(Measured(0.3, "", False, items + more, lines + more)).score >= few


def test_the_file_asks_no_less_of_a_backend_for_what_is_harder() -> None:
    for need in built_in().needs.values():
        assert need["simple"] <= need["middling"] <= need["hard"] <= 5
