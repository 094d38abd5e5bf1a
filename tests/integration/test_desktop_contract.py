"""The real X11 and AT-SPI keep what every desktop does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from mmassist.desktop import x11
from mmassist.desktop.contracts import Finder, Keys, Tracker, Trees
from mmassist.desktop.hotkeys import Hotkeys
from mmassist.desktop.outline import Options, OutlineReader
from mmassist.desktop.pointer import WindowFinder
from mmassist.desktop.windows import WindowTracker
from mmassist.values import Box, Window
from tests.contract.desktop import DesktopContract
from tests.contract.trees import SECRET, TITLE, TreesContract
from tests.integration.programs.running import front, program, xdotool

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window as XWindow

pytestmark = pytest.mark.desktop


class X11Stage:
    """Keeps `Stage`: windows of this process, keys and pointer by xdotool."""

    def __init__(self) -> None:
        self._connection = x11.connect()
        self._windows: dict[str, XWindow] = {}
        self._held = ExitStack()

    def tracker(self) -> Tracker:
        return WindowTracker()

    def keys(self) -> Keys:
        return Hotkeys()

    def finder(self) -> Finder:
        return WindowFinder()

    def open(self, title: str, box: Box) -> None:
        from Xlib import X, Xatom

        root = self._connection.screen().root
        window = root.create_window(box.x, box.y, box.width, box.height, 0, X.CopyFromParent)
        window.change_property(Xatom.WM_NAME, Xatom.STRING, 8, title.encode())
        window.change_property(self._connection.intern_atom("_NET_WM_PID"), Xatom.CARDINAL, 32, [os.getpid()])
        window.map()
        self._connection.sync()
        self._windows[title] = window
        xdotool("windowactivate", "--sync", str(window.id))
        xdotool("windowmove", "--sync", str(window.id), str(box.x), str(box.y))

    def shut(self, title: str) -> None:
        self._windows.pop(title).destroy()
        self._connection.sync()

    def point(self, x: int, y: int) -> None:
        xdotool("mousemove", str(x), str(y))

    def press(self, chord: str) -> None:
        xdotool("keydown", chord)

    def let_go(self, chord: str) -> None:
        xdotool("keyup", chord)

    def take(self, chord: str) -> None:
        other = Hotkeys()
        other.start()
        self._held.callback(other.close)
        other.bind(chord, lambda at: None)

    def close(self) -> None:
        for title in tuple(self._windows):
            self.shut(title)
        self._held.close()
        x11.close(self._connection)


class TestX11(DesktopContract):
    @pytest.fixture
    def stage(self) -> Iterator[X11Stage]:
        stage = X11Stage()
        yield stage
        stage.close()


class AtspiStage:
    """Keeps `TreesStage`: zenity asks."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def trees(self, cap: int) -> Trees:
        return OutlineReader(Options(cap=cap))


class TestAtspi(TreesContract):
    @pytest.fixture
    def stage(self) -> Iterator[AtspiStage]:
        tracker = WindowTracker()
        tracker.start()
        try:
            with program(("zenity", "--password", "--username", "--title", TITLE)) as zenity:
                window = front(tracker, zenity, TITLE)
                xdotool("key", "Tab", "type", SECRET)
                xdotool("key", "shift+Tab")
                yield AtspiStage(window)
        finally:
            tracker.close()
