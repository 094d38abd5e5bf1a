"""Which token comes next, and when an answer goes in circles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.errors import PerceptionError
from mmassist.inference.vlm.sampling import chosen, circles

LOGITS = np.array([1.0, 3.0, 2.9, -50.0], np.float32)


def test_without_a_temperature_it_is_the_likeliest() -> None:
    assert chosen(LOGITS, 0.0, np.random.default_rng(0)) == 1


def test_a_low_temperature_stays_near_the_likeliest() -> None:
    chance = np.random.default_rng(0)
    drawn = {chosen(LOGITS, 0.3, chance) for _ in range(200)}
    assert drawn == {1, 2}


def test_the_same_seed_draws_the_same() -> None:
    one, other = (np.random.default_rng(4) for _ in range(2))
    assert [chosen(LOGITS, 1.0, one) for _ in range(20)] == [chosen(LOGITS, 1.0, other) for _ in range(20)]


@pytest.mark.parametrize("temperature", [0.0, 0.5])
def test_logits_that_are_no_numbers_are_a_failure(temperature: float) -> None:
    with pytest.raises(PerceptionError):
        chosen(np.array([1.0, np.nan], np.float32), temperature, np.random.default_rng(0))


def test_a_passage_said_three_times_is_a_circle() -> None:
    assert circles([9, 9, *[1, 2, 3, 4, 5] * 3])


def test_said_twice_it_is_none() -> None:
    assert not circles([1, 2, 3, 4, 5] * 2)


def test_a_figure_of_many_noughts_is_none() -> None:
    assert not circles([7, *[0] * 9])


def test_one_word_again_and_again_is_a_circle() -> None:
    assert circles([5] * 12)


@given(st.permutations(range(60)))
def test_what_says_nothing_twice_is_none(tokens: list[int]) -> None:
    assert not circles(tokens)
