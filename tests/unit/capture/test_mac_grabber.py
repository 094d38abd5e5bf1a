"""Pictures of displays of different scales, with a stand-in for mss that counts in points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from mmassist.capture import mac_grabber
from mmassist.capture.mac_grabber import Joined, MacGrabber
from mmassist.desktop.mac.screens import Screens, screens
from mmassist.errors import CaptureError, PermissionDenied
from mmassist.values import Box, Frame, Target, TargetKind, Window
from tests.fakes.desks.macos import FakeDisplay, FakeMac

DISPLAYS = [FakeDisplay(Box(0, 0, 100, 60), 2.0), FakeDisplay(Box(100, 0, 80, 50))]


@dataclass
class PointMss:
    """Gives pixels that say where they are: blue the column, green the row of their display, red the display."""

    monitors: tuple[dict[str, int], ...] = ()

    def grab(self, region: dict[str, int]) -> Joined:
        number = next(at for at, one in enumerate(DISPLAYS) if one.points.contains(region["left"], region["top"]))
        display = DISPLAYS[number]
        scale = int(display.scale)
        x, y = (region["left"] - display.points.x) * scale, (region["top"] - display.points.y) * scale
        rows, columns = np.mgrid[y : y + region["height"] * scale, x : x + region["width"] * scale]
        pixels = np.dstack([columns, rows, np.full_like(rows, number + 1), rows]).astype(np.uint8)
        return Joined(pixels.tobytes(), pixels.shape[1], pixels.shape[0])

    def close(self) -> None: ...


@pytest.fixture
def grabber(monkeypatch: pytest.MonkeyPatch) -> Iterator[MacGrabber]:
    monkeypatch.setattr(mac_grabber, "_native", PointMss)
    grabber = MacGrabber(lambda: screens(FakeMac(displays=DISPLAYS).apis))
    yield grabber
    grabber.close()


def first(frame: Frame) -> list[int]:
    return [int(value) for value in frame.pixels[0, 0, :3]]


def test_a_window_has_all_the_pixels_of_its_display(grabber: MacGrabber) -> None:
    frame = grabber.grab(Target(), Window(1, "", "", None, Box(11, 21, 31, 41)), (0, 0))

    assert (frame.box, first(frame)) == (Box(11, 21, 31, 41), [11, 21, 1])


def test_a_monitor_is_counted_in_pixels(grabber: MacGrabber) -> None:
    frame = grabber.grab(Target(TargetKind.MONITOR, monitor=2), None, (0, 0))

    assert (frame.box, first(frame)) == (Box(200, 0, 80, 50), [0, 0, 2])


def test_the_whole_desktop_is_put_together_and_black_where_no_display_is(grabber: MacGrabber) -> None:
    frame = grabber.grab(Target(TargetKind.SCREEN), None, (0, 0))

    assert frame.box == Box(0, 0, 280, 120)
    assert [int(value) for value in frame.pixels[119, 199, :3]] == [199, 119, 1]
    assert [int(value) for value in frame.pixels[49, 200, :3]] == [0, 49, 2]
    assert frame.pixels[60:, 200:].max() == 0


def test_a_screen_that_may_not_be_seen_is_refused_at_the_picture_and_not_before() -> None:
    def refused() -> Screens:
        raise PermissionDenied("not allowed")

    grabber = MacGrabber(refused)
    grabber.open()
    with pytest.raises(CaptureError) as caught:
        grabber.grab(Target(TargetKind.SCREEN), None, (0, 0))

    assert isinstance(caught.value, PermissionDenied)
