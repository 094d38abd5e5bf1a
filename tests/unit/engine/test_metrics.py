"""Rows out of turns, and figures out of rows."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.engine.metrics import CANCELLED, OK, Row, failed_rows, percentile, periods, row_of, spent_of, stats_of
from mmassist.values import Fault, Metering, Scene, Target, Turn, Usage, Window
from mmassist.values.geometry import Box


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def turn(fault: Fault | None = None, failures: tuple[tuple[str, str], ...] = (), model: str = "model-2026") -> Turn:
    window = Window(1, "Secret title", "SecretProgram", 1, Box(0, 0, 10, 10))
    return Turn(
        turn_id=1,
        backend="work",
        gist="Secret gist.",
        text="Secret answer.",
        scene=Scene(Target(), window, (10, 10), ()),
        spoken=(),
        started=5.0,
        timings={"capture": 5.0, "first_token": 300.0, "first_detail": 420.0, "total": 2000.0},
        fault=fault,
        question="Secret question?",
        metering=Metering(model=model, usage=Usage(1000, 50, 800, 200), cost=0.0123, retries=1, redactions={"card": 2}),
        failures=failures,
    )


def test_a_row_tells_what_a_turn_cost_and_how_long_it_took() -> None:
    assert row_of(turn(), "openai", "describe", at=1000.0) == Row(
        at=1000.0,
        backend="work",
        kind="openai",
        model="model-2026",
        preset="describe",
        tokens_in=1000,
        tokens_out=50,
        tokens_image=800,
        tokens_cached=200,
        cost=0.0123,
        first_token_ms=300.0,
        first_word_ms=420.0,
        total_ms=2000.0,
        retries=1,
        redactions={"card": 2},
    )


def test_a_row_holds_nothing_of_the_screen() -> None:
    assert "Secret" not in str(asdict(row_of(turn(), "openai", "describe")))


def test_a_row_bears_the_time_of_the_clock() -> None:
    assert abs(row_of(turn(), "openai", "describe").at - time.time()) < 60


def test_an_error_is_the_outcome() -> None:
    assert row_of(turn(Fault("AuthFailed", "", "")), "openai", "describe").outcome == "AuthFailed"


def test_an_answer_that_was_cut_is_no_success() -> None:
    assert row_of(turn(failures=(("work", "AnswerCut"),)), "openai", "describe").outcome == "AnswerCut"


def test_one_who_was_asked_in_vain_has_a_row_of_its_own() -> None:
    failed = failed_rows(turn(failures=(("first", "Unreachable"),)), at=7.0)
    assert failed == (Row(7.0, "first", outcome="Unreachable", failed_over=True),)
    assert row_of(turn(failures=(("first", "Unreachable"),)), "openai", "describe").outcome == OK


@pytest.mark.parametrize("model", ["=cmd|calc", "+1+1", "@SUM(A1)", "x\ny\x1b[31m", "m" * 500, "<b>bold</b>"])
def test_a_server_cannot_smuggle_anything_into_its_models_name(model: str) -> None:
    name = row_of(turn(model=model), "chat", "describe").model
    assert len(name) <= 80
    assert not set(name) & set("=|()<>\n\x1b;\"',")
    assert name[:1] not in ("+", "-", "@")


def test_figures_are_by_backend() -> None:
    rows = [
        Row(1.0, "work", cost=0.5, first_token_ms=100.0, first_word_ms=150.0, total_ms=1000.0, tokens_in=10, redactions={"card": 1}),
        Row(2.0, "work", cost=0.25, first_token_ms=300.0, first_word_ms=350.0, total_ms=3000.0, tokens_in=5, redactions={"card": 2}),
        Row(3.0, "work", outcome="TimedOut", first_token_ms=9e9, retries=2),
        Row(4.0, "embedded", cost=0.0),
    ]
    stats = stats_of(rows, 0.0)
    work = stats.backends[1]
    assert [figures.backend for figures in stats.backends] == ["embedded", "work"]
    assert (work.requests, work.succeeded, round(work.success, 3), work.spend, work.retries) == (3, 2, 0.667, 0.75, 2)
    assert (work.first_token.p50, work.first_token.p95) == (200.0, 290.0)
    assert (work.tokens_in, work.redactions) == (15, {"card": 3})
    assert (stats.turns, stats.answered, stats.spend) == (4, 3, 0.75)


def test_a_turn_that_failed_over_is_one_turn() -> None:
    stats = stats_of([Row(1.0, "work", outcome="Unreachable", failed_over=True), Row(1.0, "embedded", cost=0.0)], 0.0)
    assert (stats.turns, stats.answered, stats.backends[1].success) == (1, 1, 0.0)


def test_what_the_user_broke_off_is_paid_for_and_nobodys_failure() -> None:
    rows = [Row(1.0, "work", cost=0.5), Row(2.0, "work", cost=0.25, outcome=CANCELLED)]
    stats = stats_of(rows, 0.0)
    work = stats.backends[0]
    assert (work.requests, work.cancelled, work.success, work.spend) == (2, 1, 1.0, 0.75)
    assert (stats.turns, stats.answered, stats.spend) == (1, 1, 0.75)
    assert stats_of(rows[1:], 0.0).backends[0].success == 1.0


def test_what_one_who_was_asked_in_vain_may_bill_is_in_its_row() -> None:
    failed = failed_rows(replace(turn(failures=(("first", "AnswerCut"),)), failed_costs=(0.25,)), at=7.0)
    assert [row.cost for row in failed] == [0.25]


def test_what_came_from_the_cache_makes_nobody_faster() -> None:
    stats = stats_of([Row(1.0, "work", total_ms=5.0, cache_hit=True), Row(1.0, "work", total_ms=900.0)], 0.0)
    assert (stats.backends[0].total.p50, stats.backends[0].cache_hits) == (900.0, 1)


def test_a_price_that_is_not_known_is_counted_as_such() -> None:
    assert stats_of([Row(1.0, "work", cost=None)], 0.0).backends[0].unpriced == 1


def test_no_rows_make_no_figures() -> None:
    assert (stats_of([], 5.0).turns, stats_of([], 5.0).backends) == (0, ())


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 100))
def test_a_percentile_lies_among_the_values(values: list[float], percent: float) -> None:
    found = percentile(values, percent)
    assert found is not None
    assert min(values) <= found or math.isclose(found, min(values))
    assert found <= max(values) or math.isclose(found, max(values))


def local(*when: int) -> float:
    year, month, day, hour, minute = when
    return datetime(year, month, day, hour, minute).timestamp()


def test_days_and_months_begin_at_local_midnight(berlin: None) -> None:
    day, month, end = periods(local(2026, 11, 25, 0, 30))
    assert (day, month, end) == (local(2026, 11, 25, 0, 0), local(2026, 11, 1, 0, 0), local(2026, 11, 26, 0, 0))


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 7, 1), 24)])
def test_a_day_is_as_long_as_the_clock_makes_it(berlin: None, day: tuple[int, int, int], hours: int) -> None:
    begin, _, end = periods(local(*day, 12, 0))
    assert end - begin == hours * 3600


def test_spending_is_by_day_and_month(berlin: None) -> None:
    costs = [(local(2026, 10, 31, 23, 59), 8.0), (local(2026, 11, 24, 23, 59), 4.0), (local(2026, 11, 25, 0, 0), 2.0)]
    assert spent_of(costs, local(2026, 11, 25, 0, 30)) == (2.0, 6.0)


def test_what_a_clock_that_ran_ahead_wrote_does_not_count_before_its_day(berlin: None) -> None:
    costs = [(local(2027, 1, 1, 0, 0), 8.0), (local(2026, 11, 25, 10, 0), 2.0)]
    assert spent_of(costs, local(2026, 11, 25, 9, 0)) == (2.0, 2.0)


def test_a_clock_set_back_within_the_day_loses_nothing(berlin: None) -> None:
    assert spent_of([(local(2026, 11, 25, 18, 0), 2.0)], local(2026, 11, 25, 6, 0)) == (2.0, 2.0)
