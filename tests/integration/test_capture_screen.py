"""The screen grabber on a real X display, checked against what a program draws."""

from __future__ import annotations

import os
import subprocess
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


def test_monitors_are_told_apart(grabber: ScreenGrabber) -> None:
    screen = grabber.grab(Target(TargetKind.SCREEN), None, (0, 0)).box
    half = screen.width // 2
    for name, x in (("left", 0), ("right", half)):
        subprocess.run(["xrandr", "--setmonitor", name, f"{half}/300x{screen.height}/200+{x}+0", "none"], check=True)
    try:
        fresh = ScreenGrabber()
        assert fresh.grab(Target(TargetKind.MONITOR), None, (half + 5, 5)).box.x == half
        with pytest.raises(DeviceMissing):
            fresh.grab(Target(TargetKind.MONITOR, monitor=9), None, (0, 0))
        fresh.close()
    finally:
        for name in ("left", "right"):
            subprocess.run(["xrandr", "--delmonitor", name], check=True)
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
