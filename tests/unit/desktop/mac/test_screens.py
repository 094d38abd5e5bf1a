"""From points to pixels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.desktop.mac.apis import NotTrusted, load, require_screen
from mmassist.desktop.mac.screens import Screens, screens
from mmassist.errors import DesktopError
from mmassist.values import Box
from tests.fakes.desks.macos import FakeDisplay, FakeMac

RETINA, PLAIN = FakeDisplay(Box(0, 0, 1440, 900), 2.0), FakeDisplay(Box(1440, -100, 1920, 1080))


def of(*displays: FakeDisplay) -> Screens:
    return screens(FakeMac(displays=list(displays)).apis)


def test_a_display_of_scale_one_is_as_it_is() -> None:
    assert of(PLAIN).box(1500, 0, 10, 20) == Box(1500, 0, 10, 20)


def test_displays_of_different_scales_do_not_overlap() -> None:
    boxes = [screen.box for screen in of(RETINA, PLAIN).screens]

    assert boxes == [Box(0, 0, 2880, 1800), Box(2880, -200, 1920, 1080)]


@pytest.mark.parametrize(
    ("points", "pixels"),
    [((10, 20, 100, 50), Box(20, 40, 200, 100)), ((1450, -90, 100, 50), Box(2890, -190, 100, 50))],
)
def test_what_lies_on_a_display_has_its_scale(points: tuple[float, float, float, float], pixels: Box) -> None:
    assert of(RETINA, PLAIN).box(*points) == pixels


def test_a_window_over_two_displays_is_the_one_s_where_most_of_it_lies() -> None:
    assert of(RETINA, PLAIN).box(1400, 0, 400, 300).width == 400


def test_the_pointer_is_on_its_display() -> None:
    assert of(RETINA, PLAIN).place(1441.5, 0) == (2882, -100)


def test_pieces_are_told_for_each_display() -> None:
    pieces = list(of(RETINA, PLAIN).pieces(Box(2801, 0, 100, 51)))

    assert pieces == [(Box(2801, 0, 79, 51), Box(1400, 0, 40, 26)), (Box(2880, 0, 21, 51), Box(1440, 100, 21, 51))]


@given(st.integers(-50, 3000), st.integers(-300, 1900), st.integers(1, 900), st.integers(1, 900))
def test_pieces_in_points_hold_all_of_the_pixels(x: int, y: int, width: int, height: int) -> None:
    known = of(RETINA, PLAIN)
    for part, points in known.pieces(Box(x, y, width, height)):
        whole = known.box(points.x, points.y, points.width, points.height)
        assert whole.intersection(part) == part


def test_without_a_display_that_is_said() -> None:
    with pytest.raises(DesktopError) as caught:
        of()

    assert caught.value.spoken == "No monitor is connected."


def test_a_screen_that_may_not_be_recorded_is_said_and_asked_for() -> None:
    mac = FakeMac(sees_screen=False)
    with pytest.raises(NotTrusted) as caught:
        require_screen(mac.apis)

    assert "Screen Recording" in caught.value.remedy
    assert mac.asked_for_trust == 1


def test_another_system_has_no_such_frameworks() -> None:
    with pytest.raises(DesktopError):
        load()
