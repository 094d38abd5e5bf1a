"""The generator of photographed pages and its judge: what is legible is told by how a picture was made."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from mmassist.evaluation.pages_photographed.legible import Legibility, Seen, legibility
from mmassist.evaluation.pages_photographed.photograph import photograph, x_height
from mmassist.evaluation.pages_photographed.report import Finding, PagesReport, compared
from mmassist.evaluation.pages_photographed.shots import draw_photograph
from mmassist.perception.camera.reading import Outcome
from tests.unit.perception.camera.pictures import CLEAR, photo, sheet


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (Seen(10, 1.0, 120, 3), Legibility.LEGIBLE),
        (Seen(10, 5.0, 120, 3), Legibility.BLURRED),
        (Seen(10, 1.0, 3, 2), Legibility.DARK),
        (Seen(5, 0.5, 120, 3), None),
        (Seen(10, 3.0, 120, 3), None),
        (Seen(10, 1.0, 15, 3), None),
        (Seen(10, 1.0, 30, 9), None),
    ],
)
def test_legibility_is_told_by_size_blur_and_light(seen: Seen, expected: Legibility | None) -> None:
    assert legibility(seen) is expected


def test_the_same_seed_draws_the_same_photograph() -> None:
    one, other = (draw_photograph(Random("77-3")) for _ in range(2))
    assert one[0].words == other[0].words
    assert np.array_equal(one[1].pixels, other[1].pixels)


def test_a_bent_page_keeps_its_length_and_looks_narrower() -> None:
    flat = photo(shot=replace(CLEAR, pitch=0.0, yaw=0.0, roll=0.0))
    bent = photograph(sheet("label"), replace(CLEAR, pitch=0.0, yaw=0.0, roll=0.0, bend="bow", depth=0.1), 1)
    assert bent.seen.x_height < flat.seen.x_height * 1.25
    assert flat.seen.contrast > 100


def test_the_quick_size_of_letters_is_that_of_the_whole() -> None:
    assert x_height(sheet("label"), CLEAR) == pytest.approx(photo().seen.x_height, rel=0.05)


def test_words_are_compared_as_they_are_heard() -> None:
    found, in_order, extra, missed = compared(["The", "red", "ship."], ["ship the Red", "sea"])
    assert (found, extra, missed) == (3, 1, ())
    assert in_order == 2


def finding(legible: Legibility, outcome: Outcome, found: int) -> Finding:
    return Finding(0, "letter", legible, outcome, 100, found, found, 0, CLEAR, 1.0)


def test_it_is_met_where_words_are_read_and_the_rest_is_said() -> None:
    report = PagesReport(
        1,
        (
            finding(Legibility.LEGIBLE, Outcome.READ, 96),
            finding(Legibility.BLURRED, Outcome.BLURRED, 0),
            finding(Legibility.DARK, Outcome.DARK, 0),
        ),
    )
    assert report.met
    assert "96.0 %" in report.table()


@pytest.mark.parametrize(
    "one",
    [
        finding(Legibility.LEGIBLE, Outcome.READ, 90),
        finding(Legibility.BLURRED, Outcome.READ, 0),
        finding(Legibility.DARK, Outcome.NOTHING, 0),
    ],
)
def test_it_is_missed_otherwise(one: Finding) -> None:
    report = PagesReport(1, (finding(Legibility.LEGIBLE, Outcome.READ, 95), one))
    assert not report.met
    assert report.as_json()["misses"]
