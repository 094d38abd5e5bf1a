"""Mean average precision, worked out by hand on few boxes."""

from __future__ import annotations

import sys

import pytest

from mmassist.errors import MmassistError
from mmassist.evaluation.metrics import Detected, Present, mean_average_precision
from mmassist.values import Box

HERE, THERE = Box(0, 0, 10, 10), Box(100, 0, 10, 10)


def test_a_single_image_with_all_found_is_perfect() -> None:
    found = mean_average_precision([Present("a", "button", HERE)], [Detected("a", "button", HERE, 0.9)])
    assert found.mean == pytest.approx(1.0)


def test_half_of_the_things_found_and_nothing_else_is_half() -> None:
    present = [Present("a", "button", HERE), Present("b", "button", HERE)]
    # 51 of the 101 steps of recall are at or below a half
    assert mean_average_precision(present, [Detected("a", "button", HERE, 0.9)]).mean == pytest.approx(51 / 101)


def test_a_false_alarm_that_is_surer_costs_precision() -> None:
    found = [Detected("a", "button", THERE, 0.9), Detected("a", "button", HERE, 0.8)]
    assert mean_average_precision([Present("a", "button", HERE)], found).mean == pytest.approx(0.5)


def test_a_thing_is_found_once() -> None:
    present = [Present("a", "button", HERE), Present("a", "button", THERE)]
    found = [Detected("a", "button", HERE, 0.9), Detected("a", "button", HERE, 0.8), Detected("a", "button", THERE, 0.7)]
    assert mean_average_precision(present, found).mean == pytest.approx((51 + 50 * 2 / 3) / 101)


def test_the_mean_is_over_the_kinds_that_are_there() -> None:
    present = [Present("a", "button", HERE), Present("a", "link", THERE)]
    found = [Detected("a", "button", HERE, 0.9), Detected("a", "slider", THERE, 0.9), Detected("b", "link", THERE, 0.9)]
    precision = mean_average_precision(present, found)
    assert precision.by_kind == pytest.approx({"button": 1.0, "link": 0.0})
    assert precision.mean == pytest.approx(0.5)


def test_boxes_must_overlap_by_half() -> None:
    assert mean_average_precision([Present("a", "button", HERE)], [Detected("a", "button", HERE.moved(3, 0), 0.9)]).mean > 0.99
    assert mean_average_precision([Present("a", "button", HERE)], [Detected("a", "button", HERE.moved(4, 0), 0.9)]).mean == 0.0


def test_a_screen_may_hold_more_than_a_hundred_things() -> None:
    boxes = [Box(20 * at, 0, 10, 10) for at in range(150)]
    found = [Detected("a", "button", box, 0.5) for box in boxes]
    assert mean_average_precision([Present("a", "button", box) for box in boxes], found).mean == pytest.approx(1.0)


def test_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    mean_average_precision([Present("a", "button", HERE)], [])
    assert capsys.readouterr().out == ""


def test_where_nothing_is_there_nothing_can_be_found() -> None:
    with pytest.raises(ValueError, match="nothing"):
        mean_average_precision([], [])


def test_a_missing_scorer_is_said_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycocotools.coco", None)
    with pytest.raises(MmassistError) as caught:
        mean_average_precision([Present("a", "button", HERE)], [])
    assert "pip install pycocotools" in caught.value.remedy
