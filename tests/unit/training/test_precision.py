import numpy as np
import pytest

from mmassist.perception.elements.boxes import Detections
from mmassist.perception.elements.vocabulary import ROLES, STATES
from mmassist.training.precision import NEVER, average_precisions, told_from
from mmassist.training.screens.truth import UNSURE

BUTTON, TAB = ROLES.index("button"), ROLES.index("tab")
HERE, THERE = [0.0, 0.0, 10.0, 10.0], [50.0, 50.0, 60.0, 60.0]


def found(*rows: tuple[list[float], int, float]) -> Detections:
    boxes, roles, scores = zip(*rows, strict=True)
    states = np.zeros((len(rows), len(STATES)), np.float32)
    return Detections(np.array(boxes, np.float32), np.array(roles), np.array(scores, np.float32), states)


def precision(one: Detections, *truth: tuple[list[float], int]) -> dict[str, float]:
    boxes, roles = zip(*truth, strict=True)
    return average_precisions([one], [np.array(boxes, np.float32)], [np.array(roles, np.int32)])


def test_all_found_is_one() -> None:
    assert precision(found((HERE, BUTTON, 0.9), (THERE, TAB, 0.8)), (HERE, BUTTON), (THERE, TAB)) == {"button": 1.0, "tab": 1.0}


def test_half_found_is_a_half() -> None:
    assert precision(found((HERE, BUTTON, 0.9)), (HERE, BUTTON), (THERE, BUTTON)) == {"button": 0.5}


def test_a_false_one_before_the_right_one_halves_it() -> None:
    assert precision(found((THERE, BUTTON, 0.9), (HERE, BUTTON, 0.5)), (HERE, BUTTON)) == {"button": 0.5}


def test_one_element_found_twice_counts_once() -> None:
    near = [1.0, 0.0, 11.0, 10.0]
    got = precision(found((HERE, BUTTON, 0.9), (near, BUTTON, 0.8), (THERE, BUTTON, 0.7)), (HERE, BUTTON), (THERE, BUTTON))
    assert got == {"button": pytest.approx(0.5 + 0.5 * 2 / 3)}


def test_another_role_is_no_hit() -> None:
    assert precision(found((HERE, TAB, 0.9)), (HERE, BUTTON)) == {"button": 0.0}


def test_what_is_found_where_the_truth_is_unsure_is_neither_right_nor_wrong() -> None:
    got = precision(found((THERE, BUTTON, 0.9), (HERE, BUTTON, 0.8)), (HERE, BUTTON), (THERE, UNSURE))
    assert got == {"button": 1.0}


def test_what_is_told_of_a_role_is_right_often_enough() -> None:
    far = [80.0, 80.0, 90.0, 90.0]
    one = found((HERE, BUTTON, 0.9), (THERE, BUTTON, 0.8), (far, BUTTON, 0.7), (THERE, TAB, 0.6))
    truth = [np.array([HERE, THERE], np.float32)], [np.array([BUTTON, BUTTON], np.int32)]
    at_all, strictly = (told_from([one], *truth, right) for right in (0.6, 0.9))
    assert at_all[BUTTON] == pytest.approx(0.7)
    assert strictly[BUTTON] == pytest.approx(0.8)
    assert at_all[TAB] == NEVER
    assert at_all[ROLES.index("slider")] == NEVER
