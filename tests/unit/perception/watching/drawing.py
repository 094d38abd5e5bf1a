"""Pictures for the tests of watching: white ground, lines of marks that are told apart by their number."""

from __future__ import annotations

import numpy as np

from mmassist.values import Box, Pixels, TextLine

LINE = 20


def ground(width: int = 400, height: int = 320) -> Pixels:
    return np.full((height, width, 4), 255, np.uint8)


def with_line(pixels: Pixels, row: int, number: int, width: int = 200) -> Pixels:
    """A line of marks at the text row `row`; equal numbers look alike."""
    drawn = pixels.copy()
    chance = np.random.default_rng(number)
    drawn[row * LINE + 4 : row * LINE + 16, 10 : 10 + width, :3] = np.where(chance.random((12, width, 1)) < 0.4, 0, 255)
    return drawn


def page(numbers: list[int]) -> Pixels:
    """One line for each number, from the top."""
    pixels = ground()
    for row, number in enumerate(numbers):
        pixels = with_line(pixels, row, number)
    return pixels


def text_line(text: str, row: int, x: int = 10, width: int = 200) -> TextLine:
    return TextLine(text, Box(x, row * LINE + 2, width, 16), 0.99)
