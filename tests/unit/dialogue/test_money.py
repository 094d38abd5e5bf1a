from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.dialogue.money import dollars


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0.0, "nothing"),
        (-1.0, "nothing"),
        (0.0000001, "less than a thousandth of a cent"),
        (0.00123456, "0.12 cents"),
        (0.00996, "1 cent"),
        (0.01, "1 cent"),
        (0.0251, "2.5 cents"),
        (0.4, "40 cents"),
        (0.9996, "1 dollar"),
        (1.0, "1 dollar"),
        (2.0, "2 dollars"),
        (2.5, "2 dollars 50"),
        (2.05, "2 dollars 05"),
        (1234.0, "1234 dollars"),
    ],
)
def test_a_sum_is_said_as_people_say_it(amount: float, said: str) -> None:
    assert dollars(amount) == said


@given(st.floats(min_value=0.00001, max_value=1e6))
def test_no_sum_is_said_with_an_exponent(amount: float) -> None:
    assert "e+" not in dollars(amount)
    assert "e-" not in dollars(amount)
