"""Pictures at the encoder's size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mmassist.perception.encoder_scaling import scaled
from mmassist.values import Pixels


def smooth(width: int, height: int) -> Pixels:
    """Shades that differ by channel, so that a mistaken order is seen."""
    across, down = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return np.stack([across, down, 255 - across, np.full_like(across, 255)], axis=2).astype(np.uint8)


@given(st.integers(1, 700), st.integers(1, 700))
def test_any_picture_gets_the_size_that_is_asked_for(width: int, height: int) -> None:
    pixels = np.full((height, width, 4), 77, np.uint8)
    assert (scaled(pixels, 32, 24) == 77).all()
    assert scaled(pixels, 32, 24).shape == (24, 32, 3)


def test_colours_are_in_the_order_red_green_blue() -> None:
    blue = np.zeros((50, 50, 4), np.uint8)
    blue[:, :, 0] = 200
    assert (scaled(blue, 8, 8) == (0, 0, 200)).all()


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (300, 200), (64, 64), (40, 500), (1921, 1083)])
def test_it_is_near_what_a_slower_way_makes_of_it(size: tuple[int, int]) -> None:
    pixels = smooth(*size)
    pillow = np.asarray(Image.fromarray(np.ascontiguousarray(pixels[:, :, 2::-1])).resize((224, 224), Image.Resampling.BILINEAR))
    assert np.abs(scaled(pixels, 224, 224).astype(int) - pillow).mean() < 2


def test_fine_stripes_become_their_mean() -> None:
    stripes = np.zeros((1024, 1024, 4), np.uint8)
    stripes[:, ::2] = 200
    assert np.abs(scaled(stripes, 128, 128).astype(int) - 100).max() <= 1
