"""The statistics and verdicts of the benchmarks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.measure.figures import Figure, Samples, Verdict, percentile, table


def figure(*values: float, target: float | None = 20, failure: str = "", opponents: tuple[Samples, ...] = ()) -> Figure:
    return Figure("key", "ms", target, Samples("press to sound", values, failure), opponents)


@pytest.mark.parametrize(("percent", "expected"), [(0, 1.0), (50, 2.5), (95, 3.85), (100, 4.0)])
def test_a_percentile_lies_between_its_neighbours_in_proportion(percent: float, expected: float) -> None:
    assert percentile([4, 1, 3, 2], percent) == pytest.approx(expected)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(0, 100))
def test_a_percentile_is_never_beyond_the_samples(values: list[float], percent: float) -> None:
    assert min(values) - 1e-6 <= percentile(values, percent) <= max(values) + 1e-6


def test_nothing_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="no samples"):
        percentile([], 95)


def test_a_target_is_met_when_95_percent_of_the_samples_are_within_it() -> None:
    assert figure(*[20.0] * 99, 90.0).verdict is Verdict.MET


def test_a_target_that_only_the_median_meets_is_not_called_met() -> None:
    assert figure(10, 10, 10, 30, 30).verdict is Verdict.MEDIAN_MET


def test_a_target_that_the_median_misses_is_missed() -> None:
    assert figure(10, 21, 22).verdict is Verdict.MISSED


def test_no_samples_are_a_failure() -> None:
    assert figure().verdict is Verdict.FAILED


def test_samples_from_before_a_failure_do_not_make_it_good() -> None:
    assert figure(1, 2, 3, failure="the app has ended").verdict is Verdict.FAILED


def test_without_a_target_a_figure_is_only_published() -> None:
    assert figure(1000, target=None).verdict is Verdict.PUBLISHED


def test_what_is_published_names_count_and_extremes() -> None:
    told = figure(3, 1, 2).as_json()
    assert (told["n"], told["min"], told["median"], told["max"], told["verdict"]) == (3, 1, 2, 3, "met")


def test_a_failure_is_published_with_its_reason_and_without_numbers() -> None:
    told = figure(failure="no sound").as_json()
    assert (told["failure"], told["median"], told["p95"], told["n"]) == ("no sound", None, None, 0)


def test_the_table_shows_an_opponent_below_its_figure() -> None:
    lines = table([figure(1, 2, opponents=(Samples("pyttsx3", (40, 50)),)).as_json()]).splitlines()
    assert lines[1].startswith("press to sound") and lines[2].strip().startswith("beside pyttsx3") and "45.0" in lines[2]


def test_the_table_tells_a_failure_in_one_line() -> None:
    lines = table([figure(failure="AppFailed: it ended\nits log:\nmore").as_json()]).splitlines()
    assert len(lines) == 2 and lines[1].endswith("failed: AppFailed: it ended")
