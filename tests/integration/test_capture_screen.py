"""The screen grabber on a real X display, checked against what a program draws."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mmassist.capture.blank import is_blank
from mmassist.capture.screen import ScreenGrabber
from mmassist.errors import CaptureError, DeviceMissing
from mmassist.values import Box, Target, TargetKind, Window

pytestmark = pytest.mark.desktop


class Halves(QWidget):
    """Red on the left, blue on the right, without a frame."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.X11BypassWindowManagerHint)
        self.setGeometry(300, 200, 200, 100)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(0, 0, 100, 100, QColor("red"))
        painter.fillRect(100, 0, 100, 100, QColor("blue"))
        painter.end()


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    shown = Halves()
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    qtbot.wait(150)
    yield Window(int(shown.winId()), "Halves", "python", os.getpid(), Box(300, 200, 200, 100))


@pytest.fixture
def grabber() -> ScreenGrabber:
    return ScreenGrabber()


def test_a_windows_pixels_are_at_their_place(grabber: ScreenGrabber, window: Window) -> None:
    frame = grabber.grab(Target(), window, (0, 0))
    assert frame.box == window.box
    assert frame.pixels[50, 50, :3].tolist() == [0, 0, 255]
    assert frame.pixels[50, 150, :3].tolist() == [255, 0, 0]
    grabber.close()


def test_of_a_window_partly_off_the_screen_the_visible_part_is_grabbed(grabber: ScreenGrabber, window: Window) -> None:
    frame = grabber.grab(Target(), Window(1, "", "", None, Box(-100, 200, 450, 100)), (0, 0))
    assert frame.box == Box(0, 200, 350, 100)
    assert frame.pixels[50, 349, :3].tolist() == [0, 0, 255]
    grabber.close()


def test_the_whole_screen_holds_the_window(grabber: ScreenGrabber, window: Window) -> None:
    frame = grabber.grab(Target(TargetKind.SCREEN), None, (0, 0))
    assert frame.pixels[250, 350, :3].tolist() == [0, 0, 255]
    grabber.close()


# Side by side, at different heights, of different densities: name, what xrandr wants, box.
MONITORS = (
    ("left", "280/75x400/106+0+100", Box(0, 100, 280, 400)),
    ("middle", "220/20x300/28+280+50", Box(280, 50, 220, 300)),
    ("right", "600/160x480/128+500+0", Box(500, 0, 600, 480)),
)


@contextlib.contextmanager
def monitors(count: int = len(MONITORS)) -> Iterator[None]:
    try:
        for name, given, _ in MONITORS[:count]:
            subprocess.run(["xrandr", "--setmonitor", name, given, "none"], check=True)
        yield
    finally:
        for name, _, _ in MONITORS[:count]:
            subprocess.run(["xrandr", "--delmonitor", name], check=True)


def test_each_monitor_shows_its_own_part_to_the_pixel(grabber: ScreenGrabber, window: Window) -> None:
    red, blue = [0, 0, 255], [255, 0, 0]
    whole = grabber.grab(Target(TargetKind.SCREEN), None, (0, 0)).box
    with monitors():
        time.sleep(0.6)
        numbers = [grabber.grab(Target(TargetKind.MONITOR, monitor=number), None, (0, 0)).box for number in (1, 2, 3)]
        assert sorted(numbers, key=lambda box: box.x) == [box for _, _, box in MONITORS]
        # Of the window at 300 to 500 the middle monitor has all: its last column is the monitor's last.
        middle = grabber.grab(Target(TargetKind.MONITOR), None, (400, 60))
        assert middle.pixels[150, [20, 119, 120, 219], :3].tolist() == [red, red, blue, blue]
        assert middle.pixels[[149, 150, 249, 250], 20, :3].tolist()[1:3] == [red, red]
        assert middle.pixels[149, 20, :3].tolist() != red
        assert middle.pixels[150, 19, :3].tolist() != red
        assert grabber.grab(Target(TargetKind.SCREEN), None, (0, 0)).box == whole
        assert grabber.grab(Target(TargetKind.POINTER), None, (510, 10)).box == Box(500, 0, 250, 190)
    grabber.close()


def test_a_monitor_that_comes_and_goes_is_followed_within_a_second(grabber: ScreenGrabber) -> None:
    with monitors(1):
        time.sleep(0.6)
        before = grabber.grab(Target(TargetKind.MONITOR), None, (600, 100)).box
    with monitors(3):
        came = time.monotonic()
        while grabber.grab(Target(TargetKind.MONITOR), None, (600, 100)).box != MONITORS[2][2]:
            assert time.monotonic() - came < 1.0
            time.sleep(0.05)
    went = time.monotonic()
    while True:
        try:
            grabber.grab(Target(TargetKind.MONITOR, monitor=3), None, (0, 0))
        except DeviceMissing:
            break
        assert time.monotonic() - went < 1.0
        time.sleep(0.05)
    assert before != MONITORS[2][2]
    grabber.close()


def test_a_black_part_of_the_screen_is_blank_and_a_window_is_not(grabber: ScreenGrabber, window: Window) -> None:
    assert not is_blank(grabber.grab(Target(), window, (0, 0)).pixels)
    assert is_blank(grabber.grab(Target(), Window(1, "", "", None, Box(310, 210, 60, 60)), (0, 0)).pixels)
    grabber.close()


def test_the_grabbed_pixels_are_kept_without_a_copy(grabber: ScreenGrabber) -> None:
    frame = grabber.grab(Target(TargetKind.SCREEN), None, (0, 0))
    assert isinstance(frame.pixels.base, np.ndarray)
    assert not frame.pixels.flags.owndata
    grabber.close()


def test_a_display_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    with pytest.raises(CaptureError):
        ScreenGrabber().grab(Target(TargetKind.SCREEN), None, (0, 0))


def test_a_display_that_ends_is_said_and_does_not_end_us() -> None:
    server = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", "320x200x24"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert server.stdout is not None
    name = ":" + server.stdout.readline().decode().strip()
    before = os.environ["DISPLAY"]
    os.environ["DISPLAY"] = name
    try:
        grabber = ScreenGrabber()
        grabber.grab(Target(TargetKind.SCREEN), None, (0, 0))
        server.kill()
        server.wait()
        with pytest.raises(CaptureError):
            grabber.grab(Target(TargetKind.SCREEN), None, (0, 0))
    finally:
        os.environ["DISPLAY"] = before
        server.stdout.close()
    assert grabber.grab(Target(TargetKind.SCREEN), None, (0, 0)).width > 320
    grabber.close()
