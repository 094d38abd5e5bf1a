"""Who asks too often."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.broker.limits import Bucket, Buckets, address_of


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_let_through_and_then_the_rate() -> None:
    clock = Clock()
    buckets = Buckets(1.0, 3.0, clock)
    assert [buckets.take("a") for _ in range(4)] == [True, True, True, False]
    clock.now = 2.0
    assert [buckets.take("a") for _ in range(3)] == [True, True, False]


def test_one_address_takes_nothing_from_another() -> None:
    buckets = Buckets(0.0, 1.0, Clock())
    assert buckets.take("a")
    assert not buckets.take("a")
    assert buckets.take("b")


def test_looking_takes_nothing() -> None:
    buckets = Buckets(0.0, 1.0, Clock())
    assert all(buckets.has("a") for _ in range(5))
    buckets.take("a")
    assert not buckets.has("a")


def test_no_more_addresses_are_remembered_than_so_many() -> None:
    buckets = Buckets(0.0, 1.0, Clock(), kept=100)
    for number in range(1000):
        buckets.take(str(number))
    assert len(buckets._buckets) == 100


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0.5, 3)), max_size=60))
def test_never_more_than_the_burst_and_the_rate(asked: list[tuple[float, float]]) -> None:
    bucket, now, taken = Bucket(2.0, 5.0, 5.0, 0.0), 0.0, 0.0
    for later, cost in asked:
        now += later
        if bucket.take(now, cost):
            taken += cost
    assert taken <= 5.0 + 2.0 * now + 1e-6


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_what_counts_as_one_address(host: str, counted: str) -> None:
    assert address_of(host) == counted
