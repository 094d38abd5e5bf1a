from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.backends.remote.retrying import Backoff, retry_after, wait_before
from mmassist.errors import AuthFailed, RateLimited, ServiceFailed

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
QUICK = Backoff(0.5, 8.0)


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ({"retry-after": "7"}, "", 7.0),
        ({"retry-after": " 0.5 "}, "", 0.5),
        ({"retry-after-ms": "250", "retry-after": "7"}, "", 0.25),
        ({"retry-after": format_datetime(NOW + timedelta(seconds=90), usegmt=True)}, "", 90.0),
        ({"retry-after": format_datetime(NOW - timedelta(seconds=90), usegmt=True)}, "", 0.0),
        ({"retry-after": "Wed, 25 Nov 2026 12:00:30"}, "", 30.0),
        ({"retry-after": "soon"}, "", None),
        ({"retry-after": "-5"}, "", None),
        ({"retry-after": "nan"}, "", None),
        ({"retry-after": "9" * 400}, "", None),
        ({}, '{"retryDelay": "34.5s"}', 34.5),
        ({}, "", None),
    ],
)
def test_understands_how_long_to_wait(headers: dict[str, str], body: str, expected: float | None) -> None:
    assert retry_after(headers, body, NOW) == expected


@given(st.text())
def test_no_header_makes_it_fail(told: str) -> None:
    assert (retry_after({"retry-after": told}, told, NOW) or 0) >= 0


def test_waits_longer_each_time_and_never_longer_than_the_longest() -> None:
    for attempt, (least, most) in enumerate([(0.25, 0.5), (0.5, 1.0), (1.0, 2.0), (2.0, 4.0), (4.0, 8.0), (4.0, 8.0)]):
        assert all(least <= QUICK.pause(attempt) <= most for _ in range(50))


def test_two_clients_do_not_come_back_together() -> None:
    assert len({QUICK.pause(0) for _ in range(20)}) > 1


def test_does_not_try_again_what_can_not_change() -> None:
    assert wait_before(AuthFailed("401"), 0, 2, 60, QUICK) is None


def test_does_not_try_more_often_than_allowed() -> None:
    assert wait_before(ServiceFailed("500"), 2, 2, 60, QUICK) is None


def test_waits_at_least_as_long_as_asked() -> None:
    wait = wait_before(RateLimited("429", retry_after=9.0), 0, 2, 60, QUICK)
    assert wait is not None and wait >= 9.0


def test_does_not_begin_a_wait_that_would_outlast_the_answer() -> None:
    assert wait_before(RateLimited("429", retry_after=61.0), 0, 2, 60, QUICK) is None


def test_a_service_that_asks_for_no_wait_is_still_given_a_moment() -> None:
    wait = wait_before(RateLimited("429", retry_after=0.0), 0, 2, 60, QUICK)
    assert wait is not None and wait > 0
