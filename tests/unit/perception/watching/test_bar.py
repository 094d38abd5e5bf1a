from __future__ import annotations

import numpy as np
import pytest

from mmassist.perception.watching.bar import find_bar
from mmassist.values import Box, Pixels
from tests.unit.perception.watching.drawing import ground, with_line


def bar(filled: int) -> Pixels:
    pixels = ground()
    pixels[100:120, 40:360] = 220
    pixels[100:120, 40 : 40 + filled] = (200, 90, 20, 255)
    return pixels


MOVED = Box(40, 80, 320, 40)


@pytest.mark.parametrize(("before", "after"), [(20, 40), (100, 180), (150, 151), (280, 310)])
def test_how_far_a_bar_is_filled(before: int, after: int) -> None:
    found = find_bar(bar(before), bar(after), MOVED)
    assert found is not None
    assert found.filled == pytest.approx(after / 320, abs=0.01)
    assert (found.box.x, found.box.width) == (40, 320)
    assert not found.is_full


def test_a_bar_at_its_end_is_full() -> None:
    found = find_bar(bar(300), bar(320), MOVED)
    assert found is not None
    assert found.is_full


def test_text_is_no_bar() -> None:
    assert find_bar(ground(), with_line(ground(), 5, 1), Box(0, 80, 400, 40)) is None


def test_a_film_is_no_bar() -> None:
    chance = np.random.default_rng(3)
    before, after = ground(), ground()
    before[100:120, 40:200], after[100:120, 40:200] = chance.integers(0, 255, (2, 20, 160, 4))
    assert find_bar(before, after, MOVED) is None


def test_a_row_that_is_highlighted_is_no_bar() -> None:
    lit = ground()
    lit[100:120, 40:360] = (200, 90, 20, 255)
    assert find_bar(ground(), lit, MOVED) is None
