"""Rounds of the benchmarks: repeated when they go wrong, reported when they go on doing so."""

from __future__ import annotations

import pytest

from mmassist.measure.figures import Verdict
from mmassist.measure.series import Asked, RoundFailed, Series

ASKED = Asked("press", "press to sound", "ms", 20, (("other", "an opponent"),))


def test_a_round_that_fails_is_repeated() -> None:
    series, tried = Series(), []

    def one(number: int) -> None:
        tried.append(number)
        if number == 1:
            raise RoundFailed("the wrong window")
        series.add("press", 10)

    series.rounds(3, one)
    assert (tried, len(series.values["press"])) == ([0, 1, 2, 3], 3)


def test_a_repeated_round_is_published() -> None:
    series = Series(repeated=["RoundFailed: the wrong window"])
    assert series.figure(ASKED).details["repeated_rounds"] == ["RoundFailed: the wrong window"]


def test_rounds_that_go_on_failing_are_given_up() -> None:
    def one(_: int) -> None:
        raise RoundFailed("never")

    with pytest.raises(RoundFailed, match="never"):
        Series().rounds(30, one)


def test_a_programming_error_is_not_repeated() -> None:
    def one(_: int) -> None:
        raise TypeError("ours")

    series = Series()
    with pytest.raises(TypeError):
        series.rounds(3, one)
    assert series.repeated == []


def test_what_was_measured_before_a_failure_is_kept_and_marked() -> None:
    series = Series()
    series.add("press", 10)
    figure = series.figure(ASKED, "the app has ended")
    assert (figure.samples.values, figure.verdict) == ((10,), Verdict.FAILED)


def test_an_opponent_has_its_own_samples() -> None:
    series = Series()
    series.add("press", 10)
    series.add("other", 40)
    assert [opponent.values for opponent in series.figure(ASKED).opponents] == [(40,)]
