"""Fields that are known for what they are by what is drawn at their end, and how wide they are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from mmassist.perception.elements.endings import Ending, ending
from mmassist.perception.elements.finder import Element
from mmassist.perception.elements.frames import reaching
from mmassist.perception.elements.naming import Controls, named
from mmassist.perception.elements.plausible import plausible
from mmassist.values import Box, Pixels, Role, TextLine

FIELD = Box(100, 40, 300, 24)


def window(dark: bool = False) -> Pixels:
    """A field with a frame on the ground of a window."""
    pixels = np.full((120, 600, 4), 40 if dark else 235, np.uint8)
    pixels[FIELD.y : FIELD.bottom, FIELD.x : FIELD.right] = 90 if dark else 150
    pixels[FIELD.y + 1 : FIELD.bottom - 1, FIELD.x + 1 : FIELD.right - 1] = 20 if dark else 255
    return pixels


def drawn(pixels: Pixels, *shapes: list[tuple[int, int]]) -> Pixels:
    """Filled, in the colour of text; places from the field's right end and its top."""
    ink = 230 if int(pixels[FIELD.y + 2, FIELD.x + 2, 1]) < 128 else 30
    for shape in shapes:
        points = np.array([(FIELD.right + x, FIELD.y + y) for x, y in shape], np.int32)
        cv2.fillPoly(pixels, [points], (ink, ink, ink, ink))
    return pixels


def up(x: int, y: int) -> list[tuple[int, int]]:
    return [(x, y + 3), (x + 3, y), (x + 6, y + 3)]


def down(x: int, y: int) -> list[tuple[int, int]]:
    return [(x, y), (x + 3, y + 3), (x + 6, y)]


def bar(x: int, y: int, width: int, height: int) -> list[tuple[int, int]]:
    return [(x, y), (x + width - 1, y), (x + width - 1, y + height - 1), (x, y + height - 1)]


STACKED = (up(-14, 6), down(-14, 14))
LESS_AND_MORE = (bar(-50, 11, 12, 2), bar(-20, 11, 12, 2), bar(-15, 6, 2, 12))
OPENS = (down(-14, 10),)
CROSS_OUT = ([(-16, 6), (-14, 6), (-6, 16), (-8, 16)], [(-8, 6), (-6, 6), (-14, 16), (-16, 16)])


def kind(pixels: Pixels, box: Box = FIELD) -> Ending | None:
    found = ending(pixels, box)
    return found[0] if found else None


@pytest.mark.parametrize("dark", [False, True])
def test_two_arrows_or_less_and_more_change_a_number_and_one_arrow_opens(dark: bool) -> None:
    assert kind(drawn(window(dark), *STACKED)) is Ending.STEPS
    assert kind(drawn(window(dark), *LESS_AND_MORE)) is Ending.STEPS
    assert kind(drawn(window(dark), *OPENS)) is Ending.ARROW


def test_a_line_between_the_arrows_and_the_text_is_no_sign() -> None:
    pixels = drawn(window(), *STACKED)
    pixels[FIELD.y : FIELD.bottom, FIELD.right - 18] = 150
    assert kind(pixels) is Ending.STEPS


@pytest.mark.parametrize("shapes", [(), CROSS_OUT, (up(-14, 10),), (bar(-20, 11, 12, 2),), (bar(-14, 7, 9, 9),)])
def test_of_anything_else_nothing_is_known(shapes: tuple[list[tuple[int, int]], ...]) -> None:
    assert kind(drawn(window(), *shapes)) is None


def test_what_is_written_at_the_end_is_no_arrow() -> None:
    pixels = window()
    cv2.putText(pixels, "VAT v 8 = A", (FIELD.right - 90, FIELD.bottom - 7), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (30, 30, 30, 30), 1)
    assert kind(pixels) is None


def test_at_the_edge_of_the_picture_nothing_breaks() -> None:
    pixels = window()
    for box in (Box(560, 100, 100, 40), Box(0, 0, 3, 3), Box(-20, -5, 60, 20), Box(590, 110, 10, 10)):
        assert kind(pixels, box) is None
        assert reaching(box, pixels).width > 0


@pytest.mark.parametrize("seen", [Box(150, 41, 190, 22), Box(130, 38, 290, 26), FIELD])
def test_a_field_is_as_wide_as_its_frame(seen: Box) -> None:
    found = reaching(seen, window())
    assert (found.x, found.right) == (FIELD.x, FIELD.right)


def test_a_field_is_no_wider_where_lines_go_on_beside_it() -> None:
    pixels = window()
    pixels[FIELD.y - 2] = pixels[FIELD.bottom + 1] = 180
    found = reaching(Box(150, 41, 190, 22), pixels)
    assert (found.x, found.right) == (FIELD.x, FIELD.right)


def test_where_nothing_frames_it_it_stays_as_it_was_seen() -> None:
    seen = Box(150, 41, 190, 22)
    assert reaching(seen, np.full((120, 600, 4), 255, np.uint8)) == seen


@pytest.mark.parametrize(("shapes", "role"), [(STACKED, Role.SPIN_BOX), (OPENS, Role.COMBO_BOX), ((), Role.TEXT_FIELD)])
@pytest.mark.parametrize("read", ["8", "V"])
def test_it_is_told_as_what_it_is_and_what_is_read_from_its_arrows_is_not_told(
    shapes: tuple[list[tuple[int, int]], ...], role: Role, read: str
) -> None:
    pixels = drawn(window(), *shapes)
    seen = Element("combo box" if shapes == STACKED else "text field", Box(150, 41, 190, 22), frozenset(), 0.8)
    lines = [TextLine("Copies", Box(40, 45, 50, 14), 0.99), TextLine("120", Box(106, 45, 30, 14), 0.99)]
    lines += [TextLine(read, Box(FIELD.right - 15, 44, 10, 15), 0.7)] if shapes else []
    (found,) = named(Controls(plausible([seen], pixels, lines), {}), lines)
    assert (found.item.role, found.item.name, found.item.value) == (role, "Copies", "120")


def test_a_number_that_was_read_with_its_arrows_is_told_without_them() -> None:
    pixels = drawn(window(), *LESS_AND_MORE)
    line = TextLine("4096 - +", Box(106, 45, FIELD.right - 116, 14), 0.9)
    (found,) = named(Controls(plausible([Element("text field", FIELD, frozenset(), 0.8)], pixels, [line]), {}), [line])
    assert found.value == "4096"
