from __future__ import annotations

import pytest

from mmassist.desktop.placement import placement
from mmassist.values import Box

WINDOW = Box(640, 307, 640, 480)


def test_screen_coordinates_are_kept() -> None:
    place = placement((639, 287, 642, 505), WINDOW)

    assert place.box((646, 335, 628, 17)) == Box(646, 335, 628, 17)


def test_window_relative_coordinates_are_moved() -> None:
    place = placement((0, 0, 640, 480), WINDOW)

    assert place.box((6, 28, 100, 20)) == Box(646, 335, 100, 20)


def test_logical_pixels_are_scaled() -> None:
    place = placement((320, 150, 320, 240), WINDOW)

    assert place.box((330, 160, 50, 10)) == Box(660, 320, 100, 20)


def test_a_window_left_of_the_first_monitor_keeps_its_negative_place() -> None:
    place = placement((-1280, -200, 640, 480), Box(-1280, -200, 640, 480))

    assert place.box((-1270, -190, 50, 10)) == Box(-1270, -190, 50, 10)


@pytest.mark.parametrize("frame", [None, (0, 0, 10, 10), (639, 287, 1300, 505)])
def test_a_frame_that_is_not_the_windows_makes_no_box_sound(frame: tuple[int, int, int, int] | None) -> None:
    assert placement(frame, WINDOW).box((646, 335, 628, 17)) is None


@pytest.mark.parametrize("extents", [None, (3000, 335, 628, 17), (646, -900, 10, 10)])
def test_a_box_far_outside_the_window_is_dropped(extents: tuple[int, int, int, int] | None) -> None:
    assert placement((639, 287, 642, 505), WINDOW).box(extents) is None
