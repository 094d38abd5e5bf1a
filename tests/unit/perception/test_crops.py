"""How lines are cut out before they are read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from mmassist.perception.crops import Crop, crops, joined
from mmassist.perception.underlines import underlines
from mmassist.values import Box

FONT = ImageFont.truetype("DejaVuSans.ttf", 14)


def cut(
    draw_on: str, box: Box, frame: tuple[int, int, int, int] | None = None, underline: tuple[int, int, int] | None = None
) -> list[Crop]:
    """Crops of a text that is drawn at (60, 40)."""
    image = Image.new("RGB", (400, 100), "white")
    draw = ImageDraw.Draw(image)
    draw.text((60, 40), draw_on, fill="black", font=FONT)
    if frame:
        draw.rectangle(frame, outline="gray")
    if underline:
        left, right, y = underline
        draw.line((left, y, right, y), fill="black")
    bgr = np.array(image)[:, :, ::-1].copy()
    grey = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), np.uint8)
    taken = np.zeros(grey.shape, np.bool_)
    taken[box.y : box.bottom, box.x : box.right] = True
    return list(crops(bgr, grey, box, taken))


def ink(crop: Crop) -> int:
    return int((crop.pixels < 128).all(axis=2).sum())


def test_a_buttons_frame_is_painted_over() -> None:
    plain = cut("Cancel", Box(52, 36, 66, 26))
    framed = cut("Cancel", Box(52, 36, 66, 26), frame=(50, 34, 120, 64))
    assert ink(framed[0]) == ink(plain[0])


def test_a_mnemonics_underline_is_painted_over() -> None:
    plain = cut("File", Box(54, 36, 40, 26))
    lined = cut("File", Box(54, 36, 40, 26), underline=(61, 68, 56))
    assert ink(lined[0]) == ink(plain[0])


def test_a_wide_gap_parts_two_texts() -> None:
    assert len(cut("File        Edit", Box(54, 36, 130, 26))) == 2
    assert len(cut("File Edit View", Box(54, 36, 130, 26))) == 1


def test_a_short_word_that_the_detector_overlooked_is_taken_along() -> None:
    (crop,) = cut("Column 7", Box(54, 36, 60, 26))
    assert crop.box.right > 120


def test_an_empty_box_gives_nothing() -> None:
    assert cut("", Box(54, 36, 60, 26)) == []


@pytest.mark.parametrize("text", ["file_name", "a - b", "x = y", "Egg", "Quay", "jpg"])
def test_underscores_dashes_and_descenders_are_no_underlines(text: str) -> None:
    image = Image.new("L", (200, 30), 255)
    ImageDraw.Draw(image).text((4, 5), text, fill=0, font=FONT)
    assert not underlines(np.asarray(image) < 160).any()


def test_pieces_of_one_line_are_joined_and_lines_are_not() -> None:
    pieces = [Box(10, 10, 50, 18), Box(61, 11, 40, 17), Box(10, 30, 60, 18), Box(300, 10, 40, 18)]
    assert sorted(joined(pieces), key=lambda box: (box.y, box.x)) == [Box(10, 10, 91, 18), Box(300, 10, 40, 18), Box(10, 30, 60, 18)]


@pytest.mark.parametrize("shaded", [0, 24])
@pytest.mark.parametrize("dark", [False, True])
def test_a_selected_row_that_is_lower_than_its_box_is_cut_out_whole(shaded: int, dark: bool) -> None:
    """White on blue, the row as high as its letters; a rule between cells; the same words alone are what must be left."""
    image = Image.new("RGB", (400, 100), "#202020" if dark else "white")
    draw = ImageDraw.Draw(image)
    left, top, right, foot = draw.textbbox((60, 40), "Jug of water", font=FONT)
    for y in range(int(top), int(foot)):
        draw.line((20, y, 399, y), fill=(48, 120, 200 - shaded * int(y - top) // int(foot - top)))
    draw.line((int(right) + 6, top, int(right) + 6, foot - 1), fill="#c0c0c0")
    draw.text((60, 40), "Jug of water", fill="white", font=FONT)
    bgr = np.array(image)[:, :, ::-1].copy()
    grey = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), np.uint8)
    box = Box(int(left) - 4, int(top) - 5, int(right - left) + 8, int(foot - top) + 10)
    (crop,) = crops(bgr, grey, box, np.zeros(grey.shape, np.bool_))
    drawn = bgr[int(top) : int(foot), int(left) : int(right)].min(axis=2) > 200
    assert int((crop.pixels.min(axis=2) > 200).sum()) == int(drawn.sum())


def test_on_a_shade_a_line_is_handed_on_as_it_is() -> None:
    shade = np.linspace(20, 150, 400, dtype=np.uint8)
    image = Image.fromarray(np.repeat(np.tile(shade, (100, 1))[:, :, None], 3, axis=2))
    ImageDraw.Draw(image).text((60, 40), "Save the changes before closing", fill="white", font=FONT)
    bgr = np.array(image)[:, :, ::-1].copy()
    grey = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), np.uint8)
    box = Box(54, 36, 260, 26)
    (crop,) = crops(bgr, grey, box, np.zeros(grey.shape, np.bool_))
    assert crop.box == box
    assert (crop.pixels == bgr[36:62, 51:317]).all()
