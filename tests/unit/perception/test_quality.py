"""How well a picture can be seen."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from mmassist.perception.quality import quality
from mmassist.values import Pixels


def page(ground: int = 255, ink: int = 0, blur: float = 0.0, gain: float = 1.0) -> Pixels:
    """Lines of text, 640 x 400."""
    pixels = np.full((400, 640, 4), ground, np.uint8)
    for row in range(12):
        cv2.putText(pixels, "The quick brown fox 0123456789", (10, 30 + 30 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (ink, ink, ink, 255), 1)
    pixels = np.asarray(pixels * gain, np.uint8)
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), blur), np.uint8) if blur else pixels


def flags(pixels: Pixels) -> tuple[bool, bool, bool]:
    found = quality(pixels)
    return found.blank, found.dark, found.blurred


@pytest.mark.parametrize("pixels", [page(), page(0, 255), page(30, 200), page(255, 150), page(blur=0.7)])
def test_a_page_that_can_be_read_has_no_flag(pixels: Pixels) -> None:
    assert flags(pixels) == (False, False, False)


@pytest.mark.parametrize("level", [0, 128, 255])
def test_one_colour_is_blank(level: int) -> None:
    assert flags(np.full((300, 300, 4), level, np.uint8)) == (True, False, False)


def test_a_page_in_the_dark_is_dark() -> None:
    assert flags(page(gain=0.1)) == (False, True, False)


@pytest.mark.parametrize("blur", [6.0, 10.0])
def test_a_page_out_of_focus_is_blurred(blur: float) -> None:
    assert flags(page(blur=blur)) == (False, False, True)


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (1, 500), (500, 1), (3, 2)])
def test_any_shape_has_a_quality(shape: tuple[int, int]) -> None:
    assert quality(np.zeros((*shape, 4), np.uint8)).blank
