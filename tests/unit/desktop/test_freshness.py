from __future__ import annotations

from mmassist.desktop.freshness import LAYOUT, SETTLE, Freshness, Sizing


def test_the_first_reading_is_soon() -> None:
    assert Freshness().due(100.0) == 100.0 + SETTLE


def test_after_the_user_did_something_it_is_soon() -> None:
    pace = Freshness()
    pace.has_read(100.0, 100.01)
    pace.stir(101.0)

    assert pace.due(101.0) == 101.0 + SETTLE


def test_a_change_now_and_then_is_read_soon() -> None:
    pace = Freshness()
    pace.has_read(100.0, 100.02)

    assert pace.due(101.0) == 101.0 + SETTLE


def test_what_the_user_asks_for_is_not_paid_for() -> None:
    pace = Freshness()
    for second in range(100):
        pace.has_read(second, second + 0.2)

    assert pace.due(101.0) == 101.0 + SETTLE


def test_a_program_that_changes_all_the_time_costs_under_half_a_percent() -> None:
    pace, now, spent = Freshness(), 0.0, 0.0
    while now < 3600:
        now = pace.due(now)
        pace.has_reread(now, now + 0.1)
        now, spent = now + 0.1, spent + 0.1

    assert spent / now < 0.005


def test_a_user_who_never_rests_costs_at_most_a_fifth() -> None:
    pace, now, spent = Freshness(), 0.0, 0.0
    while now < 600:
        pace.stir(now)
        now = pace.due(now)
        pace.has_reread(now, now + 0.2)
        now, spent = now + 0.2, spent + 0.2

    assert spent / now <= 0.21


def test_a_window_is_settled_some_time_after_it_got_its_size() -> None:
    sizing = Sizing()

    assert not sizing.is_settled(7, (800, 600), 10.0)
    assert not sizing.is_settled(7, (800, 600), 10.0 + LAYOUT)
    assert sizing.is_settled(7, (800, 600), 10.1 + LAYOUT)


def test_another_size_or_another_window_is_not_settled() -> None:
    sizing = Sizing()
    sizing.is_settled(7, (800, 600), 10.0)

    assert not sizing.is_settled(7, (900, 600), 20.0)
    assert not sizing.is_settled(8, (900, 600), 30.0)
