"""Whether a control that only the picture shows is drawn as it was told."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from mmassist.engine.reaching import is_drawn_alike, is_written_alike
from mmassist.values import Pixels

GROUND, INK, FRAME = (246, 245, 244), (46, 52, 54), (205, 199, 194)


def drawn(text: str, ground: tuple[int, int, int] = GROUND, ink: tuple[int, int, int] = INK, frame: tuple[int, int, int] = FRAME) -> Pixels:
    image = Image.new("RGB", (200, 34), ground)
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, 199, 33), 5, outline=frame)
    pen.text((30, 9), text, fill=ink, font=ImageFont.truetype("DejaVuSans.ttf", 13))
    return np.array(image)


@pytest.mark.parametrize("now", ["Pay 90.00 EUR", "Pay 10.00 USD", "Pay 18.00 EUR", "Pay 40.00 EUR"])
def test_a_figure_that_is_another_one_is_no_small_thing(now: str) -> None:
    before = drawn("Pay 10.00 EUR")
    assert is_drawn_alike(before, drawn(now))  # by and large
    assert not is_written_alike(before, drawn(now))


@pytest.mark.parametrize(
    ("ground", "ink", "frame"),
    [((220, 219, 218), INK, FRAME), ((255, 255, 255), INK, FRAME), ((255, 255, 255), INK, (120, 120, 120)), (GROUND, INK, (53, 132, 228))],
)
def test_a_button_that_is_lit_or_has_another_frame_is_the_same(
    ground: tuple[int, int, int], ink: tuple[int, int, int], frame: tuple[int, int, int]
) -> None:
    before, now = drawn("Pay 10.00 EUR"), drawn("Pay 10.00 EUR", ground, ink, frame)
    assert is_written_alike(before, now)


def test_a_light_text_on_a_coloured_button_that_is_lit_is_the_same() -> None:
    white = (255, 255, 255)
    assert is_written_alike(drawn("Reserve", (53, 132, 228), white), drawn("Reserve", (87, 153, 233), white))


def test_what_is_as_small_as_a_dot_is_compared_too() -> None:
    nothing = np.full((1, 1, 3), 255, np.uint8)
    assert is_written_alike(nothing, nothing)
