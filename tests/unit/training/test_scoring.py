import numpy as np
import pytest

from mmassist.training.scoring import Buttons, figures_of, score


def logits(*rows: list[float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array(rows)


def test_the_first_and_the_first_five_are_counted_of_those_with_a_label() -> None:
    found = score(logits([9, 1, 0, 0, 0, 0], [5, 6, 4, 3, 2, 1], [9, 8, 7, 6, 5, 4], [9, 0, 0, 0, 0, 0]), np.array([0, 0, 5, -1], np.int32))
    assert (found.count, found.labelled) == (4, 3)
    assert found.top1 == pytest.approx(1 / 3)
    assert found.top5 == pytest.approx(2 / 3)


def test_the_threshold_lets_at_most_a_tenth_of_all_be_wrong() -> None:
    rows = [[20.0 - at, 0.0] for at in range(20)]
    found = score(np.array(rows), np.array([0] * 16 + [1] * 4, np.int32))
    assert found.threshold == pytest.approx(3.0)
    assert found.right == pytest.approx(16 / 20)
    assert found.wrong == pytest.approx(2 / 20)


def test_icons_without_a_label_count_as_three_tenths_however_many_they_are() -> None:
    rows = [[99.0, 0.0]] * 7 + [[30.0 - at, 0.0] for at in range(30)]
    found = score(np.array(rows), np.array([0] * 7 + [-1] * 30, np.int32))
    assert found.right == 1.0
    assert found.wrong == pytest.approx(0.1)
    assert found.threshold == pytest.approx(21.0)


def test_where_all_is_wrong_nothing_is_said() -> None:
    found = score(logits([3, 1], [2, 1]), np.array([1, 1], np.int32))
    assert (found.right, found.wrong) == (0.0, 0.0)


def test_the_threshold_is_the_one_that_holds_for_icons_of_themes_too() -> None:
    rows, labels = [[50.0 - at, 0.0] for at in range(40)], np.array([0] * 20 + [1] * 20, np.int32)
    of_themes = np.arange(40) >= 20
    found = figures_of(np.array(rows), labels, of_themes)
    assert found["threshold"] == pytest.approx(
        max(score(np.array(rows), labels).threshold, score(np.array(rows[20:]), labels[20:]).threshold)
    )
    assert found["top-1, themes"] == 0.0
    assert found["wrong, themes"] <= 0.1


def test_icons_of_themes_are_judged_beside_all_that_has_no_label() -> None:
    rows = [[9.0, 0.0]] * 7 + [[8.0 - at, 0.0] for at in range(3)] + [[0.0, 5.0]] * 10
    found = figures_of(np.array(rows), np.array([0] * 7 + [-1] * 3 + [0] * 10, np.int32), np.arange(20) >= 10)
    assert found["top-1"] == pytest.approx(7 / 17)
    assert found["top-1, themes"] == 0.0
    assert found["wrong, themes"] == pytest.approx(0.1)


def test_the_threshold_is_the_one_that_holds_for_buttons_of_programs_too() -> None:
    icons, labels = np.array([[50.0 - 2 * at, 0.0] for at in range(20)]), np.array([0] * 20, np.int32)
    buttons = Buttons(np.array([[40.0 - at, 0.0] for at in range(20)]), np.array([[True, False]] * 10 + [[False, True]] * 10))
    found = figures_of(icons, labels, np.zeros(20, np.bool_), buttons)
    assert found["threshold"] == 40.0 - 11
    assert found["right"] == pytest.approx(11 / 20)
    assert found["right, buttons"] == pytest.approx(10 / 20)
    assert found["wrong, buttons"] == pytest.approx(2 / 20)


def test_of_a_button_any_label_is_right_that_says_what_the_program_says() -> None:
    buttons = Buttons(np.array([[2.0, 1.0, 0.0]]), np.array([[True, True, False]]))
    assert buttons.figures(1.5)["right, buttons"] == 1.0
    assert buttons.figures(3.0)["right, buttons"] == 0.0
