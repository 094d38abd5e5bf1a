"""Steps of a page that is scrolled: what moved, by how much, and all of them as one picture."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from mmassist.perception.stitching import Tall, moved, shift_within
from mmassist.values import Box
from tests.fakes.scrolled_page import BAR, FOOT, HEAD, VIEW, WIDTH, page, view

PAGE = page(1200)


@pytest.mark.parametrize("shift", [19, 57, 120])
def test_the_page_is_told_from_the_bars_that_stay(shift: int) -> None:
    found = moved(view(PAGE, 100), view(PAGE, 100 + shift))
    assert found is not None
    assert found.shift == shift
    assert found.area.x == 0
    assert HEAD <= found.area.y < HEAD + 20
    assert HEAD + VIEW - 45 <= found.area.bottom <= HEAD + VIEW
    assert WIDTH - BAR <= found.area.right <= WIDTH


def test_a_bar_at_the_foot_that_tells_the_line_belongs_to_no_page() -> None:
    found = moved(view(PAGE, 100, status=1), view(PAGE, 157, status=9))
    assert found is not None
    assert found.area.bottom <= HEAD + VIEW


def test_a_row_that_the_pointer_lights_up_does_not_matter() -> None:
    before, after = view(PAGE, 100), view(PAGE, 157)
    for lit in (before, after):
        lit[180:200, : WIDTH - BAR, 0] = 160
    found = moved(before, after)
    assert found is not None
    assert found.shift == 57
    assert HEAD <= found.area.y < HEAD + 20


def test_the_alpha_byte_means_nothing() -> None:
    before, after = view(PAGE, 100), view(PAGE, 157)
    after[..., 3] = np.arange(WIDTH) % 256
    found = moved(before, after)
    assert found is not None
    assert shift_within(found.area, before, after) == 57


def test_what_is_not_scrolled_down_is_no_page() -> None:
    assert moved(view(PAGE, 100), view(PAGE, 100)) is None
    assert moved(view(PAGE, 100), view(page(1200, seed=2), 100)) is None
    assert moved(view(PAGE, 157), view(PAGE, 100)) is None


def test_within_a_known_page_it_is_told_how_far_and_which_way() -> None:
    area = Box(0, HEAD, WIDTH - BAR, VIEW - 24)
    assert shift_within(area, view(PAGE, 100), view(PAGE, 250)) == 150
    assert shift_within(area, view(PAGE, 250), view(PAGE, 100)) == -150
    blinking = view(PAGE, 100)
    blinking[100:112, 60] = 0
    assert shift_within(area, view(PAGE, 100), blinking) == 0


def test_a_page_that_is_another_or_has_nothing_in_common_is_not_guessed_at() -> None:
    area = Box(0, HEAD, WIDTH - BAR, VIEW - 24)
    assert shift_within(area, view(PAGE, 100), view(page(1200, seed=2), 100)) is None
    assert shift_within(area, view(PAGE, 100), view(PAGE, 400)) is None


def test_all_steps_are_one_picture_without_a_row_twice_or_left_out() -> None:
    places = [0, 57, 207, 350, 500, 660, 800, 900]
    first = moved(view(PAGE, 0), view(PAGE, 57))
    assert first is not None
    tall = Tall(view(PAGE, 0), first.area)
    for one, other in pairwise(places):
        shift = shift_within(first.area, view(PAGE, one), view(PAGE, other))
        assert shift == other - one
        tall.add(view(PAGE, other), shift)
    whole = tall.whole()
    assert tall.height == len(whole) == HEAD + 1200 + FOOT
    assert (whole[HEAD:-FOOT, : WIDTH - BAR, :3] == PAGE[..., :3]).all()
    assert (whole[:HEAD] == view(PAGE, 0)[:HEAD]).all()
    assert (whole[-FOOT:] == view(PAGE, 0)[-FOOT:]).all()
