from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.capture.microphone_clock import DeviceClock
from mmassist.capture.ring import Piece

RATE, PIECE = 48_000, 480


def piece(at: float, held: float = 0.0, *, lost: int = 0, broke: bool = False) -> Piece:
    return Piece(np.zeros((PIECE, 1), np.float32), at, held, broke, lost)


def ends(count: int, begin: float = 100.0, rate: float = RATE) -> list[float]:
    """When each of `count` pieces is complete, if the first began at `begin`."""
    return [begin + (index + 1) * PIECE / rate for index in range(count)]


@given(st.lists(st.floats(0, 0.05), min_size=150, max_size=150))
def test_late_hand_overs_do_not_move_the_time(delays: list[float]) -> None:
    clock = DeviceClock(RATE)
    delays[0] = delays[75] = 0.0
    missing = sum(clock.observe(piece(at + delay)) for at, delay in zip(ends(150), delays, strict=True))
    assert missing == 0
    assert clock.time_of(1.0) == pytest.approx(101.0, abs=1e-6)


def test_what_the_device_held_back_is_taken_off_at_the_median() -> None:
    clock = DeviceClock(RATE)
    for index, at in enumerate(ends(100)):
        clock.observe(piece(at + 0.02, 0.3 if index % 10 == 0 else 0.02))
    assert clock.time_of(0.0) == pytest.approx(100.0, abs=1e-6)


def test_an_overflow_that_the_device_tells_is_measured_by_the_time() -> None:
    clock = DeviceClock(RATE)
    for at in ends(100):
        clock.observe(piece(at))
    assert clock.observe(piece(ends(101)[-1] + 0.25, broke=True)) == pytest.approx(0.25 * RATE, abs=1)
    assert clock.time_of(1.0) == pytest.approx(101.0, abs=1e-6)


def test_a_hole_that_nobody_tells_is_noticed_within_a_second() -> None:
    clock = DeviceClock(RATE)
    for at in ends(200):
        clock.observe(piece(at))
    missing = sum(clock.observe(piece(at + 0.5)) for at in ends(320)[200:])
    assert missing == pytest.approx(0.5 * RATE, abs=RATE // 100)


def test_a_stall_that_is_made_up_for_is_no_hole() -> None:
    clock = DeviceClock(RATE)
    late = [max(at, 103.0) if 102 <= at < 103 else at for at in ends(600)]
    assert sum(clock.observe(piece(at)) for at in late) == 0


@pytest.mark.parametrize("error", [-200e-6, 200e-6])
def test_a_device_whose_rate_is_not_quite_right_is_followed(error: float) -> None:
    clock = DeviceClock(RATE)
    missing = sum(clock.observe(piece(at)) for at in ends(6000, rate=RATE * (1 + error)))
    assert missing == 0
    assert clock.time_of(60.0) == pytest.approx(100 + 60 / (1 + error), abs=0.002)


def test_frames_that_the_ring_dropped_are_missing_and_keep_the_time_right() -> None:
    clock = DeviceClock(RATE)
    at = ends(300)
    for each in at[:100]:
        clock.observe(piece(each))
    assert clock.observe(piece(at[150], lost=50 * PIECE)) == 50 * PIECE
    assert clock.time_of(1.0) == pytest.approx(101.0, abs=1e-6)
