from __future__ import annotations

import threading

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mmassist.capture.ring import Piece, Ring


def piece(length: int, at: float = 0.0, broke: bool = False) -> Piece:
    return Piece(np.zeros((length, 1), np.float32), at, broke=broke)


def test_pieces_come_out_in_order() -> None:
    ring = Ring(100)
    for at in (1.0, 2.0):
        ring.put(piece(10, at))
    assert [taken.at for taken in (ring.take(0), ring.take(0)) if taken] == [1.0, 2.0]


def test_an_empty_ring_gives_nothing() -> None:
    assert Ring(100).take(0.01) is None


def test_what_does_not_fit_pushes_out_what_is_oldest_and_is_counted() -> None:
    ring = Ring(25)
    for at in (1.0, 2.0, 3.0, 4.0):
        ring.put(piece(10, at))
    taken = ring.take(0)
    assert taken
    assert (taken.at, taken.lost) == (3.0, 20)


def test_a_break_that_was_pushed_out_is_not_forgotten() -> None:
    ring = Ring(15)
    ring.put(piece(10, broke=True))
    ring.put(piece(10))
    taken = ring.take(0)
    assert taken
    assert taken.broke


def test_a_waiting_taker_is_woken() -> None:
    ring, taken = Ring(100), []
    taker = threading.Thread(target=lambda: taken.append(ring.take(5)))
    taker.start()
    ring.put(piece(10, 7.0))
    taker.join(5)
    assert [each.at for each in taken if each] == [7.0]


@given(st.lists(st.one_of(st.integers(1, 40), st.just(0)), max_size=60))
def test_no_frame_is_unaccounted_for(steps: list[int]) -> None:
    ring, put, seen = Ring(50), 0, 0
    for step in [*steps, *[0] * 60]:
        if step:
            ring.put(piece(step))
            put += step
        elif taken := ring.take(0):
            seen += len(taken.frames) + taken.lost
    assert seen == put
