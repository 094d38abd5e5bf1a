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
    place = placement((320, 153, 320, 240), WINDOW)

    assert place.box((330, 160, 50, 10)) == Box(660, 321, 100, 20)


def test_logical_pixels_of_a_window_with_its_decoration_are_scaled() -> None:
    place = placement((319, 143, 321, 252), WINDOW)

    assert place.box((330, 160, 50, 10)) == Box(660, 320, 100, 20)


@pytest.mark.parametrize(
    ("frame", "window", "extents", "box"),
    [
        # Qt on the second of two monitors, which begins at 960, 100 and is scaled by 2; at 1.25 and by 1.2 as it was measured.
        ((1030, 200, 100, 75), Box(1100, 300, 200, 150), (1050, 230, 80, 40), Box(1140, 360, 160, 80)),
        ((1072, 260, 200, 150), Box(1100, 300, 250, 188), (1092, 290, 90, 40), Box(1125, 338, 112, 50)),
        ((80, 160, 200, 150), Box(100, 200, 250, 188), (100, 190, 90, 40), Box(125, 238, 112, 50)),
        ((84, 166, 250, 186), Box(100, 200, 300, 224), (109, 204, 112, 50), Box(130, 246, 134, 60)),
        ((-48, 240, 200, 150), Box(-60, 300, 250, 188), (-28, 270, 90, 40), Box(-35, 338, 113, 50)),
    ],
)
def test_a_programs_own_scale_is_seen_from_its_size(
    frame: tuple[int, int, int, int], window: Box, extents: tuple[int, int, int, int], box: Box
) -> None:
    found = placement(frame, window).box(extents)

    assert found is not None
    assert all(abs(one - other) <= 1 for one, other in zip(found.as_list(), box.as_list(), strict=True))


def test_a_window_left_of_the_first_monitor_keeps_its_negative_place() -> None:
    place = placement((-1280, -200, 640, 480), Box(-1280, -200, 640, 480))

    assert place.box((-1270, -190, 50, 10)) == Box(-1270, -190, 50, 10)


@pytest.mark.parametrize("frame", [None, (0, 0, 10, 10), (639, 287, 1300, 505)])
def test_a_frame_that_is_not_the_windows_makes_no_box_sound(frame: tuple[int, int, int, int] | None) -> None:
    assert placement(frame, WINDOW).box((646, 335, 628, 17)) is None


@pytest.mark.parametrize("extents", [None, (3000, 335, 628, 17), (646, -900, 10, 10)])
def test_a_box_far_outside_the_window_is_dropped(extents: tuple[int, int, int, int] | None) -> None:
    assert placement((639, 287, 642, 505), WINDOW).box(extents) is None


def test_a_page_in_physical_pixels_within_a_frame_in_logical_ones_stays_as_it_is() -> None:
    # Chromium at 1.25, as it was measured
    frame = placement((8, 16, 531, 332), Box(10, 20, 664, 415))

    page = frame.of_page((10, 20, 664, 415))

    assert frame.scale == pytest.approx(1.25)
    assert page.box((53, 73, 43, 17)) == Box(53, 73, 43, 17)


def test_a_page_in_the_measures_of_its_frame_is_scaled_like_it() -> None:
    frame = placement((320, 153, 320, 240), WINDOW)

    assert frame.of_page((320, 160, 320, 230)) is frame


def test_a_page_that_scrolls_and_fits_in_neither_way_follows_its_frame() -> None:
    frame = placement((320, 153, 320, 240), WINDOW)

    assert frame.of_page((320, 160, 320, 5000)) is frame


def test_a_page_that_is_wider_than_its_window_is_of_another_size() -> None:
    frame = placement((8, 16, 531, 332), Box(10, 20, 664, 415))

    assert frame.is_outgrown((10, 20, 1860, 1020))
    assert not frame.is_outgrown((10, 20, 664, 415))
    assert not frame.is_outgrown((8, 16, 531, 5000))
