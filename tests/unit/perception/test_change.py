"""What changed between two pictures, exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.perception.change import TILE, changed_tiles, dirty_boxes, same
from mmassist.values import Box, Pixels

WIDTH, HEIGHT = 210, 130


def picture() -> Pixels:
    return np.random.default_rng(3).integers(0, 256, (HEIGHT, WIDTH, 4), np.uint8)


@given(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1), st.integers(0, 3))
def test_one_changed_value_marks_its_tile_and_no_other(x: int, y: int, channel: int) -> None:
    before = picture()
    after = before.copy()
    after[y, x, channel] ^= 1
    tiles = changed_tiles(before, after)
    assert tiles[y // TILE, x // TILE]
    assert tiles.sum() == 1
    assert not same(before, after)


def test_the_same_pixels_have_no_changed_tile() -> None:
    assert not changed_tiles(picture(), picture()).any()
    assert same(picture(), picture())


def test_pictures_of_different_sizes_are_not_the_same() -> None:
    assert not same(picture(), picture()[:, :-1])


def test_pictures_of_different_sizes_have_no_common_tiles() -> None:
    with pytest.raises(ValueError, match="different sizes"):
        changed_tiles(picture(), picture()[:-1])


def test_parts_of_larger_pictures_are_compared_by_their_own_pixels_alone() -> None:
    before, after = picture(), picture()
    after[0, 0] ^= 1
    assert same(before[5:, 3:], after[5:, 3:])
    assert not changed_tiles(before[5:, 3:], after[5:, 3:]).any()
    after[-1, -1] ^= 1
    assert changed_tiles(before[5:, 3:], after[5:, 3:]).sum() == 1


@given(st.sets(st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1)), max_size=6))
def test_the_changed_tiles_are_those_of_the_changed_pixels(places: set[tuple[int, int]]) -> None:
    before, after = picture(), picture()
    for y, x in places:
        after[y, x, 1] ^= 0x80
    assert {tuple(at) for at in np.argwhere(changed_tiles(before, after)).tolist()} == {(y // TILE, x // TILE) for y, x in places}


def test_neighbouring_tiles_make_one_box_and_distant_ones_two() -> None:
    tiles = np.zeros((4, 6), np.bool_)
    tiles[0, 0] = tiles[0, 1] = tiles[3, 5] = True
    assert sorted(dirty_boxes(tiles, WIDTH, HEIGHT), key=lambda box: box.y) == [Box(0, 0, 80, 40), Box(200, 120, 10, 10)]


@pytest.mark.parametrize("shape", [(1, 1), (40, 40), (41, 39)])
def test_any_size_is_compared_to_its_last_pixel(shape: tuple[int, int]) -> None:
    before = np.zeros((*shape, 4), np.uint8)
    after = before.copy()
    after[-1, -1, 0] = 9
    assert changed_tiles(before, after)[-1, -1]
