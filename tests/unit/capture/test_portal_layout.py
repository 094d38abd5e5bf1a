"""Where screens lie, and what their pictures hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.capture.portal_layout import Shape, pasted, picture_of, places, shape_of, whole
from mmassist.errors import CaptureError
from mmassist.values import Box, Pixels
from tests.fakes.frame_reader import BLUE, GREEN, HEIGHT, RED, WIDTH, picture


def flat(width: int, height: int, level: int) -> Pixels:
    return np.full((height, width, 4), level, np.uint8)


@pytest.mark.parametrize("order", ["BGRx", "BGRA", "RGBx", "RGBA", "xRGB", "ARGB", "xBGR", "ABGR"])
def test_each_order_of_colours_becomes_blue_green_red(order: str) -> None:
    header, data = picture(order=order)
    pixels = picture_of(shape_of(header), data)
    assert pixels[1, 1, :3].tolist() == [BLUE, GREEN, RED]
    assert pixels.shape == (HEIGHT, WIDTH, 4)


def test_what_lies_between_the_rows_is_no_picture() -> None:
    header, data = picture(pad=12)
    assert (picture_of(shape_of(header), data)[1:, :, 0] == BLUE).all()


def test_the_last_row_may_end_with_its_last_pixel() -> None:
    header, data = picture(pad=12)
    pixels = picture_of(shape_of(header | {"size": len(data) - 12}), data[:-12])
    assert pixels[-1, -1, :3].tolist() == [BLUE, GREEN, RED]


def test_a_picture_can_not_be_written_to() -> None:
    header, data = picture()
    assert not picture_of(shape_of(header), data).flags.writeable


@given(
    st.fixed_dictionaries(
        {},
        optional={name: st.integers() | st.text(max_size=3) | st.none() | st.floats() for name in ("width", "height", "stride", "size")}
        | {"format": st.sampled_from(["BGRx", "I420", "", "BGR", "RGBA"])},
    )
)
def test_no_header_brings_more_than_an_error(header: dict[str, object]) -> None:
    try:
        shape = shape_of(header)
    except CaptureError as error:
        assert error.spoken and error.remedy
    else:
        assert 0 < shape.size <= 1 << 29


@pytest.mark.parametrize("size", [0, 31, 129])
def test_data_of_another_length_are_no_picture(size: int) -> None:
    with pytest.raises(CaptureError):
        picture_of(Shape(8, 4, 32, 128, "BGRx"), bytes(size))


def test_screens_of_one_scale_lie_as_the_desktop_has_them() -> None:
    screens = [Box(-1280, 100, 1280, 720), Box(0, 0, 1920, 1080)]
    assert places(screens, [(2560, 1440), (3840, 2160)]) == (Box(-2560, 200, 2560, 1440), Box(0, 0, 3840, 2160))


@pytest.mark.parametrize("screens", [[Box(0, 0, 1280, 720), Box(1280, 0, 1920, 1080)], [None, None]])
def test_screens_of_several_scales_or_without_a_place_are_put_side_by_side(screens: list[Box | None]) -> None:
    assert places(screens, [(2560, 1440), (1920, 1080)]) == (Box(0, 0, 2560, 1440), Box(2560, 0, 1920, 1080))


def test_screens_that_would_cover_one_another_are_put_side_by_side() -> None:
    assert places([Box(0, 0, 10, 10), Box(0, 0, 10, 10)], [(10, 10), (10, 10)]) == (Box(0, 0, 10, 10), Box(10, 0, 10, 10))


def test_the_desktop_holds_all_screens() -> None:
    assert whole([Box(-5, 3, 10, 10), Box(5, 0, 8, 8)]) == Box(-5, 0, 18, 13)


def test_a_part_of_one_screen_is_cut_out_of_it() -> None:
    one = flat(10, 10, 7)
    assert pasted(Box(2, 2, 3, 4), [Box(0, 0, 10, 10)], [one]).shape == (4, 3, 4)


def test_between_two_screens_there_is_nothing() -> None:
    pixels = pasted(Box(0, 0, 30, 10), [Box(0, 0, 10, 10), Box(20, 0, 10, 10)], [flat(10, 10, 7), flat(10, 10, 9)])
    assert [pixels[5, at, 0] for at in (5, 15, 25)] == [7, 0, 9]
