"""What is a blank picture and what is not."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from mmassist.capture.blank import is_blank
from mmassist.values import Pixels

levels = st.integers(0, 255)
colours = st.tuples(levels, levels, levels)


def plain(colour: tuple[int, int, int], width: int = 320, height: int = 200) -> Pixels:
    return np.tile(np.array([*colour, 255], np.uint8), (height, width, 1))


@given(colours, st.integers(1, 400), st.integers(1, 300))
def test_one_colour_is_blank(colour: tuple[int, int, int], width: int, height: int) -> None:
    assert is_blank(plain(colour, width, height))


@given(colours, st.integers(0, 2**32 - 1), st.floats(0.2, 2.0))
@settings(max_examples=40)
def test_one_colour_with_faint_noise_is_blank(colour: tuple[int, int, int], seed: int, sigma: float) -> None:
    noise = np.random.default_rng(seed).normal(0, sigma, (200, 320, 1))
    noisy = np.clip(plain(colour) + noise, 0, 255).astype(np.uint8)
    assert is_blank(noisy)


@given(
    st.integers(0, 215),
    st.sampled_from([-1, 1]),
    st.sampled_from(["OK", "No", "Hi", "1", "Cancel"]),
    st.integers(0, 280),
    st.integers(0, 180),
)
@settings(max_examples=60)
def test_one_word_is_not_blank(ground: int, side: int, word: str, x: int, y: int) -> None:
    ink = ground + 40 if side > 0 or ground < 40 else ground - 40
    image = Image.new("L", (320, 200), ground)
    ImageDraw.Draw(image).text((x, y), word, fill=ink, font=ImageFont.truetype("DejaVuSans.ttf", 11))
    grey = np.asarray(image)
    assert not is_blank(np.dstack([grey, grey, grey, np.full_like(grey, 255)]))


def test_what_the_alpha_byte_holds_does_not_matter() -> None:
    picture = plain((12, 12, 12))
    picture[50:60, 50:60, 3] = 0
    assert is_blank(picture)


def test_a_single_colour_that_differs_in_one_channel_is_seen() -> None:
    picture = plain((200, 200, 200))
    picture[10:24, 10:14, 0] = 20
    assert not is_blank(picture)
