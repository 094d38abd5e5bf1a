"""From a photograph to a page that can be read: found, squared, upright, flat."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from mmassist.perception.camera.dewarp import bend, flattened
from mmassist.perception.camera.flatten import clear, evenly_lit
from mmassist.perception.camera.page import prepared
from mmassist.perception.camera.page_finder import FoundBy, find_page
from mmassist.perception.camera.quad import quad_of, squared
from mmassist.perception.camera.text_lines import ink, is_on_side, letter_height, lines, words
from mmassist.perception.camera.upright import uprightness
from mmassist.values import Pixels
from tests.unit.perception.camera.pictures import CLEAR, photo, plain


def test_a_page_is_found_by_its_outline() -> None:
    page = find_page(photo().pixels)
    assert page is not None
    assert page.found_by is FoundBy.OUTLINE
    assert 0.3 < page.share < 0.85
    assert not any(page.cut)


def test_an_empty_table_is_no_page() -> None:
    assert find_page(plain(90)) is None


def test_what_fills_the_picture_is_found_by_its_text() -> None:
    page = find_page(photo(shot=replace(CLEAR, fill=1.7, pitch=0.0, yaw=0.0)).pixels)
    assert page is not None
    assert page.found_by is FoundBy.TEXT


def test_corners_are_put_in_order_whatever_order_they_come_in() -> None:
    quad = quad_of([(90, 80), (10, 10), (12, 85), (95, 12)])
    assert quad.corners == ((10, 10), (95, 12), (90, 80), (12, 85))


def test_squaring_brings_the_corners_to_the_corners() -> None:
    picture: Pixels = np.zeros((200, 200, 3), np.uint8)
    cv2.fillPoly(picture, [np.array([(50, 40), (150, 50), (140, 160), (45, 150)], np.int32)], (255, 255, 255))
    found, _ = squared(picture, quad_of([(50, 40), (150, 50), (140, 160), (45, 150)]))
    assert found[4:-4, 4:-4].min() > 200


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_a_page_is_turned_upright(quarter: int) -> None:
    turned = prepared(photo("letter", replace(CLEAR, quarter=quarter, roll=0.0)).pixels)
    straight = prepared(photo("letter", replace(CLEAR, roll=0.0)).pixels)
    size = (200, 280)
    one, other = (cv2.GaussianBlur(cv2.resize(page.picture[..., 1], size), (0, 0), 4).astype(float) for page in (turned, straight))
    assert np.corrcoef(one[20:-20, 20:-20].ravel(), other[20:-20, 20:-20].ravel())[0, 1] > 0.6


def test_a_shadow_is_taken_away() -> None:
    page: Pixels = np.full((400, 300, 3), 220, np.uint8)
    page[:, 150:] = 90
    lit = evenly_lit(page)
    assert lit[:, 20:120].mean() == pytest.approx(lit[:, 180:280].mean(), abs=6)


def test_thin_ink_stays_and_grain_goes() -> None:
    rng = np.random.default_rng(1)
    page: Pixels = np.clip(245 + rng.normal(0, 4, (200, 400, 3)), 0, 255).astype(np.uint8)
    cv2.putText(page, "thin and BOLD", (20, 100), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (90, 90, 90), 1, cv2.LINE_AA)
    found = clear(page, 20)
    assert found[:40].min() == 255
    assert found[60:110].min() < 60


def written(text: str = "the hidden ladder holds a heavy kettle", rows: int = 8) -> Pixels:
    page: Pixels = np.full((600, 900), 245, np.uint8)
    for row in range(rows):
        cv2.putText(page, text, (40, 80 + 60 * row), cv2.FONT_HERSHEY_DUPLEX, 1.1, 20, 2, cv2.LINE_AA)
    return page


def test_lines_that_run_downwards_stand_on_their_side() -> None:
    mask = ink(written())
    assert not is_on_side(mask, letter_height(mask))
    assert is_on_side(np.ascontiguousarray(np.rot90(mask)), letter_height(mask))


def test_letters_tell_up_from_down() -> None:
    mask = ink(written())
    tall = letter_height(mask)
    assert uprightness(words(mask, tall)) > 0.3
    assert uprightness(words(np.ascontiguousarray(np.rot90(mask, 2)), tall)) < -0.3


def test_a_bend_is_undone() -> None:
    flat = written()
    height, width = flat.shape
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bent = np.asarray(cv2.remap(flat, across, down + 25 * (across / width * 2 - 1) ** 2 - 12, cv2.INTER_CUBIC, borderValue=245.0), np.uint8)
    mask = ink(bent)
    tall = letter_height(mask)
    known = bend(lines(words(mask, tall), tall), tall, (height, width))
    assert known is not None
    again = ink(flattened(bent, known))
    levels = [np.ptp(line[:, 1]) for line in lines(words(again, tall), tall)]
    before = [np.ptp(line[:, 1]) for line in lines(words(mask, tall), tall)]
    assert np.median(levels) < 0.5 * np.median(before)


def test_a_page_without_text_tells_no_bend() -> None:
    assert bend([], 20.0, (100, 100)) is None


def test_an_empty_picture_is_made_ready_without_a_fuss() -> None:
    ready = prepared(plain(200))
    assert ready.letters == 0
    assert ready.page is None
