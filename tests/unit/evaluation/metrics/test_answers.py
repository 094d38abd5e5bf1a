"""VQA accuracy and ANLS, on the examples that their authors publish."""

from __future__ import annotations

import pytest

from mmassist.evaluation.metrics import anls, plain_answer, vqa_accuracy


@pytest.mark.parametrize(("agreeing", "accuracy"), [(0, 0.0), (1, 0.3), (2, 0.6), (3, 0.9), (4, 1.0), (7, 1.0), (10, 1.0)])
def test_of_ten_people_so_many_agree(agreeing: int, accuracy: float) -> None:
    answers = ["blue"] * agreeing + [f"other {at}" for at in range(10 - agreeing)]
    assert vqa_accuracy("blue", answers) == pytest.approx(accuracy)


def test_people_who_all_say_the_same_do_not_leave_each_other_out() -> None:
    assert vqa_accuracy("yes", ["yes"] * 10) == 1.0


def test_an_answer_that_all_give_in_the_same_spelling_counts_in_that_spelling() -> None:
    assert vqa_accuracy("T.V.", ["T.V."] * 10) == 1.0
    assert vqa_accuracy("tv", ["T.V."] * 10) == 1.0


def test_one_answer_alone_has_nobody_to_be_compared_with() -> None:
    with pytest.raises(ValueError, match="left out"):
        vqa_accuracy("yes", ["yes"])


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The red  car", "red car"),
        ("Two", "2"),
        ("dont know", "don't know"),
        ("1,000 people", "1000 people"),
        ("3.14", "3.14"),
        ("Mr. Smith", "mr smith"),
        ("on/off", "on off"),
        ("yes, it is", "yes it is"),
        ("a\nline", "line"),
    ],
)
def test_what_makes_no_difference_is_taken_away(text: str, plain: str) -> None:
    assert plain_answer(text) == plain


@pytest.mark.parametrize(
    ("answer", "score"), [("The Coca", 0.0), ("CocaCola", 0.89), ("Coca cola", 1.0), ("Cola", 0.0), ("Cat", 0.0), ("", 0.0)]
)
def test_likeness_by_letters_is_that_of_the_published_table(answer: str, score: float) -> None:
    assert anls(answer, ["Coca Cola", "Coca Cola Company"]) == pytest.approx(score, abs=0.005)


def test_likeness_is_to_the_nearest_answer() -> None:
    assert anls("TVLKINGHEVDS", ["TALKING HEADS", "TALKINGHEADS"]) == pytest.approx(10 / 12)


def test_without_a_right_answer_there_is_no_likeness() -> None:
    with pytest.raises(ValueError, match="no right answer"):
        anls("yes", [])
