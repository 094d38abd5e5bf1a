"""Pictures are cut as the model's own processor cuts them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mmassist.errors import ImageUnreadable
from mmassist.inference.vlm.layout import Layout, read
from mmassist.inference.vlm.pictures import count, decoded, fitted_size, scaled_size, tiled, values

SIDES = st.integers(1, 4000)


@pytest.fixture(scope="module")
def layout(folder: Path) -> Layout:
    return read(lambda file: (folder / file).read_bytes())


def picture(width: int, height: int) -> Image.Image:
    return Image.fromarray(np.random.default_rng(3).integers(0, 256, (height, width, 3), np.uint8))


def test_a_screen_is_cut_into_twelve_squares_and_the_whole() -> None:
    """1920 x 1080 in squares of 512 pixels, of which 2048 are four: as SmolVLM's processor does."""
    assert scaled_size(1920, 1080, 2048) == (2048, 1152)
    assert fitted_size(2048, 1152, 512) == (2048, 1536)


@given(SIDES, SIDES)
def test_the_longer_side_has_the_length_asked_for_and_no_side_is_lost(width: int, height: int) -> None:
    wide, high = scaled_size(width, height, 2048)
    assert max(wide, high) == 2048
    assert min(wide, high) >= 1


@given(SIDES, SIDES)
def test_what_is_cut_leaves_nothing_over(width: int, height: int) -> None:
    wide, high = fitted_size(*scaled_size(width, height, 2048), 512)
    assert wide % 512 == high % 512 == 0
    assert 512 <= min(wide, high) <= max(wide, high) == 2048


@pytest.mark.parametrize("size", [(192, 108), (40, 200), (32, 32), (31, 17), (333, 250), (1, 1000)])
def test_squares_stand_row_by_row_and_the_whole_is_the_last(layout: Layout, size: tuple[int, int]) -> None:
    tiles = tiled(picture(*size), layout, layout.longest)
    assert len(tiles.squares) == tiles.rows * tiles.columns + 1 == count(*size, layout, layout.longest)
    assert {square.shape for square in tiles.squares} == {(32, 32, 3)}


def test_a_square_shows_its_part_of_the_picture(layout: Layout) -> None:
    quarters = np.zeros((128, 128, 3), np.uint8)
    quarters[:64, 64:] = 255
    tiles = tiled(Image.fromarray(quarters), layout, 128)
    bright = [index for index, square in enumerate(tiles.squares[:-1]) if square.mean() > 250]
    assert (tiles.rows, tiles.columns, bright) == (4, 4, [2, 3, 6, 7])


def test_a_picture_that_is_looked_at_in_one_square_has_no_rows(layout: Layout) -> None:
    tiles = tiled(picture(300, 200), layout, 32)
    assert (tiles.rows, tiles.columns, len(tiles.squares)) == (0, 0, 1)


def test_levels_become_numbers_around_nothing(layout: Layout) -> None:
    square = np.zeros((32, 32, 3), np.uint8)
    square[..., 0], square[..., 2] = 255, 51
    found = values(square, layout)
    assert found.shape == (3, 32, 32)
    assert [float(channel.mean()) for channel in found] == pytest.approx([1.0, -1.0, -0.6])


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n" + bytes(40), b"GIF89a" + bytes(40)])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ImageUnreadable):
        decoded(data)


def test_a_picture_that_ends_early_is_refused() -> None:
    written = BytesIO()
    picture(64, 64).save(written, "PNG")
    with pytest.raises(ImageUnreadable):
        decoded(written.getvalue()[:3000])
