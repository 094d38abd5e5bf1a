"""Where text is looked for."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from mmassist.perception.regions import CELL, Grey, detailed_cells, detailed_within, text_regions
from mmassist.values import Box


def page(*texts: tuple[str, int, int], rules: bool = False) -> Grey:
    image = Image.new("L", (800, 600), 240)
    draw = ImageDraw.Draw(image)
    for text, x, y in texts:
        draw.text((x, y), text, fill=20, font=ImageFont.truetype("DejaVuSans.ttf", 12))
    if rules:
        draw.rectangle((5, 5, 794, 594), outline=90)
        draw.line((200, 5, 200, 594), fill=90)
    return np.array(image)


def regions(grey: Grey) -> list[Box]:
    height, width = grey.shape
    return list(text_regions(detailed_cells(grey), Box(0, 0, width, height), width, height))


def test_an_empty_page_has_none() -> None:
    assert regions(page()) == []


def test_frames_and_rules_are_no_text() -> None:
    assert sum(box.area for box in regions(page(rules=True))) < 0.02 * 800 * 600


def test_distant_texts_are_looked_at_one_by_one_even_inside_a_frame() -> None:
    found = regions(page(("Top left", 20, 20), ("Bottom right", 650, 560), rules=True))
    assert any(box.contains(40, 26) for box in found)
    assert any(box.contains(680, 566) for box in found)
    assert sum(box.area for box in found) < 0.1 * 800 * 600


@given(st.lists(st.tuples(st.sampled_from(["OK", "Cancel", "A longer line"]), st.integers(0, 700), st.integers(0, 580)), max_size=12))
@settings(max_examples=40, deadline=None)
def test_every_letter_is_in_some_region_with_its_edges(texts: list[tuple[str, int, int]]) -> None:
    grey = page(*texts)
    covered = np.zeros(grey.shape, np.bool_)
    for box in regions(grey):
        covered[box.y : box.bottom, box.x : box.right] = True
    assert covered[grey < 200].all()


def test_only_what_touches_the_place_that_is_asked_for_is_looked_at() -> None:
    grey = page(("Here", 20, 20), ("There", 600, 500))
    found = list(text_regions(detailed_cells(grey), Box(0, 0, 100, 100), 800, 600))
    assert len(found) == 1
    assert found[0].right <= 100 + 2 * CELL


@given(st.lists(st.tuples(st.integers(0, 380), st.integers(0, 280), st.integers(1, 120), st.integers(1, 90)), min_size=1, max_size=4))
def test_parts_looked_at_alone_have_the_cells_that_they_have_in_the_whole(places: list[tuple[int, int, int, int]]) -> None:
    chance = np.random.default_rng(len(places))
    grey = np.full((300, 400), 240, np.uint8)
    grey[::45] = 0  # rules
    grey[:, ::70] = 0
    for _ in range(60):
        y, x = int(chance.integers(0, 290)), int(chance.integers(0, 390))
        grey[y : y + 7, x : x + 5] = chance.integers(0, 256)
    boxes = [box for place in places if (box := Box(*place).intersection(Box(0, 0, 400, 300)))]
    where = np.zeros((38, 50), np.bool_)
    for box in boxes:
        where[box.y // 8 : -(-box.bottom // 8), box.x // 8 : -(-box.right // 8)] = True
    assert np.array_equal(detailed_within(grey, boxes), detailed_cells(grey) & where)
