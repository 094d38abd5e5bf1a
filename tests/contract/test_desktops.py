"""The desktops of Windows and macOS, over fakes of their APIs."""

from __future__ import annotations

import pytest

from mmassist.desktop.contracts import Finder, Keys, Tracker
from mmassist.desktop.mac.hotkeys import MacHotkeys
from mmassist.desktop.mac.windows import MacFinder, MacTracker
from mmassist.desktop.win.hotkeys import WinHotkeys
from mmassist.desktop.win.windows import WinFinder, WinTracker
from mmassist.values import Box
from tests.contract.desktop import DesktopContract
from tests.fakes.desks.macos import FakeMac
from tests.fakes.desks.windows import FakeWindow, FakeWindows


class WindowsStage:
    """Keeps `Stage`."""

    def __init__(self) -> None:
        self.desk = FakeWindows()

    def tracker(self) -> Tracker:
        return WinTracker(lambda: self.desk.libraries)

    def keys(self) -> Keys:
        return WinHotkeys(lambda: self.desk.libraries)

    def finder(self) -> Finder:
        return WinFinder(lambda: self.desk.libraries)

    def open(self, title: str, box: Box) -> None:
        self.desk.add(FakeWindow(title, box))

    def shut(self, title: str) -> None:
        self.desk.remove(next(number for number, window in self.desk.windows.items() if window.title == title))

    def point(self, x: int, y: int) -> None:
        self.desk.pointer = (x, y)

    def press(self, chord: str) -> None:
        self.desk.press(chord)

    def let_go(self, chord: str) -> None:
        self.desk.let_go(chord)

    def take(self, chord: str) -> None:
        self.desk.take(chord)


class TestWindows(DesktopContract):
    @pytest.fixture
    def stage(self) -> WindowsStage:
        return WindowsStage()


class MacStage:
    """Keeps `Stage`."""

    def __init__(self) -> None:
        self.mac = FakeMac()

    def tracker(self) -> Tracker:
        return MacTracker(lambda: self.mac.apis)

    def keys(self) -> Keys:
        return MacHotkeys(lambda: self.mac.apis)

    def finder(self) -> Finder:
        return MacFinder(lambda: self.mac.apis)

    def open(self, title: str, box: Box) -> None:
        self.mac.add(title, box)

    def shut(self, title: str) -> None:
        self.mac.rows = [row for row in self.mac.rows if row["kCGWindowName"] != title]

    def point(self, x: int, y: int) -> None:
        self.mac.pointer = (x, y)

    def press(self, chord: str) -> None:
        self.mac.press(chord)

    def let_go(self, chord: str) -> None:
        self.mac.let_go(chord)

    def take(self, chord: str) -> None:
        self.mac.take(chord)


class TestMacos(DesktopContract):
    @pytest.fixture
    def stage(self) -> MacStage:
        return MacStage()
