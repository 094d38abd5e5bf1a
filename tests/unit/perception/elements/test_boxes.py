"""Boxes that lie over each other."""

from __future__ import annotations

import numpy as np
import pytest

from mmassist.perception.elements.boxes import found_in, iou
from mmassist.perception.elements.vocabulary import ROLES, STATES

BUTTON, TAB = ROLES.index("button"), ROLES.index("tab")
HERE, THERE = [0.0, 0.0, 10.0, 10.0], [50.0, 50.0, 60.0, 60.0]


def test_overlap_of_halves_is_a_third() -> None:
    one, other = np.array([HERE], np.float32), np.array([[5.0, 0.0, 15.0, 10.0]], np.float32)
    assert iou(one, other)[0, 0] == pytest.approx(1 / 3)


def test_of_what_overlaps_the_surest_stays() -> None:
    boxes = np.array([HERE, [1.0, 0.0, 11.0, 10.0], THERE], np.float32)
    scores = np.zeros((3, len(ROLES)), np.float32)
    scores[:, BUTTON] = [0.6, 0.9, 0.5]
    kept = found_in(scores, boxes, np.zeros((3, len(STATES)), np.float32))
    assert kept.scores.tolist() == pytest.approx([0.9, 0.5])
    assert kept.roles.tolist() == [BUTTON, BUTTON]


def test_the_unsure_is_left_out() -> None:
    scores = np.full((1, len(ROLES)), 0.01, np.float32)
    assert len(found_in(scores, np.array([HERE], np.float32), np.zeros((1, len(STATES)), np.float32)).boxes) == 0
