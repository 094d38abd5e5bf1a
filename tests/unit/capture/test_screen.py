"""Which part of the desktop is grabbed, with a screen that stands in for mss."""

from __future__ import annotations

import errno
import sys

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
    shares = True
    made = 0
    boxes: tuple[Box, ...] = (Box(0, -20, 300, 120), LEFT, RIGHT)

    def __init__(self, backend: str = "default") -> None:
        type(self).made += 1
        if not self.shares and backend == "default":
            raise OSError(errno.EFBIG, "File too large")
        if self.gone:
            raise ScreenShotError("no display")

        # As mss does: once and for all.
        self.monitors = [{"left": box.x, "top": box.y, "width": box.width, "height": box.height} for box in self.boxes]

    def grab(self, region: dict[str, int]) -> ScreenShot:
        if self.gone:
            raise ScreenShotError("the display went away")
        return ScreenShot(bytearray(b"\x01\x02\x03\xff") * (region["width"] * region["height"]), region)

    def close(self) -> None: ...


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> type[Display]:
    monkeypatch.setattr(mss, "MSS", Display)
    monkeypatch.setattr(Display, "gone", False)
    monkeypatch.setattr(Display, "shares", True)
    monkeypatch.setattr(Display, "made", 0)
    monkeypatch.setattr(Display, "boxes", Display.boxes)
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


@pytest.mark.parametrize(("pointer", "box"), [((20, 20), LEFT), ((250, -10), RIGHT), ((-1, 300), LEFT), ((9999, 9999), RIGHT)])
def test_monitor_0_is_the_one_under_the_pointer_or_nearest_to_it(grabber: ScreenGrabber, pointer: tuple[int, int], box: Box) -> None:
    frame = grabber.grab(Target(TargetKind.MONITOR), None, pointer)
    assert (frame.box, frame.target.monitor) == (box, 1 if box == LEFT else 2)


def test_a_monitor_is_chosen_by_its_number(grabber: ScreenGrabber) -> None:
    assert grabber.grab(Target(TargetKind.MONITOR, monitor=2), None, (0, 0)).box == RIGHT


@pytest.mark.parametrize("number", [3, -1])
def test_a_monitor_that_is_not_there_is_named_with_how_many_are(grabber: ScreenGrabber, number: int) -> None:
    with pytest.raises(DeviceMissing) as caught:
        grabber.grab(Target(TargetKind.MONITOR, monitor=number), None, (0, 0))
    assert caught.value.spoken == f"Monitor {number} is not there. There are 2 monitors."


def test_the_screen_is_all_monitors(grabber: ScreenGrabber) -> None:
    assert grabber.grab(Target(TargetKind.SCREEN), None, (0, 0)).box == Box(0, -20, 300, 120)


def test_a_monitor_that_came_is_followed(grabber: ScreenGrabber, display: type[Display], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmassist.capture.screen._STALE", 0.0)
    grabber.grab(Target(TargetKind.SCREEN), None, (0, 0))
    new = Box(-400, -20, 400, 100)
    display.boxes = (Box(-400, -20, 700, 120), LEFT, RIGHT, new)
    assert grabber.grab(Target(TargetKind.MONITOR, monitor=3), None, (0, 0)).box == new
    assert grabber.grab(Target(TargetKind.SCREEN), None, (0, 0)).box == Box(-400, -20, 700, 120)


def test_a_window_that_was_moved_to_a_monitor_that_came_is_whole(
    grabber: ScreenGrabber, display: type[Display], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmassist.capture.screen._STALE", 0.0)
    grabber.grab(Target(), window(LEFT), (0, 0))
    display.boxes = (Box(-400, -20, 700, 120), LEFT, RIGHT, Box(-400, -20, 400, 100))
    assert grabber.grab(Target(), window(Box(-300, 0, 200, 50)), (0, 0)).box == Box(-300, 0, 200, 50)


def test_a_monitor_that_went_is_not_there(grabber: ScreenGrabber, display: type[Display], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmassist.capture.screen._STALE", 0.0)
    grabber.grab(Target(TargetKind.MONITOR, monitor=2), None, (0, 0))
    display.boxes = (LEFT, LEFT)
    with pytest.raises(DeviceMissing) as caught:
        grabber.grab(Target(TargetKind.MONITOR, monitor=2), None, (0, 0))
    assert (caught.value.spoken, caught.value.remedy) == ("Monitor 2 is not there. There is one monitor.", "Choose monitor 1.")


def test_a_monitor_that_reaches_over_the_desktop_is_cut_off(grabber: ScreenGrabber, display: type[Display]) -> None:
    display.boxes = (LEFT, Box(50, 40, 100, 80))
    assert grabber.grab(Target(TargetKind.MONITOR, monitor=1), None, (0, 0)).box == Box(50, 40, 50, 40)


def test_a_monitor_that_shows_nothing_is_said(grabber: ScreenGrabber, display: type[Display]) -> None:
    display.boxes = (LEFT, LEFT, Box(500, 0, 100, 80))
    with pytest.raises(DeviceMissing) as caught:
        grabber.grab(Target(TargetKind.MONITOR, monitor=2), None, (0, 0))
    assert caught.value.spoken == "That monitor shows no part of the desktop."


def test_the_surroundings_of_the_pointer_end_with_its_monitor(grabber: ScreenGrabber) -> None:
    assert grabber.grab(Target(TargetKind.POINTER), None, (110, 0)).box == RIGHT


@pytest.mark.parametrize(
    ("region", "box"),
    [
        (Box(10, -10, 150, 30), Box(10, -10, 150, 30)),
        (Box(-50, -50, 100, 100), Box(0, -20, 50, 70)),
        (Box(299, 99, 9, 9), Box(299, 99, 1, 1)),
    ],
)
def test_a_region_is_cut_off_at_the_desktops_edges(grabber: ScreenGrabber, region: Box, box: Box) -> None:
    assert grabber.grab(Target(TargetKind.REGION, region=region), None, (0, 0)).box == box


@pytest.mark.parametrize("region", [Box(300, 0, 10, 10), Box(0, 0, 0, 10), None])
def test_a_region_without_a_visible_part_is_said_with_where_the_desktop_is(grabber: ScreenGrabber, region: Box | None) -> None:
    with pytest.raises(DeviceMissing) as caught:
        grabber.grab(Target(TargetKind.REGION, region=region), None, (0, 0))
    assert caught.value.spoken == "That region is outside of the desktop."
    assert caught.value.remedy == "It reaches from 0, -20 to 300, 100."


@pytest.mark.parametrize("kind", [TargetKind.IMAGE, TargetKind.CAMERA, TargetKind.CLIPBOARD])
def test_what_is_not_on_the_screen_is_not_grabbed(grabber: ScreenGrabber, kind: TargetKind) -> None:
    with pytest.raises(CaptureError):
        grabber.grab(Target(kind), None, (0, 0))


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


@pytest.mark.skipif(sys.platform != "linux", reason="memory is shared with an X server alone")
def test_where_no_memory_can_be_shared_there_are_pictures_and_it_is_tried_once(display: type[Display], grabber: ScreenGrabber) -> None:
    display.shares = False
    for _ in range(3):
        assert grabber.grab(Target(), window(Box(10, 20, 30, 40)), (0, 0)).box == Box(10, 20, 30, 40)
        grabber.close()
    assert display.made == 4
