"""Faces in a picture are found and covered, if they are to be."""

from __future__ import annotations

import numpy as np
import pytest

from mmassist.privacy import cover
from mmassist.privacy.masking import Material, Options, mask
from mmassist.values import Box, Frame, Pixels, Target
from tests.fakes.scenes import picture

# Of half a face's height: where the middle of each part is, its half axes, and its grey.
PARTS = (
    *((0.0, -0.05, 0.62, 0.85, 52), (0.0, 0.05, 0.5, 0.68, 190), (0.0, 0.08, 0.05, 0.16, 210), (0.0, 0.22, 0.09, 0.035, 140)),
    *((side * 0.22, y, width, height, grey) for y, width, height, grey in
      ((-0.1, 0.16, 0.09, 125), (-0.22, 0.15, 0.03, 50), (-0.09, 0.1, 0.05, 240), (-0.09, 0.05, 0.05, 32)) for side in (-1, 1)),
    (0.0, 0.42, 0.2, 0.06, 80),
)  # fmt: skip


def drawn(width: int, height: int, x: int, y: int, half: int) -> Frame:
    """A picture with a face drawn at x, y."""
    import cv2

    grey = np.full((height, width), 225, np.uint8)
    for across, down, wide, high, shade in PARTS:
        middle = round(x + across * half), round(y + down * half)
        cv2.ellipse(grey, middle, (round(wide * half), round(high * half)), 0, 0, 360, (shade,), -1, cv2.LINE_AA)
    grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), half / 40), np.uint8)
    pixels: Pixels = np.ascontiguousarray(np.dstack([grey, grey, grey, np.full_like(grey, 255)]))
    return Frame(pixels, (0, 0), Target(), 0.0)


@pytest.mark.parametrize("width, height, half", [(640, 400, 90), (1920, 1080, 120), (1920, 1080, 50)])
def test_a_face_is_covered_from_brow_to_mouth(width: int, height: int, half: int) -> None:
    given = drawn(width, height, 300, 200, half)
    result = mask(Material(picture(), given), Options(faces=True))
    assert result.hidden == ("face 1",) and result.frame is not None
    across, above, below = round(0.3 * half), round(0.25 * half), round(0.45 * half)
    face = result.frame.pixels[200 - above : 200 + below, 300 - across : 300 + across, :3]
    assert (face == face[0, 0]).all()
    assert (result.frame.pixels[:, -100:] == given.pixels[:, -100:]).all()


def test_a_face_is_left_unless_it_is_to_be_covered() -> None:
    given = drawn(640, 400, 300, 200, 90)
    assert mask(Material(picture(), given), Options()).frame is given


def test_a_face_that_is_revealed_is_left() -> None:
    given = drawn(640, 400, 300, 200, 90)
    assert mask(Material(picture(), given), Options(faces=True), frozenset({"face 1"})).frame is given


def test_where_no_face_is_none_is_found() -> None:
    assert cover.faces(Frame(np.full((400, 640, 4), 255, np.uint8), (0, 0), Target(), 0.0)) == []


def test_what_is_outside_of_the_picture_covers_nothing() -> None:
    given = drawn(640, 400, 300, 200, 90)
    assert cover.covered(given, [Box(700, 500, 50, 50)]) is given
