"""Which part of the desktop is grabbed, with a screen that stands in for mss."""

from __future__ import annotations

import mss
import pytest
from mss.exception import ScreenShotError
from mss.screenshot import ScreenShot

from mmassist.capture.screen import ScreenGrabber
from mmassist.errors import CaptureError, DeviceMissing, NoWindow
from mmassist.values import Box, Target, TargetKind, Window

LEFT, RIGHT = Box(0, 0, 100, 80), Box(100, -20, 200, 120)


class Display:
    """Two monitors, the right one higher: the desktop begins at y = -20."""

    gone = False
    made = 0

    def __init__(self) -> None:
        type(self).made += 1
        if self.gone:
            raise ScreenShotError("no display")

    @property
    def monitors(self) -> list[dict[str, int]]:
        every = (Box(0, -20, 300, 120), LEFT, RIGHT)
        return [{"left": box.x, "top": box.y, "width": box.width, "height": box.height} for box in every]

    def grab(self, region: dict[str, int]) -> ScreenShot:
        if self.gone:
            raise ScreenShotError("the display went away")
        return ScreenShot(bytearray(b"\x01\x02\x03\xff") * (region["width"] * region["height"]), region)

    def close(self) -> None: ...


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> type[Display]:
    monkeypatch.setattr(mss, "MSS", Display)
    monkeypatch.setattr(Display, "gone", False)
    monkeypatch.setattr(Display, "made", 0)
    return Display


@pytest.fixture
def grabber(display: type[Display]) -> ScreenGrabber:
    return ScreenGrabber()


def window(box: Box) -> Window:
    return Window(1, "Title", "program", None, box)


def test_a_window_is_grabbed_at_its_place(grabber: ScreenGrabber) -> None:
    frame = grabber.grab(Target(), window(Box(10, 20, 30, 40)), (0, 0))
    assert frame.box == Box(10, 20, 30, 40)
    assert frame.pixels[0, 0].tolist() == [1, 2, 3, 255]
    assert not frame.pixels.flags.writeable


def test_a_window_partly_off_the_screen_is_cut_off(grabber: ScreenGrabber) -> None:
    assert grabber.grab(Target(), window(Box(-15, -30, 60, 50)), (0, 0)).box == Box(0, -20, 45, 40)


@pytest.mark.parametrize("box", [Box(500, 500, 50, 50), Box(10, 10, 0, 20), Box(-90, 0, 60, 60)])
def test_a_window_without_a_visible_part_is_said_to_be_off_the_screen(grabber: ScreenGrabber, box: Box) -> None:
    with pytest.raises(NoWindow) as caught:
        grabber.grab(Target(), window(box), (0, 0))
    assert caught.value.spoken == "The window in front is off the screen."


def test_without_a_window_there_is_none_in_front(grabber: ScreenGrabber) -> None:
    with pytest.raises(NoWindow) as caught:
        grabber.grab(Target(), None, (0, 0))
    assert caught.value.spoken == "No window is in front."


@pytest.mark.parametrize(("pointer", "box"), [((20, 20), LEFT), ((250, -10), RIGHT), ((9999, 9999), LEFT)])
def test_monitor_0_is_the_one_under_the_pointer(grabber: ScreenGrabber, pointer: tuple[int, int], box: Box) -> None:
    assert grabber.grab(Target(TargetKind.MONITOR), None, pointer).box == box


def test_a_monitor_is_chosen_by_its_number(grabber: ScreenGrabber) -> None:
    assert grabber.grab(Target(TargetKind.MONITOR, monitor=2), None, (0, 0)).box == RIGHT


@pytest.mark.parametrize("number", [3, -1])
def test_a_monitor_that_is_not_there_is_named_with_how_many_are(grabber: ScreenGrabber, number: int) -> None:
    with pytest.raises(DeviceMissing) as caught:
        grabber.grab(Target(TargetKind.MONITOR, monitor=number), None, (0, 0))
    assert caught.value.spoken == f"Monitor {number} is not there. There are 2 monitors."


def test_the_screen_is_all_monitors(grabber: ScreenGrabber) -> None:
    assert grabber.grab(Target(TargetKind.SCREEN), None, (0, 0)).box == Box(0, -20, 300, 120)


def test_the_display_is_opened_once_for_many_windows(grabber: ScreenGrabber, display: type[Display]) -> None:
    for _ in range(5):
        grabber.grab(Target(), window(LEFT), (0, 0))
    assert display.made == 1


def test_a_display_that_went_away_is_an_error_and_its_return_is_not(
    grabber: ScreenGrabber, display: type[Display], monkeypatch: pytest.MonkeyPatch
) -> None:
    grabber.grab(Target(), window(LEFT), (0, 0))
    monkeypatch.setattr(display, "gone", True)
    with pytest.raises(CaptureError):
        grabber.grab(Target(), window(LEFT), (0, 0))
    monkeypatch.setattr(display, "gone", False)
    assert grabber.grab(Target(), window(LEFT), (0, 0)).box == LEFT
